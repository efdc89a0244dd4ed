"""Values that were filled into the form fields of a PDF (AcroForm)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Box, Notice
from nerkit.reading import left_out
from nerkit.reading.characters import Frame
from nerkit.reading.check_boxes import CheckBox
from nerkit.reading.heartbeat import FORM, alive
from nerkit.reading.levels import Levels
from nerkit.reading.placed import PlacedWord

_VALUES = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_LINE = 1.15  # of the size of the type
_LETTER = 0.5  # the same
_COMMON_SIZE = 10.0  # points
_SMALLEST_BOX, _LARGEST_BOX = 2.0, 40.0  # points
_INSET = 2.0  # points between a field's edge and its text


def open_form(pdf: pdfium.PdfDocument) -> list[Notice]:
    """Make the fields of a PDF known, before any of its pages is loaded; nothing happens where it has none.

    Says so where an earlier try did not come back from them, and they are left out.
    """
    if why := left_out.pages.get(FORM):
        return [Notice("damaged-file", left_out.FORM_SAID[why])]
    if raw.FPDF_GetFormType(pdf.raw) != raw.FORMTYPE_NONE:
        alive(FORM)
        pdf.init_forms()
    return []


def field_words(
    pdf: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, number: int, drawn: Sequence[PlacedWord]
) -> list[PlacedWord]:
    """The words of the values of a page's fields, but for values that the page itself has drawn where the field stands.

    The form says where a field is, not where its letters are: words share the width of their line by their length.
    """
    if pdf.formenv is None or not raw.FPDFPage_GetAnnotCount(page.raw):
        return []
    words, levels = list[PlacedWord](), Levels()
    for place, word in enumerate(drawn):
        levels.add(place, word.box)
    for annotation, kind, box in _widgets(pdf, page, frame, number):
        if kind not in _VALUES or not (value := _value(pdf.formenv.raw, annotation)):
            continue
        size = ctypes.c_float()
        raw.FPDFAnnot_GetFontSize(pdf.formenv.raw, annotation, size)
        inside = {word.text for word in map(drawn.__getitem__, levels.level_with(box)) if _holds(box, word.box)}
        if not inside.issuperset(value.split()):
            words += _placed(value, box, size.value)
    return words


def field_boxes(pdf: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, number: int) -> Iterator[CheckBox]:
    """The check boxes and radio buttons among a page's fields."""
    if pdf.formenv is None:
        return
    for annotation, kind, box in _widgets(pdf, page, frame, number):
        if kind in _BOXES and min(sides := (box.width, box.height)) >= _SMALLEST_BOX and max(sides) <= _LARGEST_BOX:
            yield CheckBox(box, bool(raw.FPDFAnnot_IsChecked(pdf.formenv.raw, annotation)), is_field=True)


def _widgets(
    pdf: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, number: int
) -> Iterator[tuple[Any, int, Box]]:
    """The fields that are shown, with the kind and the place of each."""
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
            rect = raw.FS_RECTF()
            if raw.FPDFAnnot_GetRect(annotation, rect):
                place = frame.place(np.array([[rect.left, rect.top, rect.right, rect.bottom]], np.float32))[0]
                kind = raw.FPDFAnnot_GetFormFieldType(form.raw, annotation)
                yield annotation, kind, Box(number, *place.tolist())
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _value(form: object, annotation: object) -> str:
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
