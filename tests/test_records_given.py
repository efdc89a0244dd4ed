"""What a payment code or an e-invoice's XML says outweighs what the tagger makes of the text."""

from __future__ import annotations

from record_material import INVOICE, marked, values

from nerkit.document import Box
from nerkit.records import Record, build
from nerkit.records.given import Given

IBAN = "DE75512108001245126199"
OTHER_IBAN = "DE89370400440532013000"
PLACE = (Box(1, 50, 50, 90, 90),)


def record_with(text: str, *given: Given, kind: str = "auto") -> Record:
    return build(*marked(text), kind=kind, given={"invoice": given})


def test_a_value_that_the_page_shows_too_keeps_its_place_there_and_says_where_it_is_from() -> None:
    (iban,) = record_with(INVOICE, Given("iban", IBAN, "qr", boxes=PLACE)).fields["iban"]
    assert (iban.value, iban.evidence, iban.confidence, len(iban.entities)) == (IBAN, "qr", 1.0, 1)


def test_a_value_that_stands_nowhere_on_the_page_fills_its_field_at_the_place_of_the_code() -> None:
    record = record_with("Danke für Ihre [[AMOUNT|Spende]].", Given("iban", IBAN, "qr", boxes=PLACE))
    assert record.kind == "invoice"
    assert record.to_dict()["record"]["iban"][0]["boxes"] == [{"page": 1, "x0": 50, "top": 50, "x1": 90, "bottom": 90}]


def test_what_the_page_says_else_stays_as_an_alternative() -> None:
    record = record_with(INVOICE, Given("total_amount", "120.00", "xml", currency="EUR"))
    (total,) = record.fields["total_amount"]
    assert (total.value, [other.value for other in total.alternatives]) == ("120.00", ["119.00"])
    assert total.currency == "EUR"


def test_a_field_of_many_has_what_is_given_first() -> None:
    record = record_with(INVOICE, Given("iban", OTHER_IBAN, "qr"))
    assert values(record, "iban") == [OTHER_IBAN, IBAN]


def test_another_account_than_that_of_the_page_fails_a_check_that_names_both() -> None:
    record = record_with(INVOICE, Given("iban", OTHER_IBAN, "qr"))
    (check,) = (check for check in record.checks if check.check == "page agrees with its code")
    assert not check.passed
    assert check.detail == f"iban: {OTHER_IBAN} in the code, {IBAN} on the page"


def test_a_page_that_says_the_same_passes_and_one_that_says_nothing_is_not_held_against_it() -> None:
    agrees = record_with(INVOICE, Given("iban", IBAN, "qr"), Given("total_amount", "119", "qr"))
    silent = record_with("[[SELLER|Lieferant GmbH]]", Given("iban", IBAN, "qr"))
    found = [[check.passed for check in record.checks if "agrees" in check.check] for record in (agrees, silent)]
    assert found == [[True], []]


def test_a_misread_account_is_no_contradiction() -> None:
    misread = "IBAN [[IBAN|DE75 5121 0800 1245 1261 98]] [[TOTAL_AMOUNT|119,00 €]]"
    record = record_with(misread, Given("iban", IBAN, "qr"))
    assert not [check for check in record.checks if "agrees" in check.check]


def test_what_is_given_for_one_kind_leaves_the_others_alone() -> None:
    record = record_with(INVOICE, Given("iban", OTHER_IBAN, "qr"), kind="receipt")
    assert all(value.evidence == "text" for found in record.fields.values() for value in found)
