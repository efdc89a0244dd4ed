"""What a receipt says, before it is written: the shop, what was bought, taxes, sums that add up. Money is Decimal."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from nerkit.corpora.generator import invent
from nerkit.corpora.generator.invoice_facts import Invoice, cents
from nerkit.corpora.generator.shops import Market, Shop, expand, markets, shop

_RATE_IN_NAME = re.compile(r" ?@? ?[\d.]+% ?")


@dataclass(frozen=True)
class ReceiptTax:
    """One tax: what it is called, its rate in percent, what it is levied on, and how much it is."""

    name: str
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class BoughtItem:
    """Something bought: `count` of it at `price` each."""

    name: str
    count: int
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """The price of all."""
        return self.price * self.count


@dataclass(frozen=True)
class Receipt:
    """A purchase; `shop` holds the seller's other facts and the date.

    Where the market's prices are without tax, the taxes are added, else they are in the total.
    """

    shop: Invoice
    at: Shop
    lines: tuple[BoughtItem, ...]
    discount: Decimal
    service: Decimal
    taxes: tuple[ReceiptTax, ...]
    rounding: Decimal

    @property
    def subtotal(self) -> Decimal:
        """Sum of the lines, as their prices are printed."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """All taxes."""
        return sum((tax.amount for tax in self.taxes), Decimal(0))

    @property
    def unrounded(self) -> Decimal:
        """What would be paid if there were small coins."""
        added = self.tax if self.at.market.exclusive else Decimal(0)
        return self.subtotal - self.discount + self.service + added

    @property
    def total(self) -> Decimal:
        """What is paid."""
        return self.unrounded + self.rounding

    @property
    def net(self) -> Decimal:
        """What is paid, without tax."""
        return self.unrounded - self.tax


def purchase(rng: Random) -> Receipt:
    """A purchase in any market."""
    market = rng.choices(markets(), [market.share for market in markets()])[0]
    base = invent.invoice(rng, market.language)
    base = replace(base, seller=invent.party(market.country, rng, 0.0))
    lines = tuple(_lines(market, base, rng))
    amount = sum((line.amount for line in lines), Decimal(0))
    discount = cents(amount * rng.choice((5, 10, 15, 20)) / 100) if rng.random() < 0.1 else Decimal(0)
    service = cents(amount * rng.choice((10, 10, 15, 18, 20)) / 100) if rng.random() < 0.1 else Decimal(0)
    bought = Receipt(base, shop(market, rng), lines, discount, service, (), Decimal(0))
    if rng.random() < (0.7 if market.untaxed else 0.15):
        return bought
    bought = replace(bought, taxes=_taxes(market, bought.unrounded, rng))
    if market.rounding and rng.random() < 0.6:
        step = Decimal(1 if market.split or rng.random() < 0.2 else "0.05")
        total = (bought.total / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        bought = replace(bought, rounding=total - bought.total)
    return bought


def _lines(market: Market, base: Invoice, rng: Random) -> list[BoughtItem]:
    """Goods with prices that are usual for one kind of shop."""
    top = rng.choice((500, 1500, 2500, 2500, 4000, 15000))
    food = base.lexicon.all("items", "food")
    lines = []
    for _ in range(rng.choice((1, 1, 2, 3, 4, 5, 6, 8, 10, 14))):
        price = Decimal(rng.randrange(30, top)) / 100
        price = price.quantize(Decimal("0.1" if rng.random() < 0.4 else "0.01"))
        name = rng.choice(food) if rng.random() < 0.35 else expand(rng.choice(_GOODS), market, rng)
        if market.whole:
            price = (price * 10).quantize(Decimal(1), ROUND_HALF_UP) * 500
        lines.append(BoughtItem(name, rng.choice((1, 1, 1, 1, 1, 2, 2, 3, 4)), price))
    return lines


_GOODS = (
    "{food} {dish}",
    "{food} {dish}",
    "{dish}",
    "{food} {food} {dish}",
    "{brand} {dish}",
    "{brand} {dish} {3}g",
    "{cuisine} {dish}",
    "{dish} w/ {food}",
    "{brand}",
    "{dish} {2}oz",
    "{A}{A}{A} {dish} {3}",
    "{brand} {brand}",
    "{food} {dish} {1}pk",
)


def tax_names(market: Market) -> list[str]:
    """What the market calls its taxes, without their rates."""
    return list(dict.fromkeys(_RATE_IN_NAME.sub(" ", name).strip() for name in market.taxes))


def _taxes(market: Market, amount: Decimal, rng: Random) -> tuple[ReceiptTax, ...]:
    """One tax on all, two on all (where prices are without them), or two rates that share the goods."""
    title = rng.sample(tax_names(market), min(2, len(tax_names(market))))
    rates = [Decimal(rate) for rate in rng.sample(list(dict.fromkeys(market.rates)), min(2, len(set(market.rates))))]
    often = 0.55 if market.split else 0.12
    several = len(rates) > 1 and rng.random() < often
    if market.exclusive:
        found = [
            ReceiptTax(name, rate, amount, cents(amount * rate / 100))
            for name, rate in zip(title, rates[: 1 + several], strict=False)
        ]
        return tuple(found)
    part = cents(amount * rng.randrange(15, 85) / 100)
    shares = [(rates[0], part), (rates[1], amount - part)] if several else [(rates[0], amount)]
    bases = [(rate, share, cents(share / (1 + rate / 100))) for rate, share in shares]
    return tuple(ReceiptTax(title[0], rate, base, share - base) for rate, share, base in bases)
