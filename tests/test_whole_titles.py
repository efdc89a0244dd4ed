"""Titles of contracts of which the tagger saw the end alone."""

from __future__ import annotations

import pytest
from record_material import record_of, values

PARTIES = "between [[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]]. The parties agree as follows.\n"


def title(text: str) -> list[str]:
    return values(record_of(text + PARTIES, "contract"), "title")


def test_a_title_has_the_words_with_which_the_contract_calls_itself_again() -> None:
    text = "Exhibit 9\n\nTURN - KEY [[TITLE|SUPPLY AGREEMENT]]\n\nThis Turn-Key Supply Agreement is made "
    assert title(text) == ["TURN - KEY SUPPLY AGREEMENT"]


def test_a_title_on_two_lines_is_one() -> None:
    text = "AMENDMENT TO THE\n   [[TITLE|SUPPLY AGREEMENT]]\n\nThis Amendment to the Supply Agreement is made "
    assert title(text) == ["AMENDMENT TO THE SUPPLY AGREEMENT"]


@pytest.mark.parametrize(
    "text",
    [
        "THIS [[TITLE|SUPPLY AGREEMENT]] is made; this Supply Agreement ends, and this Supply Agreement is kept ",
        "ACME LTD\n\n[[TITLE|SUPPLY AGREEMENT]]\n\nAcme Ltd Supply Agreement ",
        "Exhibit 10.3 [[TITLE|SUPPLY AGREEMENT]]\n\nExhibit 10.3 Supply Agreement ",
        "FORM OF [[TITLE|SUPPLY AGREEMENT]]\n\nThis Supply Agreement is made ",
    ],
)
def test_an_article_a_number_another_paragraph_and_what_stands_there_once_are_no_part_of_it(text: str) -> None:
    assert title(text) == ["SUPPLY AGREEMENT"]
