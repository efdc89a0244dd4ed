"""A copy of a PDF with highlight annotations, which any viewer shows."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from nerkit.document import Box
from nerkit.errors import NoPicture
from nerkit.reading.characters import Frame
from nerkit.reading.detect import detect

_DPI = 150
_OPACITY = 255
_AUTHOR = "nerkit"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlight on one page: where, in which colour ("#ffcc00"), what it is about, and what it says."""

    boxes: tuple[Box, ...]
    colour: str
    subject: str
    contents: str

    def to_json(self) -> list[Any]:
        """The mark as what JSON can hold."""
        return [[astuple(box) for box in self.boxes], self.colour, self.subject, self.contents]

    @classmethod
    def from_json(cls, row: list[Any]) -> Highlight:
        """The mark that `to_json` was asked of."""
        boxes, *said = row
        return cls(tuple(Box(*box) for box in boxes), *said)


def marked(
    data: bytes,
    source: str,
    marks: Iterable[Highlight],
    sizes: Mapping[int, tuple[float, float]],
    passwords: Sequence[str] = (),
) -> bytes:
    """A PDF with the marks in it; an image becomes a PDF of its pages in grey, of `sizes` in points by page number.

    Raises NoPicture for what has no pages, and what reading raises.
    """
    with _pages(data, source, sizes, passwords) as pdf:
        for number, on_page in groupby(marks, lambda mark: mark.boxes[0].page):
            with closing(pdf[number - 1]) as page:
                frame = Frame(page.get_bbox(), page.get_rotation() // 90)
                for mark in on_page:
                    _highlight(page, frame, mark)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


@contextmanager
def _pages(
    data: bytes, source: str, sizes: Mapping[int, tuple[float, float]], passwords: Sequence[str]
) -> Iterator[pdfium.PdfDocument]:
    from nerkit.reading.pdf import opened
    from nerkit.reading.render import page_images

    match detect(data):
        case "pdf":
            with opened(data, source, passwords) as pdf:
                yield pdf
        case "image":
            with closing(pdfium.PdfDocument.new()) as pdf:
                for number, image in page_images(data, source, sizes, dpi=_DPI):
                    _add_image(pdf, image, *sizes[number])
                yield pdf
        case _:
            raise NoPicture(f"{source}: has text but no pages to highlight in; use --format html")


def _add_image(pdf: pdfium.PdfDocument, image: Image.Image, width: float, height: float) -> None:
    jpeg = io.BytesIO()
    image.convert("L").save(jpeg, "JPEG", quality=80)
    picture = pdfium.PdfImage.new(pdf)
    picture.load_jpeg(jpeg, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    with closing(pdf.new_page(width, height)) as page:
        page.insert_obj(picture)
        page.gen_content()


def _highlight(page: pdfium.PdfPage, frame: Frame, mark: Highlight) -> None:
    annotation = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_HIGHLIGHT)
    if not annotation:
        return
    corners = [_corners(frame, box) for box in mark.boxes]
    for quad in corners:
        points = raw.FS_QUADPOINTSF(*(coordinate for point in quad for coordinate in point))
        raw.FPDFAnnot_AppendAttachmentPoints(annotation, points)
    xs, ys = [[point[axis] for quad in corners for point in quad] for axis in (0, 1)]
    raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(min(xs), max(ys), max(xs), min(ys)))
    red, green, blue = bytes.fromhex(mark.colour[1:])
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, red, green, blue, _OPACITY)
    raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_PRINT)
    for key, text in ((b"Contents", mark.contents), (b"T", _AUTHOR), (b"Subj", mark.subject)):
        wide = ctypes.create_string_buffer((text + "\0").encode("utf-16-le", errors="replace"))
        raw.FPDFAnnot_SetStringValue(annotation, key, ctypes.cast(wide, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPage_CloseAnnot(annotation)


def _corners(frame: Frame, box: Box) -> tuple[Point, Point, Point, Point]:
    """Corners in user space, as the text is read: top left, top right, bottom left, bottom right."""
    left, bottom, right, top = frame.bounds

    def user_space(across: float, down: float) -> Point:
        return {
            0: (left + across, top - down),
            1: (left + down, bottom + across),
            2: (right - across, bottom + down),
            3: (right - down, top - across),
        }[frame.rotations % 4]

    edges = ((box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom))
    a, b, c, d = (user_space(*edge) for edge in edges)
    return a, b, c, d
