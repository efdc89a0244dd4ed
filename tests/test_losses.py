"""Documents that lost their pages or spaces hold the same values; numbers of others are not the invoice's own."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from nerkit.corpora import generated
from nerkit.corpora.augmentation.losses import excerpt, glued, plain
from nerkit.corpora.generator import generate
from nerkit.corpora.generator.invoice_lexicon import lexicon
from nerkit.corpora.generator.references import reference
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.training.config import CorpusConfig
from nerkit.training.material import variants

COUNT = 25


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[LabelledDocument]:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, COUNT, seed=3)
    return list(generated.read(folder))


def values(labelled: LabelledDocument) -> list[tuple[str, str]]:
    """Labels and values in order, white space aside."""

    def value(span: Span) -> str:
        return "".join(labelled.document.text[span.start : span.end].split())

    return [(span.label, value(span)) for span in labelled.spans]


def assert_words_cover_the_text(labelled: LabelledDocument) -> None:
    text = labelled.document.text
    assert [text[word.start : word.end] for word in labelled.document.words] == text.split()


@pytest.mark.parametrize("seed", range(COUNT))
def test_a_document_without_pages_keeps_its_values_in_their_places(
    documents: list[LabelledDocument], seed: int
) -> None:
    clean = documents[seed]
    lost = plain(clean, Random(seed))
    assert lost.spans == clean.spans
    assert values(lost) == values(clean)
    assert not lost.document.pages
    assert not lost.document.tables
    assert all(word.box is None for word in lost.document.words)
    assert "\f" not in lost.document.text
    assert_words_cover_the_text(lost)


@pytest.mark.parametrize("seed", range(COUNT))
def test_a_document_without_spaces_keeps_its_values_and_their_boxes(
    documents: list[LabelledDocument], seed: int
) -> None:
    clean = documents[seed]
    lost = glued(clean, Random(seed))
    assert values(lost) == values(clean)
    assert "".join(lost.document.text.split()) == "".join(clean.document.text.split())
    if clean.document.text.count(" ") > 0.5 * len(clean.document.words):  # Some receipts have few spaces to lose.
        assert len(lost.document.words) < 0.8 * len(clean.document.words)
    assert_words_cover_the_text(lost)
    for before, after in zip(clean.spans, lost.spans, strict=True):
        assert lost.document.boxes(after.start, after.end) == clean.document.boxes(before.start, before.end)


@pytest.mark.parametrize("seed", range(COUNT))
def test_an_excerpt_is_some_lines_of_a_document_with_whole_values(documents: list[LabelledDocument], seed: int) -> None:
    clean = documents[seed]
    part = excerpt(clean, Random(seed))
    text = part.document.text
    assert not part.document.pages
    assert "".join(text.split()) in "".join(clean.document.text.split())
    assert_words_cover_the_text(part)
    whole = values(clean)
    first = next((i for i in range(len(whole)) if whole[i : i + len(part.spans)] == values(part)), None)
    assert first is not None  # the values that it holds follow each other as they did, none cut


def test_a_config_says_how_many_documents_come_once_more_as_an_excerpt(documents: list[LabelledDocument]) -> None:
    found = list(variants(documents, CorpusConfig(reader="generated", path=Path(), excerpts=1), 0))
    assert len(found) == 2 * COUNT
    assert all(
        len(few.document.text) <= len(whole.document.text) for whole, few in zip(found[::2], found[1::2], strict=False)
    )
    assert sum(len(few.document.text) for few in found[1::2]) < 0.5 * sum(len(one.document.text) for one in documents)


def test_a_config_says_which_share_of_the_documents_loses_its_pages(documents: list[LabelledDocument]) -> None:
    half = CorpusConfig(reader="generated", path=Path(), plain=0.5)
    found = [bool(variant.document.pages) for variant in variants(documents, half, 0)]
    assert len(found) == COUNT
    assert {True, False} == set(found)


@pytest.mark.parametrize("language", ["de", "en", "fr", "us"])
@pytest.mark.parametrize("kind", ["document", "partner"])
def test_a_reference_has_a_label_and_a_number_without_signs_of_its_pattern(language: str, kind: str) -> None:
    rng = Random(5)
    for _ in range(200):
        label, number = reference(lexicon(language), kind, rng)
        assert label
        assert re.search(r"\d", number)
        assert not re.search(r"[~?|]|(?<!2017)#", number)


@pytest.mark.parametrize("language", ["de", "en", "fr", "us"])
def test_no_label_of_a_reference_also_names_a_number_of_the_record(language: str) -> None:
    words = lexicon(language)
    own = {
        name.lower() for key in ("invoice_number", "credit_number", "order_number") for name in words.all("labels", key)
    }
    for kind in ("document", "partner"):
        labels = {entry.split("|")[0].lower() for entry in words.all("references", kind)}
        assert not labels & own - {"nummer", "number", "numéro"}
