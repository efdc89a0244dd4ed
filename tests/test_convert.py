"""Annotated corpora go from tool to tool: nothing is lost on the way, or it is said what."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import spacy
from convert_material import TEXT, example
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.corpora.interchange import FORMATS, read, write
from nerkit.corpora.interchange.example import ConversionReport, InterchangeDocument, InterchangeOptions
from nerkit.corpora.interchange.format_detection import detect
from nerkit.corpora.labelled import Span
from nerkit.corpora.registry import load
from nerkit.errors import CorpusError

NLP = spacy.blank("en")


LABELS = ("PARTY", "TOTAL_AMOUNT", "DATE")


NAMES = {
    name: f"file{suffix}"
    for name, suffix in zip(
        FORMATS, (".jsonl", ".jsonl", ".spacy", ".json", ".conll", ".jsonl", ".json", ".jsonl", ""), strict=True
    )
}


odd = st.sampled_from(
    [
        "\r\n",
        "\n",
        "\t",
        "  ",
        "🧾",
        "👩‍👩‍👧",
        "ש",
        "é",
        "\x07",
        "\u2028",
        "\x85",
        "\xa0",
        "19%",
        "B.V.",
        "€",
        "A",
        "b,",
    ]
)


texts = st.lists(odd | st.text(max_size=5), min_size=1, max_size=12).map("".join).filter(lambda text: text.strip())


@st.composite
def examples(draw: st.DrawFn, *, flat: bool = False) -> InterchangeDocument:
    """A document with spans anywhere: in the middle of words, over line ends, and over each other unless `flat`."""
    text = draw(texts)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    if flat:
        places = list(zip(edges[::2], edges[1::2], strict=False))
    else:
        places = (
            draw(st.lists(st.sampled_from([(a, b) for a in edges for b in edges if a < b]), max_size=4))
            if len(edges) > 1
            else []
        )
    spans = {(start, end, draw(st.sampled_from(LABELS))) for start, end in places}
    meta = draw(st.dictionaries(st.sampled_from(["batch", "note 🧾"]), st.text(max_size=5) | st.integers(0, 9)))
    return example(text, *sorted(spans), meta=meta)


def through(
    name: str, given: list[InterchangeDocument], options: InterchangeOptions | None = None
) -> tuple[list[InterchangeDocument], ConversionReport]:
    """What comes back from a file in a format."""
    report = ConversionReport()
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAMES[name]
        write(path, given, name, options, report)
        return read(path, name, options, report), report


@pytest.mark.parametrize("name", ["spans", "doccano", "label-studio"])
@given(given=examples())
@settings(max_examples=30)
def test_formats_of_characters_give_everything_back(name: str, given: InterchangeDocument) -> None:
    back, report = through(name, [given])
    assert back == [given]
    assert not report


@given(given=examples(flat=True))
@settings(max_examples=30)
def test_nerkits_own_format_gives_everything_back(given: InterchangeDocument) -> None:
    back, report = through("nerkit", [given])
    assert back == [given]
    assert not report


@given(given=examples())
@settings(max_examples=30)
def test_brat_gives_text_and_spans_back_and_counts_the_rest(given: InterchangeDocument) -> None:
    back, report = through("brat", [given])
    assert (back[0].id, back[0].text, back[0].spans) == (given.id, given.text, given.spans)
    assert report.lost == ({"documents' metadata": 1} if given.meta else {})


def tokenised(given: InterchangeDocument) -> InterchangeDocument:
    """The example with spaCy's tokens, and its spans moved to their borders."""
    doc = NLP(given.text)
    spans = [doc.char_span(span.start, span.end, span.label, alignment_mode="expand") for span in given.spans]
    moved = {(span.start_char, span.end_char, span.label_) for span in spans if span is not None and span.text}
    return example(given.text, *moved, tokens=tuple((t.idx, t.idx + len(t)) for t in doc), meta=given.meta)


@pytest.mark.parametrize("name", ["spacy", "spacy-json", "prodigy"])
@given(given=examples().map(tokenised))
@settings(max_examples=30)
def test_formats_of_tokens_give_everything_back_that_meets_the_tokens(name: str, given: InterchangeDocument) -> None:
    back, report = through(name, [given])
    assert back == [given]
    assert not report


