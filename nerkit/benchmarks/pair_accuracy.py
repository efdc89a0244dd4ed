"""Pairs on forms whose links are known: how many are found, and how many of the sure ones are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nerkit.corpora.linked import LinkedDocument
from nerkit.evaluation.reliability import JudgedEntity
from nerkit.evaluation.scores import Counts
from nerkit.pairs import Pair, find_pairs
from nerkit.pairs.pair import Span


@dataclass
class PairAccuracy:
    """Counts of links, and the pairs with what became of them.

    A pair is right by `most` where most of the words of both its ends are those of a linked key and value, to the
    letter (`exact`) where they are all of those and no others.
    """

    most: Counts = field(default_factory=Counts)
    exact: Counts = field(default_factory=Counts)
    said: list[JudgedEntity] = field(default_factory=list)

    def sure(self, least: float = 0.9) -> list[JudgedEntity]:
        """The pairs that are at least so sure; what is right of them is right to the letter."""
        return [one for one in self.said if one.confidence >= least]


def pair_accuracy(forms: Iterable[LinkedDocument]) -> PairAccuracy:
    """Finds the pairs of each form, in places that the reader finds by itself, and counts them."""
    accuracy = PairAccuracy()
    for form in forms:
        pairs = [pair for pair in find_pairs(form.document) if pair.spans]
        for exact in (False, True):
            found = [_link(form, pair, exact=exact) for pair in pairs]
            right = {link for link in found if link in form.links}
            extra = sum(link not in form.links for link in found)
            counts = Counts(len(right), extra, len(form.links) - len(right))
            if exact:
                accuracy.exact += counts
                accuracy.said += [
                    JudgedEntity("pair", pair.confidence, link in form.links)
                    for pair, link in zip(pairs, found, strict=True)
                ]
            else:
                accuracy.most += counts
    return accuracy


def _link(form: LinkedDocument, pair: Pair, *, exact: bool) -> tuple[int, int]:
    return _group(form, pair.key_spans, exact=exact), _group(form, pair.spans, exact=exact)


def _group(form: LinkedDocument, spans: Sequence[Span], *, exact: bool) -> int:
    """The group that these spans hold, -1 where there is none."""
    words = zip(form.document.words, form.owner, strict=True)
    held = Counter(owner for word, owner in words if any(a < word.end and word.start < b for a, b in spans))
    group, count = held.most_common(1)[0] if held else (-1, 0)
    whole = form.owner.count(group)
    if exact:
        return group if count == held.total() == whole else -1
    return group if 2 * count > held.total() else -1
