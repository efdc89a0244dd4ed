"""Pictures on a page with text of its own: those that hold text are read in their place, others cost nothing."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath, text_to_path
from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Document
from nerkit.reading import read_bytes
from nerkit.reading.lettering import connected_shapes

WIDTH, HEIGHT = 595.0, 842.0
SCALE = 3  # pixels a point
TOTALS = (("Subtotal", "2,255.00"), ("VAT 20%", "451.00"), ("Total", "2,706.00"))
ROWS = (("Site survey", "900.00"), ("Structural report", "1,250.00"), ("Travel", "105.00"))
UNREAD = "page 1: a picture on it looks as if it held text"


def picture(*lines: tuple[str, str], width: int = 300, size: int = 10, mode: str = "L") -> Image.Image:
    """Lines of text with a word at the left and one at the right edge; 20 points a line, black on white or nothing."""
    paper, ink = (255, 0) if mode == "L" else ((0, 0, 0, 0), (0, 0, 0, 255))
    image = Image.new(mode, (width * SCALE, 20 * SCALE * len(lines)), paper)
    drawing = ImageDraw.Draw(image)
    font = ImageFont.load_default(size * SCALE)
    for i, (left, right) in enumerate(lines):
        y = (20 * i + 4) * SCALE
        drawing.text((10, y), left, fill=ink, font=font)
        drawing.text((width * SCALE - 10, y), right, fill=ink, font=font, anchor="ra")
    return image


def logo() -> Image.Image:
    image = Image.new("RGB", (200, 200), "white")
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((10, 10, 190, 190), fill=(20, 60, 160))
    drawing.text((100, 100), "NW7", fill="white", font=ImageFont.load_default(70), anchor="mm")
    return image


def page(canvas: Canvas) -> None:
    """A page with text of its own: a heading, three rows and a line below the place of the totals."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 780, "Brightwater Consulting Ltd, 18 Quay Street, Bristol BS1 4QA, United Kingdom")
    for i, (goods, amount) in enumerate(ROWS):
        canvas.drawString(60, 700 - 20 * i, goods)
        canvas.drawRightString(540, 700 - 20 * i, amount)
    canvas.drawString(60, 520, "Please pay within thirty days to the account that you know from us")


def put(image: Image.Image, x: float, y: float, width: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), x, y, width, width * image.height / image.width, mask="auto")

    return draw


def pdf(*pages: Sequence[Callable[[Canvas], None]]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    for draws in pages:
        for draw in draws:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def shown_turned(data: bytes, degrees: int) -> bytes:
    with pdfium.PdfDocument(data) as document:
        document[0].set_rotation(degrees)
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def read(data: bytes, **options: object) -> Document:
    return read_bytes(data, "invoice.pdf", **options)  # type: ignore[arg-type]


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "rapidocr", None)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], int]:
    """How often Tesseract was asked to recognise something: it is, by a program that keeps count."""
    real = shutil.which("tesseract")
    program, count = tmp_path / "bin" / "tesseract", tmp_path / "count"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ncase \"$*\" in *tsv) echo >> '{count}';; esac\nexec '{real}' \"$@\"\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return lambda: len(count.read_text().splitlines()) if count.exists() else 0


def test_totals_that_are_a_picture_are_rows_of_the_page() -> None:
    document = read(pdf([page, put(picture(*TOTALS), 245, 570, 300)]))

    assert document.text.splitlines()[-5:] == [
        *("Subtotal\t2,255.00", "VAT 20%\t451.00", "Total\t2,706.00"),
        *("", "Please pay within thirty days to the account that you know from us"),
    ]
    assert document.warnings == ()
    assert document.pages[0].source == "text"
    total = next(word for word in document.words if document.text[word.start : word.end] == "2,706.00")
    assert total.confidence is not None
    assert total.box is not None
    assert 480 < total.box.x0 < total.box.x1 < 548
    assert 842 - 590 <= total.box.top < total.box.bottom <= 842 - 570


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_they_are_on_a_page_that_is_shown_turned(turned: int) -> None:
    data = pdf([page, put(picture(*TOTALS), 245, 570, 300)])

    upright, lying = read(data), read(shown_turned(data, turned))

    assert sorted(lying.text.split()) == sorted(upright.text.split())
    assert "Total\t2,706.00" in lying.text


def test_a_transparent_picture_and_one_cut_into_strips_are_read_all_the_same() -> None:
    clear = picture(*TOTALS, mode="RGBA")
    whole = picture(*TOTALS)
    strips = [whole.crop((0, y, whole.width, y + 15)) for y in range(0, whole.height, 15)]

    for draws in (
        [put(clear, 245, 570, 300)],
        [put(strip, 245, 625 - 5 * i, 300) for i, strip in enumerate(strips)],
    ):
        assert "Subtotal\t2,255.00\nVAT 20%\t451.00\nTotal\t2,706.00\n" in read(pdf([page, *draws])).text


