"""`nerkit tag --format pdf`: a copy of the PDF in which any viewer shows the entities where they stand."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfgen import canvas
from typer.testing import CliRunner

from nerkit.cli.highlights import highlighted
from nerkit.cli.main import app
from nerkit.document import Box, Document, Entity, Page
from nerkit.errors import NoPicture
from nerkit.labels import colour
from nerkit.reading import document_from_text, read
from nerkit.reading.isolated import IsolatedReader
from nerkit.records.record import FieldValue, Record
from nerkit.result import Result

WORDS = "Invoice INV-20417"


def a_pdf(path: Path, *, turn: int = 0, cropped: bool = False) -> Path:
    """A page of 300 by 400 points with an invoice number, maybe turned, maybe cut to a part that begins elsewhere."""
    page = canvas.Canvas(str(path), pagesize=(300, 400))
    if cropped:
        page.setCropBox((50, 60, 280, 350))
    page.setPageRotation(turn)
    page.drawString(80, 200, WORDS)
    page.showPage()
    page.save()
    return path


def found_in(document: Document, text: str = "INV-20417") -> Result:
    start = document.text.index(text)
    end = start + len(text)
    entity = Entity("INVOICE_NUMBER", start, end, text, 0.987, document.boxes(start, end))
    record = Record("invoice", 1.0, None, {"invoice_number": (FieldValue(text, 0.987, (0,)),)})
    return Result(document, (entity,), record, "model")


def coloured(data: bytes, wanted: str) -> tuple[float, float, float, float]:
    """Where the first page has the colour when it is shown, in points: left, top, right, bottom."""
    with pdfium.PdfDocument(data) as pdf:
        pixels = np.asarray(pdf[0].render(scale=2).to_pil().convert("RGB"), dtype=int)
    ys, xs = np.where(np.abs(pixels - np.array(list(bytes.fromhex(wanted[1:])))).max(axis=2) < 6)
    assert len(xs) > 100
    return xs.min() / 2, ys.min() / 2, xs.max() / 2, ys.max() / 2


@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_highlights_lie_on_the_words_however_the_page_is_turned_or_cropped(
    reader: IsolatedReader, turn: int, cropped: bool, tmp_path: Path
) -> None:
    path = a_pdf(tmp_path / "a.pdf", turn=turn, cropped=cropped)
    result = found_in(read(path))
    (box,) = result.entities[0].boxes
    shown = coloured(highlighted(reader, path, result), colour("INVOICE_NUMBER"))
    assert shown == pytest.approx((box.x0, box.top, box.x1, box.bottom), abs=1.6)


def test_an_annotation_says_label_value_and_confidence(reader: IsolatedReader, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf")
    with pdfplumber.open(io.BytesIO(highlighted(reader, path, found_in(read(path))))) as pdf:
        (annotation,) = pdf.pages[0].annots
        assert pdf.pages[0].extract_text() == WORDS
    assert annotation["contents"] == "INVOICE_NUMBER: INV-20417 (99% sure)"
    assert annotation["data"]["Subtype"].name == "Highlight"
    assert len(annotation["data"]["QuadPoints"]) == 8


def test_an_entity_over_two_lines_is_one_annotation_with_two_places(reader: IsolatedReader, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf")
    document = read(path)
    boxes = (Box(1, 80, 50, 150, 60), Box(1, 40, 65, 90, 75))
    entity = Entity("PARTY", 0, 7, "Invoice", 0.5, boxes)
    data = highlighted(reader, path, Result(document, (entity,), Record("contract", 1.0), "model"))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        (annotation,) = pdf.pages[0].annots
    assert len(annotation["data"]["QuadPoints"]) == 16
    assert annotation["contents"] == "PARTY: Invoice (50% sure)"
    assert (annotation["x0"], annotation["top"], annotation["x1"], annotation["bottom"]) == (40, 50, 150, 75)


def test_an_image_becomes_a_pdf_with_highlights(reader: IsolatedReader) -> None:
    png = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(png, "PNG", dpi=(144, 144))
    document = Document("a.png", "INV-20417", (), (Page(1, 300, 400, 0, 9, "ocr"),))
    entity = Entity("INVOICE_NUMBER", 0, 9, "INV-20417", 0.9, (Box(1, 50, 60, 120, 80),))
    data = highlighted(reader, png.getvalue(), Result(document, (entity,), Record("invoice", 1.0), "model"))
    assert coloured(data, colour("INVOICE_NUMBER")) == pytest.approx((50, 60, 120, 80), abs=1.6)
    with pdfium.PdfDocument(data) as pdf:
        assert pdf[0].get_size() == (300, 400)


def test_a_text_has_no_pages_to_highlight_in(reader: IsolatedReader) -> None:
    with pytest.raises(NoPicture):
        highlighted(reader, WORDS.encode(), found_in(document_from_text(WORDS, "a.txt")))


def test_the_command_writes_a_copy_for_each_file_and_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf")
    (tmp_path / "b.txt").write_text(WORDS)
    before = path.read_bytes()
    out = tmp_path / "out"
    command = ["tag", "--workers", "0", "--kind", "invoice", "--format", "pdf"]
    done = CliRunner().invoke(app, [*command, str(path), str(tmp_path / "b.txt"), "-o", str(out)])
    assert done.exit_code == 3
    assert "error[no-picture]" in done.output
    assert [file.name for file in out.iterdir()] == ["a.pdf"]
    one = CliRunner().invoke(app, [*command, str(path), "-o", str(tmp_path / "one.pdf")])
    assert one.exit_code == 0
    assert coloured((tmp_path / "one.pdf").read_bytes(), colour("INVOICE_NUMBER"))
    for wrong in ([str(path)], [str(path), "-o", str(path)]):
        refused = CliRunner().invoke(app, [*command, *wrong])
        assert getattr(refused.exception, "code", None) == "bad-output"
    assert path.read_bytes() == before
