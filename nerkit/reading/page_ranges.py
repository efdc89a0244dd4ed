"""Parts of a PDF as PDFs of their own: pages are copied, not printed anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pikepdf

from nerkit.errors import BrokenPdf, NoPicture
from nerkit.reading.attachments import opened_pdf
from nerkit.reading.detect import detect


def page_ranges(data: bytes, source: str, ranges: Iterable[tuple[int, int]], passwords: Sequence[str]) -> list[bytes]:
    """A PDF for each range of pages, which count from 1, its last page included.

    Raises NoPicture for what is no PDF, EncryptedPdf, and BrokenPdf where the pages cannot be copied.
    """
    if detect(data) != "pdf":
        raise NoPicture(f"{source}: is no PDF, whose pages alone can be copied; print it to one")
    try:
        with opened_pdf(io.BytesIO(data), source, passwords) as pdf:
            return [_copied(pdf, first, last) for first, last in ranges]
    except (pikepdf.PdfError, RuntimeError, ValueError, IndexError) as error:
        raise BrokenPdf(f"{source}: its pages cannot be copied; print it to a new PDF") from error


def _copied(pdf: pikepdf.Pdf, first: int, last: int) -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as new:
        new.pages.extend(pdf.pages[first - 1 : last])
        new.save(written)
    return written.getvalue()
