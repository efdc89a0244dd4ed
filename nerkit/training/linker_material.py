"""The documents that the linker of pairs learns from, each also as other readers would give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from nerkit.corpora import naf, printed_forms
from nerkit.corpora.linked import LinkedDocument
from nerkit.document import Box

_WORDS_EVERY, _PLAIN_EVERY, _MISREAD_EVERY = 4, 3, 2
"""Of so many forms one is learned from a second time: without the corpus's boxes, without any place on a page, or as a
scan of it might be read."""

_LETTER, _COLON = 0.03, 0.3
"""Shares of letters and of colons that are misread."""

_SHIFT = 0.12
"""By how much boxes are off, in heights of their word."""


@dataclass(frozen=True)
class LinkerMaterial:
    """What is learned from, and what the odds are calibrated on."""

    learned: Sequence[LinkedDocument]
    held_out: Sequence[LinkedDocument]

    @classmethod
    def read(cls, archives: Path, printed: Path) -> LinkerMaterial:
        """Forms of the archives (`corpora.naf`) and printed ones (`nerkit generate --what forms`), by their splits."""
        return cls(
            [*_archived(archives, "train"), *_printed(printed, "train")],
            [*_archived(archives, "valid"), *_printed(printed, "dev")],
        )


def _archived(folder: Path, split: str) -> Iterator[LinkedDocument]:
    for i, linked in enumerate(naf.read_linked(folder, split)):
        yield linked
        if i % _WORDS_EVERY == 0:
            yield replace(linked, units=None)


def _printed(folder: Path, split: str) -> Iterator[LinkedDocument]:
    for i, linked in enumerate(printed_forms.read_linked(folder, split)):
        yield linked
        if i % _PLAIN_EVERY == 0:
            yield without_places(linked)
        if i % _MISREAD_EVERY == 1:
            yield misread(linked, Random(i))


def misread(linked: LinkedDocument, rng: Random) -> LinkedDocument:
    """The document as it might come from a scan: letters and colons misread one for one, boxes a little off."""
    document = linked.document
    letters = [
        rng.choice(".;,.") if c == ":" and rng.random() < _COLON
        else rng.choice("eoainrltsc1I0") if c.isalnum() and rng.random() < _LETTER
        else c
        for c in document.text
    ]  # fmt: skip
    words = tuple(replace(word, box=_shifted(word.box, rng)) for word in document.words)
    return replace(linked, document=replace(document, text="".join(letters), words=words))


def _shifted(box: Box | None, rng: Random) -> Box | None:
    if box is None:
        return None
    off = [rng.gauss(0, _SHIFT / 2) * box.height for _ in range(4)]
    return Box(
        box.page, box.x0 + off[0], box.top + off[1], max(box.x1 + off[2], box.x0 + off[0] + 1), box.bottom + off[3]
    )


def without_places(linked: LinkedDocument) -> LinkedDocument:
    """The document as plain text."""
    document = linked.document
    words = tuple(replace(word, box=None) for word in document.words)
    return replace(linked, document=replace(document, words=words, pages=(), tables=(), rules=()))
