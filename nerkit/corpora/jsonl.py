"""nerkit's own corpus format: JSON lines, one labelled document a line.

The least a line holds is a text and its spans, with offsets in characters and `end` exclusive:

    {"text": "Invoice 4711 of 3 May 2024", "spans": [{"start": 8, "end": 12, "label": "INVOICE_NUMBER"}]}

A full line, every other key may be left out:

    source      name of the document; the file's name and the line's number where it is left out
    words       [[start, end, [page, x0, top, x1, bottom], confidence], …], trailing nulls left out; in points from the
                page's top left corner; the runs without white space where it is left out
    pages       [{"number", "width", "height", "start", "end", "source", "rotation"}, …]
    closed      labels of which every mention is marked; where it is left out, all labels that the file uses
    open_spans  spans inside which one label is unknown although it is closed
    kind, group, language, warnings, record, tolerated, unasked    as in `LabelledDocument` and `Document`
    tokens      [[start, end], …] where another tool has cut the text into tokens, and
    meta        what another tool keeps with the document: both are for `nerkit convert` alone

What `write` writes, `read` gives back unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from nerkit.corpora.json_object import parsed
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.splits import check_split, select
from nerkit.document import Box, Document, Notice, Page, Word
from nerkit.errors import CorpusError
from nerkit.output import text_output
from nerkit.reading import document_from_text

_BoxRow = tuple[int, float, float, float, float]
_WordRow = tuple[int, int] | tuple[int, int, _BoxRow | None] | tuple[int, int, _BoxRow | None, float | None]


class JsonLine(BaseModel):
    """One line of the format, checked."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    spans: list[Span] = []
    source: str | None = None
    words: list[_WordRow] | None = None
    pages: list[Page] = []
    closed: set[str] | None = None
    open_spans: list[Span] = []
    kind: str | None = None
    group: str | None = None
    language: str | None = None
    warnings: list[Notice] = []
    record: dict[str, list[list[str]]] = {}
    tolerated: dict[str, list[str]] = {}
    unasked: set[str] = set()
    tokens: list[tuple[int, int]] | None = None
    meta: dict[str, Any] = {}

    def fault(self) -> str | None:
        """What is wrong with the offsets of this line, in words that hold nothing of the text."""
        size = len(self.text)
        stretches = [(s.start, s.end, "span") for s in (*self.spans, *self.open_spans)]
        stretches += [(row[0], row[1], "word") for row in self.words or ()]
        stretches += [(start, end, "token") for start, end in self.tokens or ()]
        for start, end, what in stretches:
            if not 0 <= start < end <= size:
                return f"the {what} {start}–{end} does not lie inside the text, which has {size} characters"
        for a, b in pairwise(sorted(self.spans, key=lambda span: span.start)):
            if b.start < a.end:
                return f"the spans {a.start}–{a.end} and {b.start}–{b.end} overlap"
        for one, next_one in pairwise(self.words or ()):
            if next_one[0] < one[1]:
                return f"the word {next_one[0]}–{next_one[1]} begins before the word before it ends"
        return None


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The documents of a `.jsonl` file, or of all such files in a folder, in order.

    A folder with `train.jsonl`, `dev.jsonl` or `test.jsonl` gives its own splits; otherwise the order of the
    documents decides (see `splits`). Raises `CorpusError` that names file and line.
    """
    check_split(split)
    if not folder.exists():
        raise CorpusError(f"{folder} does not exist")
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else [folder]
    if not files:
        raise CorpusError(f"{folder} holds no .jsonl file")
    own_splits = [path for path in files if path.stem in ("train", "dev", "test")]
    if own_splits:
        chosen = [path for path in own_splits if split in ("all", path.stem)]
        return (document for path in chosen for document in _read_file(path))
    return select((document for path in files for document in _read_file(path)), split)


def write(path: Path, documents: Iterable[LabelledDocument]) -> None:
    """Write `documents` to `path`, one a line, so that `read` gives them back unchanged. Raises `OutputError`."""
    with text_output(path) as out:
        for labelled in documents:
            out.write(json.dumps(row_of(labelled), ensure_ascii=False) + "\n")


def _read_file(path: Path) -> Iterator[LabelledDocument]:
    rows = list(lines(path))
    used = frozenset(span.label for _, line in rows for span in line.spans)
    for number, line in rows:
        yield labelled_from(line, line.source or f"{path.stem}-{number}", used)


def lines(path: Path) -> Iterator[tuple[int, JsonLine]]:
    """The lines of a file with their numbers; raises `CorpusError` that names file and line."""
    with path.open("rb") as rows:
        for number, row in enumerate(rows, start=1):
            if not row.strip():
                continue
            try:
                line = parsed(JsonLine, row)
            except ValidationError as error:
                raise CorpusError(f"{path}, line {number}: {reason(error)}") from None
            if fault := line.fault():
                raise CorpusError(f"{path}, line {number}: {fault}")
            yield number, line


def reason(error: ValidationError) -> str:
    """The first fault without what stood there: error messages hold no document text."""
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    if first["type"] == "json_invalid":
        return "not a JSON object"
    where = ".".join(str(key) for key in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]


def labelled_from(line: JsonLine, source: str, used: frozenset[str]) -> LabelledDocument:
    """The document of a line; `used` are its closed labels where the line names none."""
    if line.words is None:
        words = document_from_text(line.text, source).words
    else:
        words = tuple(_word(row) for row in line.words)
    pages, warnings = tuple(line.pages), tuple(line.warnings)
    return LabelledDocument(
        Document(source, line.text, words, pages, line.language, warnings),
        tuple(line.spans),
        used if line.closed is None else frozenset(line.closed),
        tuple(line.open_spans),
        line.kind,
        line.record,
        line.tolerated,
        line.group,
        frozenset(line.unasked),
    )


def _word(row: _WordRow) -> Word:
    start, end, box, confidence = (*row, None, None)[:4]
    return Word(start, end, Box(*box) if box else None, confidence)


def row_of(labelled: LabelledDocument) -> dict[str, Any]:
    """The keys and values of a document's line."""
    document = labelled.document
    row: dict[str, Any] = {
        "source": document.source,
        "text": document.text,
        "spans": [_span_row(span) for span in labelled.spans],
        "closed": sorted(labelled.closed),
        "words": [_word_row(word) for word in document.words],
    }
    optional: dict[str, Any] = {
        "open_spans": [_span_row(span) for span in labelled.open_spans],
        "pages": [{name: getattr(page, name) for name in Page.__slots__} for page in document.pages],
        "kind": labelled.kind,
        "group": labelled.group,
        "language": document.language,
        "warnings": [notice.to_dict() for notice in document.warnings],
        "record": dict(labelled.record),
        "tolerated": dict(labelled.tolerated),
        "unasked": sorted(labelled.unasked),
    }
    return row | {key: value for key, value in optional.items() if value}


def _span_row(span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "label": span.label}


def _word_row(word: Word) -> list[object]:
    box = word.box
    row: list[object] = [word.start, word.end, box and [box.page, box.x0, box.top, box.x1, box.bottom], word.confidence]
    while row[-1] is None:
        row.pop()
    return row
