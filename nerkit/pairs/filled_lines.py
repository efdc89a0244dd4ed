"""Lines to fill in: "Age ____", with the answer on the line and the question right before it."""

from __future__ import annotations

from collections.abc import Sequence

from nerkit.document import Document
from nerkit.pairs.drawn_lines import fill_lines
from nerkit.pairs.link_features import Indices
from nerkit.pairs.phrase import Phrase
from nerkit.pairs.phrase_features import Features

_LIKELY = 0.2
"""How probable it is at least that what stands before a line to fill in is a key."""

_LINKED, _ELSE = 0.75, 0.3
"""How probable a link to what is filled in is at least, and one to anything else at most."""


def with_fill_lines(
    document: Document, found: Sequence[Phrase], pairs: Indices, linked: Features, keys: Features
) -> Features:
    """The probabilities of links, knowing what stands on a line to fill in, right of a phrase that does not.

    *Shape* of `linked`: (pairs, `OUTPUTS`), of `keys`: (phrases,).
    """
    on = fill_lines(document)
    filled = {
        (i - 1, i)
        for i in range(1, len(found))
        if on[found[i].first] >= 0 > on[found[i - 1].last - 1]
        and (found[i].page, found[i].line) == (found[i - 1].page, found[i - 1].line)
        and keys[i - 1] >= _LIKELY
        and found[i].text[-1] not in ":："
    }
    if not filled:
        return linked
    changed = linked.copy()
    for row, (a, b) in enumerate(pairs.tolist()):
        if (a, b) in filled:
            changed[row] = max(float(linked[row, 0]), _LINKED), 0
        elif (b - 1, b) in filled or (a, a + 1) in filled:
            # The label has this value, and what is filled in has this label.
            changed[row, 0] = min(float(linked[row, 0]), _ELSE)
    return changed
