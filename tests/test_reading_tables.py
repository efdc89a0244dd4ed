"""Ruling lines and tables: found where they are drawn, in every way of drawing them, and nowhere else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.document import Box, Document, Table, Word
from nerkit.reading import read_bytes
from nerkit.reading.layout import assemble
from nerkit.reading.placed import PlacedPage, PlacedWord
from nerkit.reading.rotation import deskewed_box, rotated_box, rotated_size
from nerkit.reading.tables import find_tables

HEIGHT = 300.0
COLUMNS = (40, 140, 240, 340)
ROWS = (250, 220, 190, 160)
TEXTS = (("Item", "Rate", "Amount"), ("Paper", "19%", "12.00"), ("Pens", "7%", "3.50"))


def read_drawn(*drawings: Callable[[Canvas], object], turns: int = 0) -> Document:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, HEIGHT))
    for draw in drawings:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    if turns:
        pdf = pypdfium2.PdfDocument(buffer.getvalue())
        pdf[0].set_rotation(90 * turns)
        buffer = io.BytesIO()
        pdf.save(buffer)
        pdf.close()
    return read_bytes(buffer.getvalue(), "made.pdf", ocr="never")


def texts(canvas: Canvas) -> None:
    for row, y in zip(TEXTS, ROWS, strict=False):
        for text, x in zip(row, COLUMNS, strict=False):
            canvas.drawString(x + 5, y - 18, text)


def strokes(canvas: Canvas) -> None:
    canvas.grid(COLUMNS, ROWS)


def framed_cells(canvas: Canvas) -> None:
    for (x0, x1), (y1, y0) in ((xs, ys) for xs in pairwise(COLUMNS) for ys in pairwise(ROWS)):
        canvas.rect(x0, y0, x1 - x0, y1 - y0)


def thin_rectangles(canvas: Canvas) -> None:
    for y in ROWS:
        canvas.rect(COLUMNS[0], y, COLUMNS[-1] - COLUMNS[0], 0.5, stroke=0, fill=1)
    for x in COLUMNS:
        canvas.rect(x, ROWS[-1], 0.5, ROWS[0] - ROWS[-1], stroke=0, fill=1)


def one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for y in ROWS:
        path.rect(COLUMNS[0], y, COLUMNS[-1] - COLUMNS[0], 0.5)
    for x in COLUMNS:
        path.rect(x, ROWS[-1], 0.5, ROWS[0] - ROWS[-1])
    canvas.drawPath(path, stroke=0, fill=1)


def dots(canvas: Canvas) -> None:
    for y in ROWS:
        for x in range(COLUMNS[0], COLUMNS[-1] + 1, 3):
            canvas.rect(x, y, 1, 1, stroke=0, fill=1)
    for x in COLUMNS:
        for y in range(ROWS[-1], ROWS[0] + 1, 3):
            canvas.rect(x, y, 1, 1, stroke=0, fill=1)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("grid")
    canvas.grid([x / 2 for x in COLUMNS], [y / 2 for y in ROWS])
    canvas.endForm()
    canvas.saveState()
    canvas.scale(2, 2)
    canvas.doForm("grid")
    canvas.restoreState()


def cells(document: Document, table: Table) -> dict[tuple[int, int], str]:
    words = [document.text[word.start : word.end] for word in document.words]
    return {(cell.row, cell.column): " ".join(words[i] for i in cell.words) for cell in table.cells}


EXPECTED = {(i, j): text for i, row in enumerate(TEXTS) for j, text in enumerate(row)}


@pytest.mark.parametrize("draw", [strokes, framed_cells, thin_rectangles, one_path, dots, in_a_form])
def test_a_table_is_found_however_its_lines_are_drawn(draw: Callable[[Canvas], object]) -> None:
    document = read_drawn(draw, texts)

    (table,) = document.tables
    assert (table.rows, table.columns) == (3, 3)
    assert cells(document, table) == EXPECTED
    assert (table.box.x0, table.box.top) == pytest.approx((COLUMNS[0], HEIGHT - ROWS[0]), abs=1.5)
    assert (table.box.x1, table.box.bottom) == pytest.approx((COLUMNS[-1], HEIGHT - ROWS[-1]), abs=1.5)
    assert len(document.rules) == 8


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_table_on_a_turned_page_has_its_rows_where_a_reader_sees_them(turns: int) -> None:
    document = read_drawn(strokes, texts, turns=turns)

    (table,) = document.tables
    assert cells(document, table) == EXPECTED
    page = document.pages[0]
    for cell in table.cells:
        for i in cell.words:
            box = document.words[i].box
            assert box is not None
            assert cell.box.x0 < box.x0 < box.x1 < cell.box.x1 <= page.width
            assert cell.box.top < box.top < box.bottom < cell.box.bottom <= page.height


@pytest.mark.parametrize(("turn", "skew"), [(0, 3.0), (1, -2.0), (2, 0.0)])
def test_a_table_of_a_skewed_or_turned_scan_is_put_back_where_it_came_from(turn: int, skew: float) -> None:
    width, height = 400.0, HEIGHT
    lines = [Box(1, x, 50, x + 1, 140) for x in COLUMNS] + [Box(1, 40, HEIGHT - y, 340, HEIGHT - y + 1) for y in ROWS]
    words = [
        PlacedWord(text, Box(1, x + 5, HEIGHT - y + 8, x + 45, HEIGHT - y + 20), 0.9)
        for row, y in zip(TEXTS, ROWS, strict=False)
        for text, x in zip(row, COLUMNS, strict=False)
    ]

    def as_it_came(box: Box) -> Box:
        return rotated_box(deskewed_box(box, -skew), -turn, width, height)

    scanned = [PlacedWord(word.text, as_it_came(word.box), word.confidence) for word in words]
    size = rotated_size(width, height, -turn)
    rules = [as_it_came(line) for line in lines]
    document = assemble("scan", [PlacedPage(1, *size, scanned, "ocr", turn, skew, rules)])

    (table,) = document.tables
    assert cells(document, table) == EXPECTED
    assert document.rules == tuple(rules)
    x0, x1 = (deskewed_box(rotated_box(cell.box, turn, *size), skew).x0 for cell in table.cells[:2])
    assert (x0, x1) == pytest.approx((40.5, 140.5), abs=0.01)


def test_a_cell_over_two_columns_is_one_cell() -> None:
    def total(canvas: Canvas) -> None:
        canvas.lines([(40, 130, 340, 130), (40, 160, 40, 130), (240, 160, 240, 130), (340, 160, 340, 130)])
        canvas.drawString(150, 140, "Total")
        canvas.drawString(245, 140, "15.50")

    document = read_drawn(strokes, texts, total)

    (table,) = document.tables
    assert (table.rows, table.columns) == (4, 3)
    assert [(cell.column, cell.columns) for cell in table.cells if cell.row == 3] == [(0, 2), (2, 1)]
    assert cells(document, table)[3, 0] == "Total"


def test_a_frame_around_the_head_of_the_page_is_no_row_of_the_table_below_it() -> None:
    def head(canvas: Canvas) -> None:
        canvas.rect(40, 250, 300, 49)
        canvas.drawString(45, 280, "Paper & Pens Ltd.")

    def rows(canvas: Canvas) -> None:
        canvas.grid(COLUMNS, (250, 240, 230, 220))
        for y in (242, 232, 222):
            for x in COLUMNS[:-1]:
                canvas.setFontSize(8)
                canvas.drawString(x + 5, y, "x")

    (table,) = read_drawn(head, rows).tables

    assert (table.rows, table.columns) == (3, 3)
    assert table.box.top == pytest.approx(HEIGHT - 250, abs=1)


def test_lines_in_pieces_that_do_not_quite_meet_still_make_a_table() -> None:
    level = [Box(1, x, y + shift, x + 52, y + shift) for y in (50, 80, 110) for x, shift in ((40, 0), (90, 1.5))]
    upright = [Box(1, x + shift, y, x + shift, y + 31) for x in (40, 90, 141) for y, shift in ((50, 0), (79, 1.5))]
    words = [Word(i, i + 1, Box(1, x, y, x + 5, y + 10)) for i, (x, y) in enumerate(((50, 60), (100, 60), (50, 90)))]

    (table,) = find_tables(level + upright, words)

    assert [cell.words for cell in table.cells] == [(0,), (1,), (2,), ()]


def test_text_struck_out_parts_no_rows() -> None:
    def struck(canvas: Canvas) -> None:
        for y in ROWS[:-1]:
            canvas.drawString(242, y - 8, "1,234,567,890.00 USD"[:17])
            canvas.line(240, y - 4.5, 340, y - 4.5)

    document = read_drawn(strokes, texts, struck)

    assert [(table.rows, table.columns) for table in document.tables] == [(3, 3)]


def test_two_tables_apart_are_two() -> None:
    def both(canvas: Canvas) -> None:
        canvas.grid((40, 100, 160), (250, 220, 190))
        canvas.grid((220, 280, 340), (250, 220, 190))
        for x in (45, 105, 225, 285):
            canvas.drawString(x, 230, "a")
            canvas.drawString(x, 200, "b")

    document = read_drawn(both)

    assert [(table.rows, table.columns) for table in document.tables] == [(2, 2), (2, 2)]


def frame(canvas: Canvas) -> None:
    canvas.rect(20, 20, 360, 260)


def underlines(canvas: Canvas) -> None:
    for y in ROWS:
        canvas.line(45, y - 20, 120, y - 20)


def white_grid(canvas: Canvas) -> None:
    canvas.setStrokeColor(white)
    canvas.grid(COLUMNS, ROWS)


@pytest.mark.parametrize(("draw", "rules"), [(frame, 4), (underlines, 4), (white_grid, 0), (lambda canvas: None, 0)])
def test_frames_underlines_and_what_cannot_be_seen_are_no_tables(draw: Callable[[Canvas], object], rules: int) -> None:
    document = read_drawn(draw, texts)

    assert document.tables == ()
    assert len(document.rules) == rules


def test_a_grid_with_next_to_no_words_is_no_table() -> None:
    document = read_drawn(strokes, lambda canvas: canvas.drawString(45, 232, "Notes"))

    assert document.tables == ()
    assert document.rules


def test_squared_paper_is_no_table() -> None:
    lines = [Box(1, 5.0 * i, 0, 5.0 * i + 0.1, 1500) for i in range(300)]
    lines += [Box(1, 0, 5.0 * i, 1500, 5.0 * i + 0.1) for i in range(300)]

    assert find_tables(lines * 2, ()) == []


def test_forms_that_repeat_each_other_without_end_are_left_off() -> None:
    def nested(canvas: Canvas) -> None:
        canvas.beginForm("f0")
        canvas.line(10, 10, 90, 10)
        canvas.endForm()
        for depth in range(1, 6):
            canvas.beginForm(f"f{depth}")
            for _ in range(12):
                canvas.doForm(f"f{depth - 1}")
            canvas.endForm()
        canvas.doForm("f5")

    assert len(read_drawn(nested, texts).rules) <= 1


def test_json_holds_rules_and_tables(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, HEIGHT))
    strokes(canvas)
    texts(canvas)
    canvas.save()
    file = tmp_path / "table.pdf"
    file.write_bytes(buffer.getvalue())

    result = CliRunner().invoke(app, ["read", str(file), "--format", "json"])

    content = json.loads(result.stdout)
    (table,) = content["tables"]
    first = content["words"][table["cells"][0]["words"][0]]
    assert content["text"][first["start"] : first["end"]] == "Item"
    assert len(content["rules"]) == 8
