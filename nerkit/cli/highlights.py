"""A copy of a PDF with the entities as highlight annotations, which any viewer shows."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from nerkit.document import Box, Entity
from nerkit.errors import NoPicture
from nerkit.labels import colour
from nerkit.reading.characters import Frame
from nerkit.reading.detect import detect
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.pdf import opened
from nerkit.result import Result

_DPI = 150
_OPACITY = 255
_AUTHOR = "nerkit"

Point = tuple[float, float]


def highlighted(data: bytes, result: Result) -> bytes:
    """The PDF of a result with its entities highlighted; an image becomes a PDF of its pages in grey.

    `data` is the file that was read. An annotation stands for an entity on one page; its contents are the label, the
    value, and the confidence. Raises NoPicture for what has no pages, and what reading raises.
    """
    by_page: dict[int, list[tuple[int, Entity]]] = {}
    for index, entity in enumerate(result.entities):
        for number in dict.fromkeys(box.page for box in entity.boxes):
            by_page.setdefault(number, []).append((index, entity))
    with _pages(data, result) as pdf:
        for number, entities in by_page.items():
            with closing(pdf[number - 1]) as page:
                frame = Frame(page.get_bbox(), page.get_rotation() // 90)
                for index, entity in entities:
                    boxes = [box for box in entity.boxes if box.page == number]
                    _highlight(page, frame, boxes, entity.label, described(result, index))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def described(result: Result, index: int) -> str:
    """Label, value and confidence of an entity, in words; its text where the record holds no value of it."""
    entity = result.entities[index]
    values = [
        (value.value, value.currency, value.ambiguous, value.readings)
        for values in result.record.fields.values()
        for value in values
        if index in value.entities and not value.derived
    ]
    text = " ".join(entity.text.split())
    if values:
        value, currency, ambiguous, readings = values[0]
        text = " or ".join(readings) if ambiguous else " ".join(filter(None, (value, currency)))
        text += ", ambiguous" if ambiguous else ""
    return f"{entity.label}: {text} ({entity.confidence:.0%} sure)"


@contextmanager
def _pages(data: bytes, result: Result) -> Iterator[pdfium.PdfDocument]:
    match detect(data):
        case "pdf":
            with opened(data, result.source) as pdf:
                yield pdf
        case "image":
            with IsolatedReader() as reader:
                pictures = reader.pictures(data, result.source, dpi=_DPI)
            with closing(pdfium.PdfDocument.new()) as pdf:
                for page, (_, png) in zip(result.document.pages, pictures, strict=False):
                    _add_image(pdf, png, page.width, page.height)
                yield pdf
        case _:
            raise NoPicture(f"{result.source}: has text but no pages to highlight in; use --format html")


def _add_image(pdf: pdfium.PdfDocument, png: bytes, width: float, height: float) -> None:
    jpeg = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("L").save(jpeg, "JPEG", quality=80)
    picture = pdfium.PdfImage.new(pdf)
    picture.load_jpeg(jpeg, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    with closing(pdf.new_page(width, height)) as page:
        page.insert_obj(picture)
        page.gen_content()


def _highlight(page: pdfium.PdfPage, frame: Frame, boxes: list[Box], label: str, contents: str) -> None:
    annotation = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_HIGHLIGHT)
    if not annotation:
        return
    corners = [_corners(frame, box) for box in boxes]
    for quad in corners:
        points = raw.FS_QUADPOINTSF(*(coordinate for point in quad for coordinate in point))
        raw.FPDFAnnot_AppendAttachmentPoints(annotation, points)
    xs, ys = [[point[axis] for quad in corners for point in quad] for axis in (0, 1)]
    raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(min(xs), max(ys), max(xs), min(ys)))
    red, green, blue = bytes.fromhex(colour(label)[1:])
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, red, green, blue, _OPACITY)
    raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_PRINT)
    for key, text in ((b"Contents", contents), (b"T", _AUTHOR), (b"Subj", label)):
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
