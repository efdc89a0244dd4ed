"""How sure the day of its effect is of a contract that names none, and what days of others are not its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_material import marked

from nerkit.records import Record, build


def record(text: str, language: str = "en") -> Record:
    document, entities = marked(text)
    return build(replace(document, language=language), entities, kind="contract")


def values(text: str, field: str, language: str = "en") -> list[str]:
    return [value.value for value in record(text, language).fields.get(field, ())]


MADE = "This lease is made on [[AGREEMENT_DATE|May 4, 2021]] between [[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]]. "


def effect(says: str) -> float:
    (value,) = record(MADE + says).fields["effective_date"]
    assert (value.value, value.derived) == ("2021-05-04", "agreement date")
    return value.confidence


def test_the_day_on_which_a_contract_is_made_is_that_of_its_effect_as_surely_as_it_speaks_of_one() -> None:
    spoken = effect("It takes effect when both have signed.")
    assert spoken == effect("Notices after the Effective Date are in writing.")
    secret = effect("They keep each other's secrets: this is a non-disclosure agreement.")
    assert spoken > secret > 0.5 > effect("The buyer pays.")


def test_where_no_such_words_are_known_it_is_as_sure_as_where_they_stand() -> None:
    german = "Vertrag vom [[AGREEMENT_DATE|4. Mai 2021]] zwischen [[PARTY|Acme GmbH]] und [[PARTY|Bo KG]]."
    (value,) = record(german, "de").fields["effective_date"]
    assert value.confidence == pytest.approx(effect("It takes effect soon."))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('"Amortization Date" means [[EFFECTIVE_DATE|June 1, 2022]].', "effective_date"),
        ('It expires on [[EXPIRATION_DATE|May 1, 2022]] (the "Prior Expiration Date").', "expiration_date"),
        ("My commission expires: [[EXPIRATION_DATE|May 1, 2022]]", "expiration_date"),
    ],
)
def test_a_day_that_has_the_name_of_another_or_is_that_of_something_else_is_not_the_contracts(
    text: str, field: str
) -> None:
    assert values(text, field) == []


def test_a_sentence_that_defines_another_contract_says_nothing_of_when_this_one_is_made() -> None:
    other = '"Old Supply Agreement" means the agreement executed on [[AGREEMENT_DATE|May 1, 2017]].'
    assert values(f"They agree. {other}", "agreement_date") == []
    own = 'This "Supply Agreement" is executed on [[AGREEMENT_DATE|May 1, 2017]].'
    assert values(own, "agreement_date") == ["2017-05-01"]


def test_of_two_days_in_the_opening_the_one_behind_effective_is_that_of_the_effect() -> None:
    text = (
        "This amendment, dated as of [[AGREEMENT_DATE:0.98|March 19, 2021]] and effective as of "
        "[[AGREEMENT_DATE:0.66|March 31, 2021]], is made by Acme."
    )
    assert (values(text, "agreement_date"), values(text, "effective_date")) == (["2021-03-19"], ["2021-03-31"])


def test_a_name_in_capitals_has_the_article_in_capitals_before_it() -> None:
    french = "La société LA [[PARTY|TABLE DU ROI]] et la société LE [[PARTY|Petit Bois]] et DE [[PARTY|BON PAIN SARL]]."
    assert values(french, "party", "fr")[:2] == ["LA TABLE DU ROI", "Petit Bois"]


def test_a_day_with_a_name_of_its_own_field_keeps_it() -> None:
    assert values('"Lease Commencement Date" means [[EFFECTIVE_DATE|June 1, 2022]].', "effective_date") == [
        "2022-06-01"
    ]
    assert values('"Maturity Date" means [[DATE|June 1, 2024]].', "maturity_date") == ["2024-06-01"]


def test_a_signature_of_which_the_date_has_no_role_counts_beside_others_that_have() -> None:
    body = "They agree as follows. " * 40
    text = (
        f"{body}\n\nDated: [[AGREEMENT_DATE|April 22, 2022]]   By: Ann Black\n"
        "Dated: [[DATE|April 28, 2022]]   By: Jo White\n"
    )
    assert values(text, "agreement_date") == ["2022-04-28"]


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("en", "It renews for a year each, unless either party gives [[TERMINATION_NOTICE|90 days]]' notice."),
        (
            "fr",
            "Il est renouvelable un an, sauf dénonciation avec un préavis de [[TERMINATION_NOTICE|4 mois]].",
        ),
        (
            "de",
            "Er verlängert sich, wenn er nicht mit [[TERMINATION_NOTICE|drei Monaten]] Frist gekündigt wird.",
        ),
    ],
)
def test_a_notice_in_the_sentence_of_a_renewal_stops_the_renewal(language: str, clause: str) -> None:
    assert values(clause, "notice_period", language)
    assert not values(clause, "termination_notice", language)


def test_an_extension_by_so_many_days_is_no_notice() -> None:
    assert not values("The buyer may extend the date by [[TERMINATION_NOTICE|60 days]] at will.", "notice_period")
