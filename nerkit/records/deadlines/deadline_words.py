"""What the sentence around a time says of it: what has to be done by then, and from when on the time is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from nerkit.locales import words_for
from nerkit.locales.contract_words import Duty
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.deadline import Relation

NEAR = 150
"""Characters between a time and the words that say what has to be done by it, at most."""

ANCHOR = 90
"""Characters of what a length of time is counted from, at most."""

LASTING: frozenset[Duty] = frozenset({"warranty", "confidentiality", "non_compete", "probation"})
"""What goes on for a length of time: it needs no word that makes that a limit."""

ANY: Duty = "duty"

_ENDED = re.compile(r"[;:()]|\.(?=\s|$)|,\s|\n\s*[\n*•-]")


class Repeated(NamedTuple):
    """`text[start:end]` says that something comes again after a `period`, and perhaps on which day of it."""

    start: int
    end: int
    period: str


@dataclass(frozen=True)
class DeadlinePatterns:
    """Patterns on plain text, made of the words of a language."""

    duties: Mapping[Duty, re.Pattern[str]]
    within: re.Pattern[str]
    by: re.Pattern[str]
    related: re.Pattern[str]
    every: Mapping[str, re.Pattern[str]]
    anchors: Mapping[str, re.Pattern[str]]
    never: re.Pattern[str]
    stops: re.Pattern[str]

    def is_limit(self, said: str, start: int, *, lasts: bool) -> bool:
        """Whether the words before a time make it a limit."""
        return (self.within if lasts else self.by).search(said[:start]) is not None

    def what(self, said: str, start: int, end: int) -> Duty | None:
        """What the words nearest to `said[start:end]` say that has to be done; any duty where they say no more."""
        near: list[tuple[int, Duty]] = []
        for what, pattern in self.duties.items():
            gaps = [max(match.start() - end, start - match.end(), 0) for match in pattern.finditer(said)]
            if gaps and (what == ANY or min(gaps) <= NEAR):
                near.append((NEAR + 1 if what == ANY else min(gaps), what))
        return min(near)[1] if near else None

    def speaks_of(self, what: Duty, said: str, start: int, end: int) -> bool:
        """Whether words for what has to be done stand near `said[start:end]`; true where the language has none."""
        words = self.duties.get(what)
        return words is None or words.search(said[max(0, start - NEAR) : end + NEAR]) is not None

    def obliges(self, said: str) -> bool:
        """Whether a sentence has a word of duty."""
        return ANY in self.duties and self.duties[ANY].search(said) is not None

    def relation(self, text: str, said: str, end: int) -> tuple[Relation | None, str | None]:
        """On which side of what a length of time lies that ends at `end`, and the text of that; `said` is plain."""
        found = self.related.match(said, end)
        if not found:
            return None, None
        rest = text[found.end() : found.end() + ANCHOR]
        stops = [stop.start() for stop in (_ENDED.search(rest), self.stops.search(plain(rest))) if stop]
        anchor = rest[: min(stops)] if stops else rest if len(rest) < ANCHOR else rest.rpartition(" ")[0]
        return ("before" if found["before"] else "after"), fold_space(anchor) or None

    def field_of(self, anchor: str) -> str | None:
        """The field of the date that a plain text speaks of."""
        return next((name for name, pattern in self.anchors.items() if pattern.search(anchor)), None)

    def repeated(self, said: str) -> Iterator[Repeated]:
        """What comes again and again, as a plain text says it."""
        for period, pattern in self.every.items():
            yield from (Repeated(match.start(), match.end(), period) for match in pattern.finditer(said))


@cache
def deadline_patterns(language: str | None) -> DeadlinePatterns:
    """The patterns of a language, of all languages where it is None."""
    locale = words_for(language)
    words = locale.deadlines
    between = r"(?:\W+\w{1,5}){0,2}\W*$"
    nth = any_of(word for forms in locale.numbers.ordinals.values() for word in forms)
    on_day = rf"(?:(?<!\w)(?:\d{{1,2}}(?:[a-z]{{2}}\b|\.)?|{nth})(?:\s\w+){{0,3}}?\s)?"
    return DeadlinePatterns(
        duties={what: re.compile(whole(phrases)) for what, phrases in words.duties.items()},
        within=re.compile(whole(words.within) + between),
        by=re.compile(whole(words.by) + between),
        related=re.compile(
            rf"(?:\W{{1,3}}\w+){{0,3}}?\W{{1,3}}(?:(?P<before>{whole(words.before)})|{whole(words.after)})"
        ),
        every={period: re.compile(on_day + whole(phrases)) for period, phrases in words.every.items()},
        anchors={name: re.compile(whole(phrases)) for name, phrases in words.anchors.items()},
        never=re.compile(whole(words.never)),
        stops=re.compile(whole(words.stops)),
    )
