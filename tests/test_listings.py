"""A list of invoices is no invoice."""

from __future__ import annotations

import pytest

from nerkit.reading import document_from_text
from nerkit.records.listings import is_listing
from tests.record_material import record_of

ROWS = "2024-001\t2024-01-05\tAlpha Ltd\t100.00\t120.00\n2024-002\t2024-01-09\tBeta Ltd\t250.00\t300.00\n"
HEADINGS = {
    "en": "Invoice No\tDate\tCustomer\tNet\tTotal\n",
    "en with underscores": "invoice_number\tdate\tcustomer\tnet\ttotal\n",
    "de below a title": "Rechnungen Januar 2024\n\nRechnungsnr.\tDatum\tKunde\tNetto\tBrutto\n",
    "fr": "N° de facture\tDate\tClient\tHT\tTTC\n",
    "pl": "Nr faktury\tData\tNabywca\tNetto\tBrutto\n",
}


@pytest.mark.parametrize("language", HEADINGS)
def test_a_table_of_invoices_is_of_no_kind(language: str) -> None:
    assert is_listing(document_from_text(HEADINGS[language] + ROWS, "a.txt"))


def test_it_is_of_no_kind_though_its_rows_have_all_that_an_invoice_has() -> None:
    first = "[[INVOICE_NUMBER|2024-001]]\t[[INVOICE_DATE|2024-01-05]]\t[[BUYER|Alpha Ltd]]\t[[NET_AMOUNT|100.00]]"
    rows = f"{first}\t[[TOTAL_AMOUNT|120.00]]\n" + ROWS.split("\n", 1)[1]
    assert record_of(HEADINGS["en"] + rows).kind == "other"
    assert record_of("Delivered: see below\n\n\nOne\n\nTwo\n\nThree\n" + HEADINGS["en"] + rows).kind == "invoice"


def test_one_row_of_particulars_is_the_head_of_a_bill() -> None:
    head = HEADINGS["en"] + ROWS.split("\n", 1)[0] + "\n\nDescription\tQty\tPrice\tNet\tTotal\n"
    assert not is_listing(document_from_text(head, "a.txt"))


def test_rows_of_one_invoice_are_its_lines() -> None:
    rows = ROWS.replace("2024-002", "2024-001")
    assert not is_listing(document_from_text(HEADINGS["en"] + rows, "a.txt"))


def test_a_table_of_invoices_below_the_head_of_a_letter_is_no_list() -> None:
    head = "Pike & Rowe Ltd\n41 Castle Street\n\nCREDIT NOTE CN-91\nDate: 3 May 2024\n\n"
    assert not is_listing(document_from_text(head + HEADINGS["en"] + ROWS, "a.txt"))
