"""What a document says before it is printed: who, when, what and how much, in sums that add up. Money is Decimal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from nerkit.corpora.generator.invoice_facts import CENT, TaxGroup, cents
from nerkit.corpora.printed.homes import HomeCountry, Trader, filled, homes, trader

_FIRST_DAY, _DAYS = dt.date(2010, 1, 1), 6200


@dataclass(frozen=True)
class Article:
    """A line: quantity × price − discount = amount."""

    code: str
    description: str
    detail: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount: Decimal | None
    rate: Decimal
    amount: Decimal
    day: dt.date


@dataclass(frozen=True)
class Paper:
    """The facts of one document of a `kind`; amounts are without tax unless prices are `gross`."""

    kind: str
    home: HomeCountry
    seller: Trader
    buyer: Trader
    number: str
    order: str
    date: dt.date
    due: dt.date
    start: dt.date
    end: dt.date
    days: int
    articles: tuple[Article, ...]
    taxed: tuple[TaxGroup, ...]
    discount: Decimal
    shipping: Decimal
    prepaid: Decimal
    gross: bool

    @property
    def lines(self) -> Decimal:
        """Sum of the lines."""
        return sum((article.amount for article in self.articles), Decimal(0))

    @property
    def net(self) -> Decimal:
        """Total without tax."""
        return sum((part.base for part in self.taxed), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """Total tax."""
        return sum((part.tax for part in self.taxed), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Total with tax."""
        return self.net + self.tax


def paper(kind: str, rng: Random, languages: tuple[str, ...] = ()) -> Paper:
    """A document of this kind from one of the countries, or of those that speak one of the `languages`."""
    pool = [home for home in homes() if not languages or home.language in languages]
    home = rng.choices(pool, [one.weight for one in pool])[0]
    abroad = rng.choice(pool) if rng.random() < 0.08 else home
    day = _FIRST_DAY + dt.timedelta(days=int(rng.triangular(0, _DAYS, 0.85 * _DAYS)))
    days = rng.choice((0, 7, 10, 14, 14, 15, 20, 30, 30, 30, 45, 60, 90))
    is_receipt = kind == "receipt"
    articles = _articles(home, kind, day, rng)
    gross = is_receipt or rng.random() < 0.08
    lines = sum((article.amount for article in articles), Decimal(0))
    discount = cents(lines * rng.choice((3, 5, 10)) / 100) if rng.random() < 0.1 and not is_receipt else Decimal(0)
    shipping = (
        Decimal(rng.choice(("4.90", "5.95", "9.50", "12", "25"))) if rng.random() < 0.12 and not gross else Decimal(0)
    )
    taxed = _taxed(articles, shipping - discount, gross=gross)
    total = sum((part.base + part.tax for part in taxed), Decimal(0))
    start, end = _period(day, rng)
    made = Paper(
        kind=kind, home=home,
        seller=trader(home, rng),
        buyer=trader(abroad, rng, persons=0.3),
        number=document_number(day, home, rng),
        order=document_number(day - dt.timedelta(days=9), home, rng),
        date=day, due=day + dt.timedelta(days=days), start=start, end=end, days=days,
        articles=articles, taxed=taxed, discount=discount, shipping=shipping,
        prepaid=cents(total * rng.choice((10, 20, 30, 50)) / 100) if rng.random() < 0.1 else Decimal(0),
        gross=gross,
    )  # fmt: skip
    return _negative(made) if kind == "credit_note" and rng.random() < 0.6 else made


def _negative(made: Paper) -> Paper:
    articles = tuple(replace(one, quantity=-one.quantity, amount=-one.amount) for one in made.articles)
    taxed = tuple(TaxGroup(one.rate, -one.base, -one.tax) for one in made.taxed)
    return replace(
        made, articles=articles, taxed=taxed, discount=-made.discount, shipping=-made.shipping, prepaid=Decimal(0)
    )


