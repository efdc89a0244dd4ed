"""However a page lies, scanned, photographed or digital, its text is that of the upright page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Box
from nerkit.reading import read_bytes
from nerkit.reading.cleaning.orientation import quarter_turns

Pixels = npt.NDArray[np.uint8]

INVOICE = (
    ("Northwind Paper Company Limited", "", "INVOICE"),
    ("18 Harbour Street, Bristol", "", ""),
    ("Invoice number 4711", "", "14 March 2024"),
    ("Description", "Quantity", "Amount"),
    ("Paper, white, eighty grams", "12", "1,250.00"),
    ("Envelopes with a window", "400", "225.50"),
    ("Staples in boxes", "1", "45.00"),
    ("Please pay within thirty days", "Total", "1,520.50"),
)
RECEIPT = (
    "HARBOUR CAFE",
    "TEL 0117 4960 123",
    "TABLE 14",
    "2 X COFFEE 5.60",
    "1 X SCONE 3.20",
    "TOTAL 8.80",
    "CASH 10.00",
)


def drawn(lines: tuple[str, ...] = RECEIPT, *, size: int = 28, width: int = 560) -> Pixels:
    image = Image.new("L", (width, 2 * size * len(lines) + 80), 255)
    pen = ImageDraw.Draw(image)
    for i, line in enumerate(lines):
        pen.text((40, 40 + 2 * size * i), line, fill=0, font_size=size)
    return np.asarray(image)


def digital(*, rotate: int = 0, by_text: int = 0, size: tuple[int, int] = (500, 380)) -> bytes:
    """The invoice; the page is turned by its /Rotate, or its text is drawn turned, in degrees clockwise."""
    buffer = io.BytesIO()
    sides = size if by_text % 180 == 0 else size[::-1]
    canvas = Canvas(buffer, pagesize=sides)
    canvas.translate(*{0: (0, 0), 90: (0, sides[1]), 180: sides, 270: (sides[0], 0)}[by_text])
    canvas.rotate(-by_text)
    for i, cells in enumerate(INVOICE):
        for x, cell in zip((40, 280, 400), cells, strict=True):
            canvas.drawString(x, size[1] - 50 - 36 * i, cell)
    canvas.save()
    pdf = pypdfium2.PdfDocument(buffer.getvalue())
    pdf[0].set_rotation(rotate)
    turned = io.BytesIO()
    pdf.save(turned)
    pdf.close()
    return turned.getvalue()


def scanned(dpi: int = 150) -> Pixels:
    pdf = pypdfium2.PdfDocument(digital())
    pixels = np.array(pdf[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L"))
    pdf.close()
    return pixels


def photographed() -> Pixels:
    """The scan on a dark table, in a shadow, a little askew and out of focus."""
    image = Image.fromarray(scanned(170)).rotate(2.5, Image.Resampling.BICUBIC, expand=True, fillcolor=60)
    photo = np.pad(np.asarray(image.filter(ImageFilter.GaussianBlur(0.8))), 60, constant_values=55)
    shadow = np.linspace(1.0, 0.6, photo.shape[1])
    grain = np.random.default_rng(5).normal(0, 4, photo.shape)
    return np.clip(photo * shadow + grain, 0, 255).astype(np.uint8)


def png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def lying(pixels: Pixels, turns: int) -> Pixels:
    """The page after so many quarter turns against the clock."""
    return np.ascontiguousarray(np.rot90(pixels, turns))


@pytest.mark.parametrize("turns", [0, 1, 3])
@pytest.mark.parametrize("page", [scanned(100), scanned(300), photographed()], ids=["coarse", "fine", "photograph"])
def test_that_a_page_lies_on_its_side_is_told_from_its_letters(page: Pixels, turns: int) -> None:
    assert quarter_turns(lying(page, turns)) == turns


def test_that_a_page_stands_on_its_head_is_told_where_it_has_enough_letters() -> None:
    lines = (
        "The seller delivers the goods to the harbour of Bristol within ten days.",
        "Whatever is not paid thirty days after that bears interest at the rate of",
        "the central bank. The buyer looks at the goods as soon as they are there.",
    ) * 3

    assert quarter_turns(lying(drawn(lines, size=20, width=800), 2)) == 2


@pytest.mark.parametrize("degrees", [-5, -2, 0, 3, 6])
def test_lines_that_are_askew_are_no_page_on_its_side(degrees: int) -> None:
    askew = np.asarray(Image.fromarray(scanned()).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))

    assert [quarter_turns(lying(askew, turns)) for turns in (0, 1, 3)] == [0, 1, 3]


def test_capitals_and_figures_alone_do_not_turn_an_upright_page() -> None:
    """They look much the same upside down; that the page lies on its side is certain, which way reading tells."""
    page = drawn()

    assert quarter_turns(page) == 0
    assert quarter_turns(lying(page, 1)) in (1, 3)
    assert quarter_turns(lying(page, 3)) in (1, 3)


@pytest.mark.parametrize("pixels", [np.full((400, 300), 255, np.uint8), np.zeros((16, 16), np.uint8)])
def test_a_page_without_letters_stays_as_it_is(pixels: Pixels) -> None:
    assert quarter_turns(pixels) == 0


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("page", [scanned(), photographed(), drawn()], ids=["scan", "photograph", "capitals"])
def test_tesseract_reads_a_page_that_lies_as_it_reads_the_upright_one(page: Pixels, turns: int) -> None:
    upright = read_bytes(png(page), "page.png", ocr_engine="tesseract")

    assert len(upright.words) > 10
    assert read_bytes(png(lying(page, turns)), "page.png", ocr_engine="tesseract").text == upright.text


@pytest.mark.parametrize("engine", ["rapidocr", "auto"])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_the_other_engine_does_too(engine: str, turns: int) -> None:
    page = photographed()
    upright = read_bytes(png(page), "page.png", ocr_engine=engine)

    assert "1,520.50" in upright.text
    assert read_bytes(png(lying(page, turns)), "page.png", ocr_engine=engine).text == upright.text


@pytest.mark.parametrize(("orientation", "turns"), [(3, 2), (6, 1), (8, 3)])
def test_a_photograph_is_turned_once_where_its_exif_data_say_how_it_lies(orientation: int, turns: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    Image.fromarray(lying(scanned(), turns)).save(buffer, "PNG", exif=exif)

    document = read_bytes(buffer.getvalue(), "photo.png", ocr_engine="tesseract")

    assert document.text == read_bytes(png(scanned()), "photo.png", ocr_engine="tesseract").text
    assert document.pages[0].width > document.pages[0].height


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("ocr", ["auto", "always"])
def test_a_digital_page_may_be_turned_by_its_rotation_or_its_text(degrees: int, ocr: str) -> None:
    upright = read_bytes(digital(), "page.pdf", ocr=ocr, ocr_engine="tesseract")

    assert "Staples in boxes\t1\t45.00" in upright.text
    for data in (digital(rotate=degrees), digital(by_text=degrees)):
        assert read_bytes(data, "page.pdf", ocr=ocr, ocr_engine="tesseract").text == upright.text


def test_the_line_items_of_a_page_that_lies_are_those_of_the_upright_one(tmp_path: Path) -> None:
    from nerkit import load

    pipeline = load()
    results = []
    for turns in (0, 1, 3):
        path = tmp_path / f"{turns}.png"
        path.write_bytes(png(lying(scanned(), turns)))
        results.append(pipeline(path, ocr_engine="tesseract"))

    upright, *others = [result.to_dict() for result in results]
    assert [item["amount"]["value"] for item in upright["line_items"]] == ["1250.00", "225.50", "45.00"]
    for result, other in zip(results[1:], others, strict=True):
        assert without_places(other) == without_places(upright)
        # Boxes are of the page as it came: each entity has those of its words there.
        for entity in result.entities:
            words = result.document.words_between(entity.start, entity.end)
            assert all(any(_holds(box, word.box) for box in entity.boxes) for word in words)


def _holds(box: Box, inner: Box | None) -> bool:
    return (
        inner is not None
        and box.x0 <= inner.x0 + 0.01
        and box.top <= inner.top + 0.01
        and box.x1 >= inner.x1 - 0.01
        and box.bottom >= inner.bottom - 0.01
    )


def without_places(value: Any) -> Any:
    """A result without what differs between pages that lie and pages that stand."""
    if isinstance(value, dict):
        return {key: without_places(part) for key, part in value.items() if key not in ("boxes", "box", "source")}
    return [without_places(part) for part in value] if isinstance(value, list) else value
