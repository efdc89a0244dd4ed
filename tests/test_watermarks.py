"""A watermark or a stamp joins no row: the page reads as it does without, and the words are kept after it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Document
from nerkit.reading import read_bytes

WIDTH, HEIGHT = 595.0, 842.0
BOLD = "Helvetica-Bold"
GOODS = ("Site survey", "Structural report", "Travel", "Drawings, second set", "Oak boards", "Night shift")


@dataclass(frozen=True)
class Invoice:
    """What a plain invoice is drawn from: sizes in points, what stands where varies."""

    size: float
    pitch: float
    rows: tuple[str, ...]
    title: float
    centred: bool
    total: float

    def draw(self, canvas: Canvas) -> None:
        y = HEIGHT - 60
        canvas.setFillGray(0)
        canvas.setFont(BOLD, self.title)
        canvas.drawString(250 if self.centred else 400, y, "INVOICE")
        canvas.setFont("Helvetica", self.size)
        for i, line in enumerate(
            ("Brightwater Consulting Ltd", "18 Quay Street, Bristol", "VAT Reg No. GB 123 4567 82")
        ):
            canvas.drawString(60, y - i * self.pitch, line)
        for i, line in enumerate(("Invoice No: BC-2291", "Invoice date: 14 March 2024", "Due date: 13 April 2024")):
            canvas.drawString(400, y - 40 - i * self.pitch, line)
        y -= 120
        self._row(canvas, y, "Description", "Qty", "Unit price", "Amount")
        for i, goods in enumerate(self.rows, 1):
            self._row(canvas, y - i * self.pitch, goods, str(i), f"{i * 35}.00", f"{i * i * 35}.00")
        y -= (len(self.rows) + 3) * self.pitch
        canvas.drawString(330, y, "Total")
        canvas.setFont(BOLD, self.total)
        canvas.drawRightString(520, y, "£2,706.00")

    def _row(self, canvas: Canvas, y: float, goods: str, quantity: str, price: str, amount: str) -> None:
        canvas.drawString(60, y, goods)
        for x, text in ((330, quantity), (430, price), (520, amount)):
            canvas.drawRightString(x, y, text)

    def table_row(self, i: int) -> float:
        """How high the base line of a row of the table stands."""
        return HEIGHT - 180 - i * self.pitch


@dataclass(frozen=True)
class Mark:
    """Text over or under a page with its middle at x, y, no longer than most of a page is wide."""

    text: str
    x: float
    y: float
    size: float
    angle: float = 0.0
    colour: tuple[float, float, float] = (0.8, 0.8, 0.8)
    opacity: float = 1.0

    def draw(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(*self.colour, alpha=self.opacity)
        size = min(self.size, 420 / stringWidth(self.text, BOLD, 1))
        canvas.setFont(BOLD, size)
        canvas.translate(self.x, self.y)
        canvas.rotate(self.angle)
        canvas.drawCentredString(0, -0.36 * size, self.text)
        canvas.restoreState()


def read(*draw: Callable[[Canvas], None]) -> Document:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    for each in draw:
        each(canvas)
    canvas.showPage()
    canvas.save()
    return read_bytes(buffer.getvalue(), "invoice.pdf")


def assert_joins_no_row(invoice: Invoice, mark: Mark, *, under: bool) -> None:
    plain = read(invoice.draw).text
    marked = read(mark.draw, invoice.draw) if under else read(invoice.draw, mark.draw)

    assert marked.text == f"{plain}\n{mark.text}\n"
    assert marked.warnings == ()
    for word in marked.words:  # offsets hold for the words of a mark as well
        assert marked.text[word.start : word.end].strip() == marked.text[word.start : word.end] != ""


TEXTS = st.sampled_from(
    ["PAID", "COPY", "DUPLICATE", "BEZAHLT", "Entwurf", "ANNULÉ", "PAGADO 12", "NOT VALID", "Kopia"]
)
COLOURS = st.sampled_from(
    [(0.8, 0.8, 0.8), (0.93, 0.93, 0.93), (1, 0.75, 0.75), (0.9, 0, 0), (0, 0, 0), (0.1, 0.2, 0.7)]
)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    size = draw(st.floats(7, 11))
    return Invoice(
        size=size,
        pitch=size * draw(st.floats(1.2, 1.9)),
        rows=tuple(draw(st.lists(st.sampled_from(GOODS), min_size=2, max_size=8))),
        title=draw(st.floats(14, 30)),
        centred=draw(st.booleans()),
        total=draw(st.floats(size, 20)),
    )


@settings(max_examples=30)
@given(invoices(), TEXTS, st.floats(12, 90), st.floats(8, 82), st.booleans(), COLOURS, st.data())
def test_slanted_text_joins_no_row_wherever_it_runs(
    invoice: Invoice,
    text: str,
    size: float,
    angle: float,
    under: bool,
    colour: tuple[float, float, float],
    data: st.DataObject,
) -> None:
    angle = data.draw(st.sampled_from([angle, -angle]))
    x, y = data.draw(st.floats(250, 350)), data.draw(st.floats(350, 600))

    assert_joins_no_row(invoice, Mark(text, x, y, size, angle, colour), under=under)


@settings(max_examples=30)
@given(invoices(), TEXTS, st.floats(3, 8), st.booleans(), COLOURS, st.floats(0.1, 1), st.data())
def test_large_level_text_through_the_words_of_a_row_joins_none(
    invoice: Invoice,
    text: str,
    larger: float,
    under: bool,
    colour: tuple[float, float, float],
    opacity: float,
    data: st.DataObject,
) -> None:
    y = invoice.table_row(data.draw(st.integers(1, len(invoice.rows)))) + 0.36 * invoice.size
    x = data.draw(st.floats(290, 350))  # through the quantities
    mark = Mark(text, x, y, max(larger * invoice.size, 90 / stringWidth(text, BOLD, 1)), 0, colour, opacity)

    assert_joins_no_row(invoice, mark, under=under)


@settings(max_examples=20)
@given(invoices(), st.sampled_from(["PAID", "COPY", "KOPIE"]), st.floats(2.5, 5), st.booleans(), st.floats(-0.5, 1.5))
def test_a_pale_shade_in_the_gaps_between_cells_joins_no_row(
    invoice: Invoice, text: str, larger: float, under: bool, row: float
) -> None:
    y = invoice.table_row(1) - row * invoice.pitch + 0.36 * invoice.size
    size = min(larger * invoice.size, 140 / stringWidth(text, BOLD, 1))

    assert_joins_no_row(invoice, Mark(text, 235, y, size), under=under)


@pytest.mark.parametrize("angle", [90, -90])
@given(invoices(), TEXTS, st.floats(8, 60), st.booleans())
@settings(max_examples=15)
def test_a_bar_at_the_side_joins_no_row(angle: float, invoice: Invoice, text: str, size: float, under: bool) -> None:
    assert_joins_no_row(invoice, Mark(text, 35, 420, size, angle), under=under)


@given(invoices(), st.floats(24, 60), st.booleans())
@settings(max_examples=15)
def test_titles_and_totals_stay_where_they_are_however_large(invoice: Invoice, size: float, is_pale: bool) -> None:
    def title(canvas: Canvas) -> None:
        canvas.setFillGray(0.8 if is_pale else 0)
        canvas.setFont(BOLD, size)
        canvas.drawRightString(560, HEIGHT - 300, "INVOICE")
        canvas.setFillGray(0)
        canvas.setFont("Helvetica", 9)
        for i, line in enumerate(("Hollis Engineering plc", "4 Mill Road", "Leeds LS1 2AB", "United Kingdom")):
            canvas.drawString(60, HEIGHT - 300 - 12 * i, line)
        canvas.drawString(60, HEIGHT - 400, "Amount due")
        canvas.setFont(BOLD, size)
        canvas.drawString(200, HEIGHT - 400, "2,706.00")

    lines = read(title).text.splitlines()

    assert lines[-1] == "Amount due\t2,706.00"
    assert sum(line.endswith("\tINVOICE") for line in lines[:4]) == 1


def test_lines_of_a_mark_stay_lines_and_each_mark_has_its_own() -> None:
    invoice = Invoice(9, 14, GOODS, 20, False, 12)
    plain = read(invoice.draw).text
    y = invoice.table_row(2)
    stamp = Mark("PAID IN FULL", 300, y, 30), Mark("12 March 2024", 300, y - 34, 30)
    seal = Mark("Sample only", 300, 560, 40, 30)

    marked = read(invoice.draw, seal.draw, *(mark.draw for mark in stamp)).text

    assert marked == f"{plain}\nPAID IN FULL\n12 March 2024\nSample only\n"


def test_a_mark_that_begins_right_where_a_word_ends_is_not_glued_to_it() -> None:
    invoice = Invoice(9, 14, GOODS, 20, False, 12)
    begin = 60 + stringWidth("Travel", "Helvetica", 9) + 1
    mark = Mark("DUPLICATE", begin + stringWidth("DUPLICATE", BOLD, 36) / 2, invoice.table_row(3) + 3, 36)

    assert_joins_no_row(invoice, mark, under=True)


def test_slanted_letters_of_italics_stay_in_their_lines() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText()
        text.setFont("Helvetica", 10)
        text.setTextTransform(1, 0, 0.25, 1, 60, 700)
        text.textOut("Environmental fee")
        text.setTextTransform(1, 0, 0.25, 1, 300, 700)
        text.textOut("0.26")
        canvas.drawText(text)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(400, 700, "21 %")
        canvas.drawString(60, 680, "A line that is upright")

    assert read(draw).text == "Environmental fee\t0.26\t21 %\nA line that is upright\n"


def test_the_words_of_a_mark_are_in_no_cell_of_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.grid([60, 200, 300, 400], [600, 620, 640, 660])
        for i in range(3):
            for j in range(3):
                canvas.drawString(70 + 100 * j + 40 * (j > 0), 606 + 20 * i, f"cell{i}{j}")

    document = read(draw, Mark("COPY", 240, 640, 60, 20).draw)

    assert document.text.endswith("\n\nCOPY\n")
    assert [len(cell.words) for cell in document.tables[0].cells] == [1] * 9