def _articles(home: HomeCountry, kind: str, day: dt.date, rng: Random) -> tuple[Article, ...]:
    words = home.wording
    section = {"receipt": "food", "utility": "energy"}.get(kind) or rng.choice(("goods", "services"))
    rates = [Decimal(rate) for rate in home.rates]
    mixed = rng.random() < (0.45 if kind == "receipt" else 0.2)
    exempt = kind != "receipt" and rng.random() < 0.06
    count = rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, rng.randrange(10, 40)))
    if section in ("food", "energy"):
        count = min(count, len(words.items[section]))
    discounted = rng.random() < 0.15
    described = rng.sample(words.items[section], min(count, len(words.items[section])))
    found = []
    for i in range(count):
        text = described[i] if i < len(described) else rng.choice(words.items[section])
        top = rng.choice((5, 10, 30) if section == "food" else (10, 50, 200, 500, 1000, 5000))
        price = Decimal(rng.randrange(50, top * 100)) / 100
        if rng.random() < 0.4:
            price = price.to_integral_value() + rng.choice((Decimal(0), Decimal("0.99"), Decimal("0.50")))
        quantity = Decimal(rng.choice((1, 1, 1, 2, 3, 4, 5, 10, rng.randrange(1, 60) if price < 100 else 1)))
        if rng.random() < 0.12:
            quantity = Decimal(rng.randrange(5, 900)) / rng.choice((4, 10, 100))
        discount = Decimal(rng.choice((5, 10, 15, 20))) if discounted and rng.random() < 0.5 else None
        amount = max(cents(quantity * price * (1 - (discount or 0) / Decimal(100))), CENT)
        rate = Decimal(0) if exempt else rng.choice(rates) if mixed else rates[0]
        code = filled(rng.choice(("5n", "1a4n", "2n-3n", "2a6n", "13n", "4n.2n")), rng)
        unit = rng.choice(words.units)
        detail = rng.choice(words.items["details"]) if rng.random() < 0.2 else ""
        day_of = day - dt.timedelta(days=rng.randrange(1, 40))
        found.append(Article(code, text, detail, quantity, unit, price, discount, rate, amount, day_of))
    return tuple(found)


def _taxed(articles: tuple[Article, ...], charges: Decimal, *, gross: bool) -> tuple[TaxGroup, ...]:
    """Lines by rate; discount and shipping go to the rate that most is taxed at."""
    sums: dict[Decimal, Decimal] = {}
    for article in articles:
        sums[article.rate] = sums.get(article.rate, Decimal(0)) + article.amount
    main = max(sums, key=lambda rate: sums[rate])
    sums[main] += charges
    parts = []
    for rate, amount in sorted(sums.items(), reverse=True):
        base = cents(amount / (1 + rate / 100)) if gross else amount
        parts.append(TaxGroup(rate, base, amount - base if gross else cents(base * rate / 100)))
    return tuple(parts)


def _period(day: dt.date, rng: Random) -> tuple[dt.date, dt.date]:
    if rng.random() < 0.6:
        end = day.replace(day=1) - dt.timedelta(days=1)
        return end.replace(day=1), end
    start = day - dt.timedelta(days=rng.randrange(2, 90))
    return start, start + dt.timedelta(days=rng.choice((4, 6, 13, 27, 29, 30, 364)))


def document_number(day: dt.date, home: HomeCountry, rng: Random) -> str:
    """The number of a document in one of the common patterns."""
    serial = rng.choice((rng.randrange(1, 999), rng.randrange(1000, 99999), rng.randrange(100000, 9999999)))
    letters = rng.choice(
        (*"ABFIRSV", *("".join(rng.choices("ABCDEFGHKLMNPRSTUV", k=rng.choice((2, 3)))) for _ in "123"))
    )
    form = rng.choice((
        "{n}", "{n:05d}", "{n:08d}", "{y}-{n:04d}", "{y}/{n}", "{l}-{y}-{n:04d}", "{l}{n:06d}", "{l}-{n}", "{l}/{n}",
        "{n}/{y}", "{s}{n:05d}", "{l}{y}{n:04d}", "{n}/{l}/{y}", "{n}/{m}/{y}", "{l} {y}/{n:06d}", "{y}{m}{n:04d}",
        "{l}{s}/{n:04d}", "#{n}",
    ))  # fmt: skip
    return form.format(n=serial, l=letters, y=day.year, s=f"{day:%y}", m=f"{day:%m}")
