"""A file becomes a document, whatever its format."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Unpack

from nerkit.document import Document
from nerkit.errors import NESTED, BrokenDocument, EmptyFile, UnknownFormat, UnreadableFile
from nerkit.keyword_options import checked
from nerkit.reading.archive import members
from nerkit.reading.containers import content
from nerkit.reading.detect import container, foreign, is_locked
from nerkit.reading.formats import read_as, told
from nerkit.reading.options import ReadingOptions
from nerkit.reading.passwords import passwords_of

_BINARY_SUFFIXES = frozenset(
    {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".docx", ".xlsx", ".odt", ".ods", ".msg", ".zip"}
)

_READABLE = {"text": "plain text", "html": "a web page", "xml": "an XML file"}
"""What people can read as it stands, so that it has not the suffixes above."""


def read(path: str | Path, **options: Unpack[ReadingOptions]) -> Document:
    """Read a document: a PDF, an image, a Word document, a web page, a mail or a text file, by its content.

    `path` may name a file in an archive or an attachment of a mail, as in "archive.zip/contracts/a.pdf"; the mail
    itself is its headers and body. `ReadingOptions` says what the options mean. Raises a ReadingError.
    """
    path, passwords = Path(path), passwords_of(options)
    if container(path) == "archive":
        from nerkit.reading.files import documents_in

        documents_in(path, passwords)
        raise _is_archive(str(path))
    return read_bytes(content(path, passwords), str(path), **options)


def read_bytes(data: bytes, source: str, **options: Unpack[ReadingOptions]) -> Document:
    """Read a file's content; `source` names it in the document and in errors. Raises a ReadingError."""
    if not data.strip(b"\0\t\n\r\f "):
        raise EmptyFile(f"{source}: the file is empty; get it again")
    chosen = checked(ReadingOptions, options)
    if is_locked(data):
        from nerkit.reading.office import unlocked

        data = unlocked(data, source, passwords_of(chosen))
    kind, warnings = told(data)
    if kind in _READABLE and (suffix := Path(source).suffix.lower()) in _BINARY_SUFFIXES:
        raise UnknownFormat(
            f"{source}: {_READABLE[kind]} under the name {suffix}; get it again or name it for what it is"
        )
    if kind == "archive":
        members(BytesIO(data), source)  # a damaged one says so
        raise _is_archive(source)
    if kind is None:
        known = foreign(data) or "neither PDF, Word, spreadsheet, image, web page, mail nor text"
        raise UnknownFormat(
            "; ".join((f"{source}: {known}; save or print it as a PDF, or save it as .docx", *map(str, warnings)))
        )
    try:
        document = read_as(kind, data, source, chosen)
    except RecursionError as error:
        raise BrokenDocument(f"{source}: {NESTED}") from error
    return replace(document, warnings=(*document.warnings, *warnings)) if warnings else document


def _is_archive(source: str) -> UnreadableFile:
    return UnreadableFile(f"{source}: is an archive; `nerkit tag` does all that is in it, or name one as {source}/NAME")
