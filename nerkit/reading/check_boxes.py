"""Check boxes and radio buttons become words, `[x]` and `[ ]`, beside their labels; however they were drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from nerkit.document import Box
from nerkit.reading.levels import Levels
from nerkit.reading.placed import PlacedWord

_OPEN = frozenset(
    map(chr, (0x2610, 0x25A1, 0x25A2, 0x2751, 0x274F, 0x25CB, 0x20DD, 0xF06F, 0xF070, 0xF071, 0xF072, 0xF0A8))
)
_TICKED = frozenset(
    map(chr, (0x2611, 0x2612, 0x22A0, 0x25A0, 0x25C9, 0x25CF, 0x2327, 0xF0FD, 0xF0FE, 0xF078, 0xF053, 0xF054))
)
"""Characters that are a box, a circle, or one with a mark, those of Wingdings by the codes that Word gives them."""
_BULLETS = frozenset(map(chr, (0x25A0, 0x25CF, 0x25CB)))
"""Those that lists begin with, too."""

_MARKS = frozenset((*"xX", *"vV", *"×✓✔✗✘√"))
_READ_AS = frozenset("[]|_")
_LIKE_A_BOX = frozenset("OoDUuLlCcQ0")
"""What engines take a box for, where nothing else is that wide, and where the word reaches over it."""
_NEAR = 2.5  # sides of a box, how far its label may be
_ALIKE = 0.25  # of a side, by which the boxes of a form differ
_COVERS = 0.5  # of a word, which then is what an engine took the box for


class CheckBox(NamedTuple):
    """A box and whether it has a mark. `is_field`: of a form's fields."""

    box: Box
    is_ticked: bool
    is_field: bool = False


def check_box_words(one: CheckBox) -> list[PlacedWord]:
    """The words of a box: `[x]`, or `[` and `]` with a space between them."""
    box = one.box
    if one.is_ticked:
        return [PlacedWord("[x]", box)]
    third = box.width / 3
    return [
        PlacedWord("[", Box(box.page, box.x0, box.top, box.x0 + third, box.bottom)),
        PlacedWord("]", Box(box.page, box.x1 - third, box.top, box.x1, box.bottom)),
    ]


