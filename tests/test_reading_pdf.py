"""The text of digital PDFs: the right words, once, at the right places, in the right order."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pdfplumber
import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Box, Document
from nerkit.errors import BrokenPdf
from nerkit.reading import read_bytes

WIDTH, HEIGHT = 400.0, 300.0


def pdf(draw: Callable[[Canvas], object], size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def shown_turned(data: bytes, turns: int) -> bytes:
    buffer = io.BytesIO()
    document = pypdfium2.PdfDocument(data)
    document[0].set_rotation(90 * turns)
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def read_drawn(draw: Callable[[Canvas], object]) -> Document:
    return read_bytes(pdf(draw), "made.pdf", ocr="never")


def box_of(document: Document, text: str) -> Box:
    (box,) = document.boxes(document.text.index(text), document.text.index(text) + len(text))
    return box


def test_words_stand_where_they_were_drawn() -> None:
    document = read_drawn(lambda canvas: canvas.drawString(50, 200, "Invoice number 4711"))

    box = box_of(document, "number")
    x0 = 50 + stringWidth("Invoice ", "Helvetica", 12)
    assert box.page == 1
    assert box.x0 == pytest.approx(x0, abs=1)
    assert box.x1 == pytest.approx(x0 + stringWidth("number", "Helvetica", 12), abs=1)
    assert box.top < HEIGHT - 200 < box.bottom + 0.01
    assert box.height == pytest.approx(12, abs=3)
    assert (document.pages[0].width, document.pages[0].height) == (WIDTH, HEIGHT)


def test_words_agree_with_pdfplumber() -> None:
    def draw(canvas: Canvas) -> None:
        for i, row in enumerate(["Item Quantity Amount", "Paper, A4 (500 sheets) 12 $1,880.00", "Total: EUR 19.00"]):
            canvas.drawString(40, 250 - 16 * i, row)

    data = pdf(draw)
    document = read_bytes(data, "made.pdf")

    with pdfplumber.open(io.BytesIO(data)) as oracle:
        words = oracle.pages[0].extract_words()
    assert [document.text[word.start : word.end] for word in document.words] == [word["text"] for word in words]
    for ours, theirs in zip(document.words, words, strict=True):
        assert ours.box is not None
        assert ours.box.x0 == pytest.approx(theirs["x0"], abs=1)
        assert ours.box.x1 == pytest.approx(theirs["x1"], abs=1)


def test_text_drawn_twice_to_look_bold_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawString(50 + shift, 200, "TOTAL DUE 100.00")
        for i, letter in enumerate("Net"):
            canvas.drawString(50 + 9 * i, 150, letter)
            canvas.drawString(50.3 + 9 * i, 150, letter)

    assert "TOTAL DUE 100.00" in read_drawn(draw).text
    assert read_drawn(draw).text.count("TOTAL") == 1
    assert read_drawn(draw).text.count("N") == 1


def test_amounts_that_are_really_there_twice_are_read_twice() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "11.00 11.00")
        canvas.drawString(50, 185, "11.00")

    assert read_drawn(draw).text == "11.00 11.00\n11.00\n"


def test_a_line_drawn_in_pieces_and_out_of_order_is_one_line() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(300, 200, "$100.00")
        canvas.drawString(50, 150, "below")
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(50, 200.8, "Net amount")

    assert read_drawn(draw).text == "Net amount\t$100.00\n\nbelow\n"


def test_words_without_spaces_between_them_are_parted_by_their_distance() -> None:
    def draw(canvas: Canvas) -> None:
        x = 50.0
        for word in ("as", "of", "May"):
            canvas.drawString(x, 200, word)
            x += stringWidth(word + " ", "Helvetica", 12)

    assert read_drawn(draw).text == "as of May\n"


def test_a_superscript_stays_with_its_word() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "May 9")
        x = 50 + stringWidth("May 9", "Helvetica", 12)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(x, 204, "th")

    assert read_drawn(draw).text == "May 9th\n"


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_shown_turned_reads_in_its_shown_direction(turns: int) -> None:
    def draw(canvas: Canvas) -> None:
        # Drawn so that it stands upright once the viewer has turned the page.
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(90 * turns)
        canvas.drawString(-60, 20, "first line")
        canvas.drawString(-60, 0, "second line")

    document = read_bytes(shown_turned(pdf(draw), turns), "made.pdf")
    page = document.pages[0]

    assert document.text == "first line\nsecond line\n"
    assert (page.width, page.height) == ((WIDTH, HEIGHT) if turns % 2 == 0 else (HEIGHT, WIDTH))
    first = box_of(document, "first")
    assert first.x0 == pytest.approx(page.width / 2 - 60, abs=1)
    assert first.top < page.height / 2 - 20 < first.bottom + 0.01


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_whose_text_lies_on_its_side_is_read_all_the_same(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(200, 150)
        canvas.rotate(angle)
        canvas.drawString(-60, 20, "first line")
        canvas.drawString(-60, 0, "second line")

    document = read_drawn(draw)

    assert document.text == "first line\nsecond line\n"
    first = box_of(document, "first")
    assert (first.height > first.width) == (angle != 180)


def test_a_note_up_the_margin_does_not_disturb_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "Total due")
        canvas.drawString(50, 185, "Thank you")
        canvas.rotate(90)
        canvas.drawString(150, -20, "Form 7")

    assert read_drawn(draw).text == "Total due\nThank you\n\nForm 7\n"


def test_a_crop_box_moves_the_origin_and_hides_what_lies_outside() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((40, 100, 300, 280))
        canvas.drawString(50, 200, "inside")
        canvas.drawString(50, 50, "outside")

    document = read_drawn(draw)

    assert document.text == "inside\n"
    assert box_of(document, "inside").x0 == pytest.approx(10, abs=1)
    assert box_of(document, "inside").bottom == pytest.approx(80, abs=4)
    assert (document.pages[0].width, document.pages[0].height) == (260, 180)


def test_each_page_has_its_own_stretch_of_the_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "one")
        canvas.showPage()
        canvas.showPage()
        canvas.drawString(50, 200, "three")

    document = read_drawn(draw)

    assert document.text == "one\n\f\fthree\n"
    assert [page.source for page in document.pages] == ["text", "blank", "text"]
    assert document.warnings == ()


def test_a_page_without_text_is_named_where_ocr_is_switched_off() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "one")
        canvas.showPage()
        canvas.rect(50, 50, 100, 100)

    document = read_drawn(draw)

    assert tuple(map(str, document.warnings)) == ("page 2: no text layer, OCR is switched off",)


def test_a_stamp_on_a_scan_is_not_taken_for_its_text() -> None:
    from PIL import Image

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (400, 300), 255)), 0, 0, WIDTH, HEIGHT)
        canvas.drawString(50, 290, "Received 1 May")

    assert tuple(map(str, read_drawn(draw).warnings)) == ("page 1: almost no text over an image, OCR is switched off",)


def refused_by_pdfium(draw: Callable[[Canvas], object]) -> bytes:
    """A PDF whose catalog stands in its trailer, where no reference to it is."""
    sound = pdf(draw)
    pages = re.search(rb"/Pages (\d+ 0 R)", sound)
    assert pages
    refused = re.sub(rb"/Root \d+ 0 R", b"/Root << /Type /Catalog /Pages " + pages[1] + b" >>", sound)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(refused)
    return refused


def test_a_pdf_that_pdfium_refuses_is_read_in_a_second_try_with_its_boxes() -> None:
    data = refused_by_pdfium(lambda canvas: canvas.drawString(50, 200, "Invoice INV-17"))
    document = read_bytes(data, "made.pdf", ocr="never")
    assert [document.text[word.start : word.end] for word in document.words] == ["Invoice", "INV-17"]
    assert [warning.code for warning in document.warnings] == ["damaged-file"]
    box = document.words[0].box
    assert box
    assert box.x0 == pytest.approx(50, abs=1)


def test_a_pdf_in_which_the_second_try_finds_nothing_either_is_broken() -> None:
    with pytest.raises(BrokenPdf):
        read_bytes(refused_by_pdfium(lambda canvas: canvas.rect(50, 50, 9, 9)), "made.pdf", ocr="never")
