"""Values that were filled into the form fields of a PDF (AcroForm)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Box
from nerkit.reading.characters import Frame
from nerkit.reading.placed import PlacedWord

_CHECKED = "X"
_VALUES = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_LINE = 1.15  # of the size of the type
_LETTER = 0.5  # the same
_COMMON_SIZE = 10.0  # points
_INSET = 2.0  # points between a field's edge and its text


def open_form(pdf: pdfium.PdfDocument) -> None:
    """Make the fields of a PDF known, before any of its pages is loaded; nothing happens where it has none."""
    if raw.FPDF_GetFormType(pdf.raw) != raw.FORMTYPE_NONE:
        pdf.init_forms()


def field_words(
    pdf: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, number: int, drawn: Sequence[PlacedWord]
) -> list[PlacedWord]:
    """The words of the values of a page's fields, but for values that the page itself has drawn where the field stands.

    The form says where a field is, not where its letters are: words share the width of their line by their length.
    """
    if pdf.formenv is None or not raw.FPDFPage_GetAnnotCount(page.raw):
        return []
    words: list[PlacedWord] = []
    for value, box, size in _values(pdf, page, frame, number):
        inside = {word.text for word in drawn if _holds(box, word.box)}
        if not inside.issuperset(value.split()):
            words += _placed(value, box, size)
    return words


def _values(
    pdf: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, number: int
) -> Iterator[tuple[str, Box, float]]:
    form = pdf.formenv
    for i in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, i)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET:
                continue
            if raw.FPDFAnnot_GetFlags(annotation) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
                continue
            kind = raw.FPDFAnnot_GetFormFieldType(form.raw, annotation)
            value = _value(form.raw, annotation, kind)
            rect, size = raw.FS_RECTF(), ctypes.c_float()
            if value and raw.FPDFAnnot_GetRect(annotation, rect):
                raw.FPDFAnnot_GetFontSize(form.raw, annotation, size)
                place = frame.place(np.array([[rect.left, rect.top, rect.right, rect.bottom]], np.float32))[0]
                yield value, Box(number, *place.tolist()), size.value
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _value(form: object, annotation: object, kind: int) -> str:
    if kind in _BOXES:
        return _CHECKED if raw.FPDFAnnot_IsChecked(form, annotation) else ""
    if kind not in _VALUES:
        return ""
    length = raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    raw.FPDFAnnot_GetFormFieldValue(form, annotation, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace").replace("\0", "").strip()


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _placed(value: str, box: Box, size: float) -> Iterator[PlacedWord]:
    lines = value.splitlines()
    size = min(size or _COMMON_SIZE, box.height / len(lines))
    # One line stands in the middle of its field, several begin at the top.
    top = box.top + ((box.height - size) / 2 if len(lines) == 1 else 0.0)
    for i, line in enumerate(lines):
        room = max(box.width - 2 * _INSET, 1.0)
        letter = min(_LETTER * size, room / max(len(line), 1))
        y = top + i * min(_LINE * size, box.height / len(lines))
        at = 0
        for part in line.split():
            at = line.index(part, at)
            x = box.x0 + min(_INSET, box.width / 4) + at * letter
            yield PlacedWord(part, Box(box.page, x, y, x + len(part) * letter, y + size))
            at += len(part)
