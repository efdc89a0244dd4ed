"""The table that a person sees: every value with what is remarkable about it."""

from __future__ import annotations

import io

import pytest

from nerkit.cli.record_table import console_for, render
from nerkit.document import Box, Document, Entity, Notice, Page, Word
from nerkit.records.record import Alternative, Check, FieldValue, Record
from nerkit.result import Result
from nerkit.spreadsheet import rows

TEXT = "Acme \x1b[31mInc. 03/04/2024 1880.00 19%"


@pytest.fixture
def result() -> Result:
    box = Box(2, 72.04, 110.0, 130.0, 120.0)
    words = (Word(0, 4, box),)
    entities = (
        Entity("SELLER", 0, 13, TEXT[:13], 0.987654, (box,)),
        Entity("INVOICE_DATE", 14, 24, "03/04/2024", 0.7),
        Entity("TOTAL_AMOUNT", 25, 32, "1880.00", 0.4),
    )
    dates = (Alternative("2024-03-04", 0.7, (1,)), Alternative("2023-01-01", 0.2, (2,)))
    fields = {
        "seller": (FieldValue(TEXT[:13], 0.987654, (0,), role="Vendor"),),
        "invoice_date": (FieldValue("2024-04-03", 0.7, (1,), ambiguous=True, alternatives=dates),),
        "due_date": (FieldValue("2024-05-03", 0.6, (1,), derived="invoice date + 30 days"),),
        "total_amount": (FieldValue("1880.00", 0.4, (2,), note="no currency", type="amount"),),
        "tax_rate": (FieldValue("19", 0.9, (2,), type="percent"), FieldValue("7", 0.9, (2,), type="percent")),
    }
    checks = (Check("net + tax = total", True), Check("due ≥ issued", False, "by 3 days"))
    record = Record("invoice", 0.9, "en", fields, checks, (Notice("text-layer", "the scan is faint", 2),))
    document = Document("in/voice.pdf", TEXT, words, (Page(1, 595, 842, 0, 3), Page(2, 595, 842, 3, len(TEXT))))
    return Result(document, entities, record, "default")


@pytest.fixture
def lines(result: Result) -> list[str]:
    page = io.StringIO()
    console_for(page).print(render(result))
    return [" ".join(line.split()) for line in page.getvalue().splitlines()]


def line_of(lines: list[str], field: str) -> str:
    return next(line for line in lines if line.startswith(field))


def test_the_heading_says_which_file_and_what_it_is(lines: list[str]) -> None:
    assert lines[0] == "in/voice.pdf invoice · en · 2 pages"


def test_a_value_shows_its_role_its_confidence_and_its_place(lines: list[str]) -> None:
    seller = line_of(lines, "seller")
    assert "“Vendor”" in seller
    assert seller.endswith("0.99 p. 2 · 72, 110")


def test_an_ambiguous_value_shows_all_its_readings_and_then_the_other_candidates(lines: list[str]) -> None:
    at = lines.index(line_of(lines, "invoice_date"))
    assert "2024-04-03 or 2024-03-04 ambiguous" in lines[at]
    assert lines[at + 1] == "or 2023-01-01 (0.07)", (
        "of the 0.30 that the value leaves, another reading of its text has the most"
    )


def test_a_derived_value_says_from_what(lines: list[str]) -> None:
    assert "2024-05-03 invoice date + 30 days" in line_of(lines, "due_date")


def test_an_amount_without_a_currency_says_so(lines: list[str]) -> None:
    assert "1,880.00 (no currency)" in line_of(lines, "total_amount")


def test_a_field_of_many_values_is_named_once(lines: list[str]) -> None:
    assert line_of(lines, "tax_rate").startswith("tax_rate 19 %")
    assert any(line.startswith("7 %") for line in lines)


def test_checks_and_warnings_stand_below(lines: list[str]) -> None:
    assert [line for line in lines if line][-3:] == [
        "✓ net + tax = total",
        "✗ due ≥ issued: by 3 days",
        "! page 2: the scan is faint",
    ]


def test_a_document_cannot_steer_the_terminal(lines: list[str]) -> None:
    assert not any("\x1b" in line for line in lines)


def test_a_csv_row_has_the_place_of_its_value(result: Result) -> None:
    seller, date, *_ = rows(result)
    assert (seller["page"], seller["box"], seller["confidence"]) == ("2", "72.0 110.0 130.0 120.0", "0.9877")
    assert not {"page", "box"} & set(date)


def test_the_dictionary_rounds_boxes_to_a_tenth_of_a_point(result: Result) -> None:
    assert result.to_dict()["entities"][0]["boxes"] == [
        {"page": 2, "x0": 72.0, "top": 110.0, "x1": 130.0, "bottom": 120.0}
    ]
