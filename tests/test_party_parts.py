"""What a contract says of each of its parties: address, representative, number in a register."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_material import marked

from nerkit.records import build


def parties(text: str, language: str = "en") -> list[dict[str, str]]:
    document, entities = marked(text)
    record = build(replace(document, language=language), entities, kind="contract")
    return [{name: cell.value for name, cell in party.cells.items()} for party in record.parties or ()]


def test_each_party_has_what_stands_behind_its_name() -> None:
    text = (
        'Lease between [[PARTY|Acme Ltd]] ("Landlord"), Company No. 12345678, '
        "of [[PARTY_ADDRESS|1 High Street, Leeds]], "
        "represented by [[REPRESENTATIVE|Ann Black]], and [[PARTY|Bo LLC]], [[PARTY_ADDRESS|2 Low Road, York]]."
    )
    assert parties(text) == [
        {
            "name": "Acme Ltd",
            "role": "Landlord",
            "address": "1 High Street, Leeds",
            "representative": "Ann Black",
            "registration_number": "Company No. 12345678",
        },
        {"name": "Bo LLC", "address": "2 Low Road, York"},
    ]


def test_who_signs_stands_before_the_company_on_the_line() -> None:
    text = (
        "Contract between [[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]].\n\n"
        "[[REPRESENTATIVE|Ann Black]], CEO, [[PARTY|Acme Ltd]]\n"
        "[[REPRESENTATIVE|Jo White]], Director, [[PARTY|Bo LLC]]\n"
    )
    assert [party["representative"] for party in parties(text)] == ["Ann Black", "Jo White"]


def test_parties_that_sign_side_by_side_have_who_stands_below_each_of_them() -> None:
    text = (
        "Contract between [[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]].\n\nIn witness whereof\n\n"
        "[[PARTY|Acme Ltd]]\t[[PARTY|Bo LLC]]\nSignature\tSignature\n"
        "Name: [[REPRESENTATIVE|Ann Black]]\tName: [[REPRESENTATIVE|Jo White]]\n"
    )
    assert [party["representative"] for party in parties(text)] == ["Ann Black", "Jo White"]


def test_columns_of_plain_text_are_parted_by_spaces() -> None:
    text = (
        "Contract between [[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]].\n\nIn witness whereof\n\n"
        "[[PARTY|Acme Ltd]]                    [[PARTY|Bo LLC]]\n\n"
        "By: /s/ A. Black            By: /s/ J. White\n"
        "Name: [[REPRESENTATIVE|Ann Black]]             Name: [[REPRESENTATIVE|Jo White]]\n"
    )
    assert [party["representative"] for party in parties(text)] == ["Ann Black", "Jo White"]


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("en", "a company registered in England with number 07654321", "07654321"),
        ("en", "registered in Scotland with number SC402118", "SC402118"),
        ("fr", "immatriculée au RCS d'Angers sous le numéro 851 204 773", "851 204 773"),
        ("de", "HRB 12345", "HRB 12345"),
        ("fr", "SIRET : 123 456 789 01234", "SIRET 123 456 789 01234"),
        ("nl", "KvK-nummer: 12345678", "KvK-nummer 12345678"),
    ],
)
def test_numbers_of_registers_are_known_by_their_names(language: str, said: str, number: str) -> None:
    assert parties(f"[[PARTY|Acme GmbH]], {said}\n[[PARTY|Bo KG]]", language)[0]["registration_number"] == number


def test_a_party_does_not_represent_itself_and_what_stands_far_away_is_nobodys() -> None:
    text = "Lease of [[PARTY|Ann Black]] by [[REPRESENTATIVE|Ann Black]] with [[PARTY|Bo LLC]]." + " word" * 100
    assert parties(text + " [[PARTY_ADDRESS|1 High Street]]") == [{"name": "Ann Black"}, {"name": "Bo LLC"}]


def test_other_kinds_have_none_and_each_cell_says_where_it_stands() -> None:
    document, entities = marked("Lease of [[PARTY|Acme Ltd]], [[PARTY_ADDRESS|1 High Street]]")
    (party,) = build(document, entities, kind="contract").to_dict()["parties"]
    assert party["address"]["spans"] == [[19, 32]]
    assert 0.9 < party["confidence"] < 1
    assert build(document, entities, kind="invoice").parties is None
