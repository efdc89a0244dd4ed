"""An e-invoice that is XML alone: what it states, over a text that shows it line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from nerkit.document import Document, StatedRow, StatedValue, Statement
from nerkit.einvoices import statement_of
from nerkit.einvoices.leaves import leaves
from nerkit.reading.markdown import read_text
from nerkit.reading.options import ReadingOptions
from nerkit.reading.plain import document_from_text

Spans = Mapping[str, tuple[int, int]]


def read_xml(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of an XML file: an e-invoice as its names and values, any other XML as the text that it is."""
    statement, notices = statement_of(data, whole=True)
    if statement is None:
        document = read_text(data, source, options)
        return replace(document, warnings=(*document.warnings, *notices))
    text, spans = _written(data)
    document = document_from_text(text, source)
    return replace(document, warnings=notices, statements=(_placed(statement, spans),))


def _written(data: bytes) -> tuple[str, Spans]:
    """A line for each value of the XML, with its name before it, and where each stands, by its path."""
    lines: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    offset = 0
    for name, value, path in leaves(data):
        start = offset + len(name) + 1
        spans[path] = start, start + len(value)
        lines.append(f"{name}\t{value}\n")
        offset += len(lines[-1])
    return "".join(lines), spans


def _placed(statement: Statement, spans: Spans) -> Statement:
    def place(value: StatedValue) -> StatedValue:
        return replace(value, span=_span(value.path, spans))

    def place_rows(rows: tuple[StatedRow, ...] | None) -> tuple[StatedRow, ...] | None:
        return rows and tuple({cell: place(value) for cell, value in row.items()} for row in rows)

    return replace(
        statement,
        fields={name: tuple(map(place, values)) for name, values in statement.fields.items()},
        line_items=place_rows(statement.line_items),
        charges=place_rows(statement.charges),
        taxes=place_rows(statement.taxes),
    )


def _span(path: str, spans: Spans) -> tuple[int, int] | None:
    """Where an element stands; one that has others in it, as an address, from the first of them to the last."""
    if not path:
        return None
    if path in spans:
        return spans[path]
    inside = [span for at, span in spans.items() if re.match(rf"{re.escape(path)}(?:/|$)", at)]
    return (min(inside)[0], max(inside)[1]) if inside else None
