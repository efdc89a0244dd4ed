"""Fields of a kind that label words announce: found without training, in documents of that kind alone."""

from __future__ import annotations

import pytest

from nerkit.errors import SchemaError
from nerkit.labels import Schema, builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found

LEASE = """LEASE AGREEMENT

Landlord and tenant agree as follows.

Property: 60a Park Road, Manchester, M13 0FN
Initial Fixed Term: 12 Months
Start Date: 1st of July 2024
End Date: 30th June 2025
Rent: £1,664.00 per month
Deposit: £1,920.00
"""

MIETVERTRAG = """MIETVERTRAG

Vermieter und Mieter vereinbaren Folgendes.

Mietbeginn: 01.04.2026
Mietende: 31.03.2028
Kaltmiete: 950,00 EUR
Kaution: 1.900,00 EUR
Kündigungsfrist: 3 Monate
"""


def fields(text: str) -> dict[str, list[str]]:
    document = document_from_text(text, "a.txt")
    record = build(document, with_found(document, (), builtin()))
    return {name: [value.value for value in values] for name, values in record.fields.items()}


def test_the_particulars_of_a_lease_fill_its_record_without_a_tagger() -> None:
    assert fields(LEASE) == {
        "title": ["LEASE AGREEMENT"],
        "effective_date": ["2024-07-01"],
        "expiration_date": ["2025-06-30"],
        "term": ["P12M"],
        "property": ["60a Park Road, Manchester, M13 0FN"],
        "rent": ["1664.00"],
        "deposit": ["1920.00"],
    }


def test_they_are_found_in_other_languages_too() -> None:
    assert fields(MIETVERTRAG) == {
        "title": ["MIETVERTRAG"],
        "effective_date": ["2026-04-01"],
        "expiration_date": ["2028-03-31"],
        "rent": ["950.00"],
        "deposit": ["1900.00"],
        "termination_notice": ["P3M"],
    }


def test_in_running_text_label_words_are_only_words() -> None:
    text = LEASE.replace("Deposit: ", "Deposit ").replace("Property: ", "Use of property: the tenant says, ")
    assert not {"deposit", "property"} & fields(text).keys()


def test_behind_its_words_a_date_stands_in_a_cell_of_any_length_and_a_place_only_in_a_short_one() -> None:
    long = ", which is where the tenant lives with everybody and everything that is named in what follows"
    found = fields(LEASE.replace("1st of July 2024", "1st of July 2024" + long).replace("M13 0FN", "M13 0FN" + long))
    assert found["effective_date"] == ["2024-07-01"]
    assert "property" not in found


def test_documents_of_other_kinds_are_not_searched_for_them() -> None:
    document = document_from_text("Dear Ms Green,\n\nStart Date: 1 July 2024\nRent: £1,664.00\n", "a.txt")
    assert with_found(document, (), builtin()) == ()
    assert {entity.label for entity in with_found(document, (), builtin(), "contract")} == {"EFFECTIVE_DATE", "RENT"}


def test_an_announced_field_is_one_of_the_kind() -> None:
    with pytest.raises(SchemaError, match=r"'rents' is in announced but not in fields; did you mean 'rent'\?"):
        Schema.parse(
            "[labels.RENT]\ntype = 'amount'\nmeans = 'rent'\n[kinds.lease]\nfields = ['rent']\nannounced = ['rents']"
        )


def period_ends(text: str) -> list[str]:
    document = document_from_text(f"INVOICE\n\n{text}\nTotal amount EUR 119.00\n", "a.txt")
    return [one.text for one in with_found(document, (), builtin(), "invoice") if one.label == "PERIOD_END"]


def test_the_period_of_an_invoice_stands_behind_its_label_words() -> None:
    assert period_ends("Period from: 1 April 2024\nPeriod to: 30 April 2024\n") == ["30 April 2024"]


def test_many_dates_behind_the_same_words_say_nothing_of_the_period() -> None:
    assert period_ends("Period to: 30 April 2024\nPeriod to: 31 May 2024\nPeriod to: 30 June 2024\n") == []
