"""Word vectors: every common file is read, one's own text gives some, and what pruning loses is told."""

from __future__ import annotations

import gzip
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from gensim.models import FastText, KeyedVectors
from gensim.models.fasttext import save_facebook_model
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ConfigError
from nerkit.reading import document_from_text
from nerkit.tagging import Model, Tagger
from nerkit.tagging.embedding import WordVectors
from nerkit.tagging.forms import keys, normal
from nerkit.tagging.network_config import TableSize
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.vector_files import VectorFormat, detect, load_vectors, save_vectors
from nerkit.tagging.vectors import measure, prune, table_of
from nerkit.training import train
from nerkit.training.config import load_config
from nerkit.training.word_vectors import train_vectors
from tests.test_menu import DOCUMENTS, build, learn
from tests.training_material import write_material

WORDS = ["the", "agreement", "é", "1,000.00", *(f"word{i}" for i in range(30))]
VECTORS = np.random.default_rng(1).normal(size=(len(WORDS), 8)).astype(np.float32)


@pytest.fixture
def keyed() -> KeyedVectors:
    keyed = KeyedVectors(8)
    keyed.add_vectors(WORDS, VECTORS)
    return keyed


def npz(keyed: KeyedVectors, path: Path) -> None:
    with path.open("wb") as file:
        np.savez(file, words=np.array(keyed.index_to_key), vectors=keyed.vectors)


def glove(keyed: KeyedVectors, path: Path) -> None:
    lines = [" ".join((word, *map(str, keyed[word]))) for word in keyed.index_to_key]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


WRITERS = {
    VectorFormat.NPZ: npz,
    VectorFormat.TEXT: lambda keyed, path: keyed.save_word2vec_format(str(path)),
    VectorFormat.BINARY: lambda keyed, path: keyed.save_word2vec_format(str(path), binary=True),
    VectorFormat.GLOVE: glove,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_format_is_recognised_by_its_content_whatever_the_file_is_called(
    kind: VectorFormat, keyed: KeyedVectors, tmp_path: Path
) -> None:
    WRITERS[kind](keyed, tmp_path / "vectors")
    assert detect(tmp_path / "vectors") is kind
    found = load_vectors(tmp_path / "vectors")
    assert found.index_to_key == WORDS
    assert np.allclose(found.vectors, VECTORS, atol=1e-5)


@pytest.mark.parametrize("kind", [VectorFormat.TEXT, VectorFormat.BINARY, VectorFormat.GLOVE])
def test_a_file_may_be_compressed(kind: VectorFormat, keyed: KeyedVectors, tmp_path: Path) -> None:
    WRITERS[kind](keyed, tmp_path / "plain")
    (tmp_path / "vectors.gz").write_bytes(gzip.compress((tmp_path / "plain").read_bytes()))
    assert np.allclose(load_vectors(tmp_path / "vectors.gz").vectors, VECTORS, atol=1e-5)


def test_facebooks_fasttext_files_are_read(tmp_path: Path) -> None:
    model = FastText([["the", "party"], ["the", "seller"]] * 9, vector_size=6, min_count=1, bucket=50, epochs=1)
    save_facebook_model(model, str(tmp_path / "model.bin"))
    found = load_vectors(tmp_path / "model.bin")
    assert detect(tmp_path / "model.bin") is VectorFormat.FASTTEXT
    assert np.allclose(found["party"], model.wv["party"], atol=1e-5)


@pytest.mark.parametrize("suffix", [".npz", ".bin", ".txt", ".vec"])
def test_what_is_written_is_read_again(suffix: str, keyed: KeyedVectors, tmp_path: Path) -> None:
    save_vectors(keyed, tmp_path / f"vectors{suffix}")
    found = load_vectors(tmp_path / f"vectors{suffix}")
    assert found.index_to_key == WORDS
    assert np.allclose(found.vectors, VECTORS, atol=1e-5)


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("a file of vectors ran code",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pickle.dumps(Trap()), "pickle"),
        (b"Dear Sir or Madam,\nplease find enclosed\n", "no file of word vectors"),
        (b"", "no file of word vectors"),
        (b"3 2\na 1 2\nb 1 2\n", "cannot be read"),
        (b"word 1 2 3\nother 1 2\n", "cannot be read"),
        (b"PK\x03\x04 nothing", "cannot be read"),
        (struct.pack("<ii", 793712314, 12), "cannot be read"),
    ],
)
def test_a_file_that_holds_no_vectors_is_a_coded_error(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "vectors").write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        load_vectors(tmp_path / "vectors")


def test_a_word_of_glove_may_hold_spaces(tmp_path: Path) -> None:
    (tmp_path / "glove.txt").write_text("the 1 2\n. . . 3 4\nthe 5 6\n", encoding="utf-8")
    found = load_vectors(tmp_path / "glove.txt")
    assert found.index_to_key == ["the", ". . ."]
    assert found["the"].tolist() == [1, 2]
    assert prune(found, 9, ()) == ["the"], "no token has a space"


def test_pruning_keeps_the_first_words_and_the_wanted_ones(keyed: KeyedVectors) -> None:
    assert prune(keyed, 2, {"word7", "unheard"}) == ["the", "agreement", "word7"]
    assert prune(keyed, 0, {"é"}) == ["é"]


def test_nothing_is_lost_where_nothing_is_changed(keyed: KeyedVectors) -> None:
    loss = measure(keyed, WORDS, keyed.vectors)
    assert (loss.overlap_kept, loss.overlap_all) == (1.0, 1.0)
    assert loss.least_cosine == pytest.approx(1.0)


