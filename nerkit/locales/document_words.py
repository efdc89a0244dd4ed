"""The words of a language around what a document is about: names, places, numbers, roles, lines, labels and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from nerkit.locales.value_words import STRICT, Words

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
class Names:
    """What stands around the names of parties; their legal forms stand in `countries/legal_forms.toml`.

    `joiners`: words for "and" within a name, `within` other small words ("Bank of the West"). `leading`: words before
    a name that may be missing ("the").
    Written as they stand in a document, so that case counts, are `introductions` before a name in a preamble ("by and
    between"), `titles` before a person's name ("Mr", "Herrn"), `acting` before the role of who signs ("as Seller"), and
    `left_over` at the end of a name that goes on elsewhere ("and", "by"). Of all others case does not matter.
    `couples` stand around two who share their last name ("Ann and Bo Gray, husband and wife").
    `headings` stand before a name on a form, with a colon ("Seller:"), and `addressed` without one ("bill to").
    `degrees` stand behind a person's name and a comma ("Ph.D."), `honours` also without one ("Esq."); `suffixes` are
    part of the name ("Jr."). Indefinite `articles` ("an") and the `kinds` of parties behind them ("an Ohio
    corporation") begin a description, as do words `in_brackets` ("(formerly …"), `registers` of companies ("HRB 12"),
    `seals` in square brackets, `contacts` ("Attn:"), words `behind_comma` (", as agent"), and `descriptions` wherever
    they stand ("having its seat", "and its affiliates").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    joiners: Words = ()
    within: Words = ()
    leading: Words = ()
    introductions: Words = ()
    titles: Words = ()
    couples: Words = ()
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

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

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

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

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
    `registrations` stand before the number of a company in a register, beside its names ("Company No"), and
    `registered` before one that they are no part of ("with number").
    `bystanders` stand before those who sign beside the parties: witnesses, lawyers ("Approved as to form").
    `beside` name those who stand beside the parties: a broker, a guarantor ("Guarantor: Mary Brown").
    `annexes` head what is attached to a contract ("Annex I").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

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
    registrations: Words = ()
    registered: Words = ()
    signatures: Words = ()
    bystanders: Words = ()
    beside: Words = ()
    annexes: Words = ()


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
    `deposits`: how a word begins that stands for a deposit on packaging, taken or given back: such rows are lines.
    `apart`: how rows begin of what was paid, and how ("Cash").
    `times`: words between a quantity and its price, beside the signs for that ("à").
    `taxes`: words of which one stands on each line about a tax; `*` at an end stands for the rest of a word.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    around: Words = ()
    sums: Words = ()
    carried: Words = ()
    charges: Words = ()
    allowances: Words = ()
    deposits: Words = ()
    apart: Words = ()
    times: Words = ()
    taxes: Words = ()
    headings: Mapping[ColumnKind, Words] = field(default_factory=dict)
    doubtful: Mapping[ColumnKind, Words] = field(default_factory=dict)
    endings: Mapping[ColumnKind, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What the reader and the tokenizer know of words as they are printed.

    `compounding` are first parts of words that keep their hyphen where a line ends: "non" of "non-compliance".
    `abbreviations` are words whose full stop is a part of them, as they are written: "Inc.", "INC.". `mail_senders`
    and `mail_subjects` begin the lines of the header that an answer puts above the mail that it quotes, `enclosing` say
    that a mail brings documents; `*` at their end stands for more letters. `affirming` and `denying` answer a question.
    `pages` stand before the number of a page, `page_of` between that and how many there are. `annexes` are what comes
    behind a contract or an invoice and is part of it: "Schedule 2".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    compounding: Words = ()
    abbreviations: Words = ()
    enclosing: Words = ()
    pages: Words = ()
    page_of: Words = ()
    annexes: Words = ()
    mail_senders: Words = ()
    mail_subjects: Words = ()
    affirming: Words = ()
    denying: Words = ()


@dataclass(frozen=True)
class LabelWords:
    """What announces the values of a label: `words` that stand left of such a value or above it.

    `not_words` look like one of these and announce something else: "order date" is no date of an invoice.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    words: Words = ()
    not_words: Words = ()


@dataclass(frozen=True)
class KindWords:
    """What documents of a kind say, and what they call themselves.

    `cues` are groups of words, named by what they are about; each group of which a word stands at the head or the end
    of a document speaks for the kind, once for all languages: name a group as the other languages do. `*` at an end of
    a word stands for the rest of it, `…` between two for up to four others ("this … agreement"). `not_cues` speak
    against the kind. `titles` are its names in a heading, `not_titles` those of others that look like it; `*` at an end
    of a word stands for the rest of it, `…` for up to five other words. A line that is one of the `copies`, with two
    more words around it, marks a copy; one of the `credits` in a heading a document that gives back what another took.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    cues: Mapping[str, Words] = field(default_factory=dict)
    not_cues: Mapping[str, Words] = field(default_factory=dict)
    titles: Words = ()
    not_titles: Words = ()
    copies: Words = ()
    credits: Words = ()
