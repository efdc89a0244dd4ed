"""Corpora by name, and how their documents are shared out among train, dev and test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora import registry
from nerkit.corpora.splits import select, split_of
from nerkit.errors import CorpusError

# Splits


def test_every_fifth_document_is_test_and_every_tenth_of_the_others_dev():
    parts = [split_of(i) for i in range(55)]
    assert [i for i, part in enumerate(parts) if part == "test"] == list(range(0, 55, 5))
    others = [i for i in range(55) if i % 5]
    assert [i for i in others if parts[i] == "dev"] == others[::10]


@given(st.lists(st.integers()))
def test_the_splits_share_out_every_document_once(items):
    shared = [item for split in ("train", "dev", "test") for item in select(items, split)]
    assert sorted(shared) == sorted(items)
    assert list(select(items, "all")) == items


def test_a_split_that_does_not_exist_is_named():
    with pytest.raises(CorpusError, match="valid"):
        select([], "valid")


# The registry


def test_every_reader_that_is_there_can_be_loaded_by_name(tmp_path):
    (tmp_path / "mine.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n', encoding="utf-8")
    assert [labelled.document.text for labelled in registry.load("jsonl", tmp_path, "all")] == ["one", "two"]
    assert [labelled.document.text for labelled in registry.load("jsonl", tmp_path, "test")] == ["one"]


def test_an_unknown_corpus_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(CorpusError, match="cuad, kleister-nda, conll, fin"):
        registry.load("cuadd", tmp_path)


@pytest.mark.parametrize("name", ["cuad", "fin", "kleister-nda", "jsonl"])
def test_a_missing_folder_is_a_corpus_error(tmp_path, name):
    with pytest.raises(CorpusError, match="does not exist"):
        registry.load(name, tmp_path / "nowhere")
