"""A document whose pages all stand upright, for whoever looks at what stands beside and below; and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from nerkit.document import Box, Document, Page
from nerkit.reading.rotation import rotated_box, rotated_size

_T = TypeVar("_T")


def standing(document: Document) -> Document:
    """The document with the boxes of its pages as they stand once they are turned; itself where none lies."""
    if not (lying := _lying(document)):
        return document

    def stand(box: Box) -> Box:
        page = lying.get(box.page)
        return rotated_box(box, page.rotation, page.width, page.height) if page else box

    turned: Document = _moved(document, stand)
    return replace(turned, pages=tuple(map(_standing_page, document.pages)))


def as_it_came(value: _T, document: Document) -> _T:
    """A value made from the standing document with all boxes in it on the pages of `document` as they came."""
    if not (lying := _lying(document)):
        return value

    def lay(box: Box) -> Box:
        page = lying.get(box.page)
        return rotated_box(box, -page.rotation, *_size(page)) if page else box

    moved: _T = _moved(value, lay)
    return moved


def _lying(document: Document) -> dict[int, Page]:
    return {page.number: page for page in document.pages if page.rotation}


def _size(page: Page) -> tuple[float, float]:
    return rotated_size(page.width, page.height, page.rotation)


def _standing_page(page: Page) -> Page:
    width, height = _size(page)
    return replace(page, width=width, height=height, rotation=0)


def _moved(value: Any, move: Callable[[Box], Box]) -> Any:
    """The same plain value with every box in it moved, however deep."""
    match value:
        case Box():
            return move(value)
        case tuple() | list():
            return type(value)(_moved(part, move) for part in value)
        case dict():
            return {key: _moved(part, move) for key, part in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: _moved(getattr(value, field.name), move) for field in fields(value)})
        case _:
            return value
