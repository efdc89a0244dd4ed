"""The label words around the lines of an invoice, from the section `lines` of the locales."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from nerkit.locales import Locale, locales_for, words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.values.currencies import PLAIN_CODES

LONGEST = 5
"""Tokens of the longest label."""

_SUMS = ("NET_AMOUNT", "TAX_AMOUNT", "TOTAL_AMOUNT", "AMOUNT_DUE", "PREPAID_AMOUNT")
_LONG = 5
_TOKEN = re.compile(r"[^\W\d_]+|#|%|\d+")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
"""A word of initials: "I.V.A.", "T.V.A"."""


@dataclass(frozen=True)
class ColumnLexicon:
    """Labels by their key (see `key`). `headings` gives the kinds of column that a label can name, the usual first.

    `totals` are the words that announce the sums of a record: a row that has nothing but these states one.
    """

    headings: Mapping[str, tuple[str, ...]]
    endings: tuple[tuple[str, str], ...]
    around: frozenset[str]
    sums: frozenset[str]
    carried: frozenset[str]
    charges: frozenset[str]
    allowances: frozenset[str]
    deposits: tuple[str, ...]
    totals: frozenset[str]
    apart: frozenset[str]
    taxes: re.Pattern[str]

    def kinds(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """The kinds of column that these tokens name together; none where they name none."""
        joined = "".join(tokens)
        found = self.headings.get(joined)
        if found is None and len(tokens) == 1:
            found = next(((kind,) for ending, kind in self.endings if joined.endswith(ending)), None)
        return found or ()

    def about_taxes(self, tokens: Sequence[str]) -> bool:
        """Whether one of these tokens says that a line is about a tax."""
        return any(map(self.taxes.fullmatch, tokens))

    def about_deposits(self, tokens: Sequence[str]) -> bool:
        """Whether these tokens begin with what a deposit on packaging is called, a short code before it perhaps."""
        letters = [token for token in tokens if token.isalpha()]
        return any("".join(letters[n:]).startswith(self.deposits) for n in range(min(2, len(letters))))

    def states_a_sum(self, tokens: Sequence[str]) -> bool:
        """Whether these tokens are nothing but words for a sum, a tax or a payment, and a currency perhaps."""
        letters = [token for token in tokens if token.isalpha() and len(token) > 1]
        sums = (self.sums, self.totals, self.apart)
        covered, said = 0, False
        while covered < len(letters):
            sizes = range(min(LONGEST, len(letters) - covered), 0, -1)
            labels = {n: "".join(letters[covered : covered + n]) for n in sizes}
            size = next((n for n, label in labels.items() if any(label in known for known in sums)), 0)
            said |= size > 0
            size = size or next((n for n, label in labels.items() if label in self.around), 0)
            if not size:
                return False
            covered += size
        return said


@cache
def lexicon(language: str | None) -> ColumnLexicon:
    """The labels in documents of a language; where two languages know one label, its own says what that usually is."""
    words = words_for(language).lines
    return ColumnLexicon(
        headings=_headings(language),
        endings=tuple((key(ending), kind) for kind, endings in words.endings.items() for ending in endings),
        around=frozenset(map(key, (*words.around, *PLAIN_CODES))),
        sums=frozenset(map(key, words.sums)),
        carried=frozenset(map(key, words.carried)),
        charges=frozenset(map(key, (*words.charges, *words.allowances))),
        allowances=frozenset(map(key, words.allowances)),
        deposits=tuple(map(key, words.deposits)),
        totals=frozenset(key(label) for one in locales_for(language) for label in _labels_of_sums(one)),
        apart=frozenset(map(key, words.apart)),
        taxes=re.compile(whole(words.taxes)),
    )


def _labels_of_sums(words: Locale) -> Iterator[str]:
    for name in _SUMS:
        yield from words.labels[name].words if name in words.labels else ()


def _headings(language: str | None) -> dict[str, tuple[str, ...]]:
    """The usual readings of each heading, then the doubtful ones; of each the document's own language first."""
    found: dict[str, dict[str, None]] = {}
    lines = [one.lines for one in locales_for(language)]
    for section in (*(one.headings for one in lines), *(one.doubtful for one in lines)):
        for kind, labels in section.items():
            for label in labels:
                found.setdefault(key(label), {})[kind] = None
    return {label: tuple(kinds) for label, kinds in found.items()}


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Runs of letters, without case and accents, runs of digits, and the signs # and %; all else parts them.

    Initials with a dot behind each are one word.
    """
    whole = _DOTTED.sub(lambda word: word[0].replace(".", "") + " ", text)
    return tuple(_TOKEN.findall(plain(whole.replace("°", "").replace("º", ""))))


def key(label: str) -> str:
    """The letters of a label; a percent sign counts only where it stands alone."""
    found = tokens(label)
    return "".join(token for token in found if token != "%") or "".join(found)


def frames(found: Sequence[str], labels: frozenset[str]) -> bool:
    """Whether tokens begin with one of the labels, or end with one that is no short word; digits and % do not count."""
    letters = [token for token in found if token.isalpha()]
    sizes = range(1, min(len(letters), LONGEST) + 1)
    ends = ("".join(letters[-n:]) for n in sizes)
    return any("".join(letters[:n]) in labels for n in sizes) or any(
        len(end) >= _LONG and end in labels for end in ends
    )
