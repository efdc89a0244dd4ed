"""What a PDF holds beside its pages: said, where the pages alone would pass for the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Notice
from nerkit.errors import ReadingError


def out_of_reach(pdf: pdfium.PdfDocument, data: bytes, passwords: Sequence[str]) -> Iterator[Notice]:
    """A warning for a form that only its XFA shows, and one for the cover page of a portfolio."""
    if raw.FPDF_GetFormType(pdf.raw) == raw.FORMTYPE_XFA_FULL:
        yield Notice("xfa", "an XFA form: only Acrobat shows it, its pages here stand in for it; print it to a new PDF")
    if pdf.count_attachments():
        with suppress(ReadingError):
            yield from _portfolio(data, passwords)


def _portfolio(data: bytes, passwords: Sequence[str]) -> Iterator[Notice]:
    from nerkit.reading.attachments import attached, is_portfolio
    from nerkit.reading.files import DOCUMENTS
    from nerkit.reading.formats import suffixes

    known, names = suffixes() - {".xml"}, attached(BytesIO(data), "", passwords)
    documents = sum(Path(name).suffix.lower() in known for name in names)
    if documents > DOCUMENTS:
        yield Notice("attachments", f"more than {DOCUMENTS:,} files are attached, none of them is read; save them")
    elif is_portfolio(BytesIO(data), passwords):
        of = f"a portfolio of {len(names)} file{'s' * (len(names) != 1)}, of which this is the cover page"
        if documents:
            yield Notice("portfolio", f"{of}; {documents} of them are documents, to be read by their own names")
        else:
            yield Notice("attachments", f"{of}; none of them is of a format that nerkit reads; save them")
