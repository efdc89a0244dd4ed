"""Who is a party where a form names each behind the word for its role, beside brokers, guarantors and signers."""

from __future__ import annotations

import pytest
from record_material import record_of, values

TABLE = "Landlord\t[[PARTY:0.7|Elm Realty Trust]]\nTenant(s)\t[[PARTY:0.4|Ana Diaz]] and [[PARTY:0.4|Jin Park]]\n"


def parties(text: str) -> list[str]:
    return values(record_of(text, "contract"), "party")


@pytest.mark.parametrize(
    "other",
    [
        "Guarantor\t[[PARTY|Eva Diaz]]\n",
        "Broker: [[PARTY|Oak Rentals LLC]]\n",
        "Due from [[PARTY:0.5|Ivy Works AG]].\n",
    ],
)
def test_a_form_that_names_its_parties_by_their_roles_names_all_of_them(other: str) -> None:
    assert parties(TABLE + other) == ["Elm Realty Trust", "Ana Diaz", "Jin Park"]


def test_who_helps_is_a_party_where_nobody_else_is() -> None:
    assert parties("Guarantor: [[PARTY|Eva Diaz]]\nTo [[PARTY|Oak Bank plc]].\n") == ["Eva Diaz", "Oak Bank plc"]


def test_those_of_whom_a_sentence_says_that_they_help_are_none() -> None:
    text = (
        '[[PARTY|Elm Ltd]] ("Landlord") and [[PARTY|Oak LLC]] ("Tenant") agree. They have dealt with no broker other '
        "than [[PARTY|Fir Realty LLC]], for the landlord, and [[PARTY|Ash Commercial]], for the tenant.\n"
    )
    assert parties(text) == ["Elm Ltd", "Oak LLC"]


def test_who_opens_a_contract_beside_a_broker_is_one() -> None:
    text = (
        "This is made between the Broker, [[PARTY|Fir Realty LLC]], and [[PARTY|Elm Ltd]]. [[PARTY|Oak LLC]] signs.\n"
    )
    assert parties(text) == ["Fir Realty LLC", "Elm Ltd", "Oak LLC"]


def test_one_role_alone_says_nothing_of_who_else_is_a_party() -> None:
    text = "Tenant: [[PARTY:0.7|Ana Diaz]] and [[PARTY:0.7|Jin Park]] rent from [[PARTY:0.6|Elm Realty Trust]].\n"
    assert parties(text) == ["Ana Diaz", "Jin Park", "Elm Realty Trust"]


def test_a_person_to_whom_a_party_is_joined_is_one_too() -> None:
    text = (
        'Between [[PARTY:0.5|Eva Lang]] ("Lessor") and [[PARTY:0.4|Luis Otero]], of age, '
        'and [[PARTY:0.5|Nora Font]] ("Lessees"), near [[PARTY:0.4|Oak Park]].\n'
    )
    assert parties(text) == ["Eva Lang", "Luis Otero", "Nora Font"]


@pytest.mark.parametrize(("party", "acting", "is_party"), [(0.55, 0.9, False), (0.55, 0.5, True), (0.7, 0.9, True)])
def test_a_doubtful_party_that_is_surer_to_act_for_one_is_none(party: float, acting: float, is_party: bool) -> None:
    text = (
        "[[PARTY|Elm Ltd]] and [[PARTY|Oak Ltd]] agree.\n"
        f"By: [[REPRESENTATIVE:{acting}|Jo Beck]]\nFor Elm Ltd: [[PARTY:{party}|Jo Beck]], [[PARTY:{party}|Jo Beck]]\n"
    )
    assert ("Jo Beck" in parties(text)) == is_party
