"""What an invoice says, before it is written: parties, dates, lines and sums that add up. Money is Decimal throughout."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from nerkit.corpora.generator import identifiers, names
from nerkit.corpora.generator.lexicon import Lexicon, lexicon
from nerkit.corpora.generator.names import Address

CENT = Decimal("0.01")
_RATES = {
    "DE": ("19", "7"), "AT": ("20", "10", "13"), "CH": ("8.1", "2.6", "7.7"), "RO": ("8.1", "7.7", "2.6"), "FR": ("20", "5.5", "10", "2.1"),
    "BE": ("21", "6", "12"), "GB": ("20", "5"), "IE": ("23", "13.5", "9"), "NL": ("21", "9"), "ES": ("21", "10"), "IT": ("22", "10", "4"),
    "US": ("8.25", "6", "7.25", "6.625", "8.875", "5", "9.5", "4.75"), "LU": ("17",), "DK": ("25",), "SE": ("25", "12"),
    "CA": ("13", "5"), "AU": ("10",),
}  # fmt: skip
_CURRENCY = {"US": "USD", "GB": "GBP", "CH": "CHF", "RO": "CHF", "CA": "CAD", "AU": "AUD"}
_HOMES = {
    "de": ("DE",) * 12 + ("AT",) * 3 + ("CH",) * 3,
    "fr": ("FR",) * 9 + ("BE",) * 2 + ("RO", "LU"),
    "en": ("GB",) * 7
    + ("IE", "IE", "DE", "DE", "NL", "DE", "FR", "IT", "ES", "DK", "SE", "AT", "CH", "AU", "CA", "BE"),
    "us": ("US",),
}


@dataclass(frozen=True)
class Party:
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
    title: tuple[str, str] | None = None
    attention: str | None = None


@dataclass(frozen=True)
class Item:
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
    """One invoice. `language` is the lexicon's name (de, fr, en, us); amounts of a credit note are negative."""

    language: str
    country: str
    currency: str
    seller: Party
    buyer: Party
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
    items: tuple[Item, ...]
    discount: Decimal
    shipping: Decimal
    groups: tuple[TaxGroup, ...]
    prepaid: Decimal
    skonto: Skonto
    iban: str
    bic: str
    bank: str
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
    def lexicon(self) -> Lexicon:
        """The words of this invoice's language."""
        return lexicon(self.language)


def rates(country: str) -> tuple[str, ...]:
    """The rates of tax of a country, the usual one first."""
    return _RATES[country]


