"""Entities meet the tokens of a `Doc`, whatever tokenizer made them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Span

from nerkit.document import Entity
from nerkit.language.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Aligned:
    """An entity as tokens `first` to `last` (exclusive); `exact` where they hold its characters and no others."""

    entity: Entity
    first: int
    last: int
    exact: bool


def doc_tokens(doc: Doc) -> Tokens:
    """Where the tokens of a `Doc` stand in its text, white space tokens included."""
    starts, lengths = doc.to_array(["IDX", "LENGTH"]).astype(np.int32).reshape(-1, 2).T
    return Tokens((), starts, starts + lengths, np.zeros(0, dtype=np.int32))


def align(doc: Doc, entities: Iterable[Entity]) -> list[Aligned]:
    """Each entity as the fewest tokens that hold it."""
    tokens = doc_tokens(doc)
    found = []
    for entity in entities:
        first, last = tokens.covering(entity.start, entity.end)
        exact = tokens.starts[first] == entity.start and tokens.ends[last - 1] == entity.end
        found.append(Aligned(entity, first, last, bool(exact)))
    return found


def place(doc: Doc, aligned: Sequence[Aligned], overwrite: bool) -> tuple[list[Span], list[int]]:
    """Set `doc.ents`: what other components set, and the entities that go beside it. No two of them overlap.

    With `overwrite` it is the others' that give way. Of our own that meet in one token the more probable one is taken.
    Gives the spans of our entities in `doc.ents`, and the indices of those that found no room there: where another one
    of ours has the very same text, as an amount that is total and due, nothing is lost.
    """
    codes = doc.to_array(["ENT_IOB", "ENT_TYPE"])
    blocked = (codes[:, 0] == 3) & (codes[:, 1] == 0)  # how spaCy marks what must not be an entity
    taken = blocked.copy()
    others = list(doc.ents)
    if not overwrite:
        for span in others:
            taken[span.start : span.end] = True
    left_out = []
    ours: list[Span] = []
    texts: set[tuple[int, int]] = set()
    for i in sorted(range(len(aligned)), key=lambda i: -aligned[i].entity.confidence):
        first, last = aligned[i].first, aligned[i].last
        text = aligned[i].entity.start, aligned[i].entity.end
        if taken[first:last].any():
            if text not in texts:
                left_out.append(i)
            continue
        texts.add(text)
        taken[first:last] = True
        ours.append(Span(doc, first, last, label=aligned[i].entity.label))
    if overwrite:
        others = [span for span in others if not taken[span.start : span.end].any()]
    doc.set_ents([*others, *ours], blocked=[doc[i : i + 1] for i in np.flatnonzero(blocked).tolist()])
    return ours, sorted(left_out)


def warn_left_out(name: str, spans_key: str | None) -> None:
    """Say that some entities found no room in `doc.ents`, and where they are; Python says the same words only once."""
    where = f"doc.spans[{spans_key!r}] has all of them" if spans_key else "they are dropped"
    warnings.warn(f"{name}: entities that meet others found no room in doc.ents; {where}", stacklevel=3)
