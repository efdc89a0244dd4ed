"""What is known of one language, as its TOML file says it: words and habits in sections, one for each room that reads.

Words and phrases are written as people write them. Where a key ends in `pattern` or `patterns`, its text is a regular
expression on plain text (`folding.plain`: lower case, without accents).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeVar

_STRICT = {"extra": "forbid"}
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
ColumnKind = Literal[
    "position",
    "article",
    "description",
    "quantity",
    "unit",
    "unit_price",
    "discount",
    "tax_rate",
    "tax_amount",
    "base",
    "amount",
    "payment",
    "date",
]
"""What a column of line items holds; `base` is what is taxed, `payment` and `date` columns are taken by no field."""


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

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

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

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

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
    length goes across: "to" of "(30) to the day".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    units: Mapping[Literal["Y", "Q", "M", "W", "D", "H"], Words] = field(default_factory=dict)
    qualifiers: Words = ()
    and_a_half: Words = ()
    joiners: Words = ()
    to: Words = ()
    phrases: Mapping[str, Words] = field(default_factory=dict)
    each: Words = ()
    anniversaries: Words = ()
    apart: Words = ()


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

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

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

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

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

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

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

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    net: Words = ()
    net_alone: Words = ()
    days_alone: Words = ()
    at_once: Words = ()
    at_once_alone: Words = ()
    cues: Words = ()
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


@dataclass(frozen=True)
class Names:
    """What stands around the names of parties; their legal forms stand in `countries/legal_forms.toml`.

    `joiners`: words for "and" within a name. `leading`: words before a name that may be missing ("the").
    Written as they stand in a document, so that case counts, are `introductions` before a name in a preamble ("by and
    between"), `titles` before a person's name ("Mr", "Herrn"), `acting` before the role of who signs ("as Seller"), and
    `left_over` at the end of a name that goes on elsewhere ("and", "by"). Of all others case does not matter.
    `headings` stand before a name on a form, with a colon ("Seller:"), and `addressed` without one ("bill to").
    `degrees` stand behind a person's name and a comma ("Ph.D."), `honours` also without one ("Esq."); `suffixes` are
    part of the name ("Jr."). Indefinite `articles` ("an") and the `kinds` of parties behind them ("an Ohio
    corporation") begin a description, as do words `in_brackets` ("(formerly …"), `registers` of companies ("HRB 12"),
    `seals` in square brackets, `contacts` ("Attn:"), words `behind_comma` (", as agent"), and `descriptions` wherever
    they stand ("having its seat", "and its affiliates").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    joiners: Words = ()
    leading: Words = ()
    introductions: Words = ()
    titles: Words = ()
    acting: Words = ()
    left_over: Words = ()
    headings: Words = ()
    addressed: Words = ()
    degrees: Words = ()
    honours: Words = ()
    suffixes: Words = ()
    articles: Words = ()
    kinds: Words = ()
    in_brackets: Words = ()
    registers: Words = ()
    seals: Words = ()
    contacts: Words = ()
    behind_comma: Words = ()
    descriptions: Words = ()


@dataclass(frozen=True)
class Places:
    """Jurisdictions and their laws, beside the names of countries, which the CLDR has. Keys are English short names.

    `names`: other names that contracts give to a place (`Russia = ["Russian Federation"]`). `laws`: how a law is named
    after its country, `{}` for the adjective ("{}es Recht", "loi {}"). `adjectives`: what stands there, in all forms
    that fit (`Germany = ["allemand", "allemande"]`). `frames`: words around a place that are no part of its name ("the
    laws of the State of"). `kinds_of_law`: words within the name of a law that do not say whose it is ("Swiss
    substantive law").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    names: Mapping[str, Words] = field(default_factory=dict)
    laws: Words = ()
    adjectives: Mapping[str, Words] = field(default_factory=dict)
    frames: Words = ()
    kinds_of_law: Words = ()


@dataclass(frozen=True)
class Identifiers:
    """What announces the number of a document, an account or a tax payer.

    `documents`: what has a number, also as the beginning of a longer word ("invoice", "P.O.", "rechnungs").
    `announcing`: those of them behind which a number stands without further words ("Invoice 88"; an order does not:
    "Order 66" may be all of its number). `qualifiers`: what stands before them ("your order no."). `numbers`: words and
    abbreviations for "number". `of`: what joins a number to its document ("Nummer der Rechnung").
    `codes`: the word behind BIC and SWIFT ("SWIFT code").
    `tax_numbers`: names of tax payers' numbers ("VAT", "USt"); those that one country alone has stand in
    `countries/tax_numbers.toml`. `tax_number_kinds`: words around these ("EU-VAT", "registration").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    documents: Words = ()
    announcing: Words = ()
    qualifiers: Words = ()
    numbers: Words = ()
    of: Words = ()
    codes: Words = ()
    tax_numbers: Words = ()
    tax_number_kinds: Words = ()


@dataclass(frozen=True)
class Roles:
    """Roles of parties, defined terms and signatures.

    `words`: roles, never a company by themselves ("Seller"). `articles`: definite ones ("the").
    `hereinafter` begins the definition of a term, `called` stands right before it ("referred to as"), and of `between`
    any may stand between these and the term. `formerly` stands before another name, no term ("also known as").
    `together`: the term is that of several parties ("collectively"), if it has one of the `plural_endings`.
    `apposition`: how text goes on that still describes the party named before it ("having", "vertreten").
    `things`: terms that name a thing, not a party ("Agreement"), and `party`: the word that makes one of them a party
    ("Buyer Party"). `recitals`: headings behind the preamble, in the case that they have ("WHEREAS").
    `dated`: right before the date of a signature ("Date", "signed"), and `dated_on` between both ("on", "as of").
    `signing`: before a colon in a block of signatures ("By:", "Titel:"), and `signatures` there without one.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    words: Words = ()
    articles: Words = ()
    hereinafter: Words = ()
    called: Words = ()
    formerly: Words = ()
    between: Words = ()
    together: Words = ()
    plural_endings: Words = ()
    apposition: Words = ()
    things: Words = ()
    party: Words = ()
    recitals: Words = ()
    dated: Words = ()
    dated_on: Words = ()
    signing: Words = ()
    signatures: Words = ()


@dataclass(frozen=True)
class LineWords:
    """Headings of the columns of line items, and rows that are none. Spaces and punctuation do not count.

    `headings`: what a column holds, by kind (see `ColumnKind`); a heading stands under the kind that it usually names.
    `doubtful`: further readings of the same headings, tried where they make quantity × unit price = amount.
    `endings`: ends of compounds that are headings of a kind ("betrag" for "Positionsbetrag").
    `around`: words that stand in headings beside those ("per", "excl").
    `sums`: how rows begin that sum up ("Subtotal"); `carried`: that go on from another page ("Carried forward").
    `charges`: how rows begin that charge for the whole ("Shipping").
    `allowances`: how rows begin that take something off ("Discount").
    `apart`: how rows begin of what was paid, and how ("Cash").
    `taxes`: words of which one stands on each line about a tax; `*` at an end stands for the rest of a word.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    around: Words = ()
    sums: Words = ()
    carried: Words = ()
    charges: Words = ()
    allowances: Words = ()
    apart: Words = ()
    taxes: Words = ()
    headings: Mapping[ColumnKind, Words] = field(default_factory=dict)
    doubtful: Mapping[ColumnKind, Words] = field(default_factory=dict)
    endings: Mapping[ColumnKind, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What the reader and the tokenizer know of words as they are printed.

    `compounding` are first parts of words that keep their hyphen where a line ends: "non" of "non-compliance".
    `abbreviations` are words whose full stop is a part of them, as they are written: "Inc.", "INC.".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    compounding: Words = ()
    abbreviations: Words = ()


@dataclass(frozen=True)
class LabelWords:
    """What announces the values of a label: `words` that stand left of such a value or above it.

    `not_words` look like one of these and announce something else: "order date" is no date of an invoice.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    words: Words = ()
    not_words: Words = ()


@dataclass(frozen=True)
class KindWords:
    """What documents of a kind say, and what they call themselves.

    `cues` are groups of words, named by what they are about; each group of which a word stands at the head or the end
    of a document speaks for the kind, once for all languages: name a group as the other languages do. `*` at an end of
    a word stands for the rest of it, `…` between two for up to four others ("this … agreement"). `not_cues` speak
    against the kind. `titles` are its names in a heading, `not_titles` those of others that look like it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    cues: Mapping[str, Words] = field(default_factory=dict)
    not_cues: Mapping[str, Words] = field(default_factory=dict)
    titles: Words = ()
    not_titles: Words = ()


@dataclass(frozen=True)
class Locale:
    """A language: `code` as in ISO 639-1, `name` in English, and the `common` words by which its texts are known.

    `beside` are the languages whose words its documents also hold.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

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
