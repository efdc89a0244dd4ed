"""What is known of one language, as its TOML file says it: words and habits in sections, one for each room that reads.

Words and phrases are written as people write them. Where a key ends in `pattern` or `patterns`, its text is a regular
expression on plain text (`folding.plain`: lower case, without accents).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, ClassVar, TypeVar

from nerkit.locales.contract_words import AgreedTimes, BearingWords, DeadlineWords
from nerkit.locales.document_words import Identifiers, KindWords, LabelWords, LineWords, Names, Places, Reading, Roles
from nerkit.locales.value_words import STRICT, Dates, Durations, Money, NumberWords, Percents, Quantities, Terms, Words


@dataclass(frozen=True)
class Locale:
    """A language: `code` as in ISO 639-1, `name` in English, and the `common` words by which its texts are known.

    `beside` are the languages whose words its documents also hold. `told` are, by field, frames in which running text
    gives its value: words before "{}", behind it, or both; `*` and "…" as in `AgreedTimes`.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    code: str
    name: str
    beside: Words = ()
    common: Words = ()
    numbers: NumberWords = field(default_factory=NumberWords)
    dates: Dates = field(default_factory=Dates)
    durations: Durations = field(default_factory=Durations)
    money: Money = field(default_factory=Money)
    quantities: Quantities = field(default_factory=Quantities)
    percents: Percents = field(default_factory=Percents)
    terms: Terms = field(default_factory=Terms)
    names: Names = field(default_factory=Names)
    places: Places = field(default_factory=Places)
    identifiers: Identifiers = field(default_factory=Identifiers)
    roles: Roles = field(default_factory=Roles)
    agreed: AgreedTimes = field(default_factory=AgreedTimes)
    bearing: BearingWords = field(default_factory=BearingWords)
    told: Mapping[str, Words] = field(default_factory=dict)
    deadlines: DeadlineWords = field(default_factory=DeadlineWords)
    lines: LineWords = field(default_factory=LineWords)
    reading: Reading = field(default_factory=Reading)
    labels: Mapping[str, LabelWords] = field(default_factory=dict)
    kinds: Mapping[str, KindWords] = field(default_factory=dict)


Section = TypeVar("Section")


def joined(parts: tuple[Section, ...]) -> Section:
    """Several locales, or one section of several, as one: words in order, each once; of single values the first.

    Where a mapping has a key in several of them, what stands behind it is joined likewise.
    """
    first = parts[0]
    return type(first)(**{f.name: _joined([getattr(part, f.name) for part in parts]) for f in fields(first)})  # type: ignore[arg-type]


def _joined(values: list[Any]) -> Any:
    first = values[0]
    if is_dataclass(first):
        return joined(tuple(values))
    if isinstance(first, tuple):
        return tuple(dict.fromkeys(word for words in values for word in words))
    if isinstance(first, Mapping):
        keys = dict.fromkeys(key for value in values for key in value)
        return {key: _joined([value[key] for value in values if key in value]) for key in keys}
    return next((value for value in values if value is not None), None)
