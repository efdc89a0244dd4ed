"""Receipts of shops and restaurants: narrow, mostly in one width of character, from many markets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from nerkit.corpora.generator import invoice_layouts, receipt_heads, receipt_sums
from nerkit.corpora.generator.purchases import BoughtItem, Receipt
from nerkit.corpora.generator.sheet import DrawnValue, Font, Run, Runs, Sheet, text
from nerkit.corpora.generator.shops import expand, ways
from nerkit.corpora.generator.till_roll import Roll
from nerkit.corpora.generator.written_forms import Writing

_TALL = 4000.0
"""Height in points of the paper on which a receipt is tried before it is cut to its length."""


_FADED, _UNDATED, _TIGHT = 0.03, 0.05, 0.3
"""Shares of goods whose name cannot be read, of receipts without date, of receipts without spaces between words."""


class _Whole(Writing):
    """A way to write amounts of a currency without cents."""

    def number(self, value: Decimal, places: int = 0) -> str:
        """`value` without decimals."""
        del places
        return super().number(value, 0)


def draw(path: Path, r: Receipt, rng: Random) -> Sheet:
    """Writes the receipt to `path`, on a strip of paper that ends where the text ends."""
    width, seed = rng.uniform(170, 260), rng.getrandbits(64)
    used = _write(Sheet(path, width, _TALL), r, Random(seed))
    sheet = Sheet(path, width, used + 14)
    _write(sheet, r, Random(seed))
    sheet.save()
    return sheet


def _write(sheet: Sheet, r: Receipt, rng: Random) -> float:
    """Draws all; returns where the text ends, in points from the top. `rng` alone decides, not the sheet's height."""
    roll = _roll(sheet, r, rng)
    c = roll.c
    receipt_heads.head(roll, r)
    roll.gap()
    late, undated = c.chance(0.22), c.chance(_UNDATED)
    receipt_heads.details(roll, r, dated=not (late or undated))
    roll.gap()
    _goods(roll, r)
    roll.bar()
    receipt_sums.sums(roll, r)
    roll.gap()
    if late and not undated:
        roll.line(receipt_heads.when(roll, r), rng.choice(("left", None)))
    values = {"name": " ".join(r.at.name)}
    for said in rng.sample(ways("foot", r.at.market), rng.choice((0, 1, 2, 3, 5))):
        roll.lines(expand(said, r.at.market, rng, values))
        roll.gap(0.4)
    return roll.top


def _roll(sheet: Sheet, r: Receipt, rng: Random) -> Roll:
    """The paper and its printer's habits."""
    market = r.at.market
    face, bold = rng.choice((("Courier", "Courier-Bold"),) * 3 + (("Helvetica", "Helvetica-Bold"),) * 2)
    c = invoice_layouts.context(sheet, r.shop, rng, sheet.height)
    font = Font(face, bold, rng.uniform(6.8, 9), rng.uniform(1.12, 1.4))
    money = rng.choice(market.money)
    writing = replace(
        c.writing,
        date_form=rng.choice(market.dates),
        money_form=money,
        bare_form=money if rng.random() < 0.3 else "{n}",
        decimal=market.decimal or c.writing.decimal,
        thousands="." if market.decimal == "," and rng.random() < 0.6 else c.writing.thousands,
        upper_months=rng.random() < 0.3,
    )
    if writing.thousands == writing.decimal:
        writing = replace(writing, thousands="")
    if market.whole:
        writing = _Whole(**vars(writing))
    return Roll(
        replace(c, look=replace(c.look, body=font, small=font), writing=writing),
        market,
        font,
        align=rng.choice(("center", "center", "left")),
        upper=rng.random() < 0.4,
        slip=rng.choice((-0.65, 0.65, 0.4)) if rng.random() < 0.08 else 0.0,
        near=rng.random() < 0.08,
        tight=rng.random() < _TIGHT,
        airy=rng.choice((0.0, 0.5, 0.8, 1.0)),
    )


def _goods(roll: Roll, r: Receipt) -> None:
    """What was bought, line by line in one of the usual forms."""
    c, rng = roll.c, roll.c.rng
    if c.chance(0.4):
        left, _, right = rng.choice(ways("headings", r.at.market)).partition("|")
        roll.pair(text(roll.cased(left)), text(roll.cased(right)))
    roll.bar()
    form = rng.choice(("name", "name", "count", "count", "below", "above", "columns", "code"))
    flags = (
        rng.choice((("T", ""), ("A", "B"), ("SR", "ZR"), ("F", "FS", "T"), ("*", ""), ("N", "X")))
        if c.chance(0.2)
        else ()
    )
    for line in r.lines:
        if c.chance(0.02):
            roll.line(text(expand("{food} {dish}", r.at.market, rng).upper()), "left")
        _item(roll, line, form, rng.choice(flags) if flags else "")
        if c.chance(0.06):
            roll.line(
                text(
                    roll.cased(
                        expand(rng.choice(("   no {food}", "  + {food}", "  {food}", "  SEAT {1}")), r.at.market, rng)
                    )
                ),
                "left",
            )
        if c.chance(0.015):
            saved = c.money(-line.price / 10 if line.price > 1 else -line.price, bare=True)
            roll.pair(text(roll.cased(rng.choice(("Discount", "Promo", "You save", "Card savings")))), [saved])


def _item(roll: Roll, line: BoughtItem, form: str, flag: str) -> None:
    """One thing bought: how often, at which price, how much."""
    c, rng = roll.c, roll.c.rng
    name = "" if c.chance(_FADED) else roll.cased(line.name)
    amount: Runs = [c.money(line.amount, bare=True), *text(f" {flag}" if flag else "")]
    price = c.money(line.price, bare=True)
    sign = rng.choice((" x ", " X ", " @ ", "x", " * "))
    if form == "count":
        roll.pair(text(f"{line.count} {name}"), amount)
    elif form == "columns":
        roll.pair([Run(f"{name}  {line.count}  "), price], amount)
    elif form == "code":
        roll.pair(text(f"{name} {rng.randrange(10**6, 10**12)}"), amount)
    elif form == "above" and line.count > 1:
        roll.line([Run(f"{line.count}{sign}"), price], "left")
        roll.pair(text(name), amount)
    elif form == "below":
        roll.line(text(name), "left")
        roll.pair([Run(f"  {line.count}{sign}"), price], amount)
    else:
        roll.pair(text(name), amount)


def record(r: Receipt, mentions: list[DrawnValue]) -> dict[str, list[list[str]]]:
    """Accepted readings of what was drawn: a sum that is printed twice, in two ways, is read right with either."""
    texts = {
        label: list(dict.fromkeys(m.text for m in mentions if m.label == label)) for label in ("SELLER", "ADDRESS")
    }
    rates = dict.fromkeys(str(tax.rate) for tax in r.taxes)
    return {
        "seller": [texts["SELLER"]],
        "address": [list(dict.fromkeys([*texts["ADDRESS"], " ".join(texts["ADDRESS"])]))],
        "net_amount": [list(dict.fromkeys([str(r.subtotal), str(r.net)]))],
        "tax_amount": [list(dict.fromkeys([*(str(tax.amount) for tax in r.taxes), str(r.tax)]))],
        "total_amount": [[str(r.total)]],
        "tax_rate": [[rate] for rate in rates],
    }
