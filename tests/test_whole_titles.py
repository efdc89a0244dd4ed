"""Titles of contracts of which the tagger saw the end alone."""

from __future__ import annotations

import pytest
from record_material import marked, record_of, values

from nerkit.labels import builtin
from nerkit.records import build, with_found

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


@pytest.mark.parametrize(
    ("heading", "whole"),
    [
        ("[[TITLE|AMENDMENT NO. 2]]\nTO\n[[TITLE|SUPPLY AGREEMENT]]\n\n", "AMENDMENT NO. 2 TO SUPPLY AGREEMENT"),
        ("[[TITLE:0.9|AMENDMENT]]\nACME\n[[TITLE:0.6|SUPPLY AGREEMENT]]\n\n", "AMENDMENT"),
    ],
)
def test_an_amendment_and_what_it_amends_are_one_title_where_a_small_word_links_them(heading: str, whole: str) -> None:
    assert title(heading) == [whole]


@pytest.mark.parametrize(
    ("head", "own"),
    [
        ("DATED 28 March 2023\n\nLEASE\n\nrelating to a shop\n\n", ["LEASE"]),
        ("DATED 28 March 2023\n\n[[TITLE|Agreement for Lease]]\n\nLEASE\n\n", ["Agreement for Lease"]),
        ("Supply Agreement - FUSION\n\nThis is made ", []),
        ("Lease: 17\n\nThis is made ", []),
        ("\n".join(f"Point {number}" for number in range(12)) + "\nLEASE\n", []),
    ],
)
def test_a_line_of_the_head_that_names_a_kind_of_contract_is_the_title_where_none_was_seen(
    head: str, own: list[str]
) -> None:
    document, entities = marked(head + PARTIES)
    found = with_found(document, entities, builtin(), "contract")
    assert [value.value for value in build(document, found, kind="contract").fields.get("title", ())] == own
