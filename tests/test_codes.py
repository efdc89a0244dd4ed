"""Codes on pages are found wherever and however they are drawn."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from code_material import DEBTOR, epc, modules, page, picture, swiss
from PIL import Image, ImageFilter

from nerkit.document import Box, Code, Document, Notice
from nerkit.reading import wire
from nerkit.reading.codes import codes_in
from nerkit.reading.reader import read_bytes

LINES = ("Rechnung Nr. 4711", "vom 5. Juni 2024", "Muster Gärtnerei AG, Zürich", "Gesamtbetrag CHF 199.95")


def scanned(data: bytes, dpi: int = 150, skew: float = 2.0, quality: int = 40) -> np.ndarray:
    """A page as a cheap scanner gives it."""
    import pypdfium2 as pdfium

    image = pdfium.PdfDocument(data)[0].render(scale=dpi / 72, grayscale=True).to_pil()
    image = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


@pytest.mark.parametrize("as_shapes", [False, True])
@pytest.mark.parametrize("in_form", [False, True])
def test_a_code_on_a_digital_page_is_read_as_a_picture_and_as_shapes(as_shapes: bool, in_form: bool) -> None:
    document = read_bytes(page(LINES, modules(swiss()), as_shapes=as_shapes, in_form=in_form), "a.pdf")
    (code,) = document.codes
    assert (code.symbology, code.text) == ("QR Code", swiss())
    assert code.box.x0 == pytest.approx(190, abs=20)
    assert code.box.bottom == pytest.approx(842 - 120, abs=20)
    assert "Gesamtbetrag" in document.text


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("text", [swiss(), swiss(debtor=DEBTOR, message="x" * 100), epc()])
def test_a_code_on_a_poor_scan_is_read(text: str, dpi: int) -> None:
    pixels = scanned(page(LINES, modules(text), as_shapes=True), dpi)
    assert [code.text for code in codes_in(pixels, 1, 595, 842, [])] == [text]


def test_a_code_on_a_picture_file_is_read() -> None:
    file = io.BytesIO()
    picture(modules(epc())).save(file, "PNG")
    assert [code.text for code in read_bytes(file.getvalue(), "a.png").codes] == [epc()]


def test_a_code_on_a_strip_longer_than_a_decoder_takes_is_read_where_it_is() -> None:
    code = np.asarray(picture(modules(epc())).convert("L").resize((1200, 1200), Image.Resampling.NEAREST))
    strip = np.full((70_000, 1200), 255, np.uint8)
    strip[60_000:61_200] = code
    (found,) = codes_in(strip, 1, 120, 7000, [])
    assert found.text == epc()
    assert 6000 <= found.box.top < found.box.bottom <= 6120


def test_a_bar_code_is_a_word_of_its_page() -> None:
    data = page(LINES, modules("PKG-0042", "Code128"), as_shapes=True)
    document = read_bytes(data, "a.pdf")
    assert [(code.symbology, code.text) for code in document.codes] == [("Code 128", "PKG-0042")]
    assert document.text.split()[-1] == "PKG-0042"
    (box,) = document.boxes(document.text.index("PKG-0042"), len(document.text.rstrip()))
    assert 842 - 120 - 60 < box.top < box.bottom < 842 - 110


def test_a_bar_code_whose_number_the_page_prints_adds_no_word() -> None:
    document = read_bytes(page((*LINES, "PKG-0042"), modules("PKG-0042", "Code128"), as_shapes=True), "a.pdf")
    assert document.text.count("PKG-0042") == 1


def test_a_code_that_cannot_be_read_is_said_and_the_page_is_read() -> None:
    cells = modules(swiss())
    rows, columns = cells.shape
    cells[rows // 3 : rows // 2, columns // 4 : 3 * columns // 4] ^= True
    document = read_bytes(page(LINES, cells), "a.pdf")
    assert (document.codes, [notice.code for notice in document.warnings]) == ((), ["code"])
    assert "Gesamtbetrag" in document.text


def test_a_page_without_a_code_has_none_and_says_nothing() -> None:
    noise = np.random.default_rng(7).random((90, 90)) < 0.5
    for data in (page(LINES), page(LINES, noise), page(LINES, noise, as_shapes=True)):
        document = read_bytes(data, "a.pdf")
        assert (document.codes, document.warnings) == ((), ())


def test_codes_travel_with_their_document() -> None:
    document = Document("a", "", (), (), warnings=(Notice("code", "…", 1),))
    document = replace(
        document, codes=(Code("QR Code", "a\nü", Box(1, 1.5, 2, 3, 4)), Code("EAN-13", "1", Box(2, 0, 0, 1, 1)))
    )
    assert wire.document_from_json(wire.loads(wire.dumps(wire.document_to_json(document)))) == document
