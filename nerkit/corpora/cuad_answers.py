"""CUAD's normalised answers, taken apart: who the parties are, and the dates, durations and places they name."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from nerkit.corpora.align import fold
from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import a_form
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.records.parties.defined_terms import is_role
from nerkit.values import read_value

_ALIKE = 0.85
"""From which likeness a quote and an answer name the same party: answers hold typing mistakes."""

_QUOTED = re.compile(r"\"([^\"]*)\"")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_DESCRIBES = re.compile(
    r"\"|\b(?:part(?:y|ies)|collectively|individually|together|each|herein\w*|hereaf\w*|successors|assigns|affiliates)\b",
    re.I,
)
_TRADE_NAME = re.compile(
    r"[\s,]+\(?(?:[df]/?[bks]/?[ao]/?|doing business as|formerly(?: known as)?|a/k/a)\b:?\s*", re.I
)
_TAIL = re.compile(
    r",?\s+(?:on behalf of|(?:and|or) (?:its|their|his|her|any of|all of)|a subsidiary of|together with|including its|"
    r"solely (?:for|in)|not (?:individually|in)|as (?:agent|trustee)|acting through|by and through|individually)\b.*",
    re.I | re.S,
)
_DATE = re.compile(r"(?<![\d\]])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d\[])")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\W{0,3}(year|month|week|day)", re.I)
BARE_DATE = 45
"""A quote shorter than this many characters is a date, a longer one a clause that holds one."""
_ENGLAND_AND_WALES = "England and Wales"
_MAX_PLACE_WORDS = 4


@cache
def _legal_form() -> re.Pattern[str]:
    """A form, or what else belongs to a name behind a comma: "Jr.", "M.D.", "Trustee"."""
    names = words_for("en").names
    others = any_of((*names.suffixes, *names.degrees, *names.honours, "trustee"), dotted=True)
    return re.compile(rf"(?:{a_form()}|{others})(?!\w)")


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """A party: the readings of its name, the answer's own first."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a contract, and what else the answer calls them: roles, short names, trade names."""

    parties: tuple[PartyAnswer, ...]
    aliases: tuple[str, ...]


def quotes(cell: str) -> list[str]:
    """The verbatim quotes of a cell, which holds them as a list in Python's notation.

    Raises ValueError or SyntaxError where it does not.
    """
    read = ast.literal_eval(cell) if cell.strip() else []
    return [piece.strip() for quote in read for piece in str(quote).split("<omitted>") if piece.strip()]


def parties(answer: str, quoted: Sequence[str]) -> Parties:
    """Who the parties are, from `Name ("Role", "Role2"); Name …` and the quotes of names and roles.

    The answer tells names from roles; the quotes mend its mistakes and give the names as the contract writes them.
    """
    answer = _straight(answer)
    aliases = {fold(alias): alias.strip(" ,.") for alias in _QUOTED.findall(answer)}
    names: list[str] = []
    for piece in _pieces(answer):
        name, *others = _TRADE_NAME.split(piece)
        aliases |= {fold(other): other for other in others}
        name = _TAIL.sub("", name).strip(" ,.;:()")
        if _is_name(name, {*aliases, *map(fold, names)}):
            names += _several(name, quoted)
    names = list(dict.fromkeys(names))
    if not names:
        names = [quote for quote in quoted if _legal_form().match(plain(quote.split()[-1]))]
    found = {name: [name] for name in names}
    for quote in quoted:
        bare = re.sub(r"^[\s\"“”(]+|[\s\"“”()]+$", "", quote)
        best = max(names, key=lambda name: _likeness(name, bare), default=None)
        if best is not None and _same_party(best, bare) and fold(bare) not in aliases:
            found[best].append(bare)
        elif len(bare) < 80:
            aliases.setdefault(fold(bare), bare)
    keys = {fold(name) for readings in found.values() for name in readings}
    return Parties(
        tuple(PartyAnswer(tuple(dict.fromkeys(readings))) for readings in found.values()),
        tuple(alias for key, alias in aliases.items() if key and key not in keys),
    )


def _straight(text: str) -> str:
    return re.sub(r"[“”„]|''", '"', text).replace("’", "'")


def _pieces(answer: str) -> Iterator[str]:
    """The answer cut at semicolons and at brackets that describe, without those brackets."""
    bare = re.sub(r"\[[^\]]*\]", "", answer)
    while (
        shorter := _BRACKETS.sub(lambda match: ";" if _DESCRIBES.search(match[1]) else f"⟨{match[1]}⟩", bare)
    ) != bare:
        bare = shorter
    bare = re.sub(r"\([^()]*\"[^;]*", ";", bare)  # a bracket that never closes
    bare = bare.replace("⟨", "(").replace("⟩", ")")
    return (piece for piece in re.split(r"[;\n]", bare) if '"' not in piece)