def test_what_the_page_writes_over_its_picture_is_read_once() -> None:
    def own(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for i, (label, amount) in enumerate(TOTALS[:1]):
            canvas.drawString(248, 618 - 20 * i, label)
            canvas.drawRightString(541, 618 - 20 * i, amount)

    text = read(pdf([page, put(picture(*TOTALS), 245, 570, 300), own])).text

    assert [text.count(word) for word in ("Subtotal", "2,255.00", "451.00", "2,706.00")] == [1, 1, 1, 1]


def test_a_letterhead_behind_the_whole_page_is_read_beside_its_text() -> None:
    paper = Image.new("L", (int(WIDTH) * 2, int(HEIGHT) * 2), 255)
    drawing = ImageDraw.Draw(paper)
    for i, line in enumerate(("Brightwater Bank, IBAN GB29 NWBK 6016 1331 9268 19", "VAT Reg No. GB 123 4567 82")):
        drawing.text((120, 1560 + 40 * i), line, fill=60, font=ImageFont.load_default(22))

    document = read(pdf([put(paper, 0, 0, WIDTH), page]))

    assert document.text.endswith("Brightwater Bank, IBAN GB29 NWBK 6016 1331 9268 19\nVAT Reg No. GB 123 4567 82\n")
    assert document.text.count("Structural report\t1,250.00") == 1


def test_words_under_a_picture_do_not_hide_what_it_shows() -> None:
    def under(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(100, 600, "This line goes on below the picture and is covered in part by it there")

    text = read(pdf([page, under, put(picture(*TOTALS), 245, 570, 300)])).text

    assert "VAT 20%\t451.00" in text


def test_a_logo_asks_no_engine(no_engine: None) -> None:
    assert read(pdf([page, put(logo(), 60, 600, 60)])).warnings == ()


def test_a_bar_code_asks_no_engine(no_engine: None) -> None:
    image = Image.new("L", (900, 120), 255)
    drawing = ImageDraw.Draw(image)
    code = Code128("INV-2024-03-14-0001")
    code.validate()
    code.encode()
    code.decompose()
    x = 30
    for element in code.decomposed:  # letters are spaces, capitals bars, as wide as they are far in the alphabet
        width = 3 * (ord(element.lower()) - ord("a") + 1)
        drawing.rectangle((x, 10, x + width - 1, 110), fill=255 if element.islower() else 0)
        x += width

    assert read(pdf([page, put(image, 60, 600, 300)])).warnings == ()


def test_a_letterhead_on_every_page_is_recognised_once(asked: Callable[[], int]) -> None:
    letterhead = put(picture(("Northwind Paper", "12 Harbour Road")), 60, 800, 300)

    read(pdf([page, letterhead]), cache=False, ocr_engine="tesseract")
    once = asked()
    document = read(pdf(*[[page, letterhead]] * 4), cache=False, ocr_engine="tesseract")

    assert document.text.count("12 Harbour Road") == 4
    assert once > 0
    assert asked() == 2 * once


def test_where_no_engine_may_or_can_read_a_picture_the_result_says_so(no_engine: None) -> None:
    data = pdf([page, put(picture(*TOTALS), 245, 570, 300)])

    without, never = read(data), read(data, ocr="never")

    assert [str(notice) for notice in without.warnings] == [f"{UNREAD}, there is no OCR engine"]
    assert [str(notice) for notice in never.warnings] == [f"{UNREAD}, OCR is switched off"]
    assert {notice.code for notice in (*without.warnings, *never.warnings)} == {"picture"}
    assert "Travel\t105.00" in without.text


@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=24)))
def test_shapes_are_those_that_opencv_finds(ink: npt.NDArray[np.bool_]) -> None:
    _, _, shapes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    left, top, width, height, area = shapes[1:].T

    boxes, areas = connected_shapes(ink)

    found = np.column_stack([boxes, areas]).tolist()
    assert sorted(found) == sorted(np.column_stack([left, top, left + width, top + height, area]).tolist())


def outlines(text: str, x: float, y: float, size: float, *, in_one: bool) -> Callable[[Canvas], None]:
    """Text as filled shapes, a letter each or all in one, as drawing programs save it."""

    def draw(canvas: Canvas) -> None:
        whole = canvas.beginPath()
        for i, letter in enumerate(text):
            before, _, _ = text_to_path.get_text_width_height_descent(text[:i], FontProperties(size=size), False)
            path = whole if in_one else canvas.beginPath()
            for polygon in [] if letter == " " else TextPath((x + before, y), letter, size=size).to_polygons():
                path.moveTo(*polygon[0])
                for point in polygon[1:]:
                    path.lineTo(*point)
                path.close()
            if path is not whole and letter != " ":
                canvas.drawPath(path, stroke=0, fill=1)
        if in_one:
            canvas.drawPath(whole, stroke=0, fill=1)

    return draw


@pytest.mark.parametrize("in_one", [False, True])
def test_text_in_outlines_is_read_like_a_picture(in_one: bool) -> None:
    draws = [
        outlines(text, 300, 610 - 22 * i, 11, in_one=in_one) for i, text in enumerate(("Total 2,706.00", "VAT 451.00"))
    ]

    text = read(pdf([page, *draws])).text

    assert "Total 2,706.00\nVAT 451.00\n" in text
    assert "Travel\t105.00" in text


def test_filled_boxes_and_drawings_ask_no_engine(no_engine: None) -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(8):
            for j in range(8):
                canvas.rect(60 + 30 * i, 560 + 8 * j, 26, 5, stroke=0, fill=1)
                canvas.circle(320 + 25 * i, 565 + 8 * j, 3, stroke=0, fill=1)

    assert read(pdf([page, draw])).warnings == ()
