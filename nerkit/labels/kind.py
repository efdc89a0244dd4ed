"""A kind of document: its fields, what tells it from other kinds, and what its record has beside its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, Literal

from nerkit.labels.relationship import DATE, DURATION, NUMERIC, Signature
from nerkit.locales.contract_words import Duty

_STRICT = {"extra": "forbid"}

PageShape = Literal["short", "long", "prose", "figures", "pages", "wide", "narrow", "clock", "covering", "listing"]
"""What any document's length and page say; `nerkit.records.shape` measures it."""

LineItemPolicy = Literal["none", "credible", "proven"]
"""Whether a kind has line items: never, where their numbers say so, or only where they add up to its net or total."""

PaymentPart = Literal[
    "iban",
    "bic",
    "amount",
    "total",
    "reference",
    "payee",
    "payee_address",
    "debtor",
    "debtor_address",
    "invoice_number",
    "invoice_date",
    "order_number",
    "vat_id",
    "delivery_date",
    "period_start",
    "period_end",
    "rate",
    "due",
]
"""What a payment code says; `total` is its amount where the page names no other total."""

ZonePart = Literal["holder", "number", "issuer", "nationality", "birth_date", "expiry_date", "sex"]
"""What the machine-readable zone of an identity paper says."""

TitlePart = Literal["number", "date"]
"""What stands behind a title in its line."""

Way = Literal["signatures", "same", "lasts", "payment_terms", "period", "sum"]

WAYS: Mapping[Way, Signature] = MappingProxyType(
    {
        "signatures": (DATE,),
        "same": (DATE, DATE),
        "lasts": (DATE, DURATION, DATE),
        "payment_terms": (DATE, DATE),
        "period": (DATE, DATE),
        "sum": (NUMERIC, NUMERIC, NUMERIC),
    }
)
"""The types of the fields of each way to derive a value; a sum may have more."""


@dataclass(frozen=True)
class Derivation:
    """How a value follows that stands nowhere in the text.

    `signatures`: the last date beside a signature. `same`: the second is the date of the first where it has none of its
    own. `lasts`: the last is the first date and so long after it. `payment_terms`: the second is the first date and the
    term of payment. `period`: one day of a period from the text that names both. `sum`: the one that is missing, where
    the last is the sum of the others; with `rates`, only where the part before the last lies between the lowest and the
    highest of those rates of the first. `right` is the probability that what follows is right where that is from which
    it follows.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    way: Way
    fields: tuple[str, ...]
    rates: str | None = None
    right: float = 1.0


@dataclass(frozen=True)
class Amounts:
    """The fields of a kind that line items and taxes are held against: what stands for nerkit's own of these names."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    net_amount: str = "net_amount"
    tax_amount: str = "tax_amount"
    total_amount: str = "total_amount"
    tax_rate: str = "tax_rate"
    rounding_amount: str = "rounding_amount"


@dataclass(frozen=True)
class Kind:
    """A kind of document: the fields of its record in order, and those of them that hold many values.

    What tells it from others, in nats: an entity of a field says its `evidence` (1 where nothing is given) times its
    confidence, one of another label what stands in `evidence`. Each of the `cues`, patterns for RE2, that is found in
    the text in lower case, with its accents or without, says 1, each of the `not_cues` 1 against it. A heading that is
    one of its `titles` says `title`; one of the `not_titles` says that the document is of another kind. What its
    `shape` says counts only between kinds. Below `bar` (`bar_without_pages` for a bare text) a document is rather of no
    kind at all; what stands in `to_bar`, fields and shapes, counts there alone.

    Where a kind `borrows`, a value that the tagger took for another field of the same type may fill a field: label
    words and places may know better. In running text they do not. The values of its `announced` fields are found by
    label words without any training, in documents of this kind alone; those of its `headed` fields, which are
    names, are found under headings that name their role, or behind them. `titled` says which fields the number and the
    date in the line of a title fill. `letterhead` is the field of whose paper it is: the name at its head, where nobody
    else is found. `parties` is the field of those whom the
    preamble of a contract names. `payment` says which parts of a payment code are values of which fields, `zone` so
    of a machine-readable zone: of a kind that has one, nothing else makes a record. `lines` and `taxes` say whether a
    record has them, and `amounts` what they are held against. `derive` says how values follow from others. `deadlines`
    are the fields whose values are deadlines, and what has to be done by them; a kind that has none is not searched for
    others.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    name: str
    fields: tuple[str, ...]
    many: tuple[str, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)
    cues: tuple[str, ...] = ()
    not_cues: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    not_titles: tuple[str, ...] = ()
    title: float = 4.0
    shape: Mapping[PageShape, float] = field(default_factory=dict)
    bar: float = 2.4
    bar_without_pages: float | None = None
    to_bar: Mapping[str, float] = field(default_factory=dict)
    borrows: bool = True
    announced: tuple[str, ...] = ()
    headed: tuple[str, ...] = ()
    titled: Mapping[TitlePart, str] = field(default_factory=dict)
    letterhead: str | None = None
    parties: str | None = None
    party_parts: Mapping[str, str] = field(default_factory=dict)
    payment: Mapping[PaymentPart, str] = field(default_factory=dict)
    zone: Mapping[ZonePart, str] = field(default_factory=dict)
    lines: LineItemPolicy = "none"
    taxes: bool = False
    amounts: Amounts = field(default_factory=Amounts)
    derive: tuple[Derivation, ...] = ()
    deadlines: Mapping[str, Duty] = field(default_factory=dict)

    @property
    def one(self) -> tuple[str, ...]:
        """The fields that hold a single value."""
        return tuple(name for name in self.fields if name not in self.many)
