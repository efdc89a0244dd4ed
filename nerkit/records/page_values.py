"""Where a page shows a value that is known: an amount, a date or a code in whatever form it is written there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from nerkit.budget import paced
from nerkit.locales.folding import fold, plain, words
from nerkit.values.dates import find_dates
from nerkit.values.decimals import readings
from nerkit.values.money import find_amounts
from nerkit.values.percent import find_percents
from nerkit.values.value import Context

TextSpan = tuple[int, int]

_LEAST = 3
"""Letters and digits of a name or text that is looked for: two may stand anywhere."""


class PageValues:
    """The values of one text by their types, found when they are first asked for."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self._context = context

    def spans(self, type: str, value: str) -> list[TextSpan]:
        """Where the text shows a value in canonical form of this type, in order; none where it does not."""
        match type:
            case "date":
                return self._dates.get(value, [])
            case "amount" | "number" | "quantity":
                return self._numbers.get(abs(Decimal(value)), [])
            case "percent":
                return self._percents.get(Decimal(value), []) or self._numbers.get(Decimal(value), [])
        return [*self._written(value)]

    def has_word(self, word: str) -> bool:
        """Whether a word, folded as `nerkit.locales.folding.words` gives it, stands anywhere in the text."""
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(words(self.text))

    @cached_property
    def _dates(self) -> dict[str, list[TextSpan]]:
        found: dict[str, list[TextSpan]] = {}
        for hit in find_dates(plain(self.text), self._context.language):
            for day in hit.readings:
                found.setdefault(day.isoformat(), []).append((hit.start, hit.end))
        return found

    @cached_property
    def _numbers(self) -> dict[Decimal, list[TextSpan]]:
        found: dict[Decimal, list[TextSpan]] = {}
        for hit in paced(find_amounts(self.text, self._context.language)):
            for number in dict.fromkeys(map(abs, readings(hit.numeral))):
                found.setdefault(number, []).append((hit.start, hit.end))
        return found

    @cached_property
    def _percents(self) -> dict[Decimal, list[TextSpan]]:
        found: dict[Decimal, list[TextSpan]] = {}
        for hit in find_percents(plain(self.text), self._context.language):
            found.setdefault(hit.number, []).append((hit.start, hit.end))
        return found

    @cached_property
    def _compressed(self) -> tuple[str, list[int]]:
        """The letters and digits of the text as they are compared, and the place of each."""
        places = [
            (char, place)
            for place, raw in enumerate(self.text)
            if raw.isalnum()
            for char in fold(raw)
            if char.isalnum()
        ]
        return "".join(char for char, _ in places), [place for _, place in places]

    def _written(self, value: str) -> Iterator[TextSpan]:
        """Where the letters and digits of a text stand as whole words, whatever stands between them."""
        wanted = "".join(filter(str.isalnum, fold(value)))
        letters, places = self._compressed
        if len(wanted) < _LEAST and not wanted.isdigit():
            return
        at = letters.find(wanted) if wanted else -1
        while at >= 0:
            start, end = places[at], places[at + len(wanted) - 1] + 1
            if self._is_whole(start, end):
                yield start, end
            at = letters.find(wanted, at + 1)

    def _is_whole(self, start: int, end: int) -> bool:
        return not (self.text[start - 1 : start].isalnum() and start) and not self.text[end : end + 1].isalnum()
