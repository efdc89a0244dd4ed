"""CoNLL: tokens and tags in columns."""

import pytest

from nerkit.corpora import conll_corpora, registry
from nerkit.errors import CorpusError
from nerkit.training.config import CorpusConfig


@pytest.mark.parametrize("tags", ["I-PER I-PER O B-ORG", "B-PER I-PER O B-ORG", "B-PER L-PER O U-ORG"])
def test_conll_tokens_are_words_and_tags_are_spans_in_every_scheme(tmp_path, tags):
    lines = [f"{token} x {tag}" for token, tag in zip(["Ann", "Poe", "joins", '("Rock'], tags.split(), strict=True)]
    (tmp_path / "test.conll").write_text(
        "-DOCSTART- -X- O\n\n" + "\n".join(lines) + "\n\nAnn x I-PER\n", encoding="utf-8"
    )
    (labelled,) = conll_corpora.read(tmp_path, "test")
    text = labelled.document.text
    assert text == 'Ann Poe joins ("Rock\nAnn\n'
    assert [text[w.start : w.end] for w in labelled.document.words] == ["Ann", "Poe", "joins", '("Rock', "Ann"]
    assert [(text[s.start : s.end], s.label) for s in labelled.spans] == [
        ("Ann Poe", "PER"),
        ('("Rock', "ORG"),
        ("Ann", "PER"),
    ]
    assert labelled.closed == {"PER", "ORG"}


def test_neighbours_of_one_type_are_two_entities_where_the_second_begins_one(tmp_path):
    (tmp_path / "train.conll").write_text("Ann I-PER\nBob B-PER\nC I-ORG\n", encoding="utf-8")
    (labelled,) = conll_corpora.read(tmp_path, "all")
    assert [(s.start, s.end, s.label) for s in labelled.spans] == [(0, 3, "PER"), (4, 7, "PER"), (8, 9, "ORG")]


def test_without_a_dev_file_a_tenth_of_the_train_file_is_dev(tmp_path):
    documents = "".join(f"-DOCSTART- O\n\nword{i} O\n\n" for i in range(20))
    (tmp_path / "train.conll").write_text(documents, encoding="utf-8")
    train, dev = (
        {labelled.document.text for labelled in conll_corpora.read(tmp_path, split)} for split in ("train", "dev")
    )
    assert (len(train), len(dev)) == (18, 2)
    assert not train & dev


@pytest.mark.parametrize(
    "names",
    [
        ("train.txt", "valid.txt", "test.txt"),
        ("eng.train", "eng.testa", "eng.testb"),
        ("FR-manual-train.tsv", "FR-manual-dev.tsv", "FR-manual-test.tsv"),
    ],
)
def test_files_that_say_their_split_are_that_split_in_a_folder_and_one_by_one(tmp_path, names):
    (tmp_path / "README.txt").write_text("no columns here", encoding="utf-8")
    for name, word in zip(names, ("one", "two", "three"), strict=True):
        (tmp_path / name).write_text(f"{word} B-X\n" + f"\n{word} O\n" * 100, encoding="utf-8")
    for name, split, word in zip(names, ("train", "dev", "test"), ("one", "two", "three"), strict=True):
        for place in (tmp_path, tmp_path / name):
            documents = list(conll_corpora.read(place, split))
            assert {text for each in documents for text in each.document.text.split()} == {word}
            assert sum(len(each.document.words) for each in documents) == 101


def test_two_corpora_in_one_folder_are_not_taken_for_one(tmp_path):
    for name in ("ES-train.tsv", "FR-train.tsv"):
        (tmp_path / name).write_text(COLUMNS, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"ES-train\.tsv and FR-train\.tsv are both of the split train"):
        list(conll_corpora.read(tmp_path))
    assert len(list(conll_corpora.read(tmp_path / "ES-train.tsv", "all"))) == 1


def test_the_judgments_of_each_language_are_a_corpus_though_they_lie_in_one_folder(tmp_path):
    for language, word in (("FR", "Cour"), ("ES", "Tribunal")):
        for split in ("train", "dev", "test"):
            (tmp_path / f"{language}-manual-{split}.tsv").write_text(f"{word} B-ORG\n{split} O\n", encoding="utf-8")
    found = {
        name: [each.document.text for split in ("train", "test") for each in registry.load(name, tmp_path, split)]
        for name in ("echr-fr", "echr-es")
    }
    assert found == {
        "echr-fr": ["Cour train\n", "Cour test\n"],
        "echr-es": ["Tribunal train\n", "Tribunal test\n"],
    }


def test_a_conll_line_without_a_tag_is_named(tmp_path):
    (tmp_path / "train.conll").write_text("Ann I-PER\nsecret person\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"train\.conll, line 2") as error:
        list(conll_corpora.read(tmp_path))
    assert "secret" not in error.value.message


COLUMNS = "Ann\tNNP\tI-PER\nPoe\tNNP\tI-PER\n\nRome\tNNP\tI-LOC\n"


@pytest.mark.parametrize("name", ["test.conll", "test.txt", "mine.conll"])
def test_a_config_names_the_reader_for_a_folder_of_columns(tmp_path, name):
    (tmp_path / name).write_text(COLUMNS, encoding="utf-8")
    (tmp_path / "README.txt").write_text("no columns here", encoding="utf-8")
    config = CorpusConfig(reader="conll", path=tmp_path, split="test")
    (labelled,) = registry.load(config.reader, config.path, config.split)
    assert [labelled.document.text[s.start : s.end] for s in labelled.spans] == ["Ann Poe", "Rome"]
    assert labelled.closed == {"PER", "LOC"}


def test_one_file_is_divided_by_the_order_of_its_documents(tmp_path):
    file = tmp_path / "mine.bio"
    file.write_text("\ufeff" + "".join(f"-DOCSTART- O\n\nword{i} B-PER\n\n" for i in range(20)), encoding="utf-8")
    parts = {split: list(registry.load("conll", file, split)) for split in ("train", "dev", "test")}
    assert {split: len(documents) for split, documents in parts.items()} == {"train": 14, "dev": 2, "test": 4}
    assert [d.document.text for d in parts["test"]] == ["word0\n", "word5\n", "word10\n", "word15\n"]


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "train.conll").write_bytes("Zoë I-PER\n".encode("latin-1"))
    with pytest.raises(CorpusError, match=r"train\.conll: not UTF-8"):
        list(conll_corpora.read(tmp_path))


def test_a_folder_without_columns_is_answered_with_the_names_of_files(tmp_path):
    with pytest.raises(CorpusError, match=r"train\.conll"):
        list(conll_corpora.read(tmp_path))
