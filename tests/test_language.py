"""Tokens and segments: nothing is dropped, nothing is truncated, values come apart from what stands beside them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.document import Box, Document, Page, Word
from nerkit.language.cells import cells
from nerkit.language.segments import segments
from nerkit.language.tokenizer import tokenize
from nerkit.reading import document_from_text


def boxed(text: str, pages: tuple[int, ...]) -> Document:
    """Words that have boxes, a page for each line, and the pages of these numbers."""
    words, listed, start = [], [], 0
    for number, line in enumerate(text.split("\f"), start=1):
        for match in re.finditer(r"\S+", line):
            box = Box(number, 6.0 * match.start(), 10.0, 6.0 * match.end(), 20.0)
            words.append(Word(start + match.start(), start + match.end(), box))
        if number in pages:
            listed.append(Page(number, 600.0, 800.0, start, start + len(line)))
        start += len(line) + 1
    return Document("made", text, tuple(words), tuple(listed))


def read(text: str) -> Document:
    return document_from_text(text, "text")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("EUR19.00", ["EUR", "19.00"]),
        ("9.00RM", ["9.00", "RM"]),
        ("19%", ["19", "%"]),
        ("$1,880.00", ["$", "1,880.00"]),
        ("US$5", ["US", "$", "5"]),
        ("(500.00)", ["(", "500.00", ")"]),
        ("§5", ["§", "5"]),
        ("Acme B.V., Amsterdam", ["Acme", "B.V.", ",", "Amsterdam"]),
        ("Acme, Inc. (“Acme”)", ["Acme", ",", "Inc.", "(", "“", "Acme", "”", ")"]),
        ("Datum:12.03.2024", ["Datum", ":", "12.03.2024"]),
        ("June30,2019", ["June", "30", ",", "2019"]),
        ("13Feb20", ["13", "Feb", "20"]),
        ("5OKT2019", ["5", "OKT", "2019"]),
        ("12août2020", ["12", "août", "2020"]),
        ("pořádek.Číslo", ["pořádek", ".", "Číslo"]),
        ("obalů.", ["obalů", "."]),
        ("01/27/20-02/21/20", ["01/27/20", "-", "02/21/20"]),
        ("two(2)years", ["two", "(", "2", ")", "years"]),
        ("RE-2024/0815", ["RE-2024/0815"]),
        ("the Agreement.", ["the", "Agreement", "."]),
    ],
)
def test_values_come_apart_from_what_stands_beside_them(text: str, tokens: list[str]) -> None:
    assert list(tokenize(read(text)).forms) == tokens


@given(st.text(max_size=80))
def test_every_visible_character_of_any_text_is_in_exactly_one_token(text: str) -> None:
    document = read(text)
    tokens = tokenize(document)
    covered = [False] * len(document.text)
    for form, start, end in zip(tokens.forms, tokens.starts, tokens.ends, strict=True):
        assert document.text[start:end] == form
        assert not any(covered[start:end])
        covered[start:end] = [True] * (end - start)
    for word in document.words:
        assert all(covered[word.start : word.end])


def test_a_word_that_a_line_end_parted_is_one_token() -> None:
    halves = Document("text", "the termination of", (Word(0, 3), Word(4, 9), Word(9, 15), Word(16, 18)), ())
    tokens = tokenize(halves)
    assert list(tokens.forms) == ["the", "termination", "of"]
    assert tokens.words.tolist() == [0, 1, 3]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=30), st.integers(5, 50))
def test_segments_hold_every_token_once_and_never_cut_a_line(lines: list[int], limit: int) -> None:
    document = read("\n".join(" ".join(["word"] * n) for n in lines))
    tokens = tokenize(document)
    found = segments(document, tokens, limit)
    assert [i for start, end in found for i in range(start, end)] == list(range(len(tokens)))
    for _, end in found[:-1]:
        assert "\n" in document.text[tokens.ends[end - 1] : tokens.starts[end]]


def test_a_line_of_many_sentences_is_cut_between_them() -> None:
    document = read("The fee is due each month. " * 40)
    tokens = tokenize(document)
    found = segments(document, tokens, 30)
    assert all(end - start <= 30 for start, end in found)
    assert {tokens.forms[start] for start, _ in found} == {"The"}


def test_a_segment_ends_where_the_page_does() -> None:
    document = read("one two\n\fthree four")
    tokens = tokenize(document)
    assert segments(document, tokens) == [(0, 2), (2, 4)]


def test_a_weaker_break_far_on_is_better_than_a_blank_line_behind_a_few_tokens() -> None:
    document = read("one two three four five\n\n" + "a line of eight words and no more\n" * 8)
    assert segments(document, tokenize(document), 30)[0] == (0, 29)


@pytest.mark.parametrize("word", ["a" * 600, "ab-" * 300])
def test_a_word_without_end_is_read_in_pieces_that_are_all_of_it(word: str) -> None:
    tokens = tokenize(read(word))
    assert "".join(tokens.forms) == word
    assert max(map(len, tokens.forms)) <= 256


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("A heading of it all\n2024-17 of 3 May", 0),
        ("A heading of it all\nab   cd        2024-17-2024-17-2024", None),
        ("A heading of it all\nThis is running text, which fills most of its line from the left to the right.", None),
        ("This is running text, which fills most of its line from the left to the right.\n2024-17", None),
    ],
)
def test_a_heading_is_as_wide_as_its_column_and_runs_over_no_text(text: str, above: int | None) -> None:
    assert cells(read(text))[-1].above == above


def test_a_cell_is_where_its_words_are_on_the_page() -> None:
    document = boxed("Total\t100.00", (1,))
    page = replace(document.pages[0], width=480.0)
    found = [(cell.x0, cell.x1) for cell in cells(replace(document, pages=(page,)))]
    assert found == [(box.x0 / 480, box.x1 / 480) for word in document.words if (box := word.box)]


def test_a_value_knows_the_label_left_of_it_and_the_heading_above_it() -> None:
    document = read("Invoice No\tDate\n2024-17\t3 May 2024\nTotal\t12.00")
    grid = cells(document)
    text = [document.text[document.words[c.first].start : document.words[c.last - 1].end] for c in grid]
    assert text == ["Invoice No", "Date", "2024-17", "3 May 2024", "Total", "12.00"]
    number, total = grid[2], grid[5]
    assert number.above == 0
    assert number.left is None
    assert total.left == 4


@pytest.mark.parametrize("pages", [(), (1, 3), (3,), (1, 2, 3)])
def test_cells_of_a_document_that_does_not_list_all_its_pages_have_their_places(pages: tuple[int, ...]) -> None:
    document = boxed("Total\t100.00\fTax\t19.00\fSum\t119.00", pages)
    places = [(cell.x0, cell.x1) for cell in cells(document)]
    assert len(places) == 6
    assert all(0 <= left < right <= 1 for left, right in places)
    assert [cell.left for cell in cells(document)] == [None, 0, None, 2, None, 4]
