"""Numbers written out, cardinal, ordinal and with halves, in plain text (`folding.plain`), by the words of the locales.

Every language is a grammar of its own, so that no number mixes words of two: patterns try the languages of a document
in their order, and what they find is read by the first one that makes a number of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from nerkit.locales import codes, doubtful, locale, locales_for, words_for
from nerkit.locales.folding import plain
from nerkit.locales.value_words import Words
from nerkit.locales.word_patterns import any_of

_CENTURIES = range(10, 22)  # "nineteen ninety-nine", "twenty twelve"
_LONGEST, _HIGHEST = 500, 10**24  # characters of a number in words, and the number, at most
_KEPT = 4_096
"""Numbers in words that are kept with what they mean: a text says the same ones again and again."""


_APART = re.compile(r"[\s-]+")


class _Grammar(NamedTuple):
    """One language: its words with their numbers, whether units come before tens, and its patterns."""

    added: dict[str, Decimal]
    cardinals: dict[str, Decimal]
    scales: dict[str, Decimal]
    fractions: dict[str, Decimal]
    units_first: bool
    begins: frozenset[str]
    token: re.Pattern[str]
    cardinal: str
    mixed: str
    ordinal: str
    day: str


@cache
def number_words(language: str | None = None) -> str:
    """A pattern for a number in words of the document's languages, glued or not: "two hundred", "zweihundert"."""
    return _one_of([grammar.cardinal + _ended(language) for grammar in _grammars(language)], language)


@cache
def mixed_words(language: str | None = None) -> str:
    """A pattern for what `read_mixed` reads: "two and a half million", "half a million", "anderthalb", "eighteen"."""
    return _one_of([grammar.mixed + _ended(language) for grammar in _grammars(language)], language)


@cache
def ordinal_words(language: str | None = None) -> str:
    """A pattern for a whole ordinal: "third", "twenty-first", "einundzwanzigsten"."""
    return _one_of([grammar.ordinal for grammar in _grammars(language)], language)


@cache
def day_words(language: str | None = None) -> str:
    """A pattern for the day of a month in words: an ordinal, or a cardinal where the language takes those."""
    return _one_of([grammar.day for grammar in _grammars(language)], language)


@cache
def first_words(language: str | None = None) -> str:
    """A pattern for the words that numbers in words begin with, cardinal, ordinal or broken."""
    return _spelt(
        word for grammar in _grammars(language) for word in grammar.added | grammar.scales | grammar.fractions
    )


def languages_spoken(text: str, language: str | None = None) -> list[str]:
    """The codes of those of the document's languages with which a word of the plain text may begin a number.

    What one word is of a number in more than one counts for it.
    """
    begun = set(_begun(language).findall(text))
    return [one.code for one in locales_for(language) if any(map(_begun_in(one.code).match, begun))]


@cache
def _begun(language: str | None) -> re.Pattern[str]:
    """What finds the letters of a word that begins with one of a number."""
    return re.compile(rf"(?<![a-z])(?=([^\W\d_]+)){any_of(_first(_grammars(language)))}")


@cache
def _begun_in(code: str) -> re.Pattern[str]:
    return re.compile(any_of(_first([_grammar(code)])))


def _first(grammars: Iterable[_Grammar]) -> set[str]:
    return {word.split()[0] for one in grammars for word in (*one.added, *one.scales, *one.fractions)}


def read_cardinal(words: str, language: str | None = None) -> int | None:
    """The number that the words of plain text name, None where they name none ("two three").

    >>> read_cardinal("one hundred and eighty"), read_cardinal("einundzwanzig"), read_cardinal("quatre-vingt-dix")
    (180, 21, 90)
    """
    number = read_mixed(words, language)
    return None if number is None or number != int(number) else int(number)


def read_mixed(words: str, language: str | None = None) -> Decimal | None:
    """As `read_cardinal`, with halves.

    >>> read_mixed("two and a half million"), read_mixed("one-half"), read_mixed("zweieinhalb")
    (Decimal('2500000.0'), Decimal('0.5'), Decimal('2.5'))
    """
    read = read_in_each(words, language)
    return read[0][1] if read else None


@lru_cache(maxsize=_KEPT)
def read_in_each(words: str, language: str | None = None) -> tuple[tuple[str, Decimal], ...]:
    """What the words mean in each of the document's languages, with its code: "tres" is 3 in Spanish, 60 in Danish."""
    read = ((known.code, _read(words, _grammar(known.code))) for known in locales_for(language))
    return tuple((code, number) for code, number in read if number is not None)


@cache
def doubtful_numbers(language: str | None = None) -> frozenset[str]:
    """Words for numbers that are common words of another of the document's languages: "to" is 2 in Danish."""
    return doubtful({known.code: _grammar(known.code).added.keys() for known in locales_for(language)})


def read_ordinal(words: str, language: str | None = None) -> int | None:
    """The number of an ordinal, or of a cardinal that stands for one: "twenty-first", "quinze".

    >>> read_ordinal("twenty-first"), read_ordinal("einundzwanzigsten"), read_ordinal("vingt et un")
    (21, 21, 21)
    """
    found = (number for g in _grammars(language) if (number := _read(words, g, ordinal=True)) is not None)
    return next((int(number) for number in found if number == int(number)), None)


def read_year(words: str, language: str | None = None) -> int | None:
    """As `read_cardinal`, and years by their century: "nineteen ninety-nine".

    >>> read_year("two thousand and four"), read_year("nineteen ninety-nine"), read_year("twenty twenty-four")
    (2004, 1999, 2024)
    """
    if len(words) > _LONGEST:
        return None
    year = read_cardinal(words, language)
    for gap in re.finditer(r"[\s-]+", words) if year is None or year < 100 else ():
        century, rest = (read_cardinal(part, language) for part in (words[: gap.start()], words[gap.end() :]))
        if century is not None and century in _CENTURIES and rest is not None and 0 < rest < 100:
            return 100 * century + rest
    return year


