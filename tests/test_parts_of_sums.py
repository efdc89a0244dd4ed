"""The sum of the taxes, which a till prints like a sum, is no net amount."""

from __future__ import annotations

from nerkit.records import Record, build
from tests.record_material import marked, values

RECEIPT = """[[SELLER|Sklep Zielony Kąt]]
Chleb 22,48 C
Proszek 29,99 A
SUMA PTU [[TAX_AMOUNT:{tax}|6,68]]
SUMA PLN [[TOTAL_AMOUNT|52,47]]
"""


def _record(tax: float, net: float) -> Record:
    document, entities = marked(RECEIPT.format(tax=tax))
    (place,) = (one for one in entities if one.label == "TAX_AMOUNT")
    both = [*entities, type(place)("NET_AMOUNT", place.start, place.end, place.text, net)]
    return build(document, both, kind="receipt")


def test_a_place_that_is_surer_to_be_the_tax_is_not_the_net() -> None:
    record = _record(tax=0.9, net=0.85)
    assert values(record, "tax_amount") == ["6.68"]
    assert "6.68" not in values(record, "net_amount")


def test_a_place_that_is_surer_to_be_the_net_is_not_the_tax() -> None:
    record = _record(tax=0.5, net=0.9)
    assert values(record, "net_amount") == ["6.68"]
    assert "6.68" not in values(record, "tax_amount")
