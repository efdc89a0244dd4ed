"""Words that no table holds: their parts stand for them, numbered as fastText does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from gensim.models import FastText
from gensim.models.fasttext_inner import ft_hash_bytes
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ConfigError
from nerkit.reading import document_from_text
from nerkit.tagging.embedding import WordVectors
from nerkit.tagging.forms import UNKNOWN
from nerkit.tagging.network_config import TableSize
from nerkit.tagging.subwords import LENGTH, PARTS, SubwordIndex, hashed, parts
from nerkit.tagging.vector_files import check_suffix, load_parts, load_vectors
from nerkit.tagging.vectors import table_of
from nerkit.training.word_vectors import train_vectors

BUCKETS = 500
WORDS = ["miete", "mietvertrag", "kündigung", "kündigungsfrist", "vertrag", "betrag", "gesamtbetrag", "łódź"]
SENTENCES = [[*WORDS[i:], *WORDS[:i]] for i in range(len(WORDS))] * 20


@pytest.fixture(scope="module")
def fasttext() -> FastText:
    return FastText(
        SENTENCES, vector_size=12, min_count=1, epochs=2, bucket=BUCKETS, min_n=LENGTH, max_n=LENGTH, seed=1, workers=1
    )


@pytest.mark.parametrize("text", ["miet", "ündi", "łódź", "<00.", "€ 50", "日本語", "'s n"])
def test_a_part_has_the_number_that_fasttext_gives_it(text: str) -> None:
    assert hashed(text) == ft_hash_bytes(text.encode())


def test_the_parts_of_a_word_are_stretches_between_its_borders() -> None:
    assert parts("miete") == ["<mie", "miet", "iete", "ete>"]
    assert parts("ab") == ["<ab>"]
    assert parts("a") == []
    assert len(parts("x" * 100)) == PARTS


def test_an_unseen_word_has_the_vector_that_fasttext_composes(fasttext: FastText) -> None:
    index = SubwordIndex(WORDS, BUCKETS)
    table = table_of(fasttext.wv, WORDS, parts=fasttext.wv.vectors_ngrams)
    vectors = WordVectors(TableSize(len(index), 12, buckets=BUCKETS))
    vectors.load(table)
    for word in ("mietverträge", "gesamtbeträge", "kündigungen", "Vertrag", "MIETE"):
        ids = torch.zeros(1, PARTS, dtype=torch.long)
        found = index.ids(word)
        ids[0, : len(found)] = torch.tensor(found)
        wanted = fasttext.wv[word.lower()]
        assert np.allclose(vectors(ids)[0].detach().numpy(), wanted, atol=0.01 * np.abs(wanted).max() + 1e-3)


def test_a_known_word_has_one_id_and_a_word_too_short_for_parts_is_unknown() -> None:
    index = SubwordIndex(WORDS, BUCKETS)
    assert index.ids("Miete") == [index("miete")]
    assert index.ids("x") == [UNKNOWN]
    assert all(2 + len(WORDS) <= number < len(index) for number in index.ids("mieten"))


def test_vectors_of_ones_own_text_keep_their_parts_in_a_file(tmp_path: Path) -> None:
    text, out = tmp_path / "text.txt", tmp_path / "own.npz"
    text.write_text("Die Miete ist am ersten Tag fällig. Die Kündigung der Miete ist schriftlich.\n" * 30)
    arguments = ["vectors", "train", str(text), "-o", str(out), "--size", "8", "--epochs", "1", "--parts", "64"]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    parts = load_parts(out)
    assert parts is not None
    assert parts.shape == (64, 8)
    assert "miete" in load_vectors(out).key_to_index


def test_only_an_npz_keeps_parts(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"only an \.npz"):
        check_suffix(tmp_path / "own.vec", parts=True)


def test_without_parts_none_are_kept() -> None:
    words, parts = train_vectors([document_from_text("The rent is due . " * 9, "t")], size=8, epochs=1, min_count=2)
    assert parts is None
    assert "rent" in words.key_to_index
