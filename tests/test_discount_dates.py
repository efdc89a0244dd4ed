"""A bill that is cheaper when paid early is due when its net is."""

from __future__ import annotations

import pytest

from tests.record_material import record_of, values

BILL = """[[SELLER|Tischlerei Mayrhofer KG]]
{invoice} [[INVOICE_NUMBER|2024-0219]] [[INVOICE_DATE|2024-12-17]]
{total} [[TOTAL_AMOUNT|9981.60]]
{terms}
"""
EARLY, LATE = "[[DUE_DATE:0.95|2025-01-03]]", "[[DUE_DATE:0.75|2025-01-16]]"


@pytest.mark.parametrize(
    ("invoice", "total", "terms"),
    [
        ("Rechnung", "Gesamtbetrag", "Zahlbar bis {early} mit 2 % Skonto (199,63), bis {late} netto Kassa."),
        ("Rechnung", "Gesamtbetrag", "Bei Zahlung bis {early} 2 % Skonto, sonst fällig am {late}."),
        ("Rechnung", "Gesamtbetrag", "Fällig am {late} ohne Abzug, 2 % Skonto bis {early}"),
        ("Invoice", "Total", "Pay by {early} for a 2% discount; payment is due on {late}."),
        ("Facture", "Total TTC", "Escompte de 2 % jusqu'au {early}, à payer au plus tard le {late}"),
        ("Factuur", "Totaal te betalen", "Bij betaling voor {early} 2% korting, te betalen uiterlijk {late}"),
        ("Fattura", "Totale fattura", "Sconto 2% entro il {early}, scadenza {late} netto"),
        ("Faktura", "Summa att betala", "2 % kassarabatt till {early}, förfallodag {late}"),
    ],
)
def test_the_last_day_of_a_discount_is_not_the_due_date(invoice: str, total: str, terms: str) -> None:
    said = terms.format(early=EARLY, late=LATE)
    assert values(record_of(BILL.format(invoice=invoice, total=total, terms=said), "invoice"), "due_date") == [
        "2025-01-16"
    ]


@pytest.mark.parametrize("terms", ["Zahlbar bis {early} ohne Skonto, Mahnung ab {late}", "Fällig am {early}\n{late}"])
def test_a_date_without_a_discount_stays_the_due_date(terms: str) -> None:
    said = terms.format(early=EARLY, late=LATE)
    assert values(
        record_of(BILL.format(invoice="Rechnung", total="Gesamtbetrag", terms=said), "invoice"), "due_date"
    ) == ["2025-01-03"]


def test_a_date_that_alone_is_given_stays_though_a_discount_is_named_beside_it() -> None:
    said = f"Due {EARLY} discount 5 %"
    assert values(record_of(BILL.format(invoice="Invoice", total="Total", terms=said), "invoice"), "due_date") == [
        "2025-01-03"
    ]
