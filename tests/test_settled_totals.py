"""A bill that was paid has a balance of nothing, which is not its total."""

from __future__ import annotations

from nerkit.labels import builtin
from nerkit.records import build, with_found
from tests.record_material import marked, values

BILL = """[[SELLER|Hotel Seeblick GmbH]]
[[INVOICE_DATE|04.06.2018]]
Room\t300.00
Breakfast\t50.00
Total\t[[TOTAL_AMOUNT:{sure}|{total}]] EUR
Visa\t{total} EUR
Balance due\t[[TOTAL_AMOUNT:0.97|0.00]] EUR
"""


def total(text: str) -> list[str]:
    document, entities = marked(text, width=220)
    record = build(document, with_found(document, entities, builtin(), "invoice"), kind="invoice")
    return values(record, "total_amount")


def test_what_was_paid_is_the_total_and_not_the_balance() -> None:
    assert total(BILL.format(sure=0.8, total="350.00")) == ["350.00"]


def test_a_bill_of_nothing_has_a_total_of_nothing() -> None:
    free = "[[SELLER|Hotel Seeblick GmbH]]\nRoom\t50.00\nDiscount\t-50.00\nTotal\t[[TOTAL_AMOUNT:0.97|0.00]] EUR\n"
    assert total(free) == ["0.00"]


def test_another_amount_of_which_the_tagger_is_not_sure_changes_nothing() -> None:
    assert total(BILL.format(sure=0.2, total="350.00")) == ["0.00"]
