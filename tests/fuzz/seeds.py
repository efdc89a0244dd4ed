"""Sound files to damage: one small file of each format, made here, and those of folders."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from openpyxl import Workbook
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from nerkit.reading.wire import write_frame
from tests.e_invoice_material import CII, CREDIT_NOTE

from .outlook_material import attached, attached_message, compound, message

_LINES = (
    "Brightwater Supplies Ltd",
    "Invoice INV-20417 of 14 May 2021",
    "Total 119.00 EUR",
    "IBAN DE02 1203 0000 0000",
)
_PACKED = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af82068656c090020627705b06c647d0a800fa0"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def seeds(folders: list[Path]) -> list[tuple[str, bytes | Path]]:
    """Name and content (or place) of each file; those of `folders`, none above 2 MB, beside the ones made here."""
    made = {"invoice.pdf": _pdf(), **_images(), "bill.docx": _docx(), "page.html": _html(), "text.txt": _text()}
    made["letter.pdf"] = _letter(made)
    made |= {"sheet.xlsx": _xlsx(), "text.odt": _odt(), "text.rtf": _rtf(), "table.csv": _csv(), "mail.msg": _msg()}
    made["mail.eml"] = _mail(made)
    held = ("invoice.pdf", "scan.tiff", "bill.docx", "table.csv", "mail.eml", "letter.pdf")
    made["some.zip"] = _zip({name: made[name] for name in held})
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    suffixes = {
        *(".pdf", ".png", ".jpg", ".jpeg", ".tif", ".eml", ".msg", ".docx", ".odt", ".rtf", ".xlsx", ".zip", ".html"),
    }
    real = [path for path in paths if path.suffix.lower() in suffixes and path.stat().st_size < 2_000_000]
    return [*made.items(), *((path.name, path) for path in real)]


def parser_seeds() -> dict[str, list[bytes]]:
    """Sound inputs for each of nerkit's own parsers (`parsers.py`)."""
    lines = "\n".join(_LINES)
    docx, mail = _docx(), _mail({"bill.docx": _docx()})
    frames = io.BytesIO()
    for frame in (b"", lines.encode()):
        write_frame(frames, frame)
    answer = f"Thanks.\n\nJo wrote:\n> {lines}\n>\n\nFrom: AP <ap@buyer.example>\nSubject: Invoice\n\n{lines}"
    return {
        "encoding": [lines.encode("utf-16"), "Größe 5 €".encode("cp1252"), "請求書 合計".encode("shift_jis")],
        "text": [lines.encode(), b"a|b\n---|---\n5 EUR|*x*\n"],
        "csv": [_csv()],
        "markdown": [b"# Order\n**5** [x](y)\n\na|b\n---|---\n`5`|_x_\n> q\n"],
        "html": [_html(), b"<DOCUMENT><TEXT><table><tr><td>a<table><tr><td>b</table></table><pre>x\ny</pre>"],
        "mail": [mail],
        "attachments": [mail],
        "outlook": [_msg()],
        "quotes": [answer.encode()],
        "word": [docx],
        "excel": [_xlsx()],
        "opendocument": [_odt(), _ods()],
        "rtf": [_rtf()],
        "xml": [CII.encode(), CREDIT_NOTE.encode()],
        "packed rtf": [bytes.fromhex(_PACKED)],
        "archive": [_zip({"a/b.txt": b"5 EUR", "c.docx": docx})],
        "wire": [frames.getvalue()],
    }


def _xlsx() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (["Item", "Price"], ["Desk", 5.5], ["Date", date(2024, 3, 14)], ["Total", "=B2*2"], [None, True]):
        book.active.append(row)
    book.active["B2"].number_format = '#,##0.00 "EUR"'
    book.active.row_dimensions[4].hidden = book.active.column_dimensions["C"].hidden = True
    book.create_sheet("more").append(["x"])
    book.save(out)
    return out.getvalue()


def _odt() -> bytes:
    lines = "".join(f"<text:p>{line}<text:tab/>5<text:s text:c='2'/>EUR</text:p>" for line in _LINES)
    style = "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='i'/>"
    items = "<text:list text:style-name='L'><text:list-item><text:p>Term</text:p></text:list-item></text:list>"
    return _open("text", f"{lines}{items}<text:h text:outline-level='1'>Law</text:h>", f"{style}</text:list-style>")


def _ods() -> bytes:
    cell = "<table:table-cell table:number-columns-repeated='2'><text:p>{}</text:p></table:table-cell>"
    cells = "".join(map(cell.format, _LINES))
    row = f"<table:table-row table:number-rows-repeated='3'>{cells}</table:table-row>"
    column = "<table:table-column table:visibility='collapse'/>"
    return _open("spreadsheet", f"<table:table>{column}{row}</table:table>", "")


def _open(kind: str, body: str, styles: str) -> bytes:
    spaces = ("office", "text", "table", "style")
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in spaces)
    content = (
        f"<office:document-content {names}>{styles}<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    return _zip({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": content.encode()})


def _rtf() -> bytes:
    fonts = r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}"
    row = r"\trowd\pard\intbl Total\cell 119.00\cell\row\pard "
    lines = r"\par ".join(_LINES)
    return (
        r"{\rtf1\ansi\ansicpg1252" + fonts + lines + row + r"{\f1\'b3}\u8364?{\footnote x}{\pict\bin2 ab}}"
    ).encode()


def _csv() -> bytes:
    return b'Item;Qty;Price\n"Desk; oak";2;5,00\nLamp;1;"3,50"\n'


def _msg() -> bytes:
    inner = message({0x37: "Inner", 0x1000: _LINES[0]}, head=24)
    texts: dict[int, str | bytes] = {0x37: "Invoice", 0x1000: "\n".join(_LINES), 0x1013: _html()}
    return compound(message(texts, attached("bill.txt", b"5 EUR"), attached_message("inner", inner)))


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
    out = io.BytesIO()
    image.save(out, "pdf", resolution=150.0)
    return {**made, "scan.pdf": out.getvalue()}


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