def _several(name: str, quoted: Sequence[str]) -> list[str]:
    """One name, or the names that the quotes say it joins: "A Corporation, B Inc. and C"."""
    if any(fold(name) == fold(quote) for quote in quoted):
        return [name]
    parts: list[str] = []
    for part in re.split(r",\s+|\s+and\s+", name):
        if parts and _legal_form().match(plain(part)):
            parts[-1] += ", " + part
        else:
            parts.append(part)
    known = all(max((_likeness(part, quote) for quote in quoted), default=0) >= _ALIKE for part in parts)
    return parts if len(parts) > 1 and known else [name]


def _is_name(name: str, others: Collection[str]) -> bool:
    """Whether it is a name; `others` are the aliases and the names before it, folded."""
    if sum(char.isalpha() for char in name) < 2 or _legal_form().fullmatch(plain(name)) or _DESCRIBES.search(name):
        return False
    # "Hyatt and Playa (each a Party)" joins what is named already and names nobody.
    joined = [fold(part) for part in re.split(r",\s*|\s+and\s+|\s+&\s+|\s+or\s+", name)]
    if len(joined) > 1 and all(any(part in other for other in others) for part in joined):
        return False
    return not is_role(name, "en") and name.casefold() != "you"


def _same_party(name: str, quote: str) -> bool:
    """Whether the quote writes the name in full: one that only begins it is a short name."""
    begins = fold(name).startswith(fold(quote)) and fold(name) != fold(quote)
    return not begins and _likeness(name, quote) >= _ALIKE


def _likeness(a: str, b: str) -> float:
    one, other = fold(a), fold(b)
    if not one or not other or one[:1] != other[:1] or not 0.6 < len(one) / len(other) < 1.7:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def dates(answer: str) -> list[date]:
    """The complete dates of an answer in M/D/YY; 00–69 are 2000–2069."""
    found: list[date] = []
    for month, day, year in _DATE.findall(answer):
        full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
        try:
            found.append(date(full, int(month), int(day)))
        except ValueError:
            continue
    return found


def durations(answer: str) -> list[str]:
    """The durations of an answer in ISO 8601: "successive 1 year" → P1Y."""
    found: list[str] = []
    for number, unit in _DURATION.findall(answer):
        value = read_value("duration", f"{number} {unit}").value
        if value:
            found.append(value)
    return found


def places(answer: str) -> list[list[str]]:
    """For each jurisdiction of an answer its readings: "Ontario, Canada" → "Ontario, Canada", "Ontario"."""
    found: list[list[str]] = []
    for piece in answer.split(";"):
        name = " ".join(piece.split())
        first = name.split(",")[0].strip()
        value = read_value("place", name)
        if not name or (value.note and len(name.split()) > _MAX_PLACE_WORDS):
            continue
        found.append(list(dict.fromkeys(filter(None, (name, first, value.value)))))
    heads = {readings[1] if len(readings) > 1 else readings[0] for readings in found}
    if heads & {"England", "Wales"}:
        # One jurisdiction with two names, and contracts that say "English law" mean it too.
        merged = [name for readings in found for name in readings]
        return [list(dict.fromkeys([*merged, "England", _ENGLAND_AND_WALES]))]
    return found


@dataclass(frozen=True, slots=True)
class Category:
    """What the annotators say about one category of a contract: verbatim quotes and a normalised answer."""

    quotes: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Answers:
    """One contract's annotations, as far as they make a record."""

    title: Category
    party: Category
    agreement_date: Category
    effective_date: Category
    expiration_date: Category
    renewal_term: Category
    notice_period: Category
    governing_law: Category

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Answers:
        """Read a row of `clauses.csv`. Raises KeyError, ValueError or SyntaxError where it is not as in CUAD v1."""

        def category(name: str, answer: str = "-Answer") -> Category:
            return Category(tuple(quotes(row[name])), row[name + answer].strip())

        return cls(
            title=category("Document Name"),
            party=category("Parties"),
            agreement_date=category("Agreement Date"),
            effective_date=category("Effective Date"),
            expiration_date=category("Expiration Date"),
            renewal_term=category("Renewal Term"),
            notice_period=category("Notice Period To Terminate Renewal", "- Answer"),
            governing_law=category("Governing Law"),
        )


def days(category: Category) -> list[list[str]]:
    """The complete dates as ISO dates, each with its readings.

    Where quotes are dates themselves they count beside the answer, which holds typing mistakes.
    """
    answered = [day.isoformat() for day in dates(category.answer)]
    read = (read_value("date", quote).value for quote in category.quotes if len(quote) < BARE_DATE)
    quoted = [day for day in dict.fromkeys(read) if day]
    if len(answered) == 1:
        return [list(dict.fromkeys((answered[0], *quoted)))]
    return [[day] for day in answered or (quoted if not category.answer else ())]


def titles(category: Category) -> list[str]:
    """The readings of the title, without the rest of a bracket or word at which some quotes were cut off."""
    names = (re.sub(r"[\s,(]+[\"“]?\w?$", "", name) for name in (category.answer, *category.quotes))
    return [name for name in dict.fromkeys(names) if fold(name)]
