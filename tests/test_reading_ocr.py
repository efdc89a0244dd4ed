"""Scans: what Tesseract reads has the right words, and boxes in the coordinates of the page as it came."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Document
from nerkit.reading import read_bytes

SIZE = (420.0, 300.0)
LINES = (
    "Invoice number 4711 of 12 March 2024",
    "Seller Northwind Paper Company Limited",
    "Buyer Harbour Bookshop and Sons",
    "Paper white eighty grams per square metre",
    "Net amount 1,580.00 Total amount 1,880.00",
    "Payment within thirty days to the account below",
)


def digital(rules: bool = False) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    for i, line in enumerate(LINES):
        canvas.drawString(60, 240 - 28 * i, line)
        if rules:
            canvas.rect(54, 231 - 28 * i, 300, 28)
    canvas.save()
    return buffer.getvalue()


def rendered(dpi: int, *, rules: bool = False) -> npt.NDArray[np.uint8]:
    pdf = pypdfium2.PdfDocument(digital(rules))
    image = np.array(pdf[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L"))
    pdf.close()
    return image


def encoded(
    frames: Sequence[npt.NDArray[np.uint8]], kind: str = "PNG", *, dpi: int | None = 150, exif: Image.Exif | None = None
) -> bytes:
    buffer = io.BytesIO()
    first, *rest = [Image.fromarray(frame) for frame in frames]
    options: dict[str, object] = {"dpi": (dpi, dpi)} if dpi else {}
    if rest:
        options |= {"save_all": True, "append_images": rest}
    if exif:
        options["exif"] = exif
    first.save(buffer, kind, **options)
    return buffer.getvalue()


def words(document: Document) -> list[str]:
    return [document.text[word.start : word.end] for word in document.words]


TRUTH = read_bytes(digital(), "truth.pdf")


def assert_reads_like_the_truth(document: Document, *, share: float = 0.9, points: float = 5.0) -> None:
    """Most words are there, and those that occur once stand within a few points of their true places."""
    found = words(document)
    wanted = words(TRUTH)
    assert sum(word in found for word in wanted) >= share * len(wanted)
    for word, true in zip(wanted, TRUTH.words, strict=True):
        if wanted.count(word) == found.count(word) == 1 and len(word) > 2:
            box = document.words[found.index(word)].box
            assert box is not None
            assert true.box is not None
            assert box.x0 == pytest.approx(true.box.x0, abs=points)
            assert box.x1 == pytest.approx(true.box.x1, abs=points)
            assert (box.top + box.bottom) / 2 == pytest.approx((true.box.top + true.box.bottom) / 2, abs=points)


def askew(image: npt.NDArray[np.uint8], degrees: float) -> npt.NDArray[np.uint8]:
    return np.array(Image.fromarray(image).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))


def test_a_skewed_and_noisy_scan_in_a_pdf_gives_words_at_their_places_on_the_page() -> None:
    noise = np.random.default_rng(1).normal(0, 18, rendered(200).shape)
    scan = np.clip(askew(rendered(200), 1.5) * 0.85 + noise, 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    canvas.drawImage(ImageReader(Image.fromarray(scan)), 0, 0, *SIZE)
    canvas.save()

    document = read_bytes(buffer.getvalue(), "scan.pdf")

    assert tuple(map(str, document.warnings)) == ("page 1: no text layer, read by OCR",)
    assert document.pages[0].source == "ocr"
    assert (document.pages[0].width, document.pages[0].height) == SIZE
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in document.words)
    found = words(document)
    assert sum(word in found for word in words(TRUTH)) >= 0.9 * len(TRUTH.words)
    # The true place of a word on the scan: turned by 1.5° anticlockwise about the middle of the page.
    cos, sin = np.cos(np.radians(1.5)), np.sin(np.radians(1.5))
    for text in ("Invoice", "Seller", "account", "Limited"):
        true = TRUTH.words[words(TRUTH).index(text)].box
        box = document.words[found.index(text)].box
        assert true is not None
        assert box is not None
        x, y = (true.x0 + true.x1) / 2 - SIZE[0] / 2, (true.top + true.bottom) / 2 - SIZE[1] / 2
        assert (box.x0 + box.x1) / 2 == pytest.approx(SIZE[0] / 2 + x * cos + y * sin, abs=3)
        assert (box.top + box.bottom) / 2 == pytest.approx(SIZE[1] / 2 - x * sin + y * cos, abs=3)


@pytest.mark.parametrize("dpi", [100, 300])
def test_an_image_of_any_resolution_is_read_in_points(dpi: int) -> None:
    assert_reads_like_the_truth(read_bytes(encoded([rendered(dpi)], dpi=dpi), "scan.png"))


def test_lines_of_a_grid_are_not_read_as_letters() -> None:
    document = read_bytes(encoded([rendered(150, rules=True)]), "form.png")

    assert_reads_like_the_truth(document)
    assert not any(sign in document.text for sign in "|[]")


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_scan_that_lies_on_its_side_is_read_with_boxes_of_the_page_as_it_came(turns: int) -> None:
    lying = np.ascontiguousarray(np.rot90(rendered(150), turns))

    document = read_bytes(encoded([lying]), "scan.png")

    assert sum(word in words(document) for word in words(TRUTH)) >= 0.9 * len(TRUTH.words)
    assert document.text.index("Invoice number") < document.text.index("Payment within")
    box = document.words[words(document).index("Invoice")].box
    assert box is not None
    width, height = SIZE if turns % 2 == 0 else SIZE[::-1]
    true = next(word.box for word in TRUTH.words if TRUTH.text[word.start : word.end] == "Invoice")
    assert true is not None
    expected = {
        1: (true.top, height - true.x1),
        2: (width - true.x1, height - true.bottom),
        3: (width - true.bottom, true.x0),
    }[turns]
    assert (box.x0, box.top) == pytest.approx(expected, abs=6)


def test_a_photo_is_turned_as_its_exif_data_say() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90° clockwise
    photo = encoded([np.ascontiguousarray(np.rot90(rendered(150)))], "JPEG", exif=exif)

    document = read_bytes(photo, "photo.jpg")

    assert (document.pages[0].width, document.pages[0].height) == pytest.approx(SIZE, abs=1)
    assert_reads_like_the_truth(document)


def test_every_frame_of_a_tiff_is_a_page() -> None:
    blank = np.full((400, 400), 255, dtype=np.uint8)

    document = read_bytes(encoded([rendered(150), blank, rendered(150)], "TIFF"), "fax.tif")

    assert [page.source for page in document.pages] == ["ocr", "blank", "ocr"]
    assert document.text.count("Northwind") == 2


def test_an_image_without_a_resolution_is_as_long_as_a4() -> None:
    page = read_bytes(encoded([rendered(150)], dpi=None), "scan.png").pages[0]

    assert (page.width, page.height) == pytest.approx((842, 842 * SIZE[1] / SIZE[0]), abs=1)


def test_transparent_ground_is_paper() -> None:
    ink = rendered(150)
    clear = np.dstack([np.zeros_like(ink)] * 3 + [255 - ink])

    assert_reads_like_the_truth(read_bytes(encoded([clear]), "logo.png"))
