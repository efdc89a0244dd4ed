"""Where values of a type may stand in a document, each with its canonical form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nerkit.document import Document
from nerkit.labels.label import ValueType
from nerkit.locales.folding import plain
from nerkit.pairs.phrase import Phrase, phrases
from nerkit.values import read_value
from nerkit.values.context import context_of
from nerkit.values.dates import find_dates
from nerkit.values.money import find_amounts
from nerkit.values.percent import find_percents
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context

_LONGEST = {"identifier": 2, "iban": 9, "bic": 1, "vat_id": 4, "phone": 5, "email": 1, "url": 1, "number": 1}
"""Words that a value of such a type may have."""

_LINES = 4
"""Lines that a name or an address may have."""

_EDGES = ".,;:()[]"


@dataclass(frozen=True, slots=True)
class ValueRun:
    """`text[start:end]` may be a value of some type; `value` is its canonical form, with its currency or unit."""

    start: int
    end: int
    value: str
    currency: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class ValueRuns:
    """All runs of a document, found once a type."""

    document: Document

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def context(self) -> Context:
        """How the document's values are read."""
        return context_of(self.document.text, self.document.language)

    @cached_property
    def _phrases(self) -> list[Phrase]:
        return phrases(self.document)

    @lru_cache(maxsize=32)  # noqa: B019 - one a document, gone with it
    def of(self, type: ValueType) -> tuple[ValueRun, ...]:
        """The runs of a type, in the order of the text."""
        found = []
        for start, end in self._stretches(type):
            read = read_value(type, self.document.text[start:end], self.context)
            if read.value:
                found.append(ValueRun(start, end, read.value, read.currency, read.unit))
        return tuple(found)

    def _stretches(self, type: ValueType) -> Iterator[tuple[int, int]]:
        text, language = self.document.text, self.context.language
        match type:
            case "date":
                yield from ((hit.start, hit.end) for hit in find_dates(plain(text), language))
            case "amount":
                yield from ((hit.start, hit.end) for hit in find_amounts(text, language))
            case "percent":
                yield from ((hit.start, hit.end) for hit in find_percents(plain(text), language))
            case "duration":
                yield from ((hit.start, hit.end) for hit in mentions(text, language) if hit.type == "duration")
            case _ if type in _LONGEST:
                yield from self._words(_LONGEST[type])
            case _:
                yield from self._lines()

    def _words(self, longest: int) -> Iterator[tuple[int, int]]:
        """Runs of words of one line, the first and the last of which have a digit, or of one word."""
        words, text = self.document.words, self.document.text
        for i, first in enumerate(words):
            for last in words[i : i + longest]:
                run = text[first.start : last.end]
                if "\n" in run or "\f" in run:
                    break
                bare = run.strip(_EDGES)
                if (bare and any(c.isdigit() for c in text[last.start : last.end])) or (last is first and "@" in run):
                    start = first.start + run.index(bare)
                    yield start, start + len(bare)

    def _lines(self) -> Iterator[tuple[int, int]]:
        """Phrases, and those below one another from one line to the next."""
        words = self.document.words
        for i, phrase in enumerate(self._phrases):
            start, last = words[phrase.first].start, phrase
            yield start, words[phrase.last - 1].end
            for other in self._phrases[i + 1 : i + 40]:
                if other.page != last.page or other.line > last.line + 1 or other.line >= phrase.line + _LINES:
                    break
                if other.line == last.line + 1 and abs(other.x0 - phrase.x0) < 0.5:
                    if other.first == last.last:
                        yield start, words[other.last - 1].end
                        last = other
                    else:
                        break

    def said(self, value: str) -> tuple[ValueRun, ...]:
        """Where words stand that are a value by letters and digits, whatever they would be read as."""
        wanted, words, found = _letters(value), self.document.words, []
        if not wanted:
            return ()
        for i, first in enumerate(words):
            run = ""
            for last in words[i:]:
                run += _letters(self.document.text[last.start : last.end])
                if run == wanted:
                    found.append(ValueRun(first.start, last.end, value))
                if len(run) >= len(wanted) or not wanted.startswith(run):
                    break
        return tuple(found)


def _letters(text: str) -> str:
    return "".join(c for c in plain(text) if c.isalnum())
