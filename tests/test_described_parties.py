"""Parties that a contract describes and gives a role, where the tagger has seen none."""

from __future__ import annotations

import pytest

from nerkit.records.finders.described_parties import described_parties
from nerkit.values.value import Context

ROLE = ', an Ohio corporation with offices in Athens (the "Company")'


def names(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in described_parties(text, Context(language))]


@pytest.mark.parametrize(
    "name",
    [
        "Synchron",
        "Athens Federal Community Bank",
        "Centre for Probe Design and Trade",
        "Acme of Peoria, L.L.C.",
        "Acme , L.L.C.",
        "ACME",
    ],
)
def test_a_name_is_all_its_words_with_capitals_and_the_small_ones_between_them(name: str) -> None:
    assert names(f"This contract is made between {name}{ROLE} and the others.") == [name]


def test_a_role_may_stand_behind_as_without_quotes() -> None:
    text = "PELHAM MARINE, LLC, a Texas company, as Borrower, and CALLOWAY BANK, a Texas association, as Lender."
    assert names(text) == ["PELHAM MARINE, LLC", "CALLOWAY BANK"]


def test_each_of_several_is_one() -> None:
    text = f'Dear Sirs, Acme Bank{ROLE}, and Bo of the West, a federal savings bank (the "Bank"), agree with you.'
    assert names(text) == ["Acme Bank", "Bo of the West"]


def test_a_company_before_the_name_is_no_part_of_it() -> None:
    assert names(f"between Acme Inc. and Bo Steel{ROLE}") == ["Bo Steel"]


def test_articles_and_kinds_are_those_of_the_language() -> None:
    text = "zwischen Muster für Alle, eine Gesellschaft mit Sitz in Köln („Käufer“), und anderen"
    assert names(text, "de") == ["Muster für Alle"]


@pytest.mark.parametrize(
    "text",
    [
        "between Synchron, an Ohio corporation with offices in Athens, and others",
        'between Synchron, a place by the sea (the "Place")',
        f"between ________{ROLE}",
        f"between the undersigned{ROLE}",
        f"between Inc.{ROLE}",
        "." * 3000 + f" Synchron{ROLE}",
    ],
)
def test_without_a_kind_a_role_or_a_name_there_is_no_party(text: str) -> None:
    assert names(text) == []
