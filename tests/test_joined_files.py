"""Between two documents one letter ends and another begins: what shows it, and how it is measured."""

from __future__ import annotations

from code_material import lettered_pdf

from nerkit.benchmarks.joins import joins, measured, shares
from nerkit.document import Document
from nerkit.page_stream.borders import borders
from nerkit.page_stream.page_facts import page_facts
from nerkit.reading.reader import read_bytes

LETTER = ["Acorn Paper Ltd", "1 High Street", "London SW1A 1AA", "5 June 2024", "Dear Mr Mill,", "we write to you."]
TERMS = ["1. Term", "This runs for a year.", "2. Notice", "Notice is given in writing.", "3. Law", "English law."]
MORE = ["4. Assignment", "Nobody assigns.", "5. Entire agreement", "This is all.", "Signed: ______________________"]
SECOND = ["Acorn Paper Ltd", "continued from the page before", "and what else there is to say."]


def read(*pages: list[str]) -> Document:
    return read_bytes(lettered_pdf(list(pages)), "file.pdf")


def said(*pages: list[str]) -> list[set[str]]:
    """The features of each border that hold."""
    return [{name for name, value in border.features.items() if value} for border in borders(page_facts(read(*pages)))]


def test_sections_are_counted_on_in_a_contract_and_anew_in_the_next_one() -> None:
    on, anew = said(TERMS, MORE, TERMS)

    assert "counted on" in on
    assert "counted anew" not in on
    assert {"counted anew", "signed before"} <= anew


def test_a_letter_begins_with_an_address_and_a_date() -> None:
    later, letter = said(LETTER, SECOND, LETTER)

    assert {"no longer addressed or dated", "the same first line"} <= later
    assert {"addressed, not before", "dated, not before", "addressed and dated"} <= letter
    assert "an earlier head again" in letter


def test_an_annex_is_told_from_what_a_filing_counts() -> None:
    annex, filed = said(MORE, ["Exhibit A", "Price list", *TERMS], ["Exhibit 10.2", "Lease agreement", *TERMS])

    assert "an annex" in annex
    assert "filed" not in annex
    assert "filed" in filed
    assert "an annex" not in filed


def test_what_stands_on_a_cover_is_said_again_behind_it() -> None:
    (behind,) = said(["EX-10.2 3 dex102.htm LEASE AGREEMENT"], ["Exhibit 10.2", "LEASE AGREEMENT", *TERMS])

    assert {"named a file", "little before"} <= behind


def test_signatures_are_known_by_their_words_and_not_by_a_line_alone() -> None:
    signs, behind = said(TERMS, ["Acorn Paper Ltd", "By: Anna Mill", "Name: Anna Mill", "Title: Director"], TERMS)

    assert "signs, not before" in signs
    assert {"signed before", "signed before, counted anew"} <= behind


def test_numbers_of_pages_run_on_stop_and_begin_anew() -> None:
    numbered = [[f"Text of page {number}", "and more", f"- {number} -"] for number in (1, 2, 3)]
    first, second, anew = said(*numbered, numbered[0])

    assert "numbers go on from 1" in first
    assert "numbers run on" in second
    assert "numbers begin anew" in anew


def test_the_first_page_of_a_document_that_is_there_again_differs_from_its_later_ones() -> None:
    first, second = ([*lines, "Number 4711-88"] for lines in (LETTER, MORE))
    *_, again, later = said(TERMS, first, second, SECOND, first, second)

    assert "the same page again" in again
    assert "the same pages again" in later
    assert "the same page again" not in later


def test_a_page_that_says_that_it_is_a_copy_stays_with_its_original() -> None:
    original = ["INVOICE", "Number 4711-88", *LETTER, "and some more words for both of them", "Total 119.00"]
    (copy,) = said(original, ["Duplicate", *original])

    assert "another copy of a page" in copy
    assert "the same page again" not in copy


def test_a_later_page_or_an_annex_names_the_number_of_its_document_and_the_next_one_its_own() -> None:
    bill = ["INVOICE", "Invoice number: 471102", "Invoice date: 5 June 2024", "1 Paper 100.00", "2 Ink 20.00"]
    rows, total = ["Invoice number: 471102", "3 Pens 12.00"], "Total amount: 132.00 EUR"
    note = ["Delivery note 88123", "Invoice number: 471102", "1 Paper"]
    names, yet, other = "names the number before", "no total yet", "no other total"

    later, annex = said(bill, [*rows, total], note)
    assert f"{names}, {yet}" in later
    assert f"{names}, {other}" in annex
    (following,) = said([*bill, total], ["INVOICE", "Invoice number: 471103", "Invoice date: 5 June 2024"])
    assert not {f"{names}, {yet}", f"{names}, {other}"} & following
    *_, again = said([*bill, *rows], note, [*bill, *rows])
    assert f"{names}, {yet}" not in again


