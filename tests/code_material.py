"""Payment codes, and pages that show codes as pictures or as shapes."""

from __future__ import annotations

import io
from typing import cast

import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Modules = npt.NDArray[np.bool_]

IBAN = "CH5204835012345671000"
QR_IBAN = "CH4431999123000889012"

PAYEE = ("S", "Muster Gärtnerei AG", "Seestrasse", "12", "8001", "Zürich", "CH")
DEBTOR = ("S", "Petra Beispiel", "Marktgasse", "28", "9400", "Rorschach", "CH")
NOBODY = ("",) * 7


def swiss(
    iban: str = IBAN,
    amount: str = "199.95",
    kind: str = "SCOR",
    reference: str = "RF18539007547034",
    debtor: tuple[str, ...] = DEBTOR,
    message: str = "Auftrag vom 15.06.2024",
    billing: str = "",
) -> str:
    """The text of a Swiss QR bill."""
    tail = ["EPD", billing] if billing else ["EPD"]
    lines = ["SPC", "0200", "1", iban, *PAYEE, *NOBODY, amount, "CHF", *debtor, kind, reference, message, *tail]
    return "\n".join(lines)


def epc(iban: str = "DE75512108001245126199", amount: str = "EUR119.5", reference: str = "", text: str = "R 7") -> str:
    """The text of the EPC's code of a transfer."""
    return "\n".join(["BCD", "002", "1", "SCT", "", "Lieferant GmbH", iban, amount, "", reference, text])


def modules(text: str, symbology: str = "QRCode") -> Modules:
    """The black cells of a code, with a quiet zone. *Shape:* (rows, columns)."""
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology))
    return np.asarray(code.to_image(scale=1, add_quiet_zones=True)) < 128


def picture(cells: Modules, pixels: int = 4) -> Image.Image:
    return Image.fromarray(np.kron(~cells, np.ones((pixels, pixels))).astype(np.uint8) * 255)


def page(
    lines: tuple[str, ...] = (),
    cells: Modules | None = None,
    *,
    as_shapes: bool = False,
    in_form: bool = False,
    size: float = 130.0,
    at: tuple[float, float] = (190.0, 120.0),
) -> bytes:
    """An A4 page with lines of text, and a code drawn as a picture or as one rectangle for each of its cells."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 16 * number, line)
    if cells is not None:
        if in_form:
            canvas.beginForm("code")
        _draw(canvas, cells, size, at, as_shapes=as_shapes)
        if in_form:
            canvas.endForm()
            canvas.doForm("code")
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, cells: Modules, size: float, at: tuple[float, float], *, as_shapes: bool) -> None:
    rows, columns = cells.shape
    x, y = at
    across = size / columns
    if not as_shapes:
        canvas.drawImage(ImageReader(picture(cells)), x, y, size, across * rows)
        return
    for row, column in cast(list[list[int]], np.argwhere(cells).tolist()):
        canvas.rect(x + column * across, y + (rows - 1 - row) * across, across, across, stroke=0, fill=1)


def lettered_pdf(pages: list[list[str]]) -> bytes:
    """A PDF with these lines on its pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), pageCompression=0)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(60, 790 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
