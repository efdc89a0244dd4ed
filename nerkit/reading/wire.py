"""A document as bytes, and back: how it travels between processes. JSON, its long columns as packed numbers.

Packed columns are exact and an order of magnitude faster than numbers written out; nothing in them can run code, unlike
a pickle.
"""

from __future__ import annotations

import json
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from math import isnan, nan
from typing import IO, Any

from nerkit.document import (
    Aside,
    Box,
    Code,
    Document,
    EmbeddedFile,
    Notice,
    Page,
    StatedRow,
    StatedValue,
    Statement,
    Table,
    TableCell,
    UnplacedWords,
    Word,
)

ALIVE = b""
"""A frame that says nothing but that its sender goes on."""

_LENGTH = 8
_PIECE = 1 << 24
_NO_BOX = (0.0, 0.0, 0.0, 0.0)


def write_frame(to: IO[bytes], content: bytes) -> None:
    """Writes `content` with its length before it, as one piece."""
    to.write(len(content).to_bytes(_LENGTH, "big") + content)
    to.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next content that `write_frame` wrote, None where the stream ends before it does."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    left, pieces = int.from_bytes(length, "big"), list[bytes]()
    while left and (piece := stream.read(min(left, _PIECE))):  # no more is held than has come, whatever is announced
        pieces.append(piece)
        left -= len(piece)
    return None if left else b"".join(pieces)


def dumps(value: Any) -> bytes:
    """JSON in UTF-8; lone surrogates, which file names can hold, survive."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def loads(data: bytes) -> Any:
    """What `dumps` was given."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def document_to_json(document: Document) -> dict[str, Any]:
    """The document as what JSON can hold."""
    return {
        "source": document.source,
        "text": document.text,
        "language": document.language,
        "warnings": [(notice.code, notice.message, notice.page) for notice in document.warnings],
        "pages": [
            (p.number, float(p.width), float(p.height), p.start, p.end, p.source, p.rotation) for p in document.pages
        ],
        **_words_to_json(document.words),
        "rules": _boxes_to_json(document.rules),
        "tables": [_table_to_json(table) for table in document.tables],
        "statements": [asdict(statement) for statement in document.statements],
        "asides": [(aside.start, aside.end, aside.kind) for aside in document.asides],
        "codes": [(code.symbology, code.text) for code in document.codes],
        "code_boxes": _boxes_to_json(code.box for code in document.codes),
    }


def document_from_json(row: dict[str, Any]) -> Document:
    """The document that `document_to_json` was given."""
    return Document(
        source=row["source"],
        text=row["text"],
        words=_words_from_json(row),
        pages=tuple(Page(*page) for page in row["pages"]),
        language=row["language"],
        warnings=tuple(Notice(*notice) for notice in row["warnings"]),
        rules=tuple(box for box in _boxes_from_json(row["rules"]) if box),
        tables=tuple(_table_from_json(table) for table in row["tables"]),
        asides=tuple(Aside(*aside) for aside in row["asides"]),
        codes=tuple(
            Code(symbology, text, box)
            for (symbology, text), box in zip(row["codes"], _boxes_from_json(row["code_boxes"]), strict=True)
            if box
        ),
        statements=tuple(map(_statement_from_json, row["statements"])),
    )


def _words_to_json(words: Sequence[Word]) -> dict[str, Any]:
    if isinstance(words, UnplacedWords):
        offsets = array("q", bytes(16 * len(words)))
        offsets[::2], offsets[1::2] = array("q", words.starts), array("q", words.ends)
        return {"offsets": _packed("q", offsets)}
    return {
        "offsets": _packed("q", (offset for word in words for offset in (word.start, word.end))),
        "confidences": _packed("d", (nan if word.confidence is None else word.confidence for word in words)),
        "boxes": _boxes_to_json(word.box for word in words),
    }


def _words_from_json(row: dict[str, Any]) -> Sequence[Word]:
    offsets = _unpacked("q", row["offsets"])
    starts, ends = offsets[::2], offsets[1::2]
    if "boxes" not in row:
        return UnplacedWords(array("i", starts), array("i", ends))
    columns = zip(starts, ends, _boxes_from_json(row["boxes"]), _unpacked("d", row["confidences"]), strict=True)
    return tuple(Word(start, end, box, None if isnan(conf) else conf) for start, end, box, conf in columns)


def _statement_from_json(row: dict[str, Any]) -> Statement:
    def rows(name: str) -> tuple[StatedRow, ...] | None:
        found = row[name]
        return None if found is None else tuple({cell: _stated(held) for cell, held in one.items()} for one in found)

    return Statement(
        evidence=row["evidence"],
        kinds=tuple(row["kinds"]),
        fields={name: tuple(map(_stated, values)) for name, values in row["fields"].items()},
        line_items=rows("line_items"),
        charges=rows("charges"),
        taxes=rows("taxes"),
        whole=row["whole"],
        about=row["about"],
        credits=row["credits"],
        attachments=tuple(EmbeddedFile(**one) for one in row["attachments"]),
    )


def _stated(row: dict[str, Any]) -> StatedValue:
    span = row["span"]
    boxes = tuple(Box(**box) for box in row["boxes"])
    return StatedValue(**{**row, "span": (span[0], span[1]) if span else None, "boxes": boxes})


def _table_to_json(table: Table) -> dict[str, Any]:
    return {
        "box": _boxes_to_json([table.box, *(cell.box for cell in table.cells)]),
        "size": (table.rows, table.columns),
        "cells": [(cell.row, cell.column, cell.words, cell.rows, cell.columns) for cell in table.cells],
    }


def _table_from_json(row: dict[str, Any]) -> Table:
    around, *boxes = (box for box in _boxes_from_json(row["box"]) if box)
    cells = (
        TableCell(down, across, box, tuple(words), rows, columns)
        for box, (down, across, words, rows, columns) in zip(boxes, row["cells"], strict=True)
    )
    rows, columns = row["size"]
    return Table(around, rows, columns, tuple(cells))


def _boxes_to_json(boxes: Iterable[Box | None]) -> dict[str, str]:
    boxes = list(boxes)
    edges = ((box.x0, box.top, box.x1, box.bottom) if box else _NO_BOX for box in boxes)
    return {
        "pages": _packed("q", (box.page if box else 0 for box in boxes)),
        "edges": _packed("d", (edge for four in edges for edge in four)),
    }


def _boxes_from_json(row: dict[str, str]) -> Iterator[Box | None]:
    edges = iter(_unpacked("d", row["edges"]))
    for page, x0, top, x1, bottom in zip(_unpacked("q", row["pages"]), edges, edges, edges, edges, strict=True):
        yield Box(page, x0, top, x1, bottom) if page else None


def _packed(kind: str, numbers: Iterable[float]) -> str:
    return b64encode(array(kind, numbers).tobytes()).decode()


def _unpacked(kind: str, packed: str) -> Any:
    return array(kind, b64decode(packed))