BILL = ["Acorn Paper Ltd", "INVOICE", "Invoice number: 471102", "Invoice date: 5 June 2024"]


def rows(first: int, last: int) -> list[str]:
    return [f"{row} A-{row * 7919} {row}.00 {row * 3}.50" for row in range(first, last + 1)]


def test_a_bill_goes_on_while_its_rows_are_counted_and_no_total_stands_below_them() -> None:
    further, last, following = said(
        [*BILL, *rows(1, 22)], rows(23, 44), [*rows(45, 50), "Total amount: 9.00 EUR"], BILL
    )

    assert {"rows counted on", "many rows counted on", "no total yet, nothing new"} <= further & last
    assert not {"rows counted on", "no total yet, nothing new"} & following
    assert "little before" not in further | last


def test_what_comes_with_a_bill_of_the_same_sender_is_known_and_another_bill_is_not() -> None:
    total = "Total amount: 132.00 EUR"
    with_note, alone = said([*BILL, total], ["Acorn Paper Ltd", "Delivery note 88123", "1 Paper"], [*BILL, total])
    (other,) = said([*BILL, total], ["Brook & Sons plc", "Delivery note 88123", "1 Paper"])

    assert "accompanies the bill before" in with_note
    assert "accompanies the bill before" not in alone | other


def test_a_page_without_a_number_is_one_of_those_that_count_it() -> None:
    numbered = [[f"Text of page {number}", "and more", f"Page {number} of 9"] for number in (3, 5, 6)]
    inside, _, _ = said(numbered[0], LETTER, *numbered[1:])
    _, before_another, _ = said(*numbered[:2], LETTER, ["Text", "Page 1 of 4"])
    table = said(["A list", *rows(1, 9)], ["To whom it may concern"], rows(10, 19))

    assert "numbers go on behind" in inside
    assert "numbers go on behind" not in before_another
    assert "rows go on behind" in table[0]


def test_a_word_that_is_stuck_to_a_number_makes_it_no_other_number() -> None:
    again, other = said(BILL, ["Invoice number: 471102date 5 June 2024"], ["Invoice number: 471103"])

    assert "another number" not in again
    assert "another number" in other


def test_a_running_head_that_names_what_is_filed_hides_no_annex_below_it() -> None:
    head = "Exhibit 10.54 DISTRIBUTION AGREEMENT"
    first, same, filed = said(
        *([head, *lines] for lines in (TERMS, ["Exhibit C Plan", *TERMS], ["Exhibit C Plan", *MORE])),
        ["Exhibit 10.55 LEASE", *TERMS],
    )

    assert "an annex" in first
    assert "the same annex" in same
    assert "filed" not in first | same
    assert "filed" in filed


def test_a_page_of_few_words_that_comes_again_begins_no_document() -> None:
    *_, again = said(["[Signature page follows]"], TERMS, ["[Signature page follows]"])

    assert "the same page again" not in again


def test_joined_files_begin_where_their_documents_do() -> None:
    documents = [page_facts(read(*pages)) for pages in ([LETTER], [TERMS, MORE], [SECOND])]
    sizes = {1, 2}

    for kind, pages, begins in joins(documents, 30, 5):
        ends = [*begins[1:], len(pages)]
        assert kind in ("family", "others", "again")
        assert {end - begin for begin, end in zip(begins, ends, strict=True)} <= sizes
        assert 2 <= len(begins) <= 11


def test_the_measure_counts_borders_files_and_what_is_torn() -> None:
    documents = [page_facts(read(*pages)) for pages in ([LETTER], [TERMS, MORE])]
    counts = measured(documents, 12, 5)
    figures = shares(counts)

    assert counts.files.total() == 12
    assert counts.single == 2
    assert figures["single documents torn"] == 0
    assert 0 <= figures["files parted without a fault"] <= figures["files without a mixed record"] <= 1
    right, missed = counts.found.total(), counts.missed.total()
    assert right + missed == sum(len(begins) - 1 for _, _, begins in joins(documents, 12, 5))
