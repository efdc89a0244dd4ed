"""From the probabilities of links to keys with their values: each value has one key, and no phrase is both.

What goes on in another phrase is joined first. Then the links are chosen that are together the most probable ones under
these two conditions: exactly, where few links compete; where many do, the most probable first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nerkit.pairs.link_features import Indices
from nerkit.pairs.phrase_features import Features

Group = tuple[int, ...]
"""Phrases that belong together, by their indices in the order of the text."""

LEAST = 0.35
"""A link less probable than this is none."""

JOINED = 0.5
"""Two phrases that go on in one another with at least this probability are one group."""

_EXACT = 16
"""So many competing links are chosen from exactly."""


@dataclass(frozen=True, slots=True)
class Link:
    """Groups of phrases, by their indices in the order of the text: a key and one of its values."""

    key: Group
    value: Group
    probability: float


def groups(count: int, pairs: Indices, goes_on: Features, is_key: Features) -> list[Group]:
    """Phrases joined to what they go on in, unless a key of their own is more probable. Each phrase is in one group.

    *Shape* of `goes_on` and `is_key`: (pairs,).
    """
    follower: dict[int, int] = {}
    leader: dict[int, int] = {}
    own_key = np.zeros(count, np.float32)
    np.maximum.at(own_key, pairs[:, 1], is_key)
    for row in np.argsort(-goes_on):
        if goes_on[row] < JOINED:
            break
        a, b = int(pairs[row, 0]), int(pairs[row, 1])
        if a < b and a not in follower and b not in leader and own_key[b] < goes_on[row]:
            follower[a], leader[b] = b, a
    found = []
    for start in range(count):
        if start not in leader:
            chain = [start]
            while chain[-1] in follower:
                chain.append(follower[chain[-1]])
            found.append(tuple(chain))
    return found


def links(found: Sequence[Group], pairs: Indices, is_key: Features) -> list[Link]:
    """The links that are together the most probable; *shape* of `is_key`: (pairs,)."""
    group_of = {phrase: group for group in found for phrase in group}
    best: dict[tuple[Group, Group], float] = {}
    for row in np.flatnonzero(is_key >= LEAST / 2):
        key, value = group_of[int(pairs[row, 0])], group_of[int(pairs[row, 1])]
        if key != value:
            best[key, value] = max(best.get((key, value), 0.0), float(is_key[row]))
    possible = [Link(key, value, p) for (key, value), p in best.items() if p >= LEAST]
    chosen = [link for part in _competing(possible) for link in _best(part)]
    return sorted(chosen, key=lambda link: link.value)


def whole(chosen: Sequence[Link], cell_of: Sequence[int]) -> list[Link]:
    """The links, those of one key to neighbours in one cell as one: "Subject: Order 7: refund?" has one value.

    `cell_of` has the cell of each phrase. A value of several parts is as probable as the more probable one.
    """
    made: list[Link] = []
    for link in chosen:
        before = made[-1] if made else None
        if before and before.key == link.key and _goes_on(before.value, link.value, cell_of):
            made[-1] = Link(link.key, (*before.value, *link.value), max(before.probability, link.probability))
        else:
            made.append(link)
    return made


def _goes_on(a: Group, b: Group, cell_of: Sequence[int]) -> bool:
    return b[0] == a[-1] + 1 and cell_of[a[-1]] == cell_of[b[0]]


def _worth(link: Link) -> float:
    """What a link adds, in log-odds above those of `LEAST`."""
    p = min(link.probability, 1 - 1e-6)
    return float(np.log(p / (1 - p)) - np.log(LEAST / (1 - LEAST)))


def _conflict(a: Link, b: Link) -> bool:
    """Whether two links cannot both be: of one value, or through a phrase that would be key and value."""
    return a.value == b.value or a.key == b.value or a.value == b.key


def _competing(possible: Sequence[Link]) -> Iterator[list[Link]]:
    """Links that are in conflict, directly or through others, together."""
    touching: dict[Group, list[int]] = defaultdict(list)
    for i, link in enumerate(possible):
        touching[link.key].append(i)
        touching[link.value].append(i)
    seen = [False] * len(possible)
    for start in range(len(possible)):
        if seen[start]:
            continue
        part, waiting = [], [start]
        seen[start] = True
        while waiting:
            i = waiting.pop()
            part.append(possible[i])
            for group in (possible[i].key, possible[i].value):
                for j in touching[group]:
                    if not seen[j] and _conflict(possible[i], possible[j]):
                        seen[j] = True
                        waiting.append(j)
        yield part


def _best(part: Sequence[Link]) -> list[Link]:
    """The links of greatest worth of which no two are in conflict."""
    ordered = sorted(part, key=_worth, reverse=True)
    greedy: list[Link] = []
    for link in ordered:
        if not any(_conflict(link, other) for other in greedy):
            greedy.append(link)
    if len(part) > _EXACT or len(greedy) == len(part):
        return greedy
    return _search(ordered, [], 0.0, greedy, sum(map(_worth, greedy)))[0]


def _search(
    left: Sequence[Link], taken: list[Link], worth: float, best: list[Link], top: float
) -> tuple[list[Link], float]:
    """Branch and bound over the links that are left: each is taken or not."""
    if worth > top:
        best, top = list(taken), worth
    if not left or worth + sum(max(0.0, _worth(link)) for link in left) <= top:
        return best, top
    link, rest = left[0], left[1:]
    free = [other for other in rest if not _conflict(link, other)]
    best, top = _search(free, [*taken, link], worth + _worth(link), best, top)
    return _search(rest, taken, worth, best, top)