def test_the_loss_tells_dropped_words_from_coarser_numbers(keyed: KeyedVectors) -> None:
    half = WORDS[::2]
    dropped = measure(keyed, half, keyed[half])
    assert dropped.overlap_kept == 1.0
    assert dropped.overlap_all < 0.8
    noisy = measure(keyed, WORDS, VECTORS + np.random.default_rng(2).normal(size=VECTORS.shape).astype(np.float32))
    assert noisy.overlap_kept == noisy.overlap_all < 0.9
    assert noisy.cosine < 0.9
    assert measure(keyed, WORDS, table_of(keyed, WORDS).vectors).least_cosine > 0.999


TEXT = "\n".join(
    f"The {party} shall pay {amount} to the other party on {day} June 2015."
    for party in ("Seller", "Buyer", "Lessor")
    for amount in ("EUR 100.00", "USD 250.00")
    for day in range(1, 9)
)


def test_ones_own_text_gives_vectors_of_its_words_as_the_tagger_looks_them_up() -> None:
    keyed, parts = train_vectors([document_from_text(TEXT, "t")], size=12, epochs=2, min_count=3)
    assert parts is None
    assert {"seller", "shall", normal("100.00"), "0000"} <= set(keyed.index_to_key)
    assert all(set(keys(form)) & set(keyed.index_to_key) for form in ("SELLER", "999.99", "1987"))
    assert keyed.index_to_key[0] == "the", "most frequent first"
    again, _ = train_vectors([document_from_text(TEXT, "t")], size=12, epochs=2, min_count=3)
    assert (keyed.vectors == again.vectors).all()


def test_too_little_text_is_refused() -> None:
    with pytest.raises(ConfigError, match="min-count"):
        train_vectors([document_from_text("Too little text .", "t")])


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["vectors", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_commands_train_import_and_prune(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("The Seller shall frobnicate .", encoding="utf-8")
    run("train", tmp_path / "texts", "-o", tmp_path / "own.npz", "--size", 12, "--epochs", 1)
    assert "from npz" in run("import", tmp_path / "own.npz", "-o", tmp_path / "own.vec")
    output = run(
        *("prune", tmp_path / "own.vec", "--vocabulary", tmp_path / "b.txt", "--most-frequent", 2, "--int8"),
        *("-o", tmp_path / "pruned.npz"),
    )
    whole, pruned = load_vectors(tmp_path / "own.npz"), load_vectors(tmp_path / "pruned.npz")
    assert set(pruned.index_to_key) == {*whole.index_to_key[:2], "the", "seller", "shall", "."}
    assert "80.0% are known, 80.0% before" in output
    assert "cosine to the original: 0.999" in output


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
@pytest.mark.parametrize("tuned", [[], [False], [True], [False, True], [True, False, False]], ids=str)
def test_any_number_of_tables_frozen_or_tuned_learns_and_comes_back(
    tuned: list[bool], training: bool, tmp_path: Path
) -> None:
    model = build(tables=tuned)
    before = [vectors.codes.clone() for vectors in tables_of(model)]
    first, last = learn(model, 15)
    assert last < first / 2
    moved = [vectors.difference is not None and bool(vectors.difference.any()) for vectors in tables_of(model)]
    assert moved == tuned
    assert all((vectors.codes == codes).all() for vectors, codes in zip(tables_of(model), before, strict=True))
    model.network.train(training)
    save_model(model, tmp_path)
    document = DOCUMENTS[0].document
    assert Tagger(load_model(tmp_path), "m").tag(document) == Tagger(model, "m").tag(document) != []


def tables_of(model: Model) -> list[WordVectors]:
    return list(model.network.embedding.tables)


def test_words_that_training_has_not_seen_stay_where_they_are() -> None:
    vectors = WordVectors(TableSize(6, 4, tuned=True))
    vectors.scales[:] = 0.1
    vectors.codes[2:] = torch.randint(-127, 128, (4, 4), dtype=torch.int8)
    start = vectors(torch.arange(6)[:, None]).detach()
    optimizer = torch.optim.AdamW(vectors.parameters(), lr=0.1, weight_decay=0.1)
    for _ in range(5):
        optimizer.zero_grad()
        vectors(torch.tensor([[0], [1], [3]])).sum().backward()
        optimizer.step()
    moved = (vectors(torch.arange(6)[:, None]) != start).any(-1).tolist()
    assert moved == [False, True, False, True, False, False]


def test_a_config_names_one_table_several_or_none(tmp_path: Path) -> None:
    config = write_material(tmp_path, train=20, dev=4)
    one = config.read_text(encoding="utf-8")
    assert len(load_config(config).vectors) == 1
    table = f'[[vectors]]\npath = "{tmp_path / "vectors.npz"}"\n'
    several = one.replace(one[one.index("[vectors]") : one.index("[network]")], f"{table}{table}tuned = true\n")
    (tmp_path / "several.toml").write_text(several, encoding="utf-8")
    short = ["training.epochs=1", f"output={tmp_path / 'run'}"]
    embedding = load_model(train(tmp_path / "several.toml", short)).network.embedding
    assert [table.difference is not None for table in embedding.tables] == [False, True]
    assert embedding.tables[0].codes.shape == embedding.tables[1].codes.shape
    assert len(load_model(train(config, [*short, "vectors=[]"])).network.embedding.tables) == 0
