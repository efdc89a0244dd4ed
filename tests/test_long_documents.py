"""A long document stays one: its annexes, its counted rows and its page numbers belong to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from code_material import lettered_pdf

from nerkit.document import Document
from nerkit.page_stream import parts
from nerkit.page_stream.annexes import Annex, annex, annexes_named
from nerkit.page_stream.counting import Rows, counted_rows
from nerkit.page_stream.page_facts import page_facts
from nerkit.page_stream.stream_model import default_model
from nerkit.reading.reader import read_bytes


def read(pages: list[list[str]]) -> Document:
    return read_bytes(lettered_pdf(pages), "file.pdf")


def contract(buyer: str, seller: str, exhibit: str) -> list[list[str]]:
    """A signed contract that speaks of an exhibit, and behind it that exhibit: a letter with a title and signatures."""
    clauses = [f"{at}. {buyer} and {seller} keep what they learn of each other secret." for at in range(2, 20)]
    signed = [f"{name}   By: /s/ J. Miller   Name: J. Miller   Title: Director" for name in (buyer, seller)]
    return [
        ["CONFIDENTIALITY AGREEMENT", f"between {buyer} and {seller}", "1. Terms.", *clauses],
        [f"20. Others join by a letter as in {exhibit}.", *clauses[:4], "IN WITNESS WHEREOF", *signed],
        [
            exhibit,
            "JOINDER AGREEMENT",
            "March 3, 2024",
            seller,
            "1001 Tillman Street",
            "Memphis, TN 38112",
            "1. We join the agreement.",
            "2. We keep all of it.",
            "By: ____________________",
        ],
    ]


ONE = contract("Acorn Paper Corporation", "Brook Technologies Inc.", "Exhibit A")
OTHER = contract("Delta Mining Ltd", "Eagle Software plc", "Schedule 1")


@pytest.mark.parametrize("pages", [ONE, OTHER], ids=["Exhibit A", "Schedule 1"])
def test_an_exhibit_that_a_signed_contract_announces_belongs_to_it_whatever_its_own_title(
    pages: list[list[str]],
) -> None:
    assert [(part.first, part.last) for part in parts(read(pages))] == [(1, 3)]


def test_a_contract_behind_the_exhibit_of_another_is_parted_from_it() -> None:
    assert [(part.first, part.last) for part in parts(read([*ONE, *OTHER]))] == [(1, 3), (4, 6)]


def test_pages_whose_rows_are_counted_on_are_one_bill_though_they_say_nothing_else() -> None:
    head = ["Acorn Paper Ltd", "1 High Street", "INVOICE", "Invoice No.: 4711", "Invoice date: 05.06.2024"]
    rows = [f"{row}   K-{row * 7}   {row % 9 + 1}   {row}.00" for row in range(1, 151)]
    bill = [[*head, *rows[:30]], *(rows[at : at + 30] for at in range(30, 120, 30)), [*rows[120:], "Total   900.00"]]
    facts, model = page_facts(read(bill)), default_model()
    deaf = replace(model, borders={name: weight for name, weight in model.borders.items() if name != "rows counted on"})
    assert model.part(facts)[0] == [0]
    assert model.part(facts)[1] > deaf.part(facts)[1]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (["28 Main Street", "98 a", "99 b", "100 c", "Total 7"], Rows(98, 100, 1)),
        (["10 Chair", "20 Desk", "30 Lamp"], Rows(10, 30, 10)),
        (["1. a", "2. b"], None),
        (["7 a", "19 b", "3 c"], None),
    ],
)
def test_rows_are_counted_where_three_stand_behind_one_another(lines: list[str], rows: Rows | None) -> None:
    assert counted_rows(lines) == rows


def test_the_rows_of_a_page_go_on_from_those_of_the_page_before() -> None:
    assert Rows(31, 60, 1).go_on(Rows(1, 30, 1))
    assert Rows(30, 60, 1).go_on(Rows(1, 30, 1))
    assert not Rows(1, 30, 1).go_on(Rows(1, 30, 1))
    assert not Rows(31, 60, 1).go_on(None)


def test_annexes_are_known_by_their_letters_in_every_language() -> None:
    assert annex(["Anlage 2", "Preise"]) == Annex("lettered", "2")
    assert annex(["ALLEGATO B"]) == Annex("lettered", "b")
    assert annex(["Exhibit 10.2"]) == Annex("filed")
    assert annex(["The seller shall exhibit his goods."]) is None
    assert annexes_named("as in Schedule B, Annexe 3 and to exhibit a sample") == {"b", "3"}


def test_a_table_of_contents_has_no_date() -> None:
    contents, dated = page_facts(read([["Section 10.1 Term 18 Section 10.2 Fees 21"], ["London, 5 June 2024"]]))
    assert (contents.dated, dated.dated) == (False, True)
