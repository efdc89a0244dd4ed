"""Where the values of a contract stand in its text: what the readers of contract corpora share."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from nerkit.corpora.align import find, fold
from nerkit.locales.countries.legal_forms import a_form, are_forms, legal_forms
from nerkit.locales.folding import plain, words
from nerkit.values import Context, read_value
from nerkit.values.context import context_of
from nerkit.values.iso_durations import length_of
from nerkit.values.typed_spans import TypedSpan, mentions

Stretch = tuple[int, int]

_FORM_REACH = 60
"""Characters behind a name in which its legal form stands."""
_FOOTER = re.compile(r"^[ \t]*Source:[^\n]*", re.M)
_LAW_OF = re.compile(
    r"\b(?:laws?|statutes)\s+(?:and\s+(?:\w+\s+){1,2}|of\s+conflicts?,?\s+)?(?:(?:of|in|for)\s+(?:force\s+in\s+)?|applicable\s+in\s+)"
    r"(?:the\s+)?(?:(?:state|commonwealth|province|territory|country|city)\s+of\s+|federal\s+republic\s+of\s+)?(?:the\s+)?",
    re.I,
)
_LAW_AFTER = re.compile(r"\s+(?:[Ll]aws?|LAWS?|State\s+[Ll]aws?|substantive\s+law)\b")
_ORGANISED = re.compile(
    r"\b(?:organi[sz]ed|existing|incorporated|formed|(?:good|valid)\s+standing|established|created)\b", re.I
)
_AROUND = 80
"""Characters before a place in which the words stand that say what its law is named for."""
_ANNIVERSARY = re.compile(r"\b[\w-]+\s+(?:\(\s?\w+(?:\s\w)?\s?\)\s+)?(?:year\s+)?anniversary\b", re.I)
_MIN_CUT_OFF = 8
"""Letters and digits of a name that may be one that was cut off inside a word, where it stands nowhere as it is."""
_WORD = re.compile(r"[^\s,;()]+")
_PARTED = re.compile(r"[.,;:\d]\s")
_MAX_PLACE_WORDS = 5
_HEADING = re.compile(r"[ \t\f*_\"“”'\-–—=]*")


@dataclass(frozen=True, slots=True)
class Located:
    """A mention with its canonical value (ISO date, ISO duration, name of a place)."""

    start: int
    end: int
    value: str
    alternatives: tuple[str, ...] = ()

    @property
    def stretch(self) -> Stretch:
        """Its place."""
        return self.start, self.end

    def within(self, start: int, end: int) -> bool:
        """Whether it shares a character with the stretch."""
        return self.start < end and start < self.end


@cache
def _behind_name() -> re.Pattern[str]:
    return re.compile(rf"(?:,\s*|\s+){a_form()}(?![\w'])")


class ContractText:
    """A contract's text with its dates, durations and laws, each worked out once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def dates(self) -> list[Located]:
        """All complete dates."""
        return self._located("date")

    @cached_property
    def durations(self) -> list[Located]:
        """All durations with a number, and anniversaries: "the third anniversary" is three years on."""
        found = self._located("duration")
        for match in _ANNIVERSARY.finditer(self.text):
            value = read_value("duration", match[0]).value
            if value and not any(one.within(*match.span()) for one in found):
                found.append(Located(*match.span(), value))
        return sorted(found, key=lambda one: one.start)

    @cached_property
    def mentions(self) -> list[TypedSpan]:
        """All dates, amounts, percentages and durations by their form."""
        return mentions(self.text, "en")

    def _located(self, type: str) -> list[Located]:
        found: list[Located] = []
        for mention in self.mentions:
            if mention.type == type:
                value = read_value(type, self.text[mention.start : mention.end], self._context)
                if value.value:
                    found.append(Located(mention.start, mention.end, value.value, value.alternatives))
        return found

    @cached_property
    def _context(self) -> Context:
        return context_of(self.text, "en")

    @cached_property
    def footers(self) -> list[Stretch]:
        """Lines that a filing system put under each page: "Source: NAME, 10-K, 3/1/2005". No part of the contract."""
        return [match.span() for match in _FOOTER.finditer(self.text)]

    @cached_property
    def laws(self) -> list[Located]:
        """Places whose law is named: "laws of the State of New York", "Delaware law"; the bare name is located."""
        found = [place for match in _LAW_OF.finditer(self.text) if (place := self._place_from(match.end()))]
        for match in _LAW_AFTER.finditer(self.text):
            place = self._place_before(match.start(), match.end())
            if place and not any(place.within(*other.stretch) for other in found):
                found.append(place)
        return sorted(found, key=lambda place: place.start)

    def organised(self, law: Located) -> bool:
        """Whether it is the law under which a party was founded, not the one that governs the contract."""
        return bool(_ORGANISED.search(self.text, max(0, law.start - _AROUND), law.start))

    def _place_from(self, start: int) -> Located | None:
        """The place whose name begins at `start`: the fewest words that say all that the longest known name says."""
        best: Located | None = None
        for count, word in enumerate(_WORD.finditer(self.text, start, start + 80)):
            # A comma or bracket parts "New York" from "Delaware, without regard to …".
            parted = re.search(r"[,;()]", self.text[best.end if best else start : word.start()])
            if count == _MAX_PLACE_WORDS or (count and parted):
                break
            name = self.text[start : word.end()].rstrip(".,")
            value = read_value("place", name)
            if value.value and not value.note and word[0][0].isupper() and (best is None or value.value != best.value):
                best = Located(start, start + len(name), value.value)
        return best

    def _place_before(self, end: int, after: int) -> Located | None:
        words = list(_WORD.finditer(self.text, max(0, end - 50), end))
        for count in (3, 2, 1):
            if len(words) < count or not words[-count][0][0].isupper():
                continue
            start = words[-count].start()
            # "English law" is a name of the jurisdiction as a whole; of "Delaware law" the place is.
            for stop in (end, after):
                name = self.text[start:stop]
                value = read_value("place", name)
                if value.value and not value.note and not _PARTED.search(name):
                    return Located(start, stop, value.value)
        return None

    def clauses(self, quotes: Iterable[str]) -> list[Stretch]:
        """Where quoted clauses stand, each place once, in order."""
        found = (find(self.text, quote) or find(self.text, quote, whole_words=False) for quote in quotes)
        return sorted({place for places in found for place in places})

    def names(self, names: Iterable[str], *, legal_form: bool = True) -> list[Stretch]:
        """All places of these names, of two that overlap the longer one; with the legal form that follows a name."""
        places: set[Stretch] = set()
        for name in names:
            written = [name, *_other_legal_form(name)] if legal_form else [name]
            found = [place for form in written for place in find(self.text, form)]
            if not found and len(fold(name)) >= _MIN_CUT_OFF:
                found = find(self.text, name, whole_words=False)
            places |= set(found)
        if legal_form:
            places = {self._with_legal_form(*place) for place in places}
        chosen: list[Stretch] = []
        for place in sorted(places, key=lambda place: (place[0] - place[1], place)):
            if all(place[1] <= other[0] or other[1] <= place[0] for other in chosen):
                chosen.append(place)
        return sorted(chosen)

    def written(self, names: Sequence[str]) -> list[str]:
        """The names, and how the text writes them: "Ingram Micro" may stand there as "INGRAM MICRO INC."."""
        forms = {fold(name): name for name in names}
        for start, end in self.names(names):
            forms.setdefault(fold(self.text[start:end]), " ".join(self.text[start:end].split()))
        return list(forms.values())

    def _with_legal_form(self, start: int, end: int) -> Stretch:
        behind = self.text[end : end + _FORM_REACH]
        if are_forms(words(self.text[start:end])[-1:]):
            return start, end
        match = _behind_name().match(plain(behind))
        return start, end + match.end() if match and behind.strip(" ,")[:1].isupper() else end

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether the stretch has its lines to itself, as a heading has."""
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        line_end = self.text.find("\n", end)
        after = self.text[end : line_end if line_end >= 0 else len(self.text)]
        return bool(_HEADING.fullmatch(before) and _HEADING.fullmatch(after.rstrip(".: \t\r")))


def _other_legal_form(name: str) -> Iterator[str]:
    """The name with its legal form written out, or shortened: "Wynn Resorts Ltd." → "Wynn Resorts Limited"."""
    bare = name.rstrip(" .,")
    for form in legal_forms():
        for written in form.written:
            if bare.lower().endswith(f" {written.lower().rstrip('.')}"):
                yield from (bare[: -len(written.rstrip("."))] + other for other in form.written if other != written)


def inside(mentions: Iterable[Located], clauses: Collection[Stretch]) -> Iterator[Located]:
    """The mentions that stand in one of the clauses."""
    return (mention for mention in mentions if any(mention.within(*clause) for clause in clauses))


def same_duration(one: str, other: str) -> bool:
    """Whether two ISO 8601 durations are as long: twelve months are a year, seven days a week."""
    lasts, other_lasts = length_of(one), length_of(other)
    if lasts is None or other_lasts is None:
        return one == other
    return (lasts.all_months, lasts.all_days) == (other_lasts.all_months, other_lasts.all_days)
