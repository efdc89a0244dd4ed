"""Pictures on a page that brings its own text along: which of them hold text too.

Most pictures are logos, and most pages have one: what is asked of every picture has to cost little.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from nerkit.document import Box
from nerkit.reading.characters import LEVEL, Boxes, Characters, Frame
from nerkit.reading.cleaning import Pixels
from nerkit.reading.lettering import holds_text, may_hold_text
from nerkit.reading.outlines import outlined
from nerkit.reading.page_objects import Images, PageObjects

# In points.
_NARROWEST, _LOWEST = 24.0, 7.0  # a picture of one short line
_JOINT = 1.5  # between the strips that some programs cut pictures into
_AROUND = 0.5  # a character, what its ink reaches beyond its box

_MOST = 40  # pictures on a page, the largest: maps and brochures have thousands
_WHOLE = 0.6  # of the page's area
_QUICK, _FINE = 1.5, 3.0  # pixels a point

_KNOWN = 10_000  # pictures without text
_CONTENT = (512, 200_000)  # bytes: fewer may be one colour whose shape is in a mask, more take long to compare


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """The place of a picture on the shown page, and the boxes of the page's own characters that are drawn on it.

    `content` tells it from others, where that takes no look at it. *Shape:* `own` (characters, 4)
    """

    box: Box
    own: Boxes
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class PagePictures:
    """The pictures with text on one page, which stands upright after so many quarter turns clockwise."""

    number: int
    frame: Frame
    turn: int
    pictures: Sequence[PlacedPicture]


class PictureFinder:
    """Finds the pictures with text; a logo that comes again, on the next page or in the next file, is known."""

    def __init__(self) -> None:
        self._without: set[bytes] = set()

    def with_text(
        self, page: pdfium.PdfPage, objects: PageObjects, characters: Characters, empty: PagePictures
    ) -> PagePictures | None:
        """The pictures that hold text beside the characters of the page itself; None where none does.

        `empty` says which page it is and how it lies.
        """
        if len(characters.codes) and characters.invisible.mean() > 0.5:
            return None  # its text is that of its picture, recognised before
        pictures = _pictures(objects, empty, characters, self._without)
        found = [each for each in pictures if self._has_text(page, empty, each)]
        return replace(empty, pictures=found) if found else None

    def _has_text(self, page: pdfium.PdfPage, around: PagePictures, picture: PlacedPicture) -> bool:
        here = replace(around, pictures=[picture])
        found = may_hold_text(drawn(page, here, picture.box, _QUICK)) and holds_text(
            drawn(page, here, picture.box, _FINE)
        )
        if picture.content and not found and len(self._without) < _KNOWN:
            self._without.add(picture.content)
        return found


def _pictures(
    objects: PageObjects, page: PagePictures, characters: Characters, without: Container[bytes]
) -> Iterator[PlacedPicture]:
    """The images of a page and what may be text in outlines, parts that touch as one, as far as they are seen.

    A picture of the whole page counts where the page's text is drawn on it; what lies under it was recognised in it.
    Those that are known to be `without` text do not count.
    """
    images = objects.images()
    outlines = outlined(objects, page.frame)
    orders = np.concatenate([images.orders, outlines[0]])
    if not len(orders):
        return
    width, height = page.frame.size
    places = np.concatenate([page.frame.place(images.bounds), outlines[1]]).clip(0, [width, height, width, height])
    areas = np.prod(places[:, 2:] - places[:, :2], axis=1)
    largest = np.argsort(-areas, kind="stable")[:_MOST].tolist()
    contents = {i: _content(images, i, places[i]) for i in largest}
    if not (unknown := [i for i in largest if contents[i] not in without]):
        return
    drawn_at = objects.orders(characters.objects)
    is_part = (areas < _WHOLE * width * height) | (orders < drawn_at.min(initial=len(objects.handles)))
    characters_at = page.frame.place(characters.rects)
    is_level = np.abs(characters.slants) <= LEVEL  # upright boxes around slanted letters hold much beside them
    for part in _joined([i for i in unknown if is_part[i]], places):
        x0, top = places[part, :2].min(0).tolist()
        x1, bottom = places[part, 2:].max(0).tolist()
        if x1 - x0 >= _NARROWEST and bottom - top >= _LOWEST:
            later = is_level & (drawn_at > orders[part].min())
            own = characters_at[later & _touches(characters_at, x0, top, x1, bottom)]
            is_seen_whole = len(part) == 1 and not len(own)
            yield PlacedPicture(
                Box(page.number, x0, top, x1, bottom), own, contents[part[0]] if is_seen_whole else None
            )


def _content(images: Images, i: int, place: Boxes) -> bytes | None:
    data = images.content(i) if i < len(images.handles) else b""
    if not _CONTENT[0] <= len(data) <= _CONTENT[1]:
        return None
    return sha256(np.rint(place[2:] - place[:2]).tobytes() + data).digest()


def _joined(chosen: Sequence[int], places: Boxes) -> list[list[int]]:
    """The chosen places in groups that touch each other. *Shape:* `places` (boxes, 4)."""
    groups: list[tuple[list[int], list[float]]] = []
    for i in chosen:
        x0, top, x1, bottom = around = places[i].tolist()
        members, others = [i], []
        for group, box in groups:
            if x0 - box[2] < _JOINT and box[0] - x1 < _JOINT and top - box[3] < _JOINT and box[1] - bottom < _JOINT:
                members += group
                around = [
                    min(around[0], box[0]),
                    min(around[1], box[1]),
                    max(around[2], box[2]),
                    max(around[3], box[3]),
                ]
            else:
                others.append((group, box))
        groups = [*others, (members, around)]
    return [group for group, _ in groups]


def _touches(boxes: Boxes, x0: float, top: float, x1: float, bottom: float) -> npt.NDArray[np.bool_]:
    touches = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
    return np.asarray(touches)


def drawn(page: pdfium.PdfPage, pictures: PagePictures, box: Box, scale: float) -> Pixels:
    """A part of the page set upright, in grey levels, at so many pixels a point.

    What lies outside the pictures is white, and the page's own text on them is left out.
    """
    width, height = pictures.frame.size
    crop = (box.x0, max(height - box.bottom, 0.0), max(width - box.x1, 0.0), box.top)
    with closing(page.render(scale=scale, crop=crop, grayscale=True)) as bitmap:
        seen: Pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    pixels = np.full_like(seen, 255)
    for picture in pictures.pictures:
        at = _slices(picture.box, box, scale)
        pixels[at] = seen[at]
        if len(picture.own):
            ground = int(np.bincount(pixels[at].ravel(), minlength=256).argmax())
            for x0, top, x1, bottom in picture.own.tolist():
                pixels[_slices(Box(box.page, x0, top, x1, bottom), box, scale, _AROUND)] = ground
    return np.ascontiguousarray(np.rot90(pixels, -pictures.turn))


def _slices(box: Box, whole: Box, scale: float, around: float = 0.0) -> tuple[slice, slice]:
    """The rows and columns of a box in the pixels of a larger one."""
    top, bottom = box.top - whole.top - around, box.bottom - whole.top + around
    left, right = box.x0 - whole.x0 - around, box.x1 - whole.x0 + around
    return (
        slice(max(int(top * scale), 0), max(int(np.ceil(bottom * scale)), 0)),
        slice(max(int(left * scale), 0), max(int(np.ceil(right * scale)), 0)),
    )
