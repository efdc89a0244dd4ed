"""The words of a language in and around values: numbers, dates, durations, money, quantities, percentages, terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Literal

STRICT = {"extra": "forbid"}
Words = tuple[str, ...]
Untaxed = Literal[
    "reverse charge",
    "intra-community supply",
    "export outside the EU",
    "zero rated",
    "outside the scope of tax",
    "exempt from tax",
]
"""Why no tax is due, in the terms of EN 16931 (BT-118); where a text says several, the first."""


@dataclass(frozen=True)
class NumberWords:
    """Numbers written out. A hyphen in a word stands for a space too, and words may be glued: "fivehundred".

    `cardinals` are the words of each number that others are made of, in all their forms: `21 = ["ventuno"]` where it is
    not just 20 and 1, `500 = ["quinientos", "quinientas"]` where it is not 5 times 100. `scales` multiply what stands
    before them: `100 = ["hundred"]`, `1000 = ["thousand"]`. `ordinals` likewise, at least those of which 1 to 31 are
    made: `3 = ["third"]`. `fractions` stand alone, behind a whole number and before a scale:
    `"0.5" = ["half", "half a"]`, `"1.5" = ["anderthalb"]`.

    `joiners` stand between the parts of a number: "and" of "two hundred and five". `units_first` is true where the
    units come before the tens, with a joiner that is glued to both: "vijfentwintig", "femogtyve". `cardinal_days` is
    true where the days of a month are cardinals: "le quinze mars", "cinco de marzo".

    `ordinal_suffixes` follow figures: "st" of "1st", "er" of "1er". `numbering` are words before the number of a
    section, a page or an item, which is no quantity: "section", "page", "no.".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    cardinals: Mapping[int, Words] = field(default_factory=dict)
    scales: Mapping[int, Words] = field(default_factory=dict)
    ordinals: Mapping[int, Words] = field(default_factory=dict)
    fractions: Mapping[Decimal, Words] = field(default_factory=dict)
    joiners: Words = ()
    units_first: bool | None = None
    cardinal_days: bool | None = None
    ordinal_suffixes: Words = ()
    numbering: Words = ()


@dataclass(frozen=True)
class Dates:
    """Dates and periods. Names of months and weekdays, and whether the day comes first, are those of the CLDR.

    `months` are the names of months, by number, that the CLDR does not have: `3 = ["maerz", "mrz"]`. `not_months` are
    short names of the CLDR that are other words more often: "pro" of Czech.

    What stands between the parts of a date, as often as people say it: `before_month` "of", "day", "the month of",
    `before_year` "of", "in the year", `before_day` "the" of "May the 5th". `to` stands between the two days of a
    period, `before_day` behind it: "from the 1st to the 5th of March", "vom 1. bis zum 5. März".

    `elsewhere_patterns` fit what stands for a date that is written elsewhere: "the date last signed below".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    months: Mapping[int, Words] = field(default_factory=dict)
    not_months: Words = ()
    before_day: Words = ()
    before_month: Words = ()
    before_year: Words = ()
    to: Words = ()
    elsewhere_patterns: Words = ()


@dataclass(frozen=True)
class Durations:
    """Lengths of time.

    `units` are the words for years (Y), quarters (Q), months (M), weeks (W), days (D) and hours (H) in all forms that
    stand behind a number, adjectives made of both too: `Y = ["year", "years", "yr"]`, `M = ["Monaten", "monatige"]`.
    `qualifiers` may stand between a number and its unit: "calendar" and "business" of "ten business days", "de" of
    "douăzeci de zile". `and_a_half` stands behind a unit: "et demi" of "un an et demi". `joiners` stand between two
    parts of one length: "and" of "one year and six months"; `to` between the ends of a range: "three to five years".

    `phrases` are lengths without a number; `*` stands for more letters: `P1Y = ["annual*"]`. `each` makes a length of
    one unit: "each" of "each year". `anniversaries` count years: "the third anniversary". `apart` are words that no
    length goes across: "to" of "(30) to the day". `unit_first` says that a unit may stand before its number: "anni 4".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    units: Mapping[Literal["Y", "Q", "M", "W", "D", "H"], Words] = field(default_factory=dict)
    qualifiers: Words = ()
    and_a_half: Words = ()
    joiners: Words = ()
    to: Words = ()
    phrases: Mapping[str, Words] = field(default_factory=dict)
    each: Words = ()
    anniversaries: Words = ()
    apart: Words = ()
    unit_first: bool = False


