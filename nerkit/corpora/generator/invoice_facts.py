"""What an invoice says, before it is written: parties, dates, lines, and sums that add up. Money is Decimal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from nerkit.corpora.augmentation.countries import countries
from nerkit.corpora.generator.addresses import Address
from nerkit.corpora.generator.invoice_lexicon import InvoiceLexicon, lexicon

CENT = Decimal("0.01")


@dataclass(frozen=True)
class TradeParty:
    """A seller or buyer. `title` stands before a person's name; `attention` is somebody at a company."""

    name: str
    address: Address
    vat_id: str | None
    tax_number: str
    phone: str
    email: str
    web: str
    manager: str
    register: str
    is_person: bool = False
    title: str | None = None
    attention: str | None = None

    @property
    def short(self) -> str:
        """The name without its legal form, as letterheads have it."""
        forms = sorted(countries()[self.address.country].forms, key=len, reverse=True)
        form = next((form for form in forms if self.name.endswith(f" {form}".replace(" ,", ","))), "")
        return self.name.removesuffix(form).rstrip(" ,") or self.name


@dataclass(frozen=True)
class Account:
    """A bank account: the bank's name, IBAN and BIC as printed."""

    bank: str
    iban: str
    bic: str


@dataclass(frozen=True)
class InvoiceLine:
    """A line: quantity × price − discount = amount, without tax unless the invoice says that prices include it."""

    article: str
    description: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount: Decimal | None
    rate: Decimal
    amount: Decimal
    date: dt.date


@dataclass(frozen=True)
class TaxGroup:
    """All that is taxed at one rate."""

    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Skonto:
    """A discount for early payment."""

    percent: Decimal
    days: int
    date: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Invoice:
    """One invoice. `language` is the lexicon's name (de, fr, en, us); amounts of a credit note are mostly negative."""

    language: str
    country: str
    currency: str
    seller: TradeParty
    buyer: TradeParty
    number: str
    order_number: str
    customer_number: str
    reference: str
    date: dt.date
    order_date: dt.date
    delivery_date: dt.date
    days: int
    due: dt.date
    start: dt.date
    end: dt.date
    items: tuple[InvoiceLine, ...]
    discount: Decimal
    shipping: Decimal
    groups: tuple[TaxGroup, ...]
    prepaid: Decimal
    skonto: Skonto
    iban: str
    bic: str
    bank: str
    other_account: Account
    is_credit: bool
    reverse_charge: bool

    @property
    def lines_total(self) -> Decimal:
        """Sum of the lines, before discount and shipping."""
        return sum((item.amount for item in self.items), Decimal(0))

    @property
    def net(self) -> Decimal:
        """Total without tax."""
        return sum((group.base for group in self.groups), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """Total tax."""
        return sum((group.tax for group in self.groups), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Total with tax."""
        return self.net + self.tax

    @property
    def lexicon(self) -> InvoiceLexicon:
        """The words of this invoice's language."""
        return lexicon(self.language)


def cents(value: Decimal) -> Decimal:
    """`value` rounded to two places, halves away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)


def tongue(language: str) -> str:
    """The language of a lexicon: that of `us` is en."""
    return "en" if language == "us" else language
