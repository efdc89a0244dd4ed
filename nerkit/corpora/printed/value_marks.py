"""Values that a printed page knows: marked in HTML as links, found in the PDF as the rectangles of those links.

A browser that prints a link leaves an annotation with its target and a rectangle for every line that it runs over, so
that a value's place survives line breaks, page breaks and whatever CSS does to it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from markupsafe import Markup, escape

_SCHEME = "mark"
_BREAKING = frozenset(
    {"SELLER", "BUYER", "ADDRESS", "BUYER_ADDRESS", "PARTY", "PARTY_ADDRESS", "PROPERTY", "TITLE", "KEY", "VALUE"}
)
"""Labels whose values run over the end of a line wherever it falls; all others stay on one mostly.

Of a label such as KEY-7 what stands before the hyphen counts.
"""
_WHOLE = Markup(' class="whole"')


@dataclass
class PrintedValue:
    """A value that was printed: its label and text and, a line each, the boxes (page from 1, x0, top, x1, bottom)."""

    label: str
    text: str
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)


class Marker:
    """Marks the values of one of the documents that are printed together; a value printed twice is two values."""

    def __init__(self, document: int) -> None:
        self._document = document
        self._count = 0

    def mark(self, label: str, text: str) -> Markup:
        """The text as HTML that keeps its label."""
        self._count += 1
        target = f"{_SCHEME}:{self._document}:{self._count}:{label}:{quote(text)}"
        return Markup('<a{} href="{}">{}</a>').format(
            "" if label.partition("-")[0] in _BREAKING else _WHOLE, target, escape(text)
        )


@dataclass
class PrintedDocument:
    """The pages of one document, by index in the PDF, and its values in the order in which they were marked."""

    pages: range
    values: list[PrintedValue]


def printed_documents(pdf: pdfium.PdfDocument) -> list[PrintedDocument]:
    """The documents that were printed together, in order; each has a value on its first page."""
    found: dict[int, dict[int, PrintedValue]] = {}
    first: dict[int, int] = {}
    for i in range(len(pdf)):
        with closing(pdf[i]) as page:
            height = page.get_height()
            for target, (left, top, right, bottom) in _links(pdf, page):
                scheme, _, rest = target.partition(":")
                if scheme == _SCHEME:
                    document, number, label, text = rest.split(":", 3)
                    start = first.setdefault(int(document), i)
                    values = found.setdefault(int(document), {})
                    value = values.setdefault(int(number), PrintedValue(label, unquote(text)))
                    value.boxes.append((i - start + 1, left, height - top, right, height - bottom))
    order = sorted(found)
    ends = [*(first[document] for document in order[1:]), len(pdf)]
    return [
        PrintedDocument(range(first[document], end), [found[document][n] for n in sorted(found[document])])
        for document, end in zip(order, ends, strict=True)
    ]


def _links(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    place, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page.raw, ctypes.byref(place), ctypes.byref(link)):
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
        target = ctypes.create_string_buffer(size)
        raw.FPDFAction_GetURIPath(pdf.raw, action, target, size)
        if raw.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
            yield target.value.decode("ascii"), (rect.left, rect.top, rect.right, rect.bottom)
