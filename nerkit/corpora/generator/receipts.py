"""Receipts of shops and restaurants: narrow, mostly in one width of character, prices with tax."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from nerkit.corpora.generator import invent, layouts
from nerkit.corpora.generator.context import Context, fill
from nerkit.corpora.generator.countries import countries
from nerkit.corpora.generator.facts import Invoice, cents
from nerkit.corpora.generator.sheet import Align, Font, Run, Runs, Sheet, text

_LANGUAGES = {"de": 22, "fr": 13, "en": 35, "us": 30}
"""Shares of the languages among receipts."""


@dataclass(frozen=True)
class Receipt:
    """A purchase. `lines` are (name, count, amount with tax); US amounts are without, and tax is added."""

    shop: Invoice
    lines: tuple[tuple[str, int, Decimal], ...]
    rate: Decimal
    net: Decimal
    tax: Decimal

    @property
    def total(self) -> Decimal:
        """What is paid."""
        return self.net + self.tax


def receipt(rng: Random) -> Receipt:
    """A purchase in any country."""
    shop = invent.invoice(rng, rng.choices(tuple(_LANGUAGES), tuple(_LANGUAGES.values()))[0])
    lines = []
    for name in rng.sample(shop.lexicon.all("items", "food"), rng.choice((1, 2, 3, 4, 6, 8, 12))):
        count = rng.choice((1, 1, 1, 1, 2, 3))
        lines.append((name, count, Decimal(rng.randrange(30, 2500)) / 100 * count))
    amount = sum((line[2] for line in lines), Decimal(0))
    rate = Decimal(rng.choice(countries()[shop.country].tax_rates))
    if shop.language == "us":
        return Receipt(shop, tuple(lines), rate, amount, cents(amount * rate / 100))
    net = cents(amount / (1 + rate / 100))
    return Receipt(shop, tuple(lines), rate, net, amount - net)


def _row(c: Context, x0: float, x1: float, top: float, label: Runs, value: Runs, font: Font) -> float:
    """A label and its amount; the label is made smaller where there is no room for both."""
    room = x1 - x0 - c.sheet.measure(value, font) - 4
    c.sheet.line(x0, top, label, font.scaled(min(1, room / max(1, c.sheet.measure(label, font)))))
    return c.sheet.line(x1, top, value, font, "right")


def _sums(c: Context, r: Receipt) -> list[tuple[str, Runs, bool]]:
    """Net, tax and total in one of the usual orders, then what was given and got back."""
    rate = c.percent(r.rate, "TAX_RATE")
    net: tuple[str, Runs, bool] = (c.pick("receipt", "net"), [c.money(r.net, "NET_AMOUNT", True)], False)
    tax: tuple[str, Runs, bool] = (c.pick("receipt", "tax"), [c.money(r.tax, "TAX_AMOUNT", True)], False)
    total: tuple[str, Runs, bool] = (
        c.pick("receipt", "total"),
        [c.money(r.total, "TOTAL_AMOUNT", c.chance(0.6))],
        c.chance(0.6),
    )
    if c.chance(0.4):
        tax = (f"{tax[0]} ", [rate, Run("  "), *tax[1]], False)
    rows = (
        [net, tax, total]
        if r.shop.language == "us" or c.chance(0.4)
        else [total, *c.rng.sample([net, tax], c.rng.choice((0, 1, 2, 2)))]
    )
    paid = r.total if c.chance(0.5) else (r.total / 10 + 1).quantize(Decimal(1), ROUND_HALF_UP) * 10
    money_given: list[tuple[str, Runs, bool]] = [
        (c.pick("receipt", "cash"), [c.money(paid, "AMOUNT" if paid != r.total else "TOTAL_AMOUNT", True)], False)
    ]
    if paid != r.total:
        money_given.append((c.pick("receipt", "change"), [c.money(paid - r.total, bare=True)], False))
    place = rows.index(total) + 1
    rows = rows[:place] + money_given + rows[place:] if c.chance(0.6) else rows
    return _with_others(c, r, rows, rows.index(total))


def _with_others(
    c: Context, r: Receipt, rows: list[tuple[str, Runs, bool]], total: int
) -> list[tuple[str, Runs, bool]]:
    """The sums with others among them: what was rounded off, saved or counted before the total, a tip after it."""
    before = [(label, text(str(c.rng.randrange(1, 30))), False) for label in c.words.all("receipt", "counts")]
    before += [
        (label, [c.money(Decimal(c.rng.choice((0, 0, 1, 2, -1, -2, 350))) / 100, bare=True)], False)
        for label in c.words.all("receipt", "others")
    ]
    shares = c.rng.sample((10, 15, 18, 20), 2)
    after: list[tuple[str, Runs, bool]] = [
        (label, [Run(f"{share}% ", "PERCENT"), c.money(cents(r.total * share / 100))], False)
        for label in c.words.all("receipt", "tips")
        for share in shares
    ]
    rows[len(rows) :] = c.rng.sample(after, min(len(after), c.rng.choice((0, 0, 0, 0, 1, 2))))
    rows[total:total] = c.rng.sample(before, c.rng.choice((0, 0, 0, 1, 2)))
    return rows


def _greeting(c: Context, x: float, top: float, font: Font, align: Align) -> float:
    """What some receipts say before the shop's name, or between it and the address: no value of the record."""
    said = c.rng.sample(c.words.all("receipt", "greetings"), c.rng.choice((1, 1, 2)))
    return c.sheet.lines(x, top, [text(fill_digits(line, c.rng)) for line in said], font, align)


