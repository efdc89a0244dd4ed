"""The formats of files: what a file is by its content, what its name may end in, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast

from nerkit.document import Document, Notice
from nerkit.errors import BrokenPlugin
from nerkit.plugins import Group
from nerkit.reading.detect import detect
from nerkit.reading.options import ReadingOptions

ReadFile = Callable[[bytes, str, ReadingOptions], Document]
"""From a file's content and its name to its document; raises a ReadingError."""

_READERS = Group(
    "nerkit.formats",
    MappingProxyType(
        {
            "pdf": "nerkit.reading.pdf:read_pdf",
            "image": "nerkit.reading.image:read_image",
            "word": "nerkit.reading.word:read_word",
            "excel": "nerkit.reading.sheets:read_workbook",
            "opendocument": "nerkit.reading.open_document:read_open_document",
            "rtf": "nerkit.reading.rtf:read_rtf",
            "html": "nerkit.reading.html:read_html",
            "xml": "nerkit.reading.xml_invoice:read_xml",
            "mail": "nerkit.reading.mail:read_mail",
            "text": "nerkit.reading.markdown:read_text",
        }
    ),
)
_SUFFIXES = frozenset(
    (
        *(".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".jp2"),
        *(".heic", ".heif", ".avif", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"),
        *(".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".odt", ".ott", ".ods", ".ots", ".rtf", ".csv", ".tsv"),
        *(".zip", ".eml", ".msg", ".xml"),
    )
)
_LEFT_TO_OTHERS = (None, "text", "html", "xml")
"""What another package's format is asked about: its files may look like text or a web page to nerkit."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that another package adds, as its entry point in the group `nerkit.formats`.

    `detect` says by a file's whole content whether it is of this format; nerkit asks it for what is neither PDF, image,
    Word, spreadsheet, mail nor archive. `suffixes`, as ".pptx", are those of its files in a folder.
    """

    read: ReadFile
    detect: Callable[[bytes], bool]
    suffixes: tuple[str, ...] = ()


def suffixes() -> frozenset[str]:
    """How the names of files end that nerkit reads, in lower case; those of a plug-in that fails are left out."""
    found = set(_SUFFIXES)
    for name in _READERS.added():
        with suppress(BrokenPlugin), _added(name) as added:
            found.update(added.suffixes)
    return frozenset(found)


def told(data: bytes) -> tuple[str | None, tuple[Notice, ...]]:
    """The format of a file's content, None where nothing reads it, and a warning for each plug-in that fails to say."""
    found: str | None = detect(data)
    warnings: list[Notice] = []
    for name in _READERS.added() if found in _LEFT_TO_OTHERS else ():
        try:
            with _added(name) as added:
                if added.detect(data):
                    return name, tuple(warnings)
        except BrokenPlugin as error:
            warnings.append(Notice("plug-in", error.message))
    return found, tuple(warnings)


def read_as(name: str, data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a file in a format. Raises a ReadingError."""
    if name in _READERS.own:
        with _READERS.using(name) as read:
            return cast(ReadFile, read)(data, source, options)
    with _added(name) as added:
        return replace(added.read(data, source, options), source=source)


@contextmanager
def _added(name: str) -> Iterator[Format]:
    with _READERS.using(name) as added:
        if not isinstance(added, Format):
            raise TypeError
        yield added
