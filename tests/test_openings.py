"""Parties that the opening of a contract names by its form, where the tagger has seen none."""

from __future__ import annotations

import pytest
from record_material import marked

from nerkit.labels import builtin
from nerkit.records import build, with_found


def parties(text: str) -> list[str]:
    document, entities = marked(text)
    record = build(document, with_found(document, entities, builtin(), "contract"), kind="contract")
    return [value.value for value in record.fields.get("party", ())]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "This agreement is made between Alpha Beta Ltd and Gamma Delta LLP on this day.",
            ["Alpha Beta Ltd", "Gamma Delta LLP"],
        ),
        (
            "Der Vertrag wird zwischen Alpha Bau GmbH und Gamma Holz KG geschlossen.",
            ["Alpha Bau GmbH", "Gamma Holz KG"],
        ),
        (
            "Le présent contrat est conclu entre Alpha Conseil SARL et Gamma Bois SAS.",
            ["Alpha Conseil SARL", "Gamma Bois SAS"],
        ),
        (
            "Entre : La société DATAPLI, société anonyme, et La société LA MAIN, société civile.",
            ["DATAPLI", "LA MAIN"],
        ),
        (
            "Landlord(s): Alan Green c/o Star Estates\n"
            "Tenant: Mary Brown of 1 High Street, Leeds, and John Black of 2 Low Street",
            ["Alan Green", "Mary Brown", "John Black"],
        ),
        (
            "Vermieter: Dr. Klaus Weber, privat. Mieter: Sarah Mueller.",
            ["Dr. Klaus Weber", "Sarah Mueller"],
        ),
        (
            "Vermieter: Immobilien Schmitt GmbH, Berlin\nMieter: Anna Bauer und Thomas Bauer",
            ["Immobilien Schmitt GmbH", "Anna Bauer", "Thomas Bauer"],
        ),
    ],
)
def test_the_opening_names_the_parties(text: str, names: list[str]) -> None:
    assert parties(f"{text}\n") == names


@pytest.mark.parametrize(
    "text", ["Tenant: ________\n", "Tenant: 12 High Street\n", "Mieter: siehe Anlage\n", "Tenant: Smith\n"]
)
def test_a_blank_an_address_and_a_single_word_are_no_names(text: str) -> None:
    assert parties(text) == []


def test_what_the_tagger_took_for_a_party_stays_as_it_took_it() -> None:
    assert parties("between [[PARTY:0.7|Alpha Beta Ltd]] and Gamma Delta LLP\n") == [
        "Alpha Beta Ltd",
        "Gamma Delta LLP",
    ]
    assert parties("Landlord: [[PARTY:0.8|Alan Green]] Smith, Leeds\nTenant: Mary Brown\n") == [
        "Alan Green",
        "Mary Brown",
    ]


def test_where_the_opening_names_one_and_nobody_signs_one_named_again_is_the_second() -> None:
    later = "." * 3000 + " [[PARTY:0.8|Gamma Delta LLP]] delivers, [[PARTY:0.8|Gamma Delta LLP]] pays." + "." * 4000
    assert parties(f'[[PARTY|Alpha Beta Ltd]] ("Buyer"){later}') == ["Alpha Beta Ltd", "Gamma Delta LLP"]


def test_a_person_with_a_title_behind_and_is_a_party_unless_it_acts_for_one() -> None:
    text = 'This contract is made between [[PARTY|Acme Ltd]] ("the Company") and Mr. Paul Gray of 8 High Street.'
    assert parties(text) == ["Acme Ltd", "Paul Gray"]
    acting = 'This is made by [[PARTY|Acme Ltd]] ("the Company"), represented by Ann Moor and Mr. Paul Gray.'
    assert parties(acting) == ["Acme Ltd"]