def cents(value: Decimal) -> Decimal:
    """`value` rounded to two places, halves away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)


def party(country: str, rng: Random, person_chance: float) -> Party:
    """A company or, with `person_chance`, a person."""
    is_person = rng.random() < person_chance
    who = names.person(country, rng)
    name = who if is_person else names.company(country, rng)
    stem = names.ascii_stem(name)
    top = {"US": "com", "GB": "co.uk", "RO": "ch"}.get(country, country.lower())
    source = names.fake(country, rng)
    phone = (
        source.phone_number()
        if rng.random() < 0.4
        else f"+{rng.randrange(30, 49)} {rng.randrange(20, 999)} {rng.randrange(10000, 9999999)}"
    )
    address = names.address(country, rng)
    return Party(
        name=name,
        address=address,
        vat_id=identifiers.vat_id(country, rng),
        tax_number=identifiers.tax_number(country, rng),
        phone=names.plain(phone),
        email=f"{rng.choice(('info', 'office', 'contact', 'billing', 'mail', 'kontakt', 'sales'))}@{stem}.{top}",
        web=f"{rng.choice(('www.', 'www.', '', 'https://'))}{stem}.{top}",
        manager=names.person(country, rng),
        register=f"{rng.choice(('HRB ', 'HRA ', 'RCS ', 'No. ', 'FN ', ''))}{rng.randrange(1000, 999999)}",
        is_person=is_person,
        title=names.titled(name, country, rng) if is_person and rng.random() < 0.5 else None,
        attention=who if not is_person and rng.random() < 0.25 else None,
    )


def _price(rng: Random) -> Decimal:
    top = rng.choice((10, 10, 50, 50, 200, 200, 500, 1000, 5000, 20000))
    value = Decimal(rng.randrange(50, top * 100)) / 100
    return (
        value.quantize(Decimal(1)) + rng.choice((Decimal(0), Decimal("0.99"), Decimal("0.50"), Decimal(0)))
        if rng.random() < 0.5
        else value
    )


def items(words: Lexicon, rates: tuple[Decimal, ...], day: dt.date, count: int, rng: Random) -> tuple[Item, ...]:
    """`count` lines of one kind of thing, taxed at `rates`."""
    section = rng.choice(("goods", "services"))
    discounted = rng.random() < 0.2
    dated = day - dt.timedelta(days=rng.randrange(1, 60))
    lines = []
    for i in range(count):
        description = rng.choice(words.all("items", section if rng.random() < 0.85 else "goods")).format(
            word=names.word(rng)
        )
        quantity = Decimal(rng.choice((1, 1, 1, 2, 3, 4, 5, 10, 12, 20, 25, 100, rng.randrange(1, 500))))
        if rng.random() < 0.15:
            quantity = Decimal(rng.randrange(5, 900)) / rng.choice((4, 10, 100))
        price = _price(rng)
        if price > 100 and quantity > 10:
            quantity = Decimal(rng.randrange(1, 9))
        discount = Decimal(rng.choice((2, 3, 5, 10, 15, 20))) if discounted and rng.random() < 0.5 else None
        amount = cents(quantity * price * (1 - (discount or 0) / Decimal(100)))
        article = rng.choice(
            (
                f"{rng.randrange(100, 99999)}",
                f"{rng.choice('ABKMTX')}{rng.randrange(10, 9999):04d}",
                f"{rng.randrange(10, 99)}-{rng.randrange(100, 999)}",
            )
        )
        lines.append(
            Item(article, description, quantity, rng.choice(words.all("units", "units")), price, discount, rng.choice(rates), amount,
                 dated + dt.timedelta(days=i))
        )  # fmt: skip
    return tuple(lines)


def _groups(lines: tuple[Item, ...], discount: Decimal, shipping: Decimal) -> tuple[TaxGroup, ...]:
    """Lines by rate; discount and shipping go to the rate that most is taxed at."""
    bases: dict[Decimal, Decimal] = {}
    for line in lines:
        bases[line.rate] = bases.get(line.rate, Decimal(0)) + line.amount
    main = max(bases, key=lambda rate: bases[rate])
    bases[main] += shipping - discount
    return tuple(TaxGroup(rate, base, cents(base * rate / 100)) for rate, base in sorted(bases.items()))


def period(day: dt.date, rng: Random) -> tuple[dt.date, dt.date]:
    """First and last day of what is billed: a month, a quarter, a year or some days near `day`."""
    draw = rng.random()
    if draw < 0.5:
        end = day.replace(day=1) - dt.timedelta(days=1)
        months = rng.choice((1, 1, 1, 3))
        start = end.replace(day=1)
        for _ in range(months - 1):
            start = (start - dt.timedelta(days=1)).replace(day=1)
        return start, end
    if draw < 0.6:
        return dt.date(day.year - 1, 1, 1), dt.date(day.year - 1, 12, 31)
    start = day - dt.timedelta(days=rng.randrange(2, 90))
    return start, start + dt.timedelta(days=rng.choice((1, 4, 6, 13, 27, 29, 30, 364)))


def invoice(rng: Random, language: str | None = None) -> Invoice:
    """An invoice of any country, or of one where `language` (de, fr, en, us) is spoken, all of it drawn from `rng`."""
    language = language or rng.choices(("de", "fr", "en", "us"), (45, 20, 22, 13))[0]
    country = rng.choice(_HOMES[language])
    abroad = rng.random() < 0.12
    buyer_country = rng.choice(("DE", "FR", "GB", "US", "IT", "NL", "ES", "AT", "IE")) if abroad else country
    currency = _CURRENCY.get(country, "EUR")
    if rng.random() < 0.05:
        currency = rng.choice(("EUR", "USD", "GBP"))
    day = dt.date(2005, 1, 1) + dt.timedelta(days=int(rng.triangular(0, 8000, 7000)))
    words = lexicon(language)
    reverse = (abroad and rng.random() < 0.6) or rng.random() < 0.02
    pool = tuple(map(Decimal, _RATES[country]))
    several = rng.random() < 0.3 and country != "US"
    rates = (
        (Decimal(0),)
        if reverse
        else pool[: rng.choice((2, 2, 3))]
        if several
        else (pool[0] if rng.random() < 0.75 else rng.choice(pool),)
    )
    count = rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, rng.randrange(10, 45)))
    lines = items(words, rates, day, count, rng)
    gross = sum((line.amount for line in lines), Decimal(0))
    discount = cents(gross * rng.choice((3, 5, 10)) / 100) if rng.random() < 0.12 else Decimal(0)
    shipping = (
        Decimal(rng.choice(("4.90", "5.95", "9.50", "12.00", "25.00", "6.99"))) if rng.random() < 0.18 else Decimal(0)
    )
    is_credit = rng.random() < 0.04
    if is_credit:
        lines = tuple(replace(line, quantity=-line.quantity, amount=-line.amount) for line in lines)
        discount, shipping = -discount, Decimal(0)
    groups = _groups(lines, discount, shipping)
    total = sum((group.base + group.tax for group in groups), Decimal(0))
    days = rng.choice((7, 8, 10, 14, 14, 14, 15, 20, 21, 28, 30, 30, 30, 45, 60, 90))
    seller, buyer = party(country, rng, 0.06), party(buyer_country, rng, 0.3)
    start, end = period(day, rng)
    ordered = day - dt.timedelta(days=rng.randrange(1, 70))
    percent, short = Decimal(rng.choice(("2", "3", "2", "1.5", "5"))), rng.choice((7, 8, 10, 14))
    prefixes = (
        ("RE", "R", "RG", "AR", "RNr")
        if language == "de"
        else ("FA", "F", "FC", "FAC")
        if language == "fr"
        else ("INV", "IN", "SI", "I", "A")
    )
    tongue = "en" if language == "us" else language
    return Invoice(
        language=language,
        country=country,
        currency=currency,
        seller=seller,
        buyer=buyer,
        number=identifiers.document_number(rng, day, prefixes),
        order_number=identifiers.document_number(rng, ordered, ("B", "PO", "BC", "AU", "O", "SO", "CMD")),
        customer_number=rng.choice((f"{rng.randrange(2, 999999)}", f"{rng.randrange(10000, 99999)}", f"K{rng.randrange(100, 99999)}")),
        reference=rng.choice((f"{rng.choice('abcdfghkmst')}{rng.choice('eioau')}/{rng.randrange(10, 999)}", f"{rng.randrange(10**5, 10**9)}", names.surname(country, rng))),
        date=day,
        order_date=ordered,
        delivery_date=day - dt.timedelta(days=rng.choice((0, 1, 1, 2, 3, 7))),
        days=days,
        due=day + dt.timedelta(days=days),
        start=start,
        end=end,
        items=lines,
        discount=discount,
        shipping=shipping,
        groups=groups,
        prepaid=cents(total * rng.choice((10, 20, 30, 50)) / 100) if rng.random() < 0.12 and not is_credit else Decimal(0),
        skonto=Skonto(percent, short, day + dt.timedelta(days=short), cents(total * percent / 100)),
        iban=identifiers.spaced(identifiers.iban(country, rng), rng),
        bic=identifiers.bic(country, rng),
        bank=names.plain(identifiers.bank(tongue, names.fake(country, rng).city(), names.surname(country, rng), rng)),
        is_credit=is_credit,
        reverse_charge=reverse,
    )  # fmt: skip
