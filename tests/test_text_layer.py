"""The hidden text layer of a scan is trusted when it makes sense, and only then; the reason is in the warnings."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Document
from nerkit.reading import read_bytes
from nerkit.reading.text_layer import is_plausible

SIZE = (500, 300)
LINES = (
    "Invoice number 4711-A of 12 March 2024",
    "Seller Northwind Paper Company Limited",
    "Buyer Harbour Bookshop and Sons",
    "Paper white eighty grams per square metre",
    "Net amount 1,580.00 Total amount 1,880.00",
    "Payment within thirty days to the account below",
)


def garbled(line: str, share: float) -> str:
    chance = random.Random(line)
    return "".join(chance.choice("xQ7|~{^}\\J9") if chance.random() < share and c != " " else c for c in line)


def scan(layer: tuple[str, ...], *, picture: tuple[str, ...] = LINES, render_mode: int = 3) -> bytes:
    """A page as scanners' programs leave it: a picture of `picture`, and `layer` as text over it, invisible."""
    image = Image.new("L", (SIZE[0] * 3, SIZE[1] * 3), 255)
    drawing = ImageDraw.Draw(image)
    for i, line in enumerate(picture):
        drawing.text((120, 90 + 100 * i), line, fill=0, font=ImageFont.load_default(42))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    canvas.drawImage(ImageReader(image), 0, 0, *SIZE)
    for i, line in enumerate(layer):
        text = canvas.beginText(40, 256 - 33 * i)
        text.setTextRenderMode(render_mode)
        text.textLine(line)
        canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()


def read(data: bytes, **options: object) -> Document:
    return read_bytes(data, "scan.pdf", **options)  # type: ignore[arg-type]


def said(document: Document) -> list[str]:
    return [str(notice) for notice in document.warnings]


def test_a_hidden_layer_that_makes_sense_is_taken_as_it_is() -> None:
    document = read(scan(tuple(garbled(line, 0.03) for line in LINES)))

    assert document.pages[0].source == "text"
    assert document.warnings == ()


def test_a_misread_hidden_layer_gives_way_to_better_words() -> None:
    document = read(scan(tuple(garbled(line, 0.3) for line in LINES)))

    assert document.pages[0].source == "ocr"
    assert "Seller Northwind Paper Company Limited" in document.text
    assert said(document) == ["page 1: hidden text layer with misread words, read by OCR"]


def test_a_misread_hidden_layer_stays_where_ocr_reads_no_better() -> None:
    layer = tuple(garbled(line, 0.25) for line in LINES)

    document = read(scan(layer, picture=("~ ^ {", "x9Q|J")))

    assert document.pages[0].source == "text"
    assert said(document) == ["page 1: hidden text layer with misread words, kept, as OCR reads no better"]


def test_a_misread_hidden_layer_is_better_than_none_where_there_is_no_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "rapidocr", None)

    document = read(scan(tuple(garbled(line, 0.3) for line in LINES)))

    assert document.pages[0].source == "text"
    assert said(document) == ["page 1: hidden text layer with misread words, kept, as there is no OCR engine"]


def test_ocr_always_takes_no_layer_and_ocr_never_keeps_any() -> None:
    good, bad = scan(LINES), scan(tuple(garbled(line, 0.3) for line in LINES))

    assert read(good, ocr="always").pages[0].source == "ocr"
    assert read(bad, ocr="never").pages[0].source == "text"
    assert said(read(bad, ocr="never")) == ["page 1: hidden text layer with misread words, OCR is switched off"]


def test_text_that_is_seen_is_never_doubted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    document = read(scan(tuple(garbled(line, 0.3) for line in LINES), picture=(), render_mode=0))

    assert document.pages[0].source == "text"
    assert document.warnings == ()


def test_a_fax_header_over_a_scan_does_not_stand_for_its_text() -> None:
    document = read(scan(("FAX 12:01 p. 1",), render_mode=0))

    assert document.pages[0].source == "ocr"
    assert said(document) == ["page 1: almost no text over an image, read by OCR"]


@pytest.mark.parametrize(
    "word", ["Invoice", "GmbH-", "(the", "$1,880.00", "12/03/2024", "WXYZ-TV", "A4711", "O'Neill", "19%"]
)
def test_words_numbers_and_codes_are_plausible(word: str) -> None:
    assert is_plausible(word)


@pytest.mark.parametrize("word", ["lnv0ice", "|", "~^", "Sel1er", "brxtkl", "aMoUnT", "{x}9", "1O,5S"])
def test_misread_words_are_not(word: str) -> None:
    assert not is_plausible(word)
