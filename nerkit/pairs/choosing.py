"""The links of a document that hold together: what the linker says, what tables and rows add, and how sure each is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nerkit.document import Document
from nerkit.pairs.alike_rows import with_alike_rows
from nerkit.pairs.assignment import Group, Link, groups, links, whole
from nerkit.pairs.captions import box_links
from nerkit.pairs.certainty import PairSteps
from nerkit.pairs.filled_lines import with_fill_lines
from nerkit.pairs.label_columns import with_label_columns
from nerkit.pairs.link_features import Indices
from nerkit.pairs.linker import Linker, LinkEvidence
from nerkit.pairs.phrase import Phrase
from nerkit.pairs.phrase_features import Features
from nerkit.pairs.phrase_tables import TableLinks, table_links


@dataclass(frozen=True)
class ChosenLinks:
    """The links with what is known of each, the groups of phrases, the tables, and how probable each phrase is a key.

    *Shape:* `steps` (links, `certainty.STEPS`), `keys` (phrases,).
    """

    links: Sequence[Link]
    steps: Features
    joined: Sequence[Group]
    tables: TableLinks
    keys: Features

    @classmethod
    def of(cls, document: Document, material: LinkEvidence, linker: Linker, taken: Collection[int] = ()) -> ChosenLinks:
        """The links between phrases that are not `taken` by something else."""
        found, said = material.phrases, linker(material)
        free = ~np.isin(material.pairs, list(taken)).any(axis=1)
        between, linked = material.pairs[free], said.pairs[free]
        linked = np.stack([linked[:, 0], np.where(_behind_answers(found, between), 0, linked[:, 1])], axis=1)
        boxes = box_links(document, found, between, linked, said.keys)
        between, linked = boxes.pairs, boxes.linked
        tables = table_links(found, between, linked[:, 0], boxes.members)
        told = tables.members | boxes.members
        linked = with_label_columns(found, between, np.stack([tables.said, linked[:, 1]], axis=1), said.keys, told)
        linked = with_fill_lines(document, found, between, linked, said.keys)
        probable = with_alike_rows(found, between, linked[:, 0], told)
        # Headings side by side are several, however much they read like one.
        heads = np.isin(between, list(tables.heads)).all(axis=1)
        goes_on = np.where(heads, 0, linked[:, 1])
        joined = groups(len(found), between, goes_on, np.maximum(linked[:, 0], probable))
        chosen = whole(links(joined, between, probable), [phrase.cell for phrase in found])
        steps = PairSteps(document, found, material.unary, between, linked, told).of(chosen)
        return cls(chosen, steps, joined, tables, said.keys)


def _behind_answers(found: Sequence[Phrase], pairs: Indices) -> NDArray[np.bool_]:
    """Which second phrases are keys with a colon behind an answer on its line, as in "Breed: Beagle   Age: 6".

    *Shape:* (pairs,).
    """
    colon = np.array([phrase.text[-1] in ":：" for phrase in found], bool)
    lines = np.array([phrase.line for phrase in found], np.int64)
    answered = np.zeros(len(found), bool)
    answered[1:] = colon[:-1] & (lines[1:] == lines[:-1]) & ~colon[1:]
    first, second = pairs.T
    return np.asarray(answered[first] & colon[second] & (lines[first] == lines[second]))
