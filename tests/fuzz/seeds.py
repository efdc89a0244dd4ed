"""Sound files to damage: one small file of each format, made here, and those of folders."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

_LINES = (
    "Brightwater Supplies Ltd",
    "Invoice INV-20417 of 14 May 2021",
    "Total 119.00 EUR",
    "IBAN DE02 1203 0000 0000",
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def seeds(folders: list[Path]) -> list[tuple[str, bytes | Path]]:
    """Name and content (or place) of each file; those of `folders`, none above 2 MB, beside the ones made here."""
    made = {"invoice.pdf": _pdf(), **_images(), "bill.docx": _docx(), "page.html": _html(), "text.txt": _text()}
    made["letter.pdf"] = _letter(made)
    made["mail.eml"] = _mail(made)
    made["all.zip"] = _zip(made)
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    suffixes = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".eml", ".docx", ".zip", ".html"}
    real = [path for path in paths if path.suffix.lower() in suffixes and path.stat().st_size < 2_000_000]
    return [*made.items(), *((path.name, path) for path in real)]


def _pdf() -> bytes:
    """Two pages, unpacked so that its syntax can be damaged: text, a table with rules, a form and a field."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=0)
    for page in range(2):
        for i, line in enumerate(_LINES):
            canvas.setFont(("Helvetica", "Times-Roman")[page], 12)
            canvas.drawString(72, 760 - 20 * i, line)
        canvas.grid([72, 200, 300], [500, 520, 540])
        canvas.beginForm(f"stamp{page}")
        canvas.drawString(300, 300, "PAID")
        canvas.endForm()
        canvas.doForm(f"stamp{page}")
        canvas.acroForm.textfield(name=f"amount{page}", value="119.00", x=72, y=400, width=100, height=20)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _letter(made: dict[str, bytes]) -> bytes:
    """A portfolio with a PDF and a page in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made["invoice.pdf"])) as pdf:
        for name in ("invoice.pdf", "page.html"):
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, made[name], filename=name)
        pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def _images() -> dict[str, bytes]:
    image = Image.new("L", (420, 160), "white")
    draw = ImageDraw.Draw(image)
    for i, line in enumerate(_LINES):
        draw.text((10, 10 + 30 * i), line, font_size=22)
    pages = {"save_all": True, "append_images": [image.rotate(180)], "compression": "tiff_lzw"}
    made = {}
    for form in ("png", "jpeg", "webp", "bmp", "gif", "tiff"):
        out = io.BytesIO()
        image.save(out, form, **(pages if form == "tiff" else {}))
        made[f"scan.{form}"] = out.getvalue()
    return made


def _docx() -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _LINES)
    row = "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in ("Total", "119.00"))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Override PartName="/word/document.xml" '
        f'ContentType="{_MAIN}"/></Types>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}<w:tbl><w:tr>{row}</w:tr></w:tbl>'
        "</w:body></w:document>",
    }
    return _zip({name: part.encode() for name, part in parts.items()})


def _html() -> bytes:
    rows = "".join(f"<tr><td>{line}</td><td>&euro;119</td></tr>" for line in _LINES)
    return f"<!doctype html><html><head><meta charset=utf-8></head><body><table>{rows}</table></body></html>".encode()


def _text() -> bytes:
    return "\n".join(_LINES).encode("utf-16")


def _mail(attachments: dict[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "billing@brightwater.example", "you@example.org", "Invoice für Mai"
    mail.set_content("\n".join(_LINES))
    mail.add_alternative(_html().decode(), subtype="html")
    mail.add_attachment(attachments["bill.docx"], maintype="application", subtype="zip", filename="bill.docx")
    return mail.as_bytes()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
