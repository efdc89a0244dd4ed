"""Placed words become text in reading order, and every word stays where the text says it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.document import Box, Document
from nerkit.reading import heartbeat
from nerkit.reading.layout import assemble
from nerkit.reading.placed import PlacedPage, PlacedWord
from nerkit.reading.rotation import deskewed_box, rotated_box, rotated_size

WIDTH, HEIGHT = 600.0, 800.0


def line(text: str, x: float, y: float, *, size: float = 10.0, page: int = 1) -> list[PlacedWord]:
    """A line of type: letters half as wide as high, spaces a quarter."""
    words = []
    for word in text.split(" "):
        width = len(word) * size / 2
        words.append(PlacedWord(word, Box(page, x, y, x + width, y + size)))
        x += width + size / 4
    return words


def page(*lines: list[PlacedWord], number: int = 1, rotation: int = 0) -> PlacedPage:
    return PlacedPage(number, WIDTH, HEIGHT, [word for words in lines for word in words], rotation=rotation)


def text_of(*lines: list[PlacedWord]) -> str:
    return assemble("made", [page(*lines)]).text


def words_of(document: Document) -> list[str]:
    return [document.text[word.start : word.end] for word in document.words]


def test_a_form_is_read_row_by_row_with_a_tab_between_label_and_value() -> None:
    labels = [line("Invoice number", 50, 100), line("Due date", 50, 113)]
    values = [line("A-17", 300, 100), line("1 May 2024", 300, 113)]

    assert text_of(*labels, *values) == "Invoice number\tA-17\nDue date\t1 May 2024\n"


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    left = [line(f"left words of line {i} that fill it", 40, 100 + 12 * i) for i in range(10)]
    right = [line(f"right words of line {i} that fill it", 320, 105 + 12 * i) for i in range(10)]
    title = line("A title that runs over both of the columns and on to the far right of the page", 40, 60)

    text = text_of(title, *[words for both in zip(left, right, strict=True) for words in both])

    assert text.startswith("A title")
    assert text.index("left words of line 9") < text.index("right words of line 0")


def test_one_column_of_running_text_is_read_from_the_top() -> None:
    lines = [f"the words of line {i} that fill the page from its left to its right" for i in range(20)]

    assert text_of(*[line(text, 40, 100 + 12 * i) for i, text in enumerate(lines)]).splitlines() == lines


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [
        [line(f"{name} words in line {i} that fill it up", x, 100 + 12 * i, size=9) for i in range(12)]
        for name, x in (("one", 40), ("two", 220), ("three", 400))
    ]

    text = text_of(*[words for row in zip(*columns, strict=True) for words in row])

    assert text.index("one words in line 11") < text.index("two words in line 0")
    assert text.index("two words in line 11") < text.index("three words in line 0")


def test_address_blocks_side_by_side_keep_their_rows_and_the_gap_between_them() -> None:
    left = [line(text, 50, 100 + 12 * i) for i, text in enumerate(["Seller Ltd", "1 Quay Road", "Bergen"])]
    right = [line(text, 330, 100 + 12 * i) for i, text in enumerate(["Buyer Inc", "9 Mill Lane", "Oslo"])]

    assert text_of(*left, *right) == "Seller Ltd\tBuyer Inc\n1 Quay Road\t9 Mill Lane\nBergen\tOslo\n"


ADDRESS = ["Theodor Est", "Bahnhofstr. 42", "Haus Nordwind", "88802 Spielkreis", "Deutschland"]
SENDER = [
    "Bei Spiel GmbH",
    "Ecke 12",
    "12345 Stadthausen",
    "Telefon 555 23 78",
    "info@beispiel.example",
    "HRA Musterstadt",
]


def stack(lines: list[str], x: float, y: float, pitch: float, size: float = 10.0) -> list[list[PlacedWord]]:
    return [line(text, x, y + pitch * i, size=size) for i, text in enumerate(lines)]


def test_blocks_whose_lines_interlock_are_read_one_after_the_other() -> None:
    title, order = line("Invoice", 50, 50, size=16), line("Thank you for your order, which we bill as follows", 50, 260)

    text = text_of(title, *stack(ADDRESS, 50, 100, 14, size=11), *stack(SENDER, 400, 96, 11, size=8), order)

    blocks = ["Invoice", "\n".join(ADDRESS), "\n".join(SENDER), "Thank you for your order, which we bill as follows"]
    assert text == "\n\n".join(blocks) + "\n"


def test_the_longer_block_may_stand_on_either_side() -> None:
    text = text_of(*stack(SENDER, 50, 96, 11, size=8), *stack(ADDRESS, 400, 100, 14, size=11))

    assert text == "\n".join(SENDER) + "\n\n" + "\n".join(ADDRESS) + "\n"


def test_a_form_beside_an_address_keeps_its_own_rows() -> None:
    labels = ["Number", "Date", "Order", "Customer", "Delivery", "Terms"]
    values = ["A-17", "1 May", "B-4", "K-9", "2 May", "net"]

    text = text_of(*stack(ADDRESS, 50, 103, 16), *stack(labels, 330, 96, 12), *stack(values, 420, 96, 12))

    rows = [f"{label}\t{value}" for label, value in zip(labels, values, strict=True)]
    assert text == "\n".join(ADDRESS) + "\n\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("offset", [2.0, 5.0, 7.0])
def test_values_that_stand_off_their_labels_by_the_same_all_the_way_down_stay_beside_them(offset: float) -> None:
    labels = ["Number", "Date", "Order", "Customer", "Delivery"]
    values = ["seventeen", "tomorrow", "by telephone", "Theodor Est", "by lorry"]

    words = text_of(*stack(labels, 50, 100, 12), *stack(values, 300, 100 + offset, 12)).split()

    assert words == [word for label, value in zip(labels, values, strict=True) for word in [label, *value.split()]]


def test_labels_centred_on_the_lines_of_their_values_stay_beside_them() -> None:
    labels = [line(text, 50, y) for text, y in (("Seller", 106), ("Buyer", 124), ("Carrier", 142), ("Agent", 160))]
    values = stack(["Nordwind", "Werke", "Theodor", "Spielkreis", "Lines", "Broker"], 300, 100, 12)

    text = text_of(*labels, *values)

    assert text.index("Seller") < text.index("Theodor")
    assert text.index("Buyer") < text.index("Lines")


def test_amounts_stay_beside_their_labels_however_their_lines_stand() -> None:
    labels, amounts = ["Subtotal", "Service", "Tax", "Total", "Cash"], ["12.00", "1.20", "0.92", "14.12", "20.00"]

    words = text_of(*stack(labels, 50, 100, 14), *stack(amounts, 300, 100, 16)).split()

    assert words == [word for pair in zip(labels, amounts, strict=True) for word in pair]


def test_stacks_in_the_midst_of_other_lines_are_not_torn_out() -> None:
    above = line("The sum of all that was delivered to you in the month of May stands in the list below", 50, 86)

    text = text_of(above, *stack(ADDRESS, 50, 98, 14, size=11), *stack(SENDER, 400, 98, 11, size=8))

    assert text.index(SENDER[1]) < text.index(ADDRESS[-1])


def test_header_and_footer_stand_before_and_after_the_columns() -> None:
    left = [line(f"left words of line {i} that fill the whole column", 40, 100 + 12 * i) for i in range(10)]
    right = [line(f"right words of line {i} that fill the whole column", 320, 100 + 12 * i) for i in range(10)]
    header, footer = line("Master agreement", 250, 30), line("Page 3 of 12", 270, 760)

    text = text_of(footer, *left, header, *right)

    assert text.startswith("Master agreement\n")
    assert text.endswith("\nPage 3 of 12\n")
    assert text.index("left words of line 9") < text.index("right words of line 0")


def test_the_figures_of_a_till_stay_beside_what_they_are_for() -> None:
    names = [line(f"TEA LEAVES OF THE SORT {name}", 40, 100 + 12 * i) for i, name in enumerate("ABCDEFGHIJ")]
    figures = [line(f"2 * {i}100,5{i} = {i}200,0{i} C", 300, 100 + 12 * i) for i in range(10)]

    text = text_of(*[words for both in zip(names, figures, strict=True) for words in both])

    assert text.splitlines()[3] == "TEA LEAVES OF THE SORT D\t2 * 3100,53 = 3200,03 C"


def test_a_table_with_short_cells_is_not_taken_for_columns() -> None:
    rows = [[*line(f"item {i}", 40, 100 + 12 * i), *line(f"{i}.00", 400, 100 + 12 * i)] for i in range(12)]

    assert text_of(*rows) == "".join(f"item {i}\t{i}.00\n" for i in range(12))


PAID = ["Your bill is higher since", "the winter was cold and", "you used more than we", "had expected."]
REACH = ["Call us free of charge", "from Monday to Friday, or", "write to the address that", "is shown above."]


def test_short_paragraphs_side_by_side_below_a_table_are_read_one_after_the_other() -> None:
    rows = [[*line(f"item {i}", 40, 100 + 12 * i), *line(f"{i}.00", 400, 100 + 12 * i)] for i in range(4)]
    boxes = [
        [*line(a, 40, 200 + 12 * i), *line(b, 320, 200 + 12 * i)]
        for i, (a, b) in enumerate(zip(PAID, REACH, strict=True))
    ]

    table, *paragraphs = text_of(*rows, *boxes).strip().split("\n\n")

    assert table == "\n".join(f"item {i}\t{i}.00" for i in range(4))
    assert paragraphs == ["\n".join(PAID), "\n".join(REACH)]


def test_further_paragraphs_stay_with_the_one_above_each() -> None:
    boxes = [
        [*line(a, 40, top + 12 * i), *line(b, 320, top + 12 * i)]
        for top in (200, 270)
        for i, (a, b) in enumerate(zip(PAID, REACH, strict=True))
    ]

    assert text_of(*boxes) == "\n\n".join("\n".join(lines) for lines in (PAID, PAID, REACH, REACH)) + "\n"


def test_cells_of_a_table_that_hold_sentences_stay_in_their_rows() -> None:
    lines = list(enumerate(zip(PAID, REACH, strict=True)))
    rows = [[*line(a, 40, 100 + 12 * i), *line(b, 320, 100 + 12 * i)] for i, (a, b) in lines]
    rows[0] += line("12.50", 540, 100)

    assert text_of(*rows).splitlines()[0] == f"{PAID[0]}\t{REACH[0]}\t12.50"


def test_a_line_of_two_font_sizes_stays_one_line() -> None:
    big, small = line("Total", 50, 100, size=18), line("due now", 100, 107, size=11)

    assert text_of(small, big) == "Total due now\n"


def test_a_skewed_line_stays_one_line() -> None:
    words = [
        PlacedWord(w.text, Box(1, w.box.x0, w.box.top + 0.01 * w.box.x0, w.box.x1, w.box.bottom + 0.01 * w.box.x0))
        for y in (100, 112)
        for w in line("one long line that falls slowly from the left to the right of the page", 40, y)
    ]

    first, second = text_of(words).splitlines()

    assert first == second == "one long line that falls slowly from the left to the right of the page"


def test_stretched_spaces_of_a_justified_line_are_no_cells() -> None:
    words = [PlacedWord(w, Box(1, x, 100, x + 20, 110)) for x, w in zip(range(50, 400, 31), "abcdefgh", strict=False)]

    assert text_of(words) == "a b c d e f g h\n"


def test_a_wide_gap_between_lines_parts_blocks() -> None:
    assert text_of(line("a", 50, 100), line("b", 50, 112), line("c", 50, 150)) == "a\nb\n\nc\n"


def test_double_spacing_parts_no_blocks() -> None:
    lines = [line(f"line {i}", 50, 100 + 22 * i) for i in range(5)]

    assert "\n\n" not in text_of(*lines)


def test_a_form_feed_parts_pages_and_a_blank_page_is_empty() -> None:
    document = assemble(
        "made",
        [page(line("one", 50, 50)), PlacedPage(2, WIDTH, HEIGHT, (), "blank"), page(line("three", 50, 50), number=3)],
    )

    assert document.text == "one\n\f\fthree\n"
    assert [document.text[p.start : p.end] for p in document.pages] == ["one\n", "", "three\n"]
    assert [p.source for p in document.pages] == ["text", "blank", "text"]


def test_text_that_runs_up_the_margin_follows_the_page() -> None:
    margin = PlacedWord("MARGIN", Box(1, 10, 300, 20, 360), upright=False)

    assert text_of([margin], line("body", 50, 320)) == "body\n\nMARGIN\n"


def test_white_space_inside_a_placed_word_parts_it() -> None:
    document = assemble("made", [page([PlacedWord("a\u00a0bc", Box(1, 0, 0, 40, 10))])])

    assert words_of(document) == ["a", "bc"]
    assert document.words[1].box == Box(1, 20, 0, 40, 10)


@pytest.mark.parametrize("rotation", [1, 2, 3])
def test_a_turned_page_reads_as_if_upright_and_keeps_its_own_boxes(rotation: int) -> None:
    upright = [*line("first line of text", 50, 100), *line("second line", 50, 112)]
    lying = [PlacedWord(w.text, rotated_box(w.box, -rotation, WIDTH, HEIGHT)) for w in upright]
    width, height = rotated_size(WIDTH, HEIGHT, rotation)

    document = assemble("made", [PlacedPage(1, width, height, lying, rotation=rotation)])

    assert document.text == "first line of text\nsecond line\n"
    assert [word.box for word in document.words] == [word.box for word in lying]


@pytest.mark.parametrize("degrees", [-3.0, 1.8])
def test_rows_of_a_skewed_table_stay_rows_and_its_boxes_stay_where_they_are(degrees: float) -> None:
    rows = [("Desk", "$612.00"), ("Chair", "$284.50"), ("Lamp", "$47.25")]
    level = [
        w
        for i, row in enumerate(rows)
        for x, cell in zip((40, 520), row, strict=True)
        for w in line(cell, x, 100 + 14 * i)
    ]
    askew = [PlacedWord(w.text, deskewed_box(w.box, -degrees)) for w in level]

    document = assemble("made", [PlacedPage(1, WIDTH, HEIGHT, askew, skew=degrees)])

    assert document.text == "Desk\t$612.00\nChair\t$284.50\nLamp\t$47.25\n"
    for word, placed in zip(document.words, askew, strict=True):
        assert word.box is not None
        assert word.box.x0 == pytest.approx(placed.box.x0)
        assert word.box.top == pytest.approx(placed.box.top)


coordinates = st.floats(0, 800, allow_nan=False, width=32)
sizes = st.floats(0, 200, allow_nan=False, width=32)


@st.composite
def placed_words(draw: st.DrawFn) -> PlacedWord:
    x, y = draw(coordinates), draw(coordinates)
    box = Box(1, x, y, x + draw(sizes), y + draw(sizes))
    return PlacedWord(draw(st.text(max_size=8)), box, draw(st.none() | st.floats(0, 1)), draw(st.booleans()))


@given(st.lists(st.lists(placed_words(), max_size=25), max_size=3), st.integers(0, 3))
def test_whatever_stands_wherever_offsets_are_exact_and_nothing_is_lost(
    pages: list[list[PlacedWord]], rotation: int
) -> None:
    document = assemble(
        "made", [PlacedPage(i, WIDTH, HEIGHT, words, rotation=rotation) for i, words in enumerate(pages, 1)]
    )

    placed = sorted(part for words in pages for word in words for part in word.text.split())
    assert sorted(words_of(document)) == placed
    assert words_of(document) == document.text.split()
    assert all(a.end < b.start for a, b in zip(document.words, document.words[1:], strict=False))
    assert len(document.pages) == len(pages)


def test_each_page_that_is_put_together_is_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    signs: list[int | None] = []
    monkeypatch.setattr(heartbeat, "_listener", signs.append)
    assemble("made", [page(line("Due date", 50, 100, page=n), number=n) for n in (1, 2, 3)])
    assert signs == [heartbeat.NO_PAGE] * 3
