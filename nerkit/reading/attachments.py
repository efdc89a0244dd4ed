"""Files in a PDF: attached to the document, to a place on a page, or packed into a portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf

from nerkit.errors import ArchiveTooLarge, BrokenPdf, EncryptedPdf
from nerkit.reading.archive import MEMBER_BYTES, Member, Members, unique
from nerkit.reading.content import MOST_PAGES
from nerkit.reading.heartbeat import alive

_MOST_ANNOTATIONS = 100_000
_FAULTS = (
    *(pikepdf.PdfError, pikepdf.ForeignObjectError),
    *(RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError),
)
"""What pikepdf raises where an object is not of the type that it should be, and qpdf where its pages do not add up."""


def bound_unpacking() -> None:
    """From now on no stream of a PDF is unpacked in this process to more than a member may have."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MEMBER_BYTES,
        png_max_memory=MEMBER_BYTES,
        run_length_max_memory=MEMBER_BYTES,
        tiff_max_memory=MEMBER_BYTES,
    )


def attached(file: Path | BytesIO, source: str, passwords: Sequence[str] = ()) -> Members:
    """The files in a PDF by name; raises BrokenPdf and EncryptedPdf."""
    pdf = opened_pdf(file, source, passwords)
    return _members(pdf, source, chain(_listed(pdf), _annotated(pdf)))


def listed_files(file: Path | BytesIO, source: str, passwords: Sequence[str] = ()) -> Members:
    """Those of the whole document, as an e-invoice is; no page is looked at. Raises as `attached`."""
    pdf = opened_pdf(file, source, passwords)
    return _members(pdf, source, _listed(pdf))


def _members(pdf: pikepdf.Pdf, source: str, descriptions: Iterable[tuple[str, Any]]) -> Members:
    found = list(_streams(descriptions))
    names = unique(name.replace("/", "_") for name, _ in found)
    return {
        name: Member(_size(stream), partial(_content, pdf, stream, f"{source}/{name}"))
        for name, (_, stream) in zip(names, found, strict=True)
    }


def is_portfolio(file: Path | BytesIO, passwords: Sequence[str] = ()) -> bool:
    """Whether a PDF is but the cover of the files in it."""
    with opened_pdf(file, "", passwords) as pdf:
        return "/Collection" in pdf.Root


def opened_pdf(file: Path | BytesIO, source: str, passwords: Sequence[str]) -> pikepdf.Pdf:
    """The PDF, by the first password that opens it; raises EncryptedPdf and BrokenPdf."""
    for password in ("", *passwords):
        alive()
        try:
            return pikepdf.open(file, password=password, suppress_warnings=True)
        except pikepdf.PasswordError:
            continue
        except _FAULTS as error:
            raise BrokenPdf(f"{source}: damaged or cut off; get the file again or print it to a new PDF") from error
    raise EncryptedPdf(f"{source}: needs a password; give it with --password, or save the file without one")


def _streams(descriptions: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, pikepdf.Stream]]:
    """The name and the content of each file once, in the order of the document."""
    seen = set()
    for number, (key, described) in enumerate(descriptions, start=1):
        with suppress(*_FAULTS):
            stream = _stream(described)
            if stream is not None and stream.objgen not in seen:
                seen.add(stream.objgen)
                yield _name(described) or key or f"attachment-{number}", stream


def _listed(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """What describes a file (PDF 2.0, 7.11.3), with the name that it is listed under."""
    with suppress(*_FAULTS):
        tree = pdf.Root.Names.EmbeddedFiles
        yield from ((str(key), each) for key, each in pikepdf.NameTree(tree).items())
    with suppress(*_FAULTS):
        yield from (("", each) for each in pdf.Root.AF)


def _annotated(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    left = _MOST_ANNOTATIONS
    with suppress(*_FAULTS):
        for page in pdf.pages[:MOST_PAGES]:
            alive()
            with suppress(*_FAULTS):
                for annotation in page.obj.get("/Annots", ())[:left]:
                    left -= 1
                    if annotation.get("/Subtype") == "/FileAttachment":
                        yield "", annotation.FS


def _stream(described: Any) -> pikepdf.Stream | None:
    streams = described.EF
    found = next((streams[key] for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac") if key in streams), None)
    return found if isinstance(found, pikepdf.Stream) else None


def _name(described: Any) -> str:
    return next((str(described[key]) for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac") if key in described), "").strip()


def _size(stream: pikepdf.Stream) -> int:
    """What the file says that it has, and at least what it takes; in bytes."""
    with suppress(*_FAULTS):
        return max(int(stream.Params.Size), int(stream.Length))
    with suppress(*_FAULTS):
        return int(stream.Length)
    return 0


def _content(pdf: pikepdf.Pdf, stream: pikepdf.Stream, source: str) -> bytes:
    """The file that a stream holds; `pdf` is named so that it stays open until then."""
    try:
        data = stream.read_bytes()
    except _FAULTS as error:
        raise BrokenPdf(f"{source}: damaged, or unpacks to more than {MEMBER_BYTES >> 20} MB; get it again") from error
    if len(data) > MEMBER_BYTES:
        raise ArchiveTooLarge(f"{source}: more than {MEMBER_BYTES >> 20} MB unpacked; save it and name the file")
    return data