@dataclass(frozen=True)
class Money:
    """Amounts of money.

    `scales`: words behind a number that multiply it, beyond those of `numbers.scales`: `1000000 = ["Mio", "mn"]`.
    `glued_thousand`: letters glued to a currency that stand for thousands of it ("T" of "TEUR" and "T€").
    `minor`: hundredths of a currency ("cent", "pence").
    `currencies`: names beyond those of the CLDR, by the code of ISO 4217, or by the sign that several currencies share:
    `PLN = ["złotych"]`, `"$" = ["dollars"]`. A single word of these names its currency wherever it stands.
    `and_minor`: stands between a currency and its hundredths, beside the joiners of numbers ("con").
    `minus`: stands before an amount that is owed ("minus").
    `credit`: stands behind an amount that is credited, in just these capital letters ("CR").
    `of`: stands between a number and a currency ("deux millions d'euros", "500 de lei").
    `in_words`: introduces an amount in words ("in Worten"); `exactly`: stands behind one ("only").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    scales: Mapping[int, Words] = field(default_factory=dict)
    glued_thousand: Words = ()
    minor: Words = ()
    and_minor: Words = ()
    currencies: Mapping[str, Words] = field(default_factory=dict)
    minus: Words = ()
    credit: Words = ()
    of: Words = ()
    in_words: Words = ()
    exactly: Words = ()


@dataclass(frozen=True)
class Quantities:
    """What is counted, beyond the units that the CLDR names.

    `units` are the names, in all their forms, of a unit or a package by its code in UN/ECE Recommendation 20:
    `H87 = ["piece", "pieces"]`, `XPX = ["pallet", "pallets"]`.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    units: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Percents:
    """Percentages, and why no tax is due.

    `signs`: stand for "%" behind a number ("percent", "v. H."); `per_mille` for "‰" ("per mil").
    `basis_points`: hundredths of a percent ("basis points").
    `parts`: parts of a percent, by how many make one: `4 = ["quarter", "quarters"]`.
    `of_one`: stands between a part and its percent ("three quarters of one percent").
    `point`: the decimal mark in words ("five point two percent").
    `between`: stands between the two ends of a range ("10 to 15 %").
    `untaxed`: by reason (see `Untaxed`), what says that no tax is due; `*` at an end stands for the rest of a word.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    signs: Words = ()
    per_mille: Words = ()
    basis_points: Words = ()
    parts: Mapping[int, Words] = field(default_factory=dict)
    of_one: Words = ()
    point: Words = ()
    between: Words = ()
    untaxed: Mapping[Untaxed, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """Terms of payment. A word that ends in `*` stands for all that begin with it: "Zahlungs*".

    `net`: stands before a bare number of days ("net 30"); `net_alone`: in a cell of terms alone, too ("n 30").
    `days_alone`: letters behind such a number in a cell of terms ("30 d").
    `at_once`: payable when the invoice comes ("due on receipt"), and `at_once_alone` in a cell of terms ("immediate").
    `cues`: words of which one makes a length of time a term of payment in running text ("payable", "zahlbar").
    `discounts`: what who pays early may deduct ("Skonto"), `undiscounted`: that this is nothing ("without discount").
    `others`: words of a clause in which a length of time is something else: a cash discount, interest, a notice.
    `month_end`: the days count from the end of the month ("30 days end of month").
    `days_then_month_end`: the end of the month comes last ("45 jours fin de mois").
    `next_month_end`: the end of the month after the invoice's, alone ("end of the following month").
    `of_next_month`: stands behind a day of that month ("15. des Folgemonats").
    `working`: days on which people work ("business days").
    `receipt`: the days count from when the invoice comes ("Erhalt").
    `day_behind`: begins a day of the month, which changes what stands before it ("fin de mois le 10").
    `otherwise`: ends a clause, as another term begins ("or").
    `headings`: what stands over or before a cell of terms ("Payment terms").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    net: Words = ()
    net_alone: Words = ()
    days_alone: Words = ()
    at_once: Words = ()
    at_once_alone: Words = ()
    cues: Words = ()
    discounts: Words = ()
    undiscounted: Words = ()
    others: Words = ()
    month_end: Words = ()
    days_then_month_end: Words = ()
    next_month_end: Words = ()
    of_next_month: Words = ()
    working: Words = ()
    receipt: Words = ()
    day_behind: Words = ()
    otherwise: Words = ()
    headings: Words = ()
