"""What the words around the times of a contract say: its start, its end, or neither."""

from __future__ import annotations

import pytest
from record_material import record_of, values

MADE = (
    "[[TITLE|Service Agreement]] made on [[AGREEMENT_DATE|December 10, 2024]] between [[PARTY|Acme Ltd]] and "
    "[[PARTY|Bo LLC]]. The parties agree as follows.\n\n"
)
GESCHLOSSEN = (
    "[[TITLE|Mietvertrag]] vom [[AGREEMENT_DATE|10. Dezember 2024]] zwischen der [[PARTY|Acme GmbH]] und "
    "[[PARTY|Bo KG]]. Die Parteien vereinbaren das Folgende.\n\n"
)


def times(clause: str, made: str = MADE) -> tuple[list[str], list[str], list[str]]:
    """Start, length and end."""
    record = record_of(made + clause, "contract")
    start, length, end = (values(record, name) for name in ("effective_date", "term", "expiration_date"))
    return start, length, end


@pytest.mark.parametrize(
    "clause",
    [
        "The obligations of secrecy continue for [[TERM|five years]] following termination of this Agreement.",
        "Clause 4 shall survive for [[TERM|five years]].",
        "The guard is at least [[TERM|18 years]] years of age.",
    ],
)
def test_what_outlasts_a_contract_is_not_its_term_and_no_end_follows_from_it(clause: str) -> None:
    assert times(clause) == (["2024-12-10"], [], [])


def test_a_term_beside_a_sentence_on_what_survives_is_one() -> None:
    clause = "The term is [[TERM|two years]]. Clause 4 shall survive for [[TERM|five years]]."
    assert times(clause)[1] == ["P2Y"]


@pytest.mark.parametrize(
    "clause",
    [
        "This Agreement shall end in [[TERM|two years]]; provided, however, that Clause 4 shall survive for a while.",
        "This Agreement ends after [[TERM|two years]], and the duties of secrecy survive for [[TERM|five years]].",
        "Except for Clause 9, which shall survive, this Agreement will end [[TERM|two years]] from its date.",
        "It lasts until the later of (i) [[TERM|two years]] from its date or (ii) a year after termination of work.",
    ],
)
def test_what_survives_in_another_clause_says_nothing_of_the_term(clause: str) -> None:
    assert times(clause)[1] == ["P2Y"]


def test_the_printed_start_and_end_of_a_term_come_before_what_the_tagger_took_them_for() -> None:
    clause = (
        "The term of this Agreement shall be for [[TERM|six years]] beginning [[EXPIRATION_DATE|June 28, 2025]] "
        "and ending [[EXPIRATION_DATE|June 27, 2031]]."
    )
    assert times(clause) == (["2025-06-28"], ["P6Y"], ["2031-06-27"])


def test_dates_without_a_role_are_start_and_end_in_the_sentence_of_the_term() -> None:
    clause = (
        "Das Mietverhältnis läuft [[TERM|zwei Jahre]], beginnt am [[DATE|01.04.2026]] und endet am [[DATE|31.03.2028]]."
    )
    assert times(clause, GESCHLOSSEN) == (["2026-04-01"], ["P2Y"], ["2028-03-31"])


@pytest.mark.parametrize(
    "clause", ["Files are kept from [[DATE|May 1, 2025]].", "The fair ends on [[DATE|May 9, 2025]]."]
)
def test_dates_without_a_role_stay_without_one_elsewhere(clause: str) -> None:
    assert times(clause) == (["2024-12-10"], [], [])


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("from and including", "2026-06-30"),
        ("Start date:", "2026-06-30"),
        ("which the parties call", "2026-07-01"),
    ],
)
def test_a_term_ends_on_the_day_before_where_its_first_day_counts(words: str, end: str) -> None:
    clause = f"Fixed term of [[TERM|12 months]] {words} [[EFFECTIVE_DATE|1 July 2025]]."
    assert times(clause) == (["2025-07-01"], ["P12M"], [end])


def test_a_german_term_that_begins_on_a_day_ends_before_the_same_day() -> None:
    clause = "Der Vertrag beginnt am [[EFFECTIVE_DATE|1. April 2026]] und läuft [[TERM|zwei Jahre]]."
    assert times(clause, GESCHLOSSEN)[2] == ["2028-03-31"]


def test_survival_is_known_in_german() -> None:
    clause = "Die Pflicht zur Geheimhaltung gilt [[TERM|fünf Jahre]] nach Beendigung des Vertrags."
    assert times(clause, GESCHLOSSEN)[1:] == ([], [])


def test_a_date_with_a_role_of_its_own_keeps_it() -> None:
    clause = "For [[TERM|two years]] until [[MATURITY_DATE|May 1, 2027]] the loan bears interest."
    record = record_of(MADE + clause, "contract")
    assert values(record, "maturity_date") == ["2027-05-01"]


def test_an_agreement_that_terminates_on_a_day_ends_then_though_the_tagger_took_it_for_its_date() -> None:
    clause = "This agreement shall terminate on the [[AGREEMENT_DATE:0.4|15th day of March, 2027]]."
    assert times(clause)[2] == ["2027-03-15"]


def test_of_a_start_and_an_end_before_a_date_the_nearer_counts() -> None:
    ends = "It is in force from now till [[EFFECTIVE_DATE|May 9, 2027]]."
    begins = "The lease of before ends and from [[EXPIRATION_DATE|May 9, 2027]] on there is this one."
    assert times(ends) == (["2024-12-10"], [], ["2027-05-09"])
    assert times(begins) == (["2027-05-09"], [], [])


def test_a_sentence_that_has_its_start_has_no_second_one() -> None:
    clause = (
        "The contract of employment that runs from [[DATE|30 January 2009]] is changed with effect from "
        "[[EFFECTIVE_DATE|1 February 2025]]."
    )
    assert times(clause)[0] == ["2025-02-01"]