def with_glyphs(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words with each character that is a box written as one; bullets of lists stay what they are."""
    boxes = {word.text for word in words} & (_OPEN | _TICKED)
    are_bullets = boxes <= _BULLETS and len(boxes) < 2
    found: list[PlacedWord] = []
    for word in words:
        if word.text in boxes and not are_bullets:
            found += check_box_words(CheckBox(word.box, word.text in _TICKED))
        elif word.confidence is not None and word.text[:1] in _OPEN | _TICKED and len(word.text) > 1:
            found += _parted(word)
        else:
            found.append(word)
    return found


def _parted(word: PlacedWord) -> list[PlacedWord]:
    """The box and the rest of a word that an engine began with a box."""
    at = word.box.x0 + min(word.box.height, 0.5 * word.box.width)
    box = CheckBox(replace(word.box, x1=at), word.text[0] in _TICKED)
    return [*check_box_words(box), replace(word, text=word.text[1:], box=replace(word.box, x0=at))]


def with_boxes(words: Sequence[PlacedWord], boxes: Iterable[CheckBox]) -> list[PlacedWord]:
    """The words with those boxes that have a label beside them, in place of what they were read as.

    A drawn box counts where another one of its size stands on the page; one with a mark, which may be a bullet or a
    sign, where that one is open.
    """
    boxes = _apart(one for one in boxes if one.is_field or _has_label(one, words))
    kept, levels, numbers = dict[int, PlacedWord](), Levels(), count()

    def add(some: Iterable[PlacedWord]) -> None:
        for word, number in zip(some, numbers, strict=False):
            kept[number] = word
            levels.add(number, word.box)

    add(words)
    for one in boxes:
        if not one.is_field and _has_none_beside_it(one, boxes):
            continue
        level = {number: kept[number] for number in levels.level_with(one.box) if number in kept}
        inside = {
            number: word
            for number, word in level.items()
            if _covered(word, one.box) >= _COVERS or _is_reading_of(word, one.box)
        }
        if any(map(_is_written, inside.values())):
            continue
        for number, word in level.items():
            if number in inside:
                del kept[number]
            else:
                kept[number] = _cut(word, one.box)
        add(check_box_words(one))
    return list(kept.values())


def _has_none_beside_it(one: CheckBox, boxes: Sequence[CheckBox]) -> bool:
    """Whether no other drawn box of its size makes a drawn one a box to tick: an open one, or any where it is open."""
    alike = (other for other in boxes if other is not one and _is_as_large(one, other))
    return all(one.is_ticked and other.is_ticked for other in alike)


def _is_written(word: PlacedWord) -> bool:
    """Whether the file itself writes a letter or a number that is no mark."""
    return word.confidence is None and any(char.isalnum() and char not in _MARKS for char in word.text)


def _is_as_large(one: CheckBox, other: CheckBox) -> bool:
    return abs(one.box.width - other.box.width) <= _ALIKE * one.box.width


def _apart(boxes: Iterable[CheckBox]) -> list[CheckBox]:
    """Each box once: the first of those that lie on each other, as a field on the square that the page draws for it."""
    found, levels = list[CheckBox](), Levels()
    for one in boxes:
        x, y = (one.box.x0 + one.box.x1) / 2, (one.box.top + one.box.bottom) / 2
        if not any(
            other.box.page == one.box.page
            and other.box.x0 <= x <= other.box.x1
            and other.box.top <= y <= other.box.bottom
            for other in (found[number] for number in levels.level_with(one.box))
        ):
            levels.add(len(found), one.box)
            found.append(one)
    return found


def _has_label(one: CheckBox, words: Sequence[PlacedWord]) -> bool:
    box = one.box
    middle, reach = (box.top + box.bottom) / 2, _NEAR * box.height
    return any(
        word.box.top <= middle <= word.box.bottom
        and any(char.isalpha() for char in word.text)
        and word.box.height <= 3 * box.height
        and (
            -(0.5 if word.confidence is None else 1.5) * box.width <= word.box.x0 - box.x1 <= reach
            or -0.5 * box.width <= box.x0 - word.box.x1 <= reach
        )
        and len(word.text) > 1
        for word in words
        if word.box.page == box.page
    )


def _is_reading_of(word: PlacedWord, box: Box) -> bool:
    """Whether an engine read a single character where the box is."""
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
    near = box.x0 - 0.5 * box.width <= x <= box.x1 + 0.5 * box.width and box.top <= y <= box.bottom
    return word.confidence is not None and len(word.text) == 1 and near


def _covered(word: PlacedWord, box: Box) -> float:
    """The share of a word that lies in a box."""
    width = min(word.box.x1, box.x1) - max(word.box.x0, box.x0)
    height = min(word.box.bottom, box.bottom) - max(word.box.top, box.top)
    return max(width, 0.0) * max(height, 0.0) / max(word.box.width * word.box.height, 1e-6)


def _cut(word: PlacedWord, box: Box) -> PlacedWord:
    """A word whose beginning an engine saw in the box, without what it took the box for; others as they are."""
    middle = (box.x0 + box.x1) / 2
    level = word.box.top < (box.top + box.bottom) / 2 < word.box.bottom
    if word.confidence is None or not level or not word.box.x0 - box.width <= middle <= word.box.x0 + box.width:
        return word
    first = word.text[:1]
    is_box = (not first.isascii() and not first.isalpha()) or first in _READ_AS or "\u3400" <= first <= "\u9fff"
    covers = word.box.x0 < middle and first in _LIKE_A_BOX
    text = word.text[1:] if (is_box or covers) and len(word.text) > 1 else word.text
    left = max(word.box.x0, min(box.x1 + 0.1 * box.width, word.box.x1 - 1.0))
    return replace(word, text=text, box=replace(word.box, x0=left))
