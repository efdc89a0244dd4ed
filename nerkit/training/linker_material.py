"""The documents that the linker of pairs learns from, each also as other readers would give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nerkit.corpora import naf, printed_forms
from nerkit.corpora.linked import LinkedDocument

_WORDS_EVERY, _PLAIN_EVERY = 3, 2
"""Of so many forms one is learned from a second time: without the corpus's boxes, or without any place on a page."""


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


def without_places(linked: LinkedDocument) -> LinkedDocument:
    """The document as plain text."""
    document = linked.document
    words = tuple(replace(word, box=None) for word in document.words)
    return replace(linked, document=replace(document, words=words, pages=(), tables=(), rules=()))
