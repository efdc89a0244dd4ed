"""The head of a receipt: what stands above the name, the name, the address, and the numbers in and around them.

A firm of another name that runs the shop, the shop's registrations and its slogans are no values of the record.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nerkit.corpora.generator.invoice_lexicon import lexicon
from nerkit.corpora.generator.purchases import Receipt
from nerkit.corpora.generator.sheet import Run, Runs, text
from nerkit.corpora.generator.shops import clock, expand, shop, ways
from nerkit.corpora.generator.till_roll import Roll

_ABOVE, _NAMELESS, _WELCOME, _ADDRESS = 0.19, 0.03, 0.015, 0.82
"""Shares of receipts with lines above the name, without a name, with a welcome on its line, with an address."""


def head(roll: Roll, r: Receipt) -> None:
    """Draws all that stands above the date."""
    c, rng, at = roll.c, roll.c.rng, r.at
    if c.chance(_ABOVE):
        for _ in range(rng.choice((1, 1, 1, 2))):
            roll.lines(expand(rng.choice(ways("above", at.market)), at.market, rng))
        roll.gap()
    if not c.chance(_NAMELESS):
        _name(roll, r)
    blocks: list[Callable[[], None]] = []
    if c.chance(_ADDRESS):
        blocks.append(partial(_address, roll, r))
    if c.chance(0.6):
        blocks.insert(int(c.chance(0.93)), partial(_phone, roll, r))
    for template in rng.sample(at.market.ids, min(len(at.market.ids), rng.choice((0, 0, 0, 1, 1, 2, 3)))):
        blocks.insert(rng.choice((0, len(blocks), len(blocks))), partial(_registration, roll, r, template))
    if c.chance(0.12):
        blocks.insert(0, partial(_said, roll, "slogans"))
    if c.chance(0.12):
        place = rng.choice((0, len(blocks)))
        blocks.insert(place, partial(_firm, roll, r, of_its_name=place > 0 and c.chance(0.35)))
    if c.chance(0.12):
        blocks.append(partial(_said, roll, "slogans"))
    for block in blocks:
        block()
        roll.gap(0.3)


def _name(roll: Roll, r: Receipt) -> None:
    """The name, as a logo and then again in some heads, with a registration behind it in others."""
    c, rng = roll.c, roll.c.rng
    rows = [row.upper() for row in r.at.name] if c.chance(0.35) else list(r.at.name)
    scale, bold = rng.choice((1.0, 1.0, 1.25, 1.5, 1.8)), c.chance(0.5)
    if c.chance(_WELCOME) and r.at.market.words == "en":
        rows[0] = f"Welcome to {rows[0]}"
    if c.chance(0.04):
        rows = [f"{sign}{row}{sign}" for row in rows[:1] for sign in (rng.choice(("*", "***", "**")),)] + rows[1:]
    if r.at.is_twice:
        logo = " ".join(r.at.name).split(" ")[0]
        if c.chance(0.5):
            rows.insert(0, logo)
        else:
            roll.block([logo], "SELLER", 1.8, bold)
            _said(roll, "slogans")
    if len(rows) == 1 and c.chance(0.07):
        number = expand(rng.choice(("({6}-{A})", "({7}-{A})", "{8}", "TM")), r.at.market, rng)
        roll.line([Run(roll.cased(rows[0]), "SELLER", bold), Run(f" {number}")], scale=scale)
    else:
        roll.block(rows, "SELLER", scale, bold)
    roll.gap(0.6)


def _address(roll: Roll, r: Receipt) -> None:
    """The address, in some heads with a telephone number on its last line or between its lines."""
    c, rows = roll.c, list(r.at.address)
    draw = c.rng.random()
    if draw < 0.05 and roll.align == "left":
        number = _number(roll, r)
        roll.block(rows, "ADDRESS")
        free = roll.right - 12 - c.sheet.measure(text(roll.cased(f"{rows[-1]}  {number}")), roll.font)
        if free > 0:
            roll.top -= roll.font.height
        roll.line(text(number), "right")
    elif draw < 0.1 and len(rows) > 1:
        at = c.rng.randrange(1, len(rows))
        roll.block(rows[:at], "ADDRESS")
        roll.lines(c.rng.choice((_number(roll, r), expand("{7}", r.at.market, c.rng))))
        roll.block(rows[at:], "ADDRESS")
    else:
        roll.block(rows, "ADDRESS")


def _number(roll: Roll, r: Receipt) -> str:
    """A telephone number, with or without a label."""
    rng = roll.c.rng
    label = rng.choice(
        (
            "",
            "",
            "Tel: ",
            "TEL ",
            "Tel ",
            "Tel. ",
            "TEL: ",
            "Phone: ",
            "Ph: ",
            "T: ",
            "TEL# ",
            "Tel No. ",
            "Telephone: ",
        )
    )
    return label + expand(rng.choice(r.at.market.phones), r.at.market, rng)


def _phone(roll: Roll, r: Receipt) -> None:
    """Telephone, fax, mail or web address."""
    c, market = roll.c, r.at.market
    said = _number(roll, r)
    if c.chance(0.15):
        said += c.rng.choice(("|", "  ", " ")) + f"Fax: {expand(c.rng.choice(market.phones), market, c.rng)}"
    if c.chance(0.2):
        said += "|" + expand(
            c.rng.choice(("{web}", "{web}", "E-mail: info@{brand}.com", "{brand}@{brand}.com")), market, c.rng
        )
    roll.lines(said)


def _registration(roll: Roll, r: Receipt, template: str) -> None:
    """A number that a tax office, a chamber or a chain gave the shop."""
    before, found, after = template.partition("{vat}")
    if found and r.shop.seller.vat_id is None:
        return
    parts = [expand(part, r.at.market, roll.c.rng) for part in (before, after)]
    runs: Runs = (
        [Run(f"{roll.cased(parts[0])} "), Run(r.shop.seller.vat_id or "", "VAT_ID")] if found else text(parts[0])
    )
    roll.line(runs)


def _firm(roll: Roll, r: Receipt, of_its_name: bool) -> None:
    """Who runs the shop, with or without a number; a firm `of_its_name` is called as the shop is, or nearly."""
    rng = roll.c.rng
    lead = (
        rng.choice(("", "", "", "Owned by: ", "Operated by ", "A unit of ", "c/o "))
        if r.at.market.words == "en"
        else ""
    )
    number = expand(rng.choice(("", "", " ({6}-{A})", " {9}")), r.at.market, rng)
    called = rng.choice((" ".join(r.at.name), r.at.name[0], r.at.name[0].split()[0]))
    firm = f"{called} {rng.choice(r.at.market.forms)}" if of_its_name else r.at.firm
    roll.lines(f"{lead}{firm}{' ' * bool(number)}{number}")


def _said(roll: Roll, section: str) -> None:
    for _ in range(roll.c.rng.choice((1, 1, 2))):
        roll.lines(expand(roll.c.rng.choice(ways(section, roll.market)), roll.market, roll.c.rng))


def details(roll: Roll, r: Receipt, dated: bool) -> None:
    """The small lines below the head: numbers, tables, people, and with `dated` the day."""
    c, rng = roll.c, roll.c.rng
    if c.chance(0.25):
        roll.lines(rng.choice(ways("titles", r.at.market)))
        roll.gap(0.5)
    if r.at.market.words == "en" and c.chance(_CUSTOMER):
        _customer(roll, r)
    count = rng.choice((0, 1, 2, 3, 4, 5, 7))
    bits: list[Runs] = [
        text(roll.cased(expand(bit, r.at.market, rng))) for bit in rng.sample(ways("bits", r.at.market), count)
    ]
    if dated:
        bits.insert(rng.randrange(len(bits) + 1), when(roll, r))
    while bits:
        first = bits.pop(0)
        if bits and c.chance(0.35):
            second = bits.pop(0)
            roll.pair(first, second) if c.chance(0.7) else roll.line([*first, Run("  "), *second], "left")
        else:
            roll.line(first, rng.choice(("left", "left", None)))


def _customer(roll: Roll, r: Receipt) -> None:
    """Who bought, where a receipt says so, in most cases with an address."""
    c, buyer = roll.c, r.shop.buyer
    label, name = c.rng.choice(_CUSTOMERS), Run(roll.cased(buyer.name), "BUYER")
    if c.chance(0.5):
        roll.lines(label, "left")
        roll.line([name], "left")
    else:
        roll.line([Run(roll.cased(f"{label} ")), name], "left")
    if c.chance(0.7):
        rows = shop(r.at.market, c.rng).address
        roll.lines("|".join(rows), "left")


_CUSTOMERS = ("Bill To:", "BILL TO :", "Customer:", "Sold to:", "Name:", "To:", "Customer Name :", "M/S:")
_CUSTOMER = 0.05
"""Share of receipts that name the customer."""

_WITH_WEEKDAYS = ("de", "en", "fr")
"""Languages with a lexicon of invoices, which has the names of the weekdays."""


def when(roll: Roll, r: Receipt) -> Runs:
    """The day of the purchase, with a label, the weekday, the time, or none of them."""
    c, rng = roll.c, roll.c.rng
    label = roll.word("date")
    day = Run(roll.cased(c.writing.date(r.shop.date)), "INVOICE_DATE")
    runs = [Run(f"{label} ")] if label else []
    if c.chance(0.1) and r.at.market.words in _WITH_WEEKDAYS:
        name = lexicon(r.at.market.words).all("phrases", "weekdays")[r.shop.date.weekday()]
        runs.append(Run(roll.cased(rng.choice((f"{name} ", f"{name}, ", f"{name[:3]} ", f"{name[:3]}, ")))))
    if not c.chance(0.75):
        return [*runs, day]
    if not label and c.chance(0.12):
        return [Run(f"{clock(rng)}  "), day]
    return [*runs, day, Run(f"{rng.choice((' ', '  ', '   ', ' - ', ' Time: ', ' / '))}{clock(rng)}")]