def draw(path: Path, r: Receipt, rng: Random) -> Sheet:
    """Writes the receipt to `path`, on a strip of paper."""
    face = rng.choice((("Courier", "Courier-Bold"),) * 3 + (("Helvetica", "Helvetica-Bold"),))
    width = rng.uniform(180, 250)
    sheet = Sheet(path, width, 330 + 22 * len(r.lines))
    c = layouts.context(sheet, r.shop, rng, sheet.height)
    font = Font(face[0], face[1], rng.uniform(7, 8.6), rng.uniform(1.15, 1.35))
    c = replace(c, look=replace(c.look, body=font, small=font.scaled(0.9), left=12, right=12))
    x0, x1, seller = 12.0, width - 12, r.shop.seller
    align: Align = rng.choice(("center", "center", "left"))
    x = width / 2 if align == "center" else x0
    capitals = c.chance(0.55)
    name = [c.name(seller, c.chance(0.6))]
    if capitals:
        name = [name[0]._replace(text=name[0].text.upper())]
    top = _greeting(c, x, 18.0, font, align) if c.chance(0.15) else 18.0
    top = sheet.line(
        x,
        top,
        name,
        font.scaled(min(rng.choice((1.0, 1.4)), (width - 24) / sheet.measure([name[0]._replace(bold=True)], font))),
        align,
    )
    if c.chance(0.15):
        top = _greeting(c, x, top, font, align)
    if c.chance(0.92):
        address = [line.upper() if capitals else line for line in seller.address.lines]
        if c.chance(0.25):
            address = _on_one_line(address)
        longest = max(sheet.measure(text(line), font) for line in address)
        top = sheet.block(x, top, address, "ADDRESS", font.scaled(max(0.6, min(1, (width - 24) / longest))), align)
    if c.chance(0.2):
        top = _greeting(c, x, top, font, align)
    if c.chance(0.5):
        top = sheet.line(x, top, text(f"{c.label('phone')} {seller.phone}"), font.scaled(0.9), align)
    if seller.vat_id and c.chance(0.5):
        top = sheet.line(
            x,
            top,
            [
                Run(f"{c.rng.choice(('USt-IdNr.', 'UID', 'GST ID', 'GST Reg No', 'TVA', 'VAT', 'VAT No'))} "),
                Run(seller.vat_id, "VAT_ID"),
            ],
            font.scaled(0.9),
            align,
        )
    top += 6
    if c.chance(0.4):
        top = sheet.line(x, top, [Run(c.pick("receipt", "title"), None, True)], font, align)
    clock = (
        f"{rng.randrange(7, 22):02d}:{rng.randrange(60):02d}{rng.choice(('', ':' + str(rng.randrange(10, 59)), ''))}"
    )
    when = [
        Run(f"{c.look.label(label)} " if (label := c.pick("receipt", "date")) else ""),
        c.date(r.shop.date, "INVOICE_DATE"),
        Run(f"{rng.choice(('  ', ' ', ' - '))}{clock}" if c.chance(0.7) else ""),
    ]
    late = c.chance(0.3)
    if not late:
        top = sheet.line(x0, top, when, font) + 3
    bits = [text(fill_digits(bit, rng)) for bit in c.words.all("receipt", "bits") if c.chance(0.3)]
    top = sheet.lines(x0, top, bits, font.scaled(0.9))
    bar = text(rng.choice("-=*") * int((width - 24) / max(1, sheet.measure(text("-"), font))))
    top = sheet.line(x0, top, bar, font) if c.chance(0.6) else top + 4
    for item, count, amount in r.lines:
        if count > 1:
            top = sheet.line(x0 + 6, top, [Run(f"{count} x "), c.money(amount / count, bare=True)], font)
        top = _row(
            c, x0, x1, top, text(item.upper() if face[0] == "Courier" else item), [c.money(amount, bare=True)], font
        )
    top = sheet.line(x0, top, bar, font) if c.chance(0.6) else top + 4
    for label, value, bold in _sums(c, r):
        runs = [run._replace(bold=bold) for run in value]
        top = _row(c, x0, x1, top, [Run(c.look.label(label), None, bold)], runs, font.scaled(1.15) if bold else font)
    top += 6
    if late:
        top = sheet.line(x0, top, when, font) + 3
    for _ in range(rng.choice((0, 1, 1, 2))):
        template = c.pick("receipt", "thanks")
        top = sheet.paragraph(x0, top, width - 24, fill(template, c.values(template)), font)
    sheet.save()
    return sheet


def _on_one_line(address: list[str]) -> list[str]:
    """Street and town on one line, with the comma and full stop that such addresses have."""
    return [f"{', '.join(address)}."]


def fill_digits(template: str, rng: Random) -> str:
    """A line that till rolls carry, with a number of its own."""
    return template.replace("{digits}", str(rng.randrange(10**4, 10**7)))


def record(r: Receipt) -> dict[str, list[list[str]]]:
    """The readings that differ from those of invoices."""
    return {
        "net_amount": [[str(r.net)]],
        "tax_amount": [[str(r.tax)]],
        "total_amount": [[str(r.total)]],
        "tax_rate": [[str(r.rate)]],
    }
