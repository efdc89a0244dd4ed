"""What a PDF does to its text for the eye is undone for the reader, and every word keeps its place."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Box, Document, Word
from nerkit.reading import read_bytes

WIDTH, HEIGHT = 400.0, 300.0


def read_drawn(draw: Callable[[Canvas], object]) -> Document:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    draw(canvas)
    canvas.showPage()
    canvas.save()
    document = read_bytes(buffer.getvalue(), "made.pdf", ocr="never")
    assert "".join(document.text[word.start : word.end] for word in document.words) == "".join(document.text.split())
    return document


def words_of(document: Document, text: str) -> tuple[Word, ...]:
    start = document.text.index(text)
    return document.words_between(start, start + len(text))


def lines(*texts: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for i, text in enumerate(texts):
            canvas.drawString(50, 250 - 14 * i, text)

    return draw


def test_a_word_parted_at_the_end_of_a_line_is_one_word_with_a_box_for_each_half() -> None:
    document = read_drawn(lines("The seller shall give notice of termi-", "nation within thirty days."))

    assert document.text == "The seller shall give notice of termination\nwithin thirty days.\n"
    first, second = words_of(document, "termination")
    assert first.box is not None
    assert second.box is not None
    assert first.end == second.start
    assert first.box.top < second.box.top
    assert first.box.x0 > second.box.x0
    assert len(document.boxes(first.start, second.end)) == 2


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("subject to the non-", "disclosure above", "non-disclosure"),
        ("Each party names the third-", "party beneficiary", "third-party"),
        ("Arm's-length dealing, an arm's-length price, at arm's-", "length only", "arm's-\nlength"),
    ],
)
def test_the_hyphen_of_a_compound_stays(before: str, after: str, kept: str) -> None:
    assert kept in read_drawn(lines("No third person is a party here.", "A party", before, after)).text


def test_the_document_says_how_a_word_is_written() -> None:
    text = read_drawn(lines("This agreement is one to which we agree.", "It is an agree-", "ment of two.")).text

    assert "an agreement\nof two" in text


@pytest.mark.parametrize(("above", "below"), [("from 2014-", "15 on"), ("Item A-", "Second line"), ("see -", "below")])
def test_numbers_and_names_are_not_joined(above: str, below: str) -> None:
    assert read_drawn(lines("The first line", above, below)).text == f"The first line\n{above}\n{below}\n"


def in_vera(*texts: str) -> Callable[[Canvas], None]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    def draw(canvas: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        canvas.setFont("Vera", 12)
        lines(*texts)(canvas)

    return draw


def test_a_ligature_is_its_letters_in_the_box_of_the_word() -> None:
    document = read_drawn(in_vera("the \ufb01rst \ufb02oor of\ufb01ce"))

    assert document.text == "the first floor office\n"
    (first,) = words_of(document, "first")
    (floor,) = words_of(document, "floor")
    assert first.box is not None
    assert floor.box is not None
    assert first.box.x1 < floor.box.x0


def test_a_soft_hyphen_shows_nowhere() -> None:
    text = read_drawn(in_vera("The con\u00adtract ends upon termi\u00ad", "nation of it.")).text

    assert text == "The contract ends upon termination\nof it.\n"


def test_a_null_character_is_no_part_of_a_word() -> None:
    assert read_drawn(in_vera("Net\u0000 amount")).text.split() == ["Net", "amount"]


def test_letters_spaced_out_are_words() -> None:
    document = read_drawn(lines("I N V O I C E   N O T E S", "Option A B and C"))

    assert document.text.split() == ["INVOICE", "NOTES", "Option", "A", "B", "and", "C"]
    (word,) = words_of(document, "INVOICE")
    assert word.box is not None
    assert word.box.x0 == pytest.approx(50, abs=1)
    assert word.box.width > 60


def test_text_under_a_filled_shape_is_left_out_and_text_on_one_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "secret price 99.00")
        canvas.setFillGray(0)
        canvas.rect(45, 245, 150, 18, stroke=0, fill=1)
        canvas.setFillGray(0.9)
        canvas.rect(45, 195, 150, 18, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(50, 200, "shaded cell")

    assert read_drawn(draw).text == "shaded cell\n"


def test_text_in_a_frame_or_behind_glass_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "framed")
        canvas.rect(45, 245, 150, 18, stroke=1, fill=0)
        canvas.drawString(50, 200, "highlighted")
        canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
        canvas.rect(45, 195, 150, 18, stroke=0, fill=1)

    assert read_drawn(draw).text.split() == ["framed", "highlighted"]


def test_text_under_a_picture_is_left_out() -> None:
    from PIL import Image

    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "below")
        canvas.drawString(50, 200, "beside")
        canvas.drawImage(ImageReader(Image.new("L", (20, 20), 200)), 40, 240, 60, 25)

    assert read_drawn(draw).text == "beside\n"


def draw_invisibly(canvas: Canvas, x: float, y: float, text: str) -> None:
    invisible = canvas.beginText(x, y)
    invisible.setTextRenderMode(3)
    invisible.textLine(text)
    canvas.drawText(invisible)


def test_invisible_text_is_left_out_beside_visible_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "Total due")
        draw_invisibly(canvas, 50, 200, "keywords")

    assert read_drawn(draw).text == "Total due\n"


def test_the_invisible_text_of_a_scan_is_its_text() -> None:
    from PIL import Image

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (400, 300), 255)), 0, 0, WIDTH, HEIGHT)
        for i in range(8):
            draw_invisibly(canvas, 50, 250 - 14 * i, f"what the scanner read in line {i}")
        canvas.drawString(50, 20, "Page 1")

    text = read_drawn(draw).text
    assert "what the scanner read in line 7" in text
    assert "Page 1" in text


def test_text_outside_of_the_page_is_left_out() -> None:
    assert (
        read_drawn(lambda canvas: (canvas.drawString(50, 250, "in"), canvas.drawString(500, 250, "out"))).text == "in\n"
    )


def test_filled_form_fields_are_words_at_their_places() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "Buyer")
        form = canvas.acroForm
        form.textfield(name="buyer", value="Harbor Supply", x=120, y=245, width=150, height=18)
        canvas.drawString(50, 200, "Country")
        form.choice(name="country", value="Norway", options=["Norway", "Spain"], x=120, y=195, width=100, height=18)
        canvas.drawString(50, 150, "Net 30")
        form.checkbox(name="net", checked=True, x=120, y=147, size=14)
        canvas.drawString(50, 100, "Net 60")
        form.checkbox(name="longer", checked=False, x=120, y=97, size=14)

    document = read_drawn(draw)

    assert [line.split("\t") for line in document.text.splitlines() if line] == [
        ["Buyer", "Harbor Supply"], ["Country", "Norway"], ["Net 30", "[x]"], ["Net 60", "[ ]"]
    ]  # fmt: skip
    (word,) = words_of(document, "Harbor")
    assert word.box is not None
    assert inside(word.box, Box(1, 120, HEIGHT - 263, 270, HEIGHT - 245))


def inside(inner: Box, outer: Box) -> bool:
    return outer.x0 <= inner.x0 <= inner.x1 <= outer.x1 and outer.top <= inner.top <= inner.bottom <= outer.bottom


def test_a_field_whose_value_is_drawn_on_the_page_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(124, 250, "Harbor Supply")
        canvas.acroForm.textfield(name="buyer", value="Harbor Supply", x=120, y=245, width=150, height=18)

    assert read_drawn(draw).text == "Harbor Supply\n"
