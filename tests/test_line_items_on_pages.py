"""Line items where words have places: white or rules part columns, headings and numbers say what they hold."""

from __future__ import annotations

import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from nerkit.benchmarks.line_item_accuracy import Compared, compare, counted
from nerkit.corpora.generator import generate
from nerkit.corpora.line_item_corpora import read
from nerkit.document import Box, Document, Table, TableCell
from nerkit.records.items.column_roles import roles
from nerkit.records.items.gutters import columns_of
from nerkit.records.items.headings import Column, headings
from nerkit.records.items.item_numbers import consistent
from nerkit.records.items.text_lines import LineWord, TextLine, lines_of
from nerkit.values.value import Context

COUNT, SEED = 60, 21
NUMBERS = ("quantity", "unit_price", "tax_rate", "amount")


def line(*words: tuple[str, float, float], top: float = 0.0, page: int = 1) -> TextLine:
    """Words at their places across, each a cell of its own."""
    placed = (LineWord(int(x0), int(x0) + len(text), text, x0, x1, True) for text, x0, x1 in words)
    return TextLine(page, top, top + 10, tuple(placed))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Document, list[dict[str, str]]]]:
    folder = tmp_path_factory.mktemp("invoices")
    generate(folder, COUNT, SEED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NERKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        return [(document, [dict(row) for row in rows]) for document, rows in read(Path(folder))]


def right_cells(done: list[Compared]) -> int:
    """Cells of numbers that are as drawn, on lines that were found."""
    return sum(
        name in wanted and name in item.cells and Decimal(item.cells[name].value) == Decimal(wanted[name])
        for document in done
        for wanted, item in document.pairs
        for name in NUMBERS
    )


def cells_of(document: Compared) -> int:
    """Cells of numbers that were drawn, on lines that were found."""
    return sum(name in wanted for wanted, _ in document.pairs for name in NUMBERS)


class TestGeneratedInvoices:
    def test_all_lines_and_nearly_all_of_their_numbers_are_read(
        self, documents: list[tuple[Document, list[dict[str, str]]]]
    ) -> None:
        done = list(compare(documents))
        counts, _ = counted(done)
        assert counts.hits > 4 * COUNT
        assert (counts.extra, counts.missed) == (0, 0)
        assert right_cells(done) >= 0.99 * sum(map(cells_of, done))

    def test_without_their_headings_arithmetic_finds_them(
        self, documents: list[tuple[Document, list[dict[str, str]]]]
    ) -> None:
        done = list(compare(documents, unheaded=True))
        counts, _ = counted(done)
        assert counts.hits > 2.4 * COUNT
        assert counts.extra == 0
        assert right_cells(done) >= 0.99 * sum(map(cells_of, done))


class TestBorders:
    HEADING = line(("Item", 0, 20), ("Qty", 100, 115), ("Price", 150, 180), ("Amount", 210, 250))
    COLUMNS = (
        Column(0, 20, "Item", ("description",)),
        Column(100, 115, "Qty", ("quantity",)),
        Column(150, 180, "Price", ("unit_price",)),
        Column(210, 250, "Amount", ("amount",)),
    )

    def test_words_stand_in_the_column_whose_white_surrounds_them(self) -> None:
        body = [
            line(
                ("Blue", 0, 20),
                ("paint,", 24, 50),
                ("large", 54, 90),
                ("2", 108, 115),
                ("9.00", 155, 180),
                ("18.00", 220, 250),
            ),
            line(("Red", 0, 16), ("12", 102, 115), ("110.00", 141, 180), ("1320.00", 205, 250)),
        ]
        columns = columns_of(self.COLUMNS, self.HEADING, body, ())
        split = [[" ".join(word.text for word in cell) for cell in columns.split(one)] for one in body]
        assert split == [["Blue paint, large", "2", "9.00", "18.00"], ["Red", "12", "110.00", "1320.00"]]

    def test_a_word_across_the_white_of_one_row_moves_no_border_of_the_others(self) -> None:
        body = [
            line(("x", 0, 40), ("3", 100, 110), ("5.00", 160, 180), ("15.00", 225, 250), top=20 * n) for n in range(4)
        ]
        body.append(
            line(
                ("A_long_description_that_runs_on", 0, 98),
                ("1", 100, 110),
                ("2.00", 160, 180),
                ("2.00", 228, 250),
                top=99,
            )
        )
        columns = columns_of(self.COLUMNS, self.HEADING, body, ())
        assert 98 <= columns.borders[0] <= 102
        assert [cell[0].text for cell in columns.split(body[-1])] == [
            "A_long_description_that_runs_on",
            "1",
            "2.00",
            "2.00",
        ]

    def test_the_rules_around_the_heading_part_its_columns(self) -> None:
        edges = (0.0, 60.0, 140.0, 200.0, 260.0)
        cells = tuple(
            TableCell(0, n, Box(1, x0, 0, x1, 12), ()) for n, (x0, x1) in enumerate(itertools.pairwise(edges))
        )
        table = Table(Box(1, 0, 0, 260, 100), 1, 4, cells)
        body = [line(("Nails", 0, 30), ("7", 65, 70), ("1.00", 145, 160), ("7.00", 205, 220), top=20)]
        assert columns_of(self.COLUMNS, self.HEADING, body, [table]).borders == (60.0, 140.0, 200.0)

    @pytest.mark.parametrize("box", [Box(2, 0, 0, 260, 100), Box(1, 0, 40, 260, 100), Box(1, 0, -90, 260, -4)])
    def test_the_rules_of_another_table_do_not(self, box: Box) -> None:
        cells = tuple(
            TableCell(0, n, Box(box.page, x, box.top, x + 65, box.bottom), ()) for n, x in enumerate((0, 65, 130, 195))
        )
        body = [line(("Nails", 0, 30), ("7", 105, 112), ("1.00", 160, 180), ("7.00", 228, 250), top=20)]
        plain = columns_of(self.COLUMNS, self.HEADING, body, ())
        assert columns_of(self.COLUMNS, self.HEADING, body, [Table(box, 1, 4, cells)]) == plain


class TestRoles:
    def columns(self, *kinds: tuple[str, ...]) -> list[Column]:
        return [Column(50.0 * n, 50.0 * n + 30, "", kind) for n, kind in enumerate(kinds)]

    def test_the_usual_reading_of_each_heading_is_taken(self) -> None:
        columns = self.columns(("description",), ("quantity", "unit"), ("unit_price", "amount"), ("amount",))
        rows = [["Nails", "2", "3.00", "6.00"], ["Screws", "1", "4.00", "4.00"]]
        assert roles(columns, rows, Context()) == ("description", "quantity", "unit_price", "amount")

    def test_arithmetic_outdoes_the_usual_reading(self) -> None:
        columns = self.columns(("description",), ("quantity",), ("amount", "unit_price"), ("unit_price", "amount"))
        rows = [["Nails", "2", "3.00", "6.00"], ["Screws", "5", "4.00", "20.00"]]
        assert roles(columns, rows, Context()) == ("description", "quantity", "unit_price", "amount")

    def test_without_a_heading_for_it_the_widest_text_is_the_description(self) -> None:
        columns = self.columns((), (), ("quantity",), ("amount",))
        rows = [["A7", "Nails of steel", "2", "6.00"], ["B8", "Screws of brass", "1", "4.00"]]
        assert roles(columns, rows, Context()) == ("other", "description", "quantity", "amount")

    def test_a_description_without_words_is_one_where_nothing_else_has_any(self) -> None:
        columns = self.columns(("description", "article"), ("article", "description"), ("amount",))
        assert roles(columns, [["17", "Nails", "6.00"]], Context())[1] == "description"
        assert roles(columns, [["Nails", "17", "6.00"]], Context())[0] == "description"

    def test_of_seven_doubtful_columns_five_are_tried_and_the_usual_reading_of_the_others_is_taken(self) -> None:
        columns = self.columns(*[("date", "amount")] * 5, ("amount", "quantity"), ("quantity", "amount"))
        found = roles(columns, [["1"] * 7], Context())
        assert found[5:] == ("amount", "quantity")

    @pytest.mark.parametrize(("doubtful", "kind"), [(4, "unit_price"), (5, "base")])
    def test_arithmetic_outdoes_no_usual_reading_behind_five_doubtful_columns(self, doubtful: int, kind: str) -> None:
        columns = self.columns(
            *[("date", "payment")] * doubtful, ("quantity",), ("base", "unit_price"), ("amount",), ("description",)
        )
        rows = [[*["1"] * doubtful, "2", "3.00", "6.00", "Nails"]]
        assert roles(columns, rows, Context())[doubtful + 1] == kind

    def test_a_number_of_the_line_is_no_quantity_only_because_there_is_none(self) -> None:
        columns = self.columns(("position", "quantity"), ("description",), ("unit_price",), ("amount",))
        rows = [["1", "Work", "100.00", "120.00"], ["2", "Travel", "50.00", "60.00"]]
        assert roles(columns, rows, Context()) == ("position", "description", "unit_price", "amount")
        rows = [["1", "Work", "100.00", "100.00"], ["2", "Travel", "50.00", "100.00"]]
        assert roles(columns, rows, Context()) == ("quantity", "description", "unit_price", "amount")

    def test_a_column_of_words_is_the_description_where_its_heading_may_mean_that(self) -> None:
        columns = self.columns(("position", "description"), ("quantity",), ("unit_price",), ("amount",))
        prices = ["2", "100.00", "200.00"]
        assert roles(columns, [["Work on site", *prices]], Context())[0] == "description"
        assert roles(columns, [["1", *prices]], Context())[0] == "position"


class TestSums:
    @pytest.mark.parametrize(
        ("quantity", "price", "amount", "holds"),
        [
            ("2", "3.00", "6.00", True), ("2", "3.00", "6.02", True), ("2", "3.00", "6.03", False),
            ("-2", "3.00", "6.00", True),
            ("100", "0.33", "33.33", True), ("100", "0.33", "33.52", False), ("100", "0.333", "33.33", True),
            ("100", "0.333", "33.36", True), ("100", "0.333", "33.37", False), ("1000", "0.3333", "333.33", True),
            ("10", "3", "30.07", False),
        ],
    )  # fmt: skip
    def test_a_product_may_be_off_by_what_a_rounded_price_explains(
        self, quantity: str, price: str, amount: str, holds: bool
    ) -> None:
        found = consistent([Decimal(quantity)], [Decimal(price)], [Decimal(amount)])
        assert (found is not None) is holds

    def test_a_discount_may_count_or_not(self) -> None:
        one = [Decimal(1)]
        assert consistent(one, [Decimal("10.00")], [Decimal("9.00")], [Decimal(10)])
        assert consistent(one, [Decimal("10.00")], [Decimal("10.00")], [Decimal(10)])
        assert not consistent(one, [Decimal("10.00")], [Decimal("8.00")], [Decimal(10)])


class TestHeadings:
    def of(self, text: str) -> list[tuple[int, int]]:
        from nerkit.reading import document_from_text

        found = headings(lines_of(document_from_text(text, "x.txt")))
        return [(one.first, one.last) for one in found]

    def test_a_heading_may_run_over_lines_above_and_below_it(self) -> None:
        assert self.of("Item\tUnit\tTotal\n\tprice\tamount\nNails\t2.00\t4.00\n") == [(0, 1)]

    def test_a_line_of_other_words_below_a_heading_is_none(self) -> None:
        assert self.of("Item\tQuantity\tPrice\tAmount\nNails of the best steel\nNails\t2\t2.00\t4.00\n") == [(0, 0)]

    def test_half_of_the_words_must_be_known(self) -> None:
        assert self.of("Description Quantity\tAmount\nNails\t2\t3.00\n")
        assert not self.of("We describe the quantity and amount of what was done here\nNails\t2\t3.00\n")

    def test_headings_of_two_tables_are_two(self) -> None:
        table = "Item\tQuantity\tAmount\nNails\t2\t3.00\n"
        assert self.of(f"{table}\n{table}") == [(0, 0), (2, 2)]
