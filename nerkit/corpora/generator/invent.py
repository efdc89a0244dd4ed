"""Draws what an invoice says from a source of chance: who sells what to whom, when and for how much."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.augmentation.countries import Country, countries
from nerkit.corpora.generator import invented_identifiers
from nerkit.corpora.generator.addresses import address
from nerkit.corpora.generator.invoice_facts import (
    Account,
    Invoice,
    InvoiceLine,
    Skonto,
    TaxGroup,
    TradeParty,
    cents,
    tongue,
)
from nerkit.corpora.generator.invoice_lexicon import InvoiceLexicon, lexicon

_LANGUAGES = {"de": 45, "fr": 20, "en": 22, "us": 13}
"""Shares of the languages among invoices."""

_HOMES = {
    "de": ("DE",) * 12 + ("AT",) * 3 + ("CH",) * 3,
    "fr": ("FR",) * 9 + ("BE",) * 2 + ("ROM", "LU"),
    "en": ("GB",) * 7
    + ("IE", "IE", "DE", "DE", "NL", "DE", "FR", "IT", "ES", "DK", "SE", "AT", "CH", "AU", "CA", "BE"),
    "us": ("US",),
}
_ABROAD = ("DE", "FR", "GB", "US", "IT", "NL", "ES", "AT", "IE")
_FIRST_DAY = dt.date(2005, 1, 1)
_SHIPPING = ("4.90", "5.95", "9.50", "12.00", "25.00", "6.99")
_PREFIXES = {
    "de": ("RE", "R", "RG", "AR", "RNr"),
    "fr": ("FA", "F", "FC", "FAC"),
    "en": ("INV", "IN", "SI", "I", "A"),
    "us": ("INV", "IN", "SI", "I", "A"),
}
_PHONES = (
    *("+4# ### #######", "+4# ### #####", "+4# (0)### ######"),
    *("0####/#####", "(0####) ## ## -0", "0## / ### ## ##", "0# ## ## ## ##", "(###) ## ## -0", "0#### ######"),
)
_ORDER_PREFIXES = ("B", "PO", "BC", "AU", "O", "SO", "CMD")


def party(country: str, rng: Random, person_chance: float) -> TradeParty:
    """A company or, with `person_chance`, a person."""
    is_person = rng.random() < person_chance
    who = invented_names.person(country, rng)
    manager = invented_names.person(country, rng)
    name = who if is_person else invented_names.company(country, rng, manager)
    stem = invented_names.ascii_stem(name)
    top = {"US": "com", "GB": "co.uk", "ROM": "ch"}.get(country, country.lower())
    source = invented_names.fake(country, rng)
    shape = rng.choice(_PHONES)
    phone = (
        source.phone_number()
        if rng.random() < 0.4
        else "".join(str(rng.randrange(10)) if c == "#" else c for c in shape)
    )
    return TradeParty(
        name=name,
        address=address(country, rng),
        vat_id=invented_identifiers.vat_id(countries()[country], rng),
        tax_number=invented_identifiers.tax_number(country, rng),
        phone=invented_names.plain(phone),
        email=f"{rng.choice(('info', 'office', 'contact', 'billing', 'mail', 'kontakt', 'sales'))}@{stem}.{top}",
        web=f"{rng.choice(('www.', 'www.', '', 'https://'))}{stem}.{top}",
        manager=manager,
        register=f"{rng.choice(('HRB ', 'HRA ', 'RCS ', 'No. ', 'FN ', ''))}{rng.randrange(1000, 999999)}",
        is_person=is_person,
        title=invented_names.title(country, rng) if is_person and rng.random() < 0.5 else None,
        attention=who if not is_person and rng.random() < 0.3 else None,
    )


def _price(rng: Random) -> Decimal:
    top = rng.choice((10, 10, 50, 50, 200, 200, 500, 1000, 5000, 20000))
    value = Decimal(rng.randrange(50, top * 100)) / 100
    return (
        value.quantize(Decimal(1)) + rng.choice((Decimal(0), Decimal("0.99"), Decimal("0.50"), Decimal(0)))
        if rng.random() < 0.5
        else value
    )


def items(
    words: InvoiceLexicon, rates: tuple[Decimal, ...], day: dt.date, count: int, rng: Random
) -> tuple[InvoiceLine, ...]:
    """`count` lines of one kind of thing, taxed at `rates`."""
    section = rng.choice(("goods", "services"))
    discounted = rng.random() < 0.2
    dated = day - dt.timedelta(days=rng.randrange(1, 60))
    lines = []
    for i in range(count):
        description = rng.choice(words.all("items", section if rng.random() < 0.85 else "goods")).format(
            word=invented_names.word(rng)
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
        unit, rate = rng.choice(words.all("units", "units")), rng.choice(rates)
        day_of_work = dated + dt.timedelta(days=i)
        lines.append(InvoiceLine(article, description, quantity, unit, price, discount, rate, amount, day_of_work))
    return tuple(lines)


def _groups(lines: tuple[InvoiceLine, ...], discount: Decimal, shipping: Decimal) -> tuple[TaxGroup, ...]:
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


def account(home: Country, language: str, rng: Random) -> Account:
    """An account at a bank of `home`."""
    place, name = invented_names.fake(home.code, rng).city(), invented_names.surname(home.code, rng)
    bank = invented_names.bank(tongue(language), place, name, rng)
    return Account(
        bank,
        invented_identifiers.spaced(invented_identifiers.iban(home, rng), rng),
        invented_identifiers.bic(home, rng),
    )


def invoice(rng: Random, language: str | None = None) -> Invoice:
    """An invoice of any country, or of one where `language` (de, fr, en, us) is spoken, all of it drawn from `rng`."""
    language = language or rng.choices(tuple(_LANGUAGES), tuple(_LANGUAGES.values()))[0]
    country = rng.choice(_HOMES[language])
    home = countries()[country]
    abroad = rng.random() < 0.12
    buyer_country = rng.choice(_ABROAD) if abroad else country
    currency = rng.choice(("EUR", "USD", "GBP")) if rng.random() < 0.05 else home.currency
    day = _FIRST_DAY + dt.timedelta(days=int(rng.triangular(0, 8000, 7000)))
    reverse = (abroad and rng.random() < 0.6) or rng.random() < 0.02
    lines, discount, shipping = _deal(rng, language, home, day, reverse)
    is_credit = rng.random() < 0.04
    if is_credit and rng.random() < 0.6:
        lines = tuple(replace(line, quantity=-line.quantity, amount=-line.amount) for line in lines)
        discount, shipping = -discount, Decimal(0)
    groups = _groups(lines, discount, shipping)
    total = sum((group.base + group.tax for group in groups), Decimal(0))
    days = rng.choice((7, 8, 10, 14, 14, 14, 15, 20, 21, 28, 30, 30, 30, 45, 60, 90))
    start, end = period(day, rng)
    ordered = day - dt.timedelta(days=rng.randrange(1, 70))
    percent, short = Decimal(rng.choice(("2", "3", "2", "1.5", "5"))), min(rng.choice((5, 7, 8, 10, 14)), days // 2)
    customer = (f"{rng.randrange(2, 999999)}", f"{rng.randrange(10000, 99999)}", f"K{rng.randrange(100, 99999)}")
    initials = f"{rng.choice('abcdfghkmst')}{rng.choice('eioau')}/{rng.randrange(10, 999)}"
    own = account(home, language, rng)
    return Invoice(
        language=language,
        country=country,
        currency=currency,
        seller=party(country, rng, 0.08),
        buyer=party(buyer_country, rng, 0.33),
        number=invented_identifiers.document_number(rng, day, _PREFIXES[language]),
        order_number=invented_identifiers.buyers_order_number(rng, ordered, _ORDER_PREFIXES),
        customer_number=rng.choice(customer),
        reference=rng.choice((initials, f"{rng.randrange(10**5, 10**9)}", invented_names.surname(country, rng))),
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
        prepaid=cents(total * rng.choice((10, 20, 30, 50)) / 100) if rng.random() < 0.12 and total > 0 else Decimal(0),
        skonto=Skonto(percent, short, day + dt.timedelta(days=short), cents(total * percent / 100)),
        iban=own.iban,
        bic=own.bic,
        bank=own.bank,
        other_account=account(home, language, rng),
        is_credit=is_credit,
        reverse_charge=reverse,
    )


def _deal(
    rng: Random, language: str, home: Country, day: dt.date, reverse: bool
) -> tuple[tuple[InvoiceLine, ...], Decimal, Decimal]:
    """The lines, a discount on all of them and the cost of shipping."""
    pool = tuple(map(Decimal, home.tax_rates))
    rates: tuple[Decimal, ...] = (pool[0] if rng.random() < 0.75 else rng.choice(pool),)
    if reverse:
        rates = (Decimal(0),)
    elif rng.random() < 0.3 and home.code != "US":
        rates = pool[: rng.choice((2, 2, 3))]
    count = rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, rng.randrange(10, 45)))
    lines = items(lexicon(language), rates, day, count, rng)
    gross = sum((line.amount for line in lines), Decimal(0))
    discount = cents(gross * rng.choice((3, 5, 10)) / 100) if rng.random() < 0.12 else Decimal(0)
    shipping = Decimal(rng.choice(_SHIPPING)) if rng.random() < 0.18 else Decimal(0)
    return lines, discount, shipping
