"""What a file holds, decided by its content and not by its name."""

from __future__ import annotations

import codecs
import re
from typing import Literal

Format = Literal["pdf", "image", "html", "text"]

_PDF_HEADER_WITHIN = 1024  # PDF 1.7, implementation note 13: readers accept junk before the header
_IMAGE_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
# Control characters that no text file holds; tab, line ends, form feed and the end-of-file sign of DOS do occur.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")


def detect(data: bytes) -> Format | None:
    """The format of a file's content, None for one that nerkit cannot read."""
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith(_IMAGE_MAGIC):
        return "image"
    text = decoded(data)
    if text is None:
        return None
    return "html" if _HTML.match(text[:4096]) else "text"


def decoded(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 with a mark, or else Windows-1252; None where the bytes are no text."""
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _NO_TEXT.search(text) else text
    return None
