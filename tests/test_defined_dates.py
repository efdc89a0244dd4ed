"""Dates that a contract calls by a name."""

from __future__ import annotations

import pytest
from record_material import record_of, values

OTHER = " Work on another paper began, with effect from [[EFFECTIVE_DATE:0.8|January 5, 2019]]."
PARTIES = " between [[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]], who agree to the terms of this contract as follows."


def start(text: str) -> list[str]:
    return values(record_of(f"[[TITLE|Supply Agreement]] {text}", "contract"), "effective_date")


def test_the_date_that_is_called_the_start_comes_before_one_that_is_nearly_as_sure() -> None:
    for name in ('("Effective Date")', "(the “Effective Date”)", "(hereinafter the 'Commencement Date')"):
        assert start(f"made on [[AGREEMENT_DATE|May 2, 2018]] {name}{PARTIES}{OTHER}") == ["2018-05-02"]
    assert start(f"made on [[AGREEMENT_DATE|May 2, 2018]] (the “Signing Date”){PARTIES}{OTHER}") == ["2019-01-05"]


def test_a_date_that_is_called_the_start_stays_the_one_on_which_the_contract_is_made() -> None:
    text = f'[[TITLE|Supply Agreement]] of [[AGREEMENT_DATE|May 2, 2018]] (the "Effective Date"){PARTIES}'
    assert values(record_of(text, "contract"), "agreement_date") == ["2018-05-02"]


@pytest.mark.parametrize("means", ["shall mean", "means", "means:", "is", ":"])
def test_a_definition_says_which_date_is_the_start_or_the_end(means: str) -> None:
    text = f'dated [[AGREEMENT_DATE|May 2, 2018]]{PARTIES} "Commencement Date" {means} [[DATE|June 1, 2018]].'
    assert start(text) == ["2018-06-01"]
    ends = text.replace("Commencement Date", "Expiration Date")
    assert values(record_of(f"[[TITLE|Supply Agreement]] {ends}", "contract"), "expiration_date") == ["2018-06-01"]


def test_the_date_of_a_definition_is_not_the_one_on_which_the_contract_is_made() -> None:
    text = f'[[TITLE|Supply Agreement]]{PARTIES} "Effective Date" means [[AGREEMENT_DATE|June 1, 2018]].'
    assert "agreement_date" not in record_of(text, "contract").fields


def test_the_name_is_one_in_the_language_of_the_contract() -> None:
    text = (
        "[[TITLE|Mietvertrag]] vom [[AGREEMENT_DATE|2. Mai 2018]] zwischen [[PARTY|Acme GmbH]] und [[PARTY|Bo KG]]. "
        "Die Parteien vereinbaren das Folgende, und das Mietverhältnis beginnt. „Mietbeginn“ ist der "
        "[[DATE|1. Juni 2018]]."
    )
    assert values(record_of(text, "contract"), "effective_date") == ["2018-06-01"]


def test_the_last_day_on_which_something_may_begin_is_no_start() -> None:
    limit = " The sale shall begin no later than [[EFFECTIVE_DATE|April 19, 2018]]."
    assert start(f"dated [[AGREEMENT_DATE|May 2, 2018]]{PARTIES}{limit}") == ["2018-05-02"]
