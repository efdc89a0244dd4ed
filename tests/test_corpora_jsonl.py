"""The project's own corpus format: what is written is read back, and a bad line is named."""

import json

import pytest
from corpora_material import texts
from hypothesis import given, settings
from hypothesis import strategies as st

from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Box, Document, Notice, Page, Word
from nerkit.errors import CorpusError

labels = st.sampled_from(["PARTY", "DATE", "MY_LABEL"])


numbers = st.floats(0, 1000, allow_nan=False)


@st.composite
def documents(draw) -> LabelledDocument:
    text = draw(st.text(min_size=1, max_size=60))
    borders = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    stretches = [pair for pair in zip(borders[::2], borders[1::2], strict=False) if pair[0] < pair[1]]
    boxes = st.none() | st.builds(Box, st.integers(1, 3), numbers, numbers, numbers, numbers)
    words = tuple(Word(a, b, draw(boxes), draw(st.none() | st.floats(0, 1))) for a, b in stretches)
    pages = (
        Page(
            1,
            draw(numbers),
            draw(numbers),
            0,
            len(text),
            draw(st.sampled_from(["text", "ocr", "blank"])),
            draw(st.integers(0, 3)),
        ),
    )
    spans = tuple(Span(a, b, draw(labels)) for a, b in stretches if draw(st.booleans()))
    names = draw(st.lists(st.text(max_size=5), max_size=2))
    return LabelledDocument(
        Document(
            draw(st.text(min_size=1, max_size=8)),
            text,
            words,
            pages if draw(st.booleans()) else (),
            draw(st.sampled_from([None, "en"])),
            tuple(Notice("encoding", name, draw(st.sampled_from([None, 1]))) for name in names),
        ),
        spans,
        frozenset(draw(st.sets(labels))),
        tuple(Span(a, b, draw(labels)) for a, b in stretches[:1]),
        draw(st.sampled_from([None, "contract"])),
        {"party": [names]} if names else {},
        {"party": names} if names else {},
        draw(st.sampled_from([None, "one sender"])),
        frozenset(names),
    )


@settings(deadline=None)
@given(st.lists(documents(), max_size=3))
def test_what_is_written_is_read_back_unchanged(tmp_path_factory, many):
    path = tmp_path_factory.mktemp("corpus") / "x.jsonl"
    jsonl.write(path, many)
    assert list(jsonl.read(path)) == many


def test_a_line_written_by_hand_needs_a_text_and_spans_only(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(
        '{"text": "Invoice 4711", "spans": [{"start": 8, "end": 12, "label": "INVOICE_NUMBER"}]}\n\n'
        '{"text": "Due 3 May", "spans": [{"start": 4, "end": 9, "label": "DUE_DATE"}], "closed": []}\n',
        encoding="utf-8",
    )
    first, second = jsonl.read(path)
    assert texts(first, "INVOICE_NUMBER") == ["4711"]
    assert first.document.words == (Word(0, 7), Word(8, 12))
    assert first.closed == {"INVOICE_NUMBER", "DUE_DATE"}  # all that the file uses
    assert second.closed == frozenset()
    assert first.document.source != second.document.source


@pytest.mark.parametrize(
    "line",
    [
        "secret",
        '["secret"]',
        '{"text": "secret", "spans": [{"start": 0, "end": 7, "label": "A"}]}',
        '{"text": "secret", "spans": [{"start": 3, "end": 3, "label": "A"}]}',
        '{"text": "secret", "spans": [{"start": "0", "end": 3, "label": "A"}]}',
        '{"text": "secret", "spans": [{"start": 0, "end": 3, "label": "A"}, {"start": 2, "end": 4, "label": "B"}]}',
        '{"text": "secret", "spams": []}',
        '{"text": "secret", "words": [[0, 3], [2, 6]]}',
        '{"spans": []}',
    ],
)
def test_a_bad_line_is_named_by_file_and_number_without_its_text(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "fine"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"bad\.jsonl, line 2: ") as error:
        list(jsonl.read(path))
    assert "secret" not in error.value.message


def test_a_folder_with_named_files_brings_its_own_splits(tmp_path):
    for name in ("train", "dev", "test"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"text": name}) + "\n", encoding="utf-8")
    assert [labelled.document.text for labelled in jsonl.read(tmp_path, "dev")] == ["dev"]
    assert len(list(jsonl.read(tmp_path, "all"))) == 3
