"""A file becomes a document, whatever its format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Unpack

from nerkit.document import Document, Word
from nerkit.errors import EmptyFile, UnknownFormat
from nerkit.reading.content import content_of
from nerkit.reading.detect import decoded, detect
from nerkit.reading.options import ReadingKeywords, ReadingOptions

_BINARY_SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})


def read(path: str | Path, **options: Unpack[ReadingKeywords]) -> Document:
    """Read a PDF, an image or a text file; `ReadingOptions` says what the options mean. Raises a ReadingError."""
    path = Path(path)
    return read_bytes(content_of(path), str(path), **options)


def read_bytes(data: bytes, source: str, **options: Unpack[ReadingKeywords]) -> Document:
    """Read a file's content; `source` names it in the document and in errors. Raises a ReadingError."""
    if not data.strip(b"\0\t\n\r\f "):
        raise EmptyFile(f"{source}: the file is empty; get it again")
    chosen = ReadingOptions(**options)
    match detect(data):
        case "pdf":
            from nerkit.reading.pdf import read_pdf

            return read_pdf(data, source, chosen)
        case "image":
            from nerkit.reading.image import read_image

            return read_image(data, source, chosen)
        case "html":
            raise UnknownFormat(f"{source}: a web page; print it to a PDF or save it as plain text")
        case "text" if Path(source).suffix.lower() in _BINARY_SUFFIXES:
            suffix = Path(source).suffix.lower()
            raise UnknownFormat(f"{source}: plain text under the name {suffix}; rename it to .txt or get it again")
        case "text":
            return document_from_text(decoded(data) or "", source)
        case None:
            raise UnknownFormat(f"{source}: neither PDF, PNG, JPEG, TIFF nor text; convert it to one of these")


def document_from_text(text: str, source: str) -> Document:
    """A document of plain text, kept as it is: words have no boxes and there are no pages."""
    words = tuple(Word(match.start(), match.end()) for match in re.finditer(r"\S+", text))
    return Document(source, text, words, ())
