"""Mentions of one value become one candidate for a field."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from nerkit.budget import paced
from nerkit.locales.folding import fold_space
from nerkit.records.mentions import Mention
from nerkit.values.names import name_key

_LINE_GAP = 0.9
"""White space between two lines of one address at most, in heights of the text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field may hold, and the mentions that say so, in text order."""

    value: str
    mentions: tuple[Mention, ...]
    currency: str | None = None
    readings: tuple[str, ...] = ()
    note: str | None = None
    unit: str | None = None

    @property
    def confidence(self) -> float:
        """The highest probability among the mentions.

        Mentions of one value are copies of one line or one habit of the tagger: they are right or wrong together, so
        1 - product(1 - p) would be far too sure.
        """
        return max(mention.entity.confidence for mention in self.mentions)

    @property
    def start(self) -> int:
        """Where the first mention begins."""
        return min(mention.entity.start for mention in self.mentions)

    @property
    def entities(self) -> tuple[int, ...]:
        """Indices of the entities, ascending."""
        return tuple(sorted(mention.index for mention in self.mentions))


def group(type: str, mentions: Sequence[Mention]) -> list[Candidate]:
    """The distinct values among mentions of one type of value, in the order in which they first occur."""
    if type == "name":
        return _cluster(mentions, lambda mention: name_key(mention.text) or fold_space(mention.text))
    if type == "amount":
        return _amounts(mentions)
    if type == "date":
        return _settle(_cluster(mentions, lambda mention: (mention.text, mention.value.ambiguous)))
    if type == "text":
        return _distinct([_stacked(stack) for stack in _stacks(mentions)])
    if type == "quantity":
        return _cluster(mentions, lambda mention: (mention.text, mention.value.unit))
    return _cluster(mentions, lambda mention: mention.text.casefold())


def join(first: Candidate, *others: Candidate) -> Candidate:
    """The value of `first` with the mentions of all."""
    if not others:
        return first
    mentions = (mention for one in (first, *others) for mention in one.mentions)
    return replace(first, mentions=tuple(sorted(mentions, key=lambda mention: mention.entity.start)))


def _stacks(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand below one another, as the lines of an address do beside other columns of a footer."""
    stacks: list[list[Mention]] = []
    by_page: dict[int, list[int]] = {}  # the stacks whose last line stands on a page, in the order in which they began
    for mention in paced(mentions):
        boxes = mention.entity.boxes
        near = by_page.setdefault(boxes[0].page, []) if boxes else []
        home = next((number for number in near if _stands_below(mention, stacks[number][-1])), None)
        if home is None:
            home = len(stacks)
            stacks.append([])
        else:
            near.remove(home)
        stacks[home].append(mention)
        if boxes:
            insort(by_page.setdefault(boxes[-1].page, []), home)
    return stacks


def _stands_below(lower: Mention, upper: Mention) -> bool:
    if not lower.entity.boxes or not upper.entity.boxes:
        return False
    above, below = upper.entity.boxes[-1], lower.entity.boxes[0]
    height = max(above.height, below.height)
    near = -_LINE_GAP * height < below.top - above.bottom < _LINE_GAP * height
    return above.page == below.page and near and abs(above.x0 - below.x0) < height


def _stacked(stack: Sequence[Mention]) -> Candidate:
    return Candidate(" ".join(mention.text for mention in stack), tuple(stack))


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    by_text: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_text.setdefault(candidate.value.casefold(), []).append(candidate)
    return [join(*same) for same in by_text.values()]


def _cluster(mentions: Sequence[Mention], key: Callable[[Mention], Hashable]) -> list[Candidate]:
    """Mentions with one key are mentions of one value."""
    clusters: dict[Hashable, list[Mention]] = {}
    for mention in mentions:
        clusters.setdefault(key(mention), []).append(mention)
    return [_candidate(cluster) for cluster in clusters.values()]


def _candidate(cluster: Sequence[Mention]) -> Candidate:
    shown = _shown(cluster)
    currency = shown.value.currency or next((m.value.currency for m in cluster if m.value.currency), None)
    value = shown.value
    return Candidate(shown.text, tuple(cluster), currency, value.alternatives, value.note, value.unit)


def _shown(cluster: Sequence[Mention]) -> Mention:
    """The mention whose form is shown: the fullest one, then the most frequent, the most confident and the first.

    Of two spellings that differ in case alone, the one not set in capitals is shown.
    """
    frequency = Counter(mention.text.casefold() for mention in cluster)

    def rank(mention: Mention) -> tuple[int, int, bool, float, int]:
        text = mention.text
        length = sum(map(str.isalnum, text))
        return (
            length,
            frequency[text.casefold()],
            not text.isupper(),
            mention.entity.confidence,
            -mention.entity.start,
        )

    return max(cluster, key=rank)


def _amounts(mentions: Sequence[Mention]) -> list[Candidate]:
    """A bare number has the currency that stands beside it elsewhere; where several do, it is an amount of its own."""
    currencies: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.value.currency:
            currencies.setdefault(mention.text, set()).add(mention.value.currency)

    def amount(mention: Mention) -> tuple[str, str | None]:
        known = currencies.get(mention.text, set())
        return mention.text, mention.value.currency or (next(iter(known)) if len(known) == 1 else None)

    return _cluster(mentions, amount)


def _settle(candidates: list[Candidate]) -> list[Candidate]:
    """Ambiguous dates of which one reading stands elsewhere without doubt join that one."""
    certain = {candidate.value: candidate for candidate in candidates if not candidate.readings}
    settled: list[Candidate] = []
    for candidate in candidates:
        homes = {candidate.value, *candidate.readings} & certain.keys() if candidate.readings else set()
        if len(homes) == 1:
            home = homes.pop()
            certain[home] = join(certain[home], candidate)
        else:
            settled.append(candidate)
    return sorted(
        (certain.get(c.value, c) if not c.readings else c for c in settled), key=lambda candidate: candidate.start
    )
