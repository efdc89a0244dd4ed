"""A bill that names another document keeps its own date."""

from __future__ import annotations

import pytest

from tests.record_material import record_of, values

BILL = """[[SELLER|Pike & Rowe Ltd]]
{title} [[INVOICE_NUMBER:0.9|CN-00091]]
{other}
{date}: [[INVOICE_DATE:0.6|19.04.2024]]
{total} [[TOTAL_AMOUNT|43.20]]
"""


@pytest.mark.parametrize(
    ("title", "other", "date", "total"),
    [
        ("Credit note", "Original invoice: INV-04417 dated {named}", "Date", "Total"),
        ("Credit note", "for invoice no. INV-04417 of {named}", "Date", "Total"),
        ("Gutschrift", "zu Rechnung RE-1 vom {named}", "Datum", "Gesamtbetrag"),
        ("Rechnung", "Ihre Bestellung Nr. 4711 vom {named}", "Datum", "Gesamtbetrag"),
        ("Avoir", "Sur facture F-2024-051 du {named}", "Date", "Total TTC"),
        ("Faktura korygująca", "do faktury nr FV/12/2024 z dnia {named}", "Data", "Razem"),
        ("Nota de crédito", "Referente à fatura FT 2024/18 de {named}", "Data", "Total"),
    ],
)
def test_the_date_of_another_document_is_not_its_own(title: str, other: str, date: str, total: str) -> None:
    said = other.format(named="[[INVOICE_DATE:0.95|03.04.2024]]")
    assert values(
        record_of(BILL.format(title=title, other=said, date=date, total=total), "invoice"), "invoice_date"
    ) == ["2024-04-19"]


@pytest.mark.parametrize("other", ["Invoice CN-00091 dated {named}", "Invoice no. 00091, {named}"])
def test_the_date_behind_its_own_number_stays(other: str) -> None:
    said = other.format(named="[[INVOICE_DATE:0.95|03.04.2024]]")
    bill = BILL.format(title="Invoice", other=said, date="Printed", total="Total")
    assert values(record_of(bill, "invoice"), "invoice_date") == ["2024-04-03"]


def test_a_date_that_alone_is_given_stays_though_it_is_that_of_an_order() -> None:
    bill = "[[SELLER|Pike Ltd]]\nInvoice [[INVOICE_NUMBER|17]]\nOrder 4711 of [[INVOICE_DATE|03.04.2024]]\n"
    assert values(record_of(bill + "Total [[TOTAL_AMOUNT|43.20]]\n", "invoice"), "invoice_date") == ["2024-04-03"]
