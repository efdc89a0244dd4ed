"""A copy of a PDF with what was found in it as highlight annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from nerkit.labels import colour
from nerkit.reading.highlighting import Highlight
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.options import ReadingOptions
from nerkit.result import Result


def highlighted(reader: IsolatedReader, file: Path | bytes, result: Result, **options: Unpack[ReadingOptions]) -> bytes:
    """The PDF of a result with its entities highlighted; an image becomes a PDF of its pages in grey.

    `file` is what was read, or its content; `reader` opens it. An annotation stands for an entity on one page; its
    contents are the label, the value, and the confidence. Raises NoPicture for what has no pages, and what reading
    raises.
    """
    marks = []
    for index, entity in enumerate(result.entities):
        for number in dict.fromkeys(box.page for box in entity.boxes):
            boxes = tuple(box for box in entity.boxes if box.page == number)
            marks.append(Highlight(boxes, colour(entity.label), entity.label, described(result, index)))
    sizes = {page.number: (page.width, page.height) for page in result.document.pages}
    return reader.marked(file, result.source, sorted(marks, key=lambda mark: mark.boxes[0].page), sizes, **options)


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
