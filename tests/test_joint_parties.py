"""Persons whom a contract names together are parties of their own; how sure a party is, and a party alone."""

from __future__ import annotations

import pytest
from record_material import record_of, values


def parties(name: str) -> list[str]:
    return values(
        record_of(f"This agreement is made between [[PARTY|{name}]] and [[PARTY|Acme Ltd]].", "contract"), "party"
    )[:-1]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Anna Bauer and Thomas Bauer", ["Anna Bauer", "Thomas Bauer"]),
        ("Mr Gray and Mrs Gray", ["Mr Gray", "Mrs Gray"]),
        ("Mary Ann Brown & John Black", ["Mary Ann Brown", "John Black"]),
        ("Johnson and Johnson", ["Johnson and Johnson"]),
        ("Standard Oil and Gas Company", ["Standard Oil and Gas Company"]),
        ("Alpha Beta Ltd and Gamma Delta", ["Alpha Beta Ltd and Gamma Delta"]),
        ("Warren Stephens and SIH", ["Warren Stephens and SIH"]),
    ],
)
def test_persons_named_together_are_parties_of_their_own(name: str, wanted: list[str]) -> None:
    assert parties(name) == wanted


@pytest.mark.parametrize(
    "behind", [", husband and wife", ' (the "Borrowers")', ", of Boise. Walter Gray signs for both"]
)
def test_two_first_names_before_one_last_name_are_two_where_the_text_says_so(behind: str) -> None:
    two = record_of(f"Between [[PARTY|Walter and Ingrid Gray]]{behind}, and [[PARTY|Acme Ltd]].", "contract")
    assert values(two, "party") == ["Walter Gray", "Ingrid Gray", "Acme Ltd"]


def test_the_first_name_before_a_person_that_the_tagger_saw_alone_is_another_one() -> None:
    text = "Between Walter and [[PARTY|Ingrid Gray]], husband and wife, and [[PARTY|Acme Ltd]]."
    assert values(record_of(text, "contract"), "party") == ["Walter Gray", "Ingrid Gray", "Acme Ltd"]


def test_a_firm_of_two_last_names_is_one() -> None:
    text = 'Between [[PARTY|Barnes and Noble Booksellers]] (the "Buyer") and [[PARTY|Acme Ltd]].'
    assert values(record_of(text, "contract"), "party") == ["Barnes and Noble Booksellers", "Acme Ltd"]


def test_they_share_the_role_and_the_entity() -> None:
    record = record_of(
        'This agreement is made between [[PARTY|Anna Bauer and Thomas Bauer]] (the "Tenants") and [[PARTY|Acme Ltd]].',
        "contract",
    )
    first, second, _ = record.fields["party"]
    assert first.role == second.role == "Tenants"
    assert first.entities == second.entities == (0,)


def test_a_party_with_a_role_is_surer_than_one_without_and_both_than_their_mention() -> None:
    record = record_of(
        'This agreement is made between [[PARTY:0.5|Bo LLC]] ("Buyer") and [[PARTY:0.5|Acme Ltd]].', "contract"
    )
    buyer, other = record.fields["party"]
    assert buyer.confidence > other.confidence > 0.5
    assert buyer.confidence < 0.75


def test_a_contract_with_one_party_alone_warns() -> None:
    alone = record_of("A lease of [[PARTY|Acme Ltd]].", "contract")
    assert [notice.code for notice in alone.warnings] == ["one-party"]
    both = record_of("A lease between [[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]].", "contract")
    assert not both.warnings
