"""What a file holds, decided by its content and not by its name."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

from nerkit.einvoices import is_invoice
from nerkit.reading.archive import DAMAGE
from nerkit.reading.encoding import decode

FileFormat = Literal["pdf", "image", "word", "excel", "opendocument", "rtf", "html", "xml", "mail", "archive", "text"]

HEAD = 4096
"""How many bytes from the start tell a mail and a zip."""

_PDF_HEADER_WITHIN = 1024  # PDF 1.7, implementation note 13: readers accept junk before the header
_IMAGES = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II[*+]\0|MM\0[*+]|GIF8[79]a|RIFF.{4}WEBP|\0\0\0\x0cjP  "
    rb"|BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}"
    rb"|.{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])",
    re.S,
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HTML = re.compile(
    # The last one is how EDGAR wraps its pages. Atomic: a thousand comments are not tried in all combinations.
    r"\s*+(?>(?:<\?xml[^>]*>|<!--.*?-->|<DOCUMENT>.*?<TEXT>)\s*)*+"
    r"<(!doctype\s+html|html|head|body|title|meta|style|table|div|center|font|span)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*<\?xml\s")
_HEADERS = re.compile(rb"(?:From [^\n]*\n)?((?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,})")
# A memorandum has a sender, a date and a subject as well; only software writes these.
_MAIL_HEADER = re.compile(rb"^(?:received|return-path|mime-version|message-id|content-type|delivered-to):", re.I | re.M)
_FOREIGN = {
    b"%!PS": "PostScript (.ps)",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
}
_RICH_TEXT = b"{\\rtf"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPOUND_STREAMS = {
    "WordDocument": "an old Word document (.doc)",
    "Workbook": "an old Excel workbook (.xls)",
    "PowerPoint Document": "an old PowerPoint presentation (.ppt)",
}
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
_OPEN_DOCUMENTS = re.compile(rb"application/vnd\.oasis\.opendocument\.(?:text|spreadsheet)(?:-template)?\s*")
_ZIPPED = {
    "xl/": "a binary Excel workbook (.xlsb)",
    "ppt/": "a PowerPoint presentation (.pptx)",
    "mimetype": "an OpenDocument presentation or an e-book (.odp, .epub)",
    "Index/Document.iwa": "an Apple iWork document",
}


def detect(data: bytes) -> FileFormat | None:
    """The format of a file's content, None for one that nerkit cannot read; `foreign` may say which."""
    if _is_pdf(data):
        return "pdf"
    if _IMAGES.match(data):
        return "image"
    if data.startswith(_ZIP):
        return _zipped(io.BytesIO(data))
    if data.startswith(_RICH_TEXT):
        return "rtf"
    if data.startswith(_COMPOUND):
        return "mail" if is_outlook(data) else None
    if foreign(data):
        return None
    if is_mail(data[:HEAD]):
        return "mail"
    decoded = decode(data)
    if decoded is None:
        return None
    head = decoded.text[:HEAD]
    return "html" if _HTML.match(head) else "xml" if _XML.match(head) or is_invoice(head) else "text"


def begins_as_invoice(path: Path) -> bool:
    """Whether a file on disk begins as the XML of an e-invoice."""
    decoded = decode(_head(path))
    return decoded is not None and is_invoice(decoded.text)


def is_mail(head: bytes) -> bool:
    """Whether a file starts with the headers of a mail."""
    headers = _HEADERS.match(head.lstrip().replace(b"\r\n", b"\n"))
    return headers is not None and _MAIL_HEADER.search(headers[1]) is not None


def is_outlook(data: bytes) -> bool:
    """Whether a file is a message of Outlook (.msg)."""
    return data.startswith(_COMPOUND) and _OUTLOOK in data


def container(path: Path) -> Literal["pdf", "mail", "archive"] | None:
    """What a file on disk is that holds other files; None for all others, and for those that cannot be opened."""
    head = _head(path)
    if _is_pdf(head):
        return "pdf"
    if head.startswith(_ZIP):
        return "archive" if _zipped(path) == "archive" else None
    if head.startswith(_COMPOUND):
        return "mail" if is_outlook(path.read_bytes()) else None
    return "mail" if is_mail(head) and detect(head) == "mail" else None


def likely_container(path: Path) -> Literal["pdf", "mail", "archive"] | None:
    """What a file on disk starts as, of what `container` names; that one is sure, and may take long."""
    head = _head(path)
    if _is_pdf(head):
        return "pdf"
    if head.startswith(_ZIP):
        return "archive"
    return "mail" if head.startswith(_COMPOUND) or is_mail(head) else None


def _is_pdf(data: bytes) -> bool:
    # A zip that stores its first member as it is shows that member's header near its own.
    return b"%PDF-" in data[:_PDF_HEADER_WITHIN] and not data.startswith(_ZIP)


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():  # to open a named pipe could take for ever
            return b""
        with path.open("rb") as file:
            return file.read(HEAD)
    except (OSError, ValueError):
        return b""


def is_locked(data: bytes) -> bool:
    """Whether it is an Office document that needs a password."""
    return data.startswith(_COMPOUND) and "EncryptedPackage".encode("utf-16-le") in data


def foreign(data: bytes) -> str | None:
    """The name of a format that is known and not read."""
    if data.startswith(_COMPOUND):
        kinds = (kind for stream, kind in _COMPOUND_STREAMS.items() if stream.encode("utf-16-le") in data)
        return next(kinds, "an old Office document")
    if data.startswith(_ZIP):
        names = _names(io.BytesIO(data)) or []
        return next((kind for start, kind in _ZIPPED.items() if any(name.startswith(start) for name in names)), None)
    return next((kind for magic, kind in _FOREIGN.items() if data.startswith(magic)), None)


def _zipped(file: Path | io.BytesIO) -> Literal["word", "excel", "opendocument", "archive"] | None:
    names = _names(file) or []
    office = "[Content_Types].xml" in names
    if office and any(name.startswith("word/") for name in names):
        return "word"
    if office and "xl/workbook.xml" in names:
        return "excel"
    if names[:1] == ["mimetype"] and _OPEN_DOCUMENTS.fullmatch(_start(file, "mimetype")):
        return "opendocument"
    return None if office or names[:1] == ["mimetype"] or "Index/Document.iwa" in names else "archive"


def _start(file: Path | io.BytesIO, name: str) -> bytes:
    """The first bytes of a member; none where it is damaged."""
    with suppress(*DAMAGE), ZipFile(file) as opened, opened.open(name) as member:
        return member.read(100)
    return b""


def _names(file: Path | io.BytesIO) -> list[str] | None:
    """The names in a zip; None where it is damaged."""
    try:
        with ZipFile(file) as opened:
            return opened.namelist()
    except DAMAGE:
        return None