@pytest.mark.parametrize("scheme", ["BIO", "BILOU"])
@given(given=examples(flat=True).map(tokenised))
@settings(max_examples=30)
def test_conll_gives_tokens_and_entities_back(scheme: Any, given: InterchangeDocument) -> None:
    def entities(one: InterchangeDocument) -> list[tuple[str, str]]:
        return [("".join(one.text[span.start : span.end].split()), span.label) for span in one.spans]

    options = InterchangeOptions(scheme=scheme)
    once, report = through("conll", [given], options)
    assert report.lost["documents' names"] == 1
    if not report.misfits and not {"overlapping spans", "tokens with white space in them"} & set(report.lost):
        assert entities(once[0]) == entities(given)
    again, _ = through("conll", once, options)
    assert again == once


@pytest.mark.parametrize("one", FORMATS)
@pytest.mark.parametrize("other", FORMATS)
def test_every_format_goes_to_every_other_and_back(one: str, other: str) -> None:
    def said(items: list[InterchangeDocument]) -> list[tuple[str, str]]:
        return [(item.text[span.start : span.end], span.label) for item in items for span in item.spans]

    words = "Invoice 4711 of Brightwater Ltd\nTotal 119.00 EUR 🧾 paid"
    spans = [(8, 12, "INVOICE_NUMBER"), (16, 31, "SELLER"), (38, 48, "TOTAL_AMOUNT")]
    first, _ = through(one, [example(words, *spans), example("none here", name="b.pdf")])
    second, report = through(other, first)
    third, more = through(one, second)
    assert said(first) == said(second) == said(third) == [(words[start:end], label) for start, end, label in spans]
    assert [item.text.split() for item in third] == [words.split(), ["none", "here"]]
    assert not report.misfits
    assert not more.misfits


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_of_a_file_is_told_by_its_look(name: str, tmp_path: Path) -> None:
    write(tmp_path / NAMES[name], [example(TEXT, (16, 27, "PARTY"))], name)
    assert detect(tmp_path / NAMES[name]) == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b'{"text": "secret", "label": [[0, 99, "PARTY"]]}'),
        ("a.jsonl", b'{"text": "secret", "label": [["0", 3, "PARTY"]]}'),
        ("a.jsonl", b'{"secret\n'),
        ("a.jsonl", b'{"text": "\xff"}'),
        ("a.jsonl", b'[1, "secret"]'),
        ("a.json", b'[{"data": {"text": ["secret"]}}]'),
        ("a.json", b'[{"id": 1, "paragraphs": []}]'),
        ("a.conll", b"secret secret"),
        ("a.spacy", b"secret"),
        ("a.csv", b"secret"),
    ],
)
def test_a_broken_file_is_named_and_its_text_is_not(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusError) as error:
        read(tmp_path / name)
    assert name in error.value.message
    assert "secret" not in error.value.message


def test_training_and_evaluation_read_the_formats_too(tmp_path: Path) -> None:
    given = [example(TEXT, (16, 27, "PARTY"), (16, 32, "PARTY"), name=f"{i}") for i in range(5)]
    write(tmp_path / "a.jsonl", given, "doccano")
    found = load("doccano", tmp_path, "all")
    assert [one.spans for one in found] == [(Span(16, 32, "PARTY"),)] * 5
    assert len(load("doccano", tmp_path, "test")) == 1


def test_the_command_says_what_it_did_and_exits_with_3_where_strict(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [example("Nike pays EUR19.00", (0, 4, "PARTY"), (10, 14, "AMOUNT"))], "doccano")
    command = ["convert", str(tmp_path / "a.jsonl"), str(tmp_path / "out.conll")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "1 document with 2 spans, doccano to conll" in done.output
    assert "AMOUNT 10–14 does not meet token borders, taken as 10–18" in done.output
    assert "Nike" not in done.output
    assert CliRunner().invoke(app, [*command, "--strict"]).exit_code == 3
    assert all(name in CliRunner().invoke(app, ["convert", "--help"]).output for name in FORMATS)