@cache
def _ended(language: str | None) -> str:
    """That no number word follows, of another language either: "mil" is not all of "mil neuf cent".

    What is also a hundredth of a currency may follow: "fünfzig Cent". Where the language is known nothing is asked.
    """
    if language in codes():
        return ""
    words = {word for grammar in _grammars(language) for word in (*grammar.cardinals, *grammar.scales)}
    words -= {*map(plain, words_for(language).money.minor), *doubtful_numbers(language)}
    return rf"(?![\s-]{{1,3}}{_spelt(words)}(?![a-z]))"


def _grammars(language: str | None) -> tuple[_Grammar, ...]:
    return tuple(_grammar(one.code) for one in locales_for(language))


@cache
def _grammar(code: str) -> _Grammar:
    numbers = locale(code).numbers
    added, ordinals = _by_word(numbers.cardinals), _by_word(numbers.ordinals)
    scales, fractions = _by_word(numbers.scales), _by_word(numbers.fractions)
    scale, nth, joiner = map(_spelt, (scales, ordinals, numbers.joiners))
    # "halvtreds" is no half, but fifty.
    longer = _spelt(word for word in added | scales | ordinals if word.startswith(tuple(fractions)))
    fraction = rf"(?!{longer})(?:{_spelt(fractions)})"
    # "einhalb" is no number one before a half. Atomic groups keep it linear: "achtzehn" must not split anew.
    word = rf"(?!{fraction})(?>{_spelt(added | scales)})"
    join = rf"(?:{joiner}[\s-]{{{0 if numbers.units_first else 1},8}})?"
    cardinal = rf"(?<![a-z]){word}(?:[\s-]{{0,8}}{join}{word}){{0,10}}"
    token = rf"(?P<part>{fraction})|(?P<nth>(?:{nth})(?![a-z]))|(?P<word>{word})|(?P<join>{joiner})|[\s-]+|(?P<other>.)"
    ordinal = rf"(?<![a-z])(?:(?:{word}[\s-]{{0,4}}{join}|{nth}[\s-]{{1,4}}){{0,2}}{nth})(?![a-z])"
    return _Grammar(
        added | ordinals,
        added,
        scales,
        fractions,
        bool(numbers.units_first),
        frozenset(word[0] for word in (*added, *scales, *fractions, *ordinals, *map(plain, numbers.joiners), *" -")),
        re.compile(token, re.DOTALL),
        cardinal,
        rf"(?:(?<![a-z]){fraction}(?:[\s-]{{1,3}}{scale})?"
        rf"|{cardinal}(?:[\s-]{{0,8}}{join}{fraction}(?:[\s-]{{1,3}}{scale})?)?)",
        ordinal,
        rf"(?:{ordinal}|{cardinal}(?![a-z]))" if numbers.cardinal_days else ordinal,
    )


def _by_word(table: Mapping[int, Words] | Mapping[Decimal, Words]) -> dict[str, Decimal]:
    return {_folded(plain(word)): Decimal(number) for number, words in table.items() for word in words}


def _folded(words: str) -> str:
    return words if words.isalpha() else _APART.sub(" ", words)


def _spelt(words: Iterable[str]) -> str:
    """A pattern for one of the words, in which a hyphen stands for a space."""
    return any_of(map(_folded, words)).replace(r"\s{1,4}", r"[\s-]{1,4}")


def _one_of(patterns: Iterable[str], language: str | None) -> str:
    """A pattern for one of the patterns; a look ahead at the first word of all of them spares trying each in turn."""
    return rf"(?:(?<![a-z])(?={first_words(language)})(?:{'|'.join(patterns)}))"


def _read(words: str, grammar: _Grammar, *, ordinal: bool = False) -> Decimal | None:
    """The number that the words of one language name, None where they name none."""
    parts: list[Decimal] = []  # what scales have multiplied, each smaller than the one before it
    group = fraction = Decimal(0)
    found = joined = False
    if len(words) > _LONGEST or not words or (words[0] not in grammar.begins and not words[0].isspace()):
        return None
    for match in grammar.token.finditer(words):
        if group > _HIGHEST:
            return None
        kind, word = match.lastgroup, _folded(match[0])
        if kind == "other" or (kind == "nth" and not ordinal):
            return None
        if kind == "part":
            if fraction:
                return None
            fraction = grammar.fractions[word]
        elif kind == "word" and word in grammar.scales:
            scale = grammar.scales[word]
            if scale > 100:
                while parts and parts[-1] < scale:
                    group += parts.pop()
            group = (group + fraction or Decimal(1)) * scale
            if scale > 100:
                parts.append(group)
                group = Decimal(0)
            fraction = Decimal(0)
        elif kind in ("word", "nth"):
            number = grammar.added[word]
            if fraction or not _joins(group, number, joined and grammar.units_first):
                return None
            group += number
        found = found or not (kind == "join" or word == " ")
        joined = kind == "join" or (joined and word == " ")
    return sum(parts, group) + fraction if found else None


def _joins(group: Decimal, number: Decimal, units_first: bool) -> bool:
    """Whether `number` may follow what the group holds: 20 + 1, 100 + 25; where units come first 1 + 20 too."""
    rest = group % 100
    if units_first and 0 < rest < 10:
        return number % 10 == 0 and 20 <= number < 100
    if number >= 100 or number == 0:
        return group == 0
    return rest == 0 or (rest % 10 == 0 and rest > 10 and number < 10)
