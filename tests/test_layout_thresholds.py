"""Where the layout changes its mind: each distance just below its threshold and just above it, in type of 10 points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from nerkit.document import Box
from nerkit.reading.layout import assemble
from nerkit.reading.placed import PlacedPage, PlacedWord

WIDTH, HEIGHT = 600.0, 800.0


def word(text: str, x0: float, top: float, width: float = 20.0, height: float = 10.0) -> PlacedWord:
    return PlacedWord(text, Box(1, x0, top, x0 + width, top + height))


def spaced(text: str, gaps: Sequence[float], *, x: float = 50.0, top: float = 100.0) -> list[PlacedWord]:
    """Words 20 points wide with these gaps between them."""
    words = []
    for part, gap in zip(text.split(), [*gaps, 0.0], strict=True):
        words.append(word(part, x, top))
        x += 20 + gap
    return words


def type_line(text: str, x: float, top: float, size: float = 10.0) -> list[PlacedWord]:
    """Letters half as wide as high, spaces a quarter."""
    words = []
    for part in text.split():
        words.append(word(part, x, top, len(part) * size / 2, size))
        x += len(part) * size / 2 + size / 4
    return words


def text_of(*lines: Sequence[PlacedWord]) -> str:
    return assemble("made", [PlacedPage(1, WIDTH, HEIGHT, [one for words in lines for one in words])]).text


class TestLines:
    @pytest.mark.parametrize("drawn", [1, -1])
    @pytest.mark.parametrize(("shift", "one"), [(0.0, True), (1.9, True), (2.1, True), (3.9, True), (4.1, False)])
    def test_words_are_on_one_line_up_to_four_tenths_of_their_height_apart(
        self, shift: float, one: bool, drawn: int
    ) -> None:
        words = [word("a", 50, 100), word("b", 73, 100 + shift)][::drawn]
        assert text_of(words) == ("a b\n" if one else "a\nb\n")

    @pytest.mark.parametrize(("overlap", "one"), [(4.9, True), (5.1, False)])
    def test_words_that_overlap_by_more_than_half_their_height_are_on_two_lines(
        self, overlap: float, one: bool
    ) -> None:
        words = [word("a", 50, 100), word("b", 70 - overlap, 103)]
        assert len(text_of(words).splitlines()) == (1 if one else 2)

    @pytest.mark.parametrize(
        ("bottom", "one"),
        [(147.9, True), (148.1, False), (132.5, True), (117.1, True), (116.9, False)],
    )
    def test_a_small_word_stands_on_the_line_of_a_large_one_whose_base_or_middle_it_shares(
        self, bottom: float, one: bool
    ) -> None:
        """10 points high beside 40, which reach from 100 to 140: 8 points off the base or the middle will do."""
        words = [word("Total", 50, 100, 80, 40), word("due", 135, bottom - 10)]
        assert len(text_of(words).splitlines()) == (1 if one else 2)

    def test_a_word_goes_to_the_nearest_of_two_lines(self) -> None:
        assert text_of([word("up", 50, 100), word("down", 50, 106), word("near", 75, 103.5)]) == "up\ndown near\n"
        assert text_of([word("up", 50, 100), word("down", 50, 106), word("near", 75, 102.5)]) == "up near\ndown\n"


class TestCells:
    @pytest.mark.parametrize(("gap", "parted"), [(6.5, False), (6.7, True)])
    def test_on_a_page_with_few_spaces_a_gap_parts_cells_from_two_thirds_of_the_height_on(
        self, gap: float, parted: bool
    ) -> None:
        assert text_of(spaced("a b", [gap])) == ("a\tb\n" if parted else "a b\n")

    @pytest.mark.parametrize(("gap", "parted"), [(5.4, False), (5.6, True)])
    @pytest.mark.parametrize("space", [0.6, 2.0])
    def test_beside_narrow_spaces_it_does_so_from_a_little_more_than_half(
        self, gap: float, parted: bool, space: float
    ) -> None:
        usual = spaced("a b c d e f", [space] * 5)
        assert text_of(usual, spaced("x y", [gap], top=130)).endswith("x\ty\n" if parted else "x y\n")

    @pytest.mark.parametrize(("gap", "parted"), [(13.1, False), (13.3, True)])
    def test_beside_the_wide_spaces_of_a_typewriter_it_takes_more_than_two_of_them(
        self, gap: float, parted: bool
    ) -> None:
        usual = spaced("a b c d e f", [6.0] * 5)
        assert text_of(usual, spaced("x y", [gap], top=130)).endswith("x\ty\n" if parted else "x y\n")

    @pytest.mark.parametrize("gap", [12.1, 0.4])
    def test_gaps_between_cells_and_within_words_do_not_count_as_spaces(self, gap: float) -> None:
        usual = [*spaced("a b c d e f", [2.0] * 5), *spaced("g h i j k l m", [gap] * 6, top=130)]
        assert text_of(usual, spaced("x y", [5.6], top=160)).endswith("x\ty\n")

    @pytest.mark.parametrize(("spaces", "parted"), [(3, False), (4, True)])
    def test_five_spaces_make_a_habit(self, spaces: int, parted: bool) -> None:
        """The gap that is asked about is one of them."""
        usual = spaced("a b c d e f"[: 2 * spaces + 1], [2.0] * spaces)
        far = [word("x", 50, 130), word("y", 50 + 20 + 6.0, 130)]
        text = text_of(usual, far)
        assert text.endswith("x\ty\n" if parted else "x y\n")

    @pytest.mark.parametrize(("gap", "parted"), [(13.1, False), (13.3, True)])
    def test_between_tall_words_a_gap_is_wider(self, gap: float, parted: bool) -> None:
        small = [word("a", 50, 110), word("b", 73, 110), word("c", 96, 110)]
        tall = [word("X", 119, 100, 20, 20), word("Y", 139 + gap, 100, 20, 20)]
        assert text_of([*small, *tall]) == ("a b c X\tY\n" if parted else "a b c X Y\n")


class TestJustifiedLines:
    @pytest.mark.parametrize(("gap", "parted"), [(19.9, False), (20.1, True)])
    def test_gaps_that_are_all_alike_are_spaces_up_to_twice_the_height(self, gap: float, parted: bool) -> None:
        text = text_of(spaced("a b c d e f", [gap] * 5))
        assert text == ("a\tb\tc\td\te\tf\n" if parted else "a b c d e f\n")

    @pytest.mark.parametrize(("count", "parted"), [(3, True), (4, False)])
    def test_it_takes_four_of_them(self, count: int, parted: bool) -> None:
        text = text_of(spaced("a b c d e"[: 2 * count + 1], [15.0] * count))
        assert ("\t" in text) == parted

    @pytest.mark.parametrize(("widest", "parted"), [(22.4, False), (22.6, True)])
    def test_one_gap_may_be_half_as_wide_again(self, widest: float, parted: bool) -> None:
        text = text_of(spaced("a b c d e f", [15.0, 15.0, widest, 15.0, 15.0]))
        assert text == ("a b c\td e f\n" if parted else "a b c d e f\n")

    @pytest.mark.parametrize(("off", "parted"), [(3.7, False), (3.9, True)])
    def test_six_tenths_of_them_are_alike_within_a_quarter(self, off: float, parted: bool) -> None:
        gaps = [15.0, 15.0 + off, 15.0, 8.0, 22.0]
        assert ("\t" in text_of(spaced("a b c d e f", gaps))) == parted


class TestBlocks:
    @pytest.mark.parametrize(("gap", "parted"), [(5.9, False), (6.1, True)])
    def test_lines_stand_apart_by_four_tenths_of_their_height_more_than_usual(self, gap: float, parted: bool) -> None:
        tops = [100.0, 112.0, 124.0, 136.0, 146.0 + gap]
        text = text_of(*[[word(f"l{i}", 50, top)] for i, top in enumerate(tops)])
        assert text == "l0\nl1\nl2\nl3\n" + ("\n" if parted else "") + "l4\n"

    @pytest.mark.parametrize(("gap", "parted"), [(3.9, False), (4.1, True)])
    def test_lines_that_usually_overlap_count_as_set_solid(self, gap: float, parted: bool) -> None:
        tops = [100.0, 108.0, 116.0, 124.0, 134.0 + gap]
        text = text_of(*[[word(f"l{i}", 50, top)] for i, top in enumerate(tops)])
        assert ("\n\n" in text) == parted

    @pytest.mark.parametrize(("pitch", "parted"), [(25.9, False), (26.1, True)])
    def test_beyond_double_spacing_every_line_stands_alone(self, pitch: float, parted: bool) -> None:
        text = text_of(*[[word(f"l{i}", 50, 100 + pitch * i)] for i in range(5)])
        assert text.count("\n\n") == (4 if parted else 0)

    @pytest.mark.parametrize(("gap", "parted"), [(9.9, False), (10.1, True)])
    @pytest.mark.parametrize("first", [True, False])
    def test_it_is_the_taller_of_two_lines_that_counts(self, gap: float, parted: bool, first: bool) -> None:
        tall = 100.0 if first else 110 + gap
        small = 120 + gap if first else 100.0
        pair = [[word("tall", 50, tall, 40, 20)], [word("small", 50, small)]]
        more = [[word(f"l{i}", 50, 300 + 12 * i)] for i in range(5)]
        text = text_of(*pair, *more)
        assert ("\n\n" in text.partition("l0")[0].rstrip("\n")) == parted

    def test_text_that_runs_up_the_margin_of_an_empty_page_stands_on_its_first_line(self) -> None:
        margin = PlacedWord("MARGIN", Box(1, 10, 300, 20, 360), upright=False)
        assert text_of([margin]) == "MARGIN\n"

    def test_a_word_that_is_glued_to_the_one_before_has_no_space(self) -> None:
        glued = PlacedWord("b", Box(1, 71, 100, 91, 110), glued=True)
        assert text_of([word("a", 50, 100), glued]) == "ab\n"

    def test_white_space_around_a_placed_word_takes_its_share_of_the_box(self) -> None:
        padded = PlacedWord("  ab ab ", Box(1, 0, 0, 80, 10))
        document = assemble("made", [PlacedPage(1, WIDTH, HEIGHT, [padded])])
        assert [(one.box.x0, one.box.x1) for one in document.words if one.box] == [(20, 40), (50, 70)]


FILLED = "some words of a line that fill it"


def columns(lines: int, *, words: str = FILLED, x: float = 330.0, size: float = 9.0) -> str:
    left = [type_line(f"left{i} {words}", 40, 100 + 12 * i, size) for i in range(lines)]
    right = [type_line(f"right{i} {words}", x, 100 + 12 * i, size) for i in range(lines)]
    return text_of(*[one for both in zip(left, right, strict=True) for one in both])


def by_columns(text: str, lines: int) -> bool:
    """Whether the left column is read to its end before the right one begins."""
    return text.index(f"left{lines - 1}") < text.index("right0")


class TestColumns:
    @pytest.mark.parametrize(("lines", "parted"), [(5, False), (6, True), (7, True)])
    def test_six_lines_make_a_column(self, lines: int, parted: bool) -> None:
        assert by_columns(columns(lines), lines) == parted

    @pytest.mark.parametrize(("words", "parted"), [("runningonandon", False), ("running onandon", True)])
    def test_its_lines_have_three_words(self, words: str, parted: bool) -> None:
        assert by_columns(columns(8, words=words, size=11), 8) == parted

    @pytest.mark.parametrize(("width", "parted"), [(89.0, False), (91.0, True)])
    def test_its_lines_are_as_wide_as_fifteen_hundredths_of_the_page(self, width: float, parted: bool) -> None:
        lines = []
        for i in range(8):
            for name, x in (("left", 40.0), ("right", 330.0)):
                third = (width - 10) / 3
                lines.append(
                    [word(f"{name}{i}" if k == 0 else "x", x + k * (third + 5), 100 + 12 * i, third) for k in range(3)]
                )
        assert by_columns(text_of(*lines), 8) == parted

    @pytest.mark.parametrize(("short", "parted"), [(3, True), (4, False)])
    def test_six_tenths_of_its_lines_fill_it(self, short: int, parted: bool) -> None:
        """Ten lines, of which as many as this have a single word; at least six are full."""
        lines = []
        for i in range(10):
            lines.append(type_line(f"left{i} {FILLED}", 40, 100 + 12 * i, 9))
            lines.append(type_line(f"right{i} {'' if 2 <= i < 2 + short + 1 else FILLED}", 330, 100 + 12 * i, 9))
        assert by_columns(text_of(*lines), 10) == parted

    @pytest.mark.parametrize(("share", "parted"), [(0.61, True), (0.59, False)])
    def test_a_line_fills_its_column_from_six_tenths_of_the_width_on(self, share: float, parted: bool) -> None:
        """One line in eight is as wide as the column, which is 240 points wide."""
        lines = []
        for i in range(8):
            lines.append(type_line(f"left{i} {FILLED}", 40, 100 + 12 * i, 9))
            wide = (240 if i == 0 else 240 * share) - 8
            texts = (f"right{i}", "x", "x")
            lines.append([word(t, 330 + k * (wide / 3 + 4), 100 + 12 * i, wide / 3, 9) for k, t in enumerate(texts)])
        assert by_columns(text_of(*lines), 8) == parted

    @pytest.mark.parametrize(("cut", "parted"), [(2, True), (3, False)])
    def test_it_has_one_cell_a_line_or_a_quarter_more(self, cut: int, parted: bool) -> None:
        """Eight lines, of which as many as this are in two cells."""
        lines = []
        for i in range(8):
            lines.append(type_line(f"left{i} {FILLED}", 40, 100 + 12 * i, 9))
            right = type_line(f"right{i} {FILLED}", 330, 100 + 12 * i, 9)
            lines.append([*right, word("end", right[-1].box.x1 + 12, 100 + 12 * i, 15, 9)] if i < cut else right)
        assert by_columns(text_of(*lines), 8) == parted

    def test_a_line_that_ends_in_the_gutter_is_kept(self) -> None:
        """Places are tried as a gutter every three points: one line ends exactly on the first of them."""
        lines = []
        for i in range(8):
            lines.append(
                [word("left", 40, 100 + 12 * i, 40), word("a", 85, 100 + 12 * i), word("b", 110, 100 + 12 * i, 40)]
            )
            lines.append(type_line(f"right{i} {FILLED}", 330, 100 + 12 * i, 9))
        lines[6][2] = word("b", 110, 136, 43)
        text = text_of(*lines)
        assert text.count("left a b\n") == 8
        assert text.rindex("left") < text.index("right0")

    def test_lines_above_columns_stand_apart_although_they_do_so_alike(self) -> None:
        heads = [[word(f"head{i}", 40, 10 + 25 * i, 500)] for i in range(3)]
        left = [type_line(f"left{i} {FILLED}", 40, 100 + 12 * i, 9) for i in range(8)]
        right = [type_line(f"right{i} {FILLED}", 330, 100 + 12 * i, 9) for i in range(8)]
        assert text_of(*heads, *left, *right).startswith("head0\n\nhead1\n\nhead2\n\n")


ADDRESS = ["Theodor Est", "Bahnhofstr. 42", "Haus Nordwind", "88802 Spielkreis", "Deutschland"]
SENDER = [
    "Bei Spiel GmbH",
    "Ecke 12",
    "12345 Stadthausen",
    "Telefon 555 23 78",
    "info@beispiel.example",
    "HRA Musterstadt",
]


def stack(lines: Sequence[str], x: float, y: float, pitch: float, size: float) -> list[list[PlacedWord]]:
    return [type_line(text, x, y + pitch * i, size) for i, text in enumerate(lines)]


def interlocked(x: float = 400.0, address: Sequence[str] = ADDRESS, *others: list[PlacedWord]) -> bool:
    """Whether the address on the left is read to its end before the sender on the right, in smaller type."""
    text = text_of(*stack(address, 50, 100, 14, 11), *stack(SENDER, x, 96, 11, 8), *others)
    order = [text.index(line) for line in (*address, *SENDER)]
    return all(above < below for above, below in pairwise(order))


class TestInterlockedBlocks:
    def test_an_address_and_its_sender_are_read_one_after_the_other(self) -> None:
        assert interlocked()

    @pytest.mark.parametrize(("gutter", "apart"), [(11.2, True), (10.8, False)])
    def test_between_them_is_a_gutter_as_wide_as_the_type_is_high(self, gutter: float, apart: bool) -> None:
        end = max(one.box.x1 for words in stack(ADDRESS, 50, 100, 14, 11) for one in words)
        assert interlocked(end + gutter) == apart

    @pytest.mark.parametrize(("indent", "apart"), [(5.3, True), (5.7, False)])
    def test_a_line_is_flush_with_another_within_half_its_height(self, indent: float, apart: bool) -> None:
        lines = stack(ADDRESS, 50, 100, 14, 11)
        lines[2] = type_line("Nord", 50 + indent, 128, 11)
        assert in_order(lines, stack(SENDER, 400, 96, 11, 8)) == apart

    @pytest.mark.parametrize(("gap", "apart"), [(5.6, True), (5.3, False)])
    @pytest.mark.parametrize("above", [True, False])
    def test_other_lines_keep_half_a_line_away_from_them(self, gap: float, apart: bool, above: bool) -> None:
        across = "this line runs on and on over both of the blocks from the left to the right of the page"
        top = 96 - gap - 11 if above else max(96 + 5 * 11 + 8, 100 + 4 * 14 + 11) + gap
        assert interlocked(400.0, ADDRESS, type_line(across, 50, top, 11)) == apart

    @pytest.mark.parametrize(("gap", "taken"), [(13.1, True), (13.3, False)])
    def test_a_line_within_a_line_and_a_fifth_belongs_to_its_block(self, gap: float, taken: bool) -> None:
        left, right = stack(ADDRESS, 50, 100, 14, 11), stack(SENDER, 400, 96, 11, 8)
        more = [type_line("Nachtrag", 50, 100 + 4 * 14 + 11 + gap, 11)]
        assert in_order([*left, *more], right) == taken
        assert in_order(left, right, more) != taken

    @pytest.mark.parametrize(("level", "off", "apart"), [(0, -3, True), (1, -3, True), (2, -3, False), (0, 0, False)])
    def test_four_lines_and_a_third_of_all_stand_beside_lines_that_are_not_level(
        self, level: int, off: float, apart: bool
    ) -> None:
        """Both blocks begin with lines that are level; then their pitches differ."""
        left, right = (
            stack([f"{name}{i}" for i in range(level)], x, 100, 14, 11) for name, x in (("north", 50), ("south", 400))
        )
        left += stack([f"east{i}" for i in range(5)], 50, 100 + 14 * level, 14, 11)
        right += stack([f"west{i}" for i in range(6)], 400, 100 + 14 * level + off, 11, 8)
        assert in_order(left, right) == apart

    @pytest.mark.parametrize("lines", [1, 2, 3])
    def test_the_lines_above_the_first_that_has_one_beside_it_belong_to_their_block(self, lines: int) -> None:
        left, right = stack(ADDRESS, 50, 100, 14, 11), stack(SENDER, 400, 96, 11, 8)
        above = stack(["Frau", "Direktorin", "Professorin"][:lines], 50, 100 - 14 * lines, 14, 11)
        assert in_order([*above, *left], right)

    @pytest.mark.parametrize("lines", [1, 2])
    def test_a_line_far_above_is_none_of_the_block(self, lines: int) -> None:
        left, right = stack(ADDRESS, 50, 100, 14, 11), stack(SENDER, 400, 96, 11, 8)
        assert in_order(stack(["Kopf", "Zeile"][:lines], 400, 20, 24, 8), left, right)

    @pytest.mark.parametrize(("amounts", "apart"), [(2, True), (3, False)])
    def test_most_lines_of_each_hold_a_word(self, amounts: int, apart: bool) -> None:
        lines = [f"1{i}.00" if i < amounts else text for i, text in enumerate(ADDRESS)]
        assert interlocked(400.0, lines) == apart


def in_order(*blocks: list[list[PlacedWord]]) -> bool:
    """Whether the blocks are read one after the other."""
    text = text_of(*[line for block in blocks for line in block])
    order = [text.index(line[0].text) for block in blocks for line in block]
    return all(above < below for above, below in pairwise(order))
