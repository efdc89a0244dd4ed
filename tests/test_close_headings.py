"""Headings that stand so close that they are one cell head their own columns all the same."""

from __future__ import annotations

import re

from nerkit.document import Box, Document, Page, Word
from nerkit.labels import builtin
from nerkit.records import build, with_found

LINES = (
    "Factura INV/2024/31",
    "Fecha de factura: Fecha de vencimiento: Nº cliente",
    "12/03/2024\t11/04/2024\tC-0178",
    "Total\t715,00 €",
)
PLACES = ((0, 60), (0, 34, 45, 80, 115, 130, 210, 240), (0, 80, 210), (0, 200, 230))
"""Where the words of each line begin, in points."""


def document(
    lines: tuple[str, ...] = LINES, places: tuple[tuple[int, ...], ...] = PLACES, language: str = "es"
) -> Document:
    text, words, start = "\n".join(lines), [], 0
    for number, (line, at) in enumerate(zip(lines, places, strict=True)):
        for match, x0 in zip(re.finditer(r"\S+", line), at, strict=True):
            box = Box(1, float(x0), 20.0 * number, x0 + 4.0 * len(match[0]), 20.0 * number + 10)
            words.append(Word(start + match.start(), start + match.end(), box))
        start += len(line) + 1
    return Document("a.pdf", text, tuple(words), (Page(1, 595.0, 842.0, 0, len(text)),), language)


def fields(page: Document) -> dict[str, list[str]]:
    record = build(page, with_found(page, (), builtin(), "invoice"), kind="invoice")
    return {name: [value.value for value in values] for name, values in record.fields.items()}


def test_each_has_what_begins_below_it() -> None:
    found = fields(document())
    assert found["invoice_date"] == ["2024-03-12"]
    assert found["due_date"] == ["2024-04-11"]
    assert found["customer_number"] == ["C-0178"]


def test_one_has_nothing_where_nothing_begins_below_it() -> None:
    lines = (*LINES[:2], "12/03/2024", LINES[3])
    found = fields(document(lines, (*PLACES[:2], (0,), PLACES[3])))
    assert found["invoice_date"] == ["2024-03-12"]
    assert "due_date" not in found


def test_a_label_word_behind_a_colon_begins_a_statement() -> None:
    page = document(("Betreff: Rechnung 23-031", "Summe\t5,00"), ((0, 50, 110), (0, 200)), "de")
    assert fields(page)["invoice_number"] == ["23-031"]


def test_an_account_that_is_masked_is_none() -> None:
    page = document(("Factura 7", "IBAN ES12 2103 0447 1200 33** ****"), ((0, 60), (0, 30, 60, 90, 120, 150, 180)))
    assert "iban" not in fields(page)
