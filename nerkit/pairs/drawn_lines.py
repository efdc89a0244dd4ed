"""What lines drawn on a page part: words of different ruled cells, and words on a line to fill in from others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nerkit.document import Box, Document

_UNDER = 0.4
"""Heights of a word by which a rule may stand above or below its bottom to be the line that it stands on."""

_FLAT = 4.0
"""Points of height of a rule at most."""

_SHARED = 0.6
"""Share of a word's width that stands on its rule."""

_BUCKET = 8.0
_WORDY = 3
"""Letters of a cell at least that parts words: comb fields have one a cell."""


def fill_lines(document: Document) -> tuple[int, ...]:
    """For each word the rule that it stands on, by its number in `Document.rules`; -1 for none. *Shape:* (words,)."""
    if not document.rules:
        return (-1,) * len(document.words)
    near: dict[tuple[int, int], list[int]] = {}
    for number, rule in enumerate(document.rules):
        if rule.bottom - rule.top < _FLAT < rule.x1 - rule.x0:
            near.setdefault((rule.page, int(rule.top // _BUCKET)), []).append(number)
    return tuple(_rule_of(word.box, document.rules, near) if word.box else -1 for word in document.words)


def _rule_of(box: Box, rules: Sequence[Box], near: Mapping[tuple[int, int], list[int]]) -> int:
    bucket = int(box.bottom // _BUCKET)
    for place in (bucket - 1, bucket, bucket + 1):
        for number in near.get((box.page, place), ()):
            rule = rules[number]
            shared = min(box.x1, rule.x1) - max(box.x0, rule.x0)
            if abs(rule.top - box.bottom) < _UNDER * box.height and shared >= _SHARED * (box.x1 - box.x0):
                return number
    return -1


def ruled_cells(document: Document) -> tuple[int, ...]:
    """For each word a number of the ruled cell it stands in, if that holds a name; -1 for none. *Shape:* (words,)."""
    found = [-1] * len(document.words)
    number = 0
    for table in document.tables:
        for cell in table.cells:
            texts = (document.text[document.words[i].start : document.words[i].end] for i in cell.words)
            if sum(c.isalpha() for text in texts for c in text) >= _WORDY:
                for i in cell.words:
                    found[i] = number
            number += 1
    return tuple(found)
