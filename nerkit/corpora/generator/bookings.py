"""Advertising booked on a US station, all of it invented: who advertises, when, the lines with their rates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.generator import invent
from nerkit.corpora.generator.addresses import address
from nerkit.corpora.generator.invoice_facts import Invoice, TradeParty, cents
from nerkit.corpora.generator.invoice_lexicon import InvoiceLexicon, lexicon


@dataclass(frozen=True)
class Spot:
    """A line: what is aired between two days, how often and for how much each."""

    start: dt.date
    end: dt.date
    program: str
    time: str
    days: str
    count: int
    rate: Decimal

    @property
    def amount(self) -> Decimal:
        """What the line costs."""
        return self.rate * self.count


@dataclass(frozen=True)
class Booking:
    """An order or the invoice for it. `deal` says who and when, the buyer advertises; `commission` in percent."""

    deal: Invoice
    agency: TradeParty | None
    station: str
    commission: Decimal
    spots: tuple[Spot, ...]
    is_order: bool

    @property
    def gross(self) -> Decimal:
        """Sum of all lines."""
        return sum((spot.amount for spot in self.spots), Decimal(0))

    @property
    def fee(self) -> Decimal:
        """The agency's commission."""
        return cents(self.gross * self.commission / 100) if self.agency else Decimal(0)

    @property
    def net(self) -> Decimal:
        """What is due when the agency has kept its commission."""
        return self.gross - self.fee


def booking(rng: Random) -> Booking:
    """A booking with its lines, all drawn from `rng`."""
    words, deal = lexicon("us"), invent.invoice(rng, "us")
    start = deal.date - dt.timedelta(days=rng.randrange(2, 40))
    end = start + dt.timedelta(days=rng.choice((0, 1, 3, 6, 6, 6, 6, 13, 20, 27, rng.randrange(1, 80))))
    station = f"{rng.choice('WK')}{rng.choice('QXZJ')}{rng.choice('ABCDEFGHKLMNPRSTVY')}{rng.choice('QXZJV')}"
    brands = (
        station,
        station,
        f"{station}-TV",
        f"{station} Television, Inc.",
        f"{invented_names.word(rng)} Broadcasting LLC",
    )
    order = str(rng.randrange(10**4, 10**8))
    numbers = (
        f"{order}-{rng.randrange(1, 9)}",
        str(rng.randrange(10**5, 10**7)),
        f"{station[1:3]}{rng.randrange(10**6, 10**8)}",
    )
    return Booking(
        deal=replace(
            deal,
            seller=replace(deal.seller, name=rng.choice(brands), is_person=False, title=None),
            buyer=replace(deal.buyer, name=_advertiser(words, rng), is_person=True, title=None, attention=None),
            number=rng.choice(numbers),
            order_number=order,
            start=start,
            end=end,
            currency="USD",
        ),
        agency=invent.party("US", rng, 0) if rng.random() < 0.8 else None,
        station=station,
        commission=Decimal(rng.choice((15, 15, 15, 10))),
        spots=_spots(words, start, end, rng),
        is_order=rng.random() < 0.5,
    )


def _spots(words: InvoiceLexicon, start: dt.date, end: dt.date, rng: Random) -> tuple[Spot, ...]:
    step, spots = rng.choice((5, 25, 100)), []
    for _ in range(rng.choice((1, 2, 3, 4, 6, 8, 10, 14, rng.randrange(10, 50)))):
        first = start + dt.timedelta(days=rng.randrange(0, max(1, (end - start).days)))
        last = end if rng.random() < 0.5 else min(end, first + dt.timedelta(days=6))
        days = "".join(day if rng.random() < 0.7 else "-" for day in "MTWTFSS")
        program = rng.choice(words.all("media_items", "programs")).format(word=invented_names.word(rng))
        time = rng.choice(words.all("media_items", "times"))
        rate = Decimal(step * rng.randrange(1, 90))
        spots.append(Spot(first, last, program, time, days, rng.choice((1, 1, 1, 2, 3, 5)), rate))
    return tuple(spots)


def _advertiser(words: InvoiceLexicon, rng: Random) -> str:
    """A company, a campaign or a committee, as stations write them."""
    return rng.choice(words.all("media_items", "advertisers")).format(
        company=invented_names.company("US", rng),
        person=invented_names.person("US", rng),
        surname=invented_names.surname("US", rng),
        place=address("US", rng).place,
        word=invented_names.word(rng),
        two=rng.randrange(10, 60),
    )
