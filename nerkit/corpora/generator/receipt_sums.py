"""The sums of a receipt: subtotal, discount, service, taxes, total, how it was paid, a table of taxes, a card slip.

What a till calls subtotal is the net amount, with tax or without, as those label it who annotate receipts. A card
payment or cash of just the total is the total once more; a total before rounding is not.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from nerkit.corpora.generator.invoice_facts import cents
from nerkit.corpora.generator.purchases import Receipt, ReceiptTax, tax_names
from nerkit.corpora.generator.sheet import Run, Runs, text
from nerkit.corpora.generator.till_roll import Roll

ReceiptRow = tuple[str, Runs]


def sums(roll: Roll, r: Receipt) -> None:
    """Draws everything from the subtotal to the change."""
    c = roll.c
    late_taxes = not r.at.market.exclusive and c.chance(0.55)
    for label, value in _before(roll, r, with_tax=not late_taxes):
        _row(roll, label, value)
        roll.gap(0.08)
    roll.gap(0.4)
    _total(roll, r)
    if late_taxes:
        _taxes_within(roll, r)
    if c.chance(0.6):
        roll.gap(0.3)
        _payment(roll, r)
    if r.taxes and c.chance(0.16):
        roll.gap()
        _table(roll, r)
    if c.chance(0.15):
        _tips(roll, r)
    if c.chance(0.07):
        roll.gap()
        _slip(roll, r)


def _row(roll: Roll, label: str, value: Runs, scale: float = 1.0, bold: bool = False) -> None:
    roll.pair([Run(label, None, bold)], [run._replace(bold=bold) for run in value], scale)


def _money(roll: Roll, value: Decimal, label: str = "AMOUNT") -> list[Run]:
    return [roll.c.money(value, label, roll.c.chance(0.8))]


def _before(roll: Roll, r: Receipt, *, with_tax: bool) -> list[ReceiptRow]:
    """The rows above the total."""
    c, rows = roll.c, list[ReceiptRow]()
    adjusted = [("discount", -r.discount), ("service", r.service)]
    extra = [(roll.word(section), _money(roll, value)) for section, value in adjusted if value]
    if extra or c.chance(0.75 if r.at.market.exclusive else 0.35):
        rows.append((roll.word("subtotal"), _money(roll, r.subtotal, "NET_AMOUNT")))
    rows += extra
    if with_tax:
        if not r.at.market.exclusive and r.taxes and not rows:
            rows.append((roll.word("excluding"), _money(roll, r.net, "NET_AMOUNT")))
        rows += [(_named(roll, tax)) for tax in r.taxes]
        if not r.taxes and c.chance(0.3):
            name = roll.cased(c.rng.choice(tax_names(r.at.market)))
            rows.append((c.look.label(name), _money(roll, Decimal(0), "TAX_AMOUNT")))
        elif len(r.taxes) > 1 and c.chance(0.15):
            rows.append((c.look.label(roll.cased("Total tax")), _money(roll, r.tax, "TAX_AMOUNT")))
    if r.rounding:
        if c.chance(0.5):
            rows.append((roll.word("total"), _money(roll, r.unrounded)))
        rows.append((roll.cased(c.look.label(c.rng.choice(_ROUNDINGS))), _money(roll, r.rounding)))
    odds: list[ReceiptRow] = [(roll.word("counts"), text(str(sum(line.count for line in r.lines))))] * c.chance(0.15)
    odds += [(roll.word("others"), _money(roll, _odd(roll)))] * c.chance(0.1)
    for row in odds:
        rows.insert(c.rng.randrange(len(rows) + 1), row)
    return rows


_ROUNDINGS = (
    *("Rounding", "Rounding adjustment", "ROUND ADJ", "Rounding Adjustments", "Rounding Adj"),
    *("Round Off", "Round Amt", "Rounding:"),
)


def _odd(roll: Roll) -> Decimal:
    """An amount that is none of the sums."""
    return Decimal(roll.c.rng.choice((0, 0, 100, 250, -100, roll.c.rng.randrange(-900, 3000)))) / 100


def _named(roll: Roll, tax: ReceiptTax) -> ReceiptRow:
    """A tax with its amount; its rate stands somewhere or nowhere."""
    c = roll.c
    name, rate = roll.cased(tax.name), c.percent(tax.rate, "TAX_RATE")
    value = _money(roll, tax.amount, "TAX_AMOUNT")
    match c.rng.randrange(8):
        case 0:
            return "", [Run(f"{name} "), rate, Run("   "), *value]
        case 1:
            return "", [rate, Run(f" {name}  "), *value]
        case 2:
            return f"{name} ", [rate, Run("  "), *value]
        case 3:
            return "", [Run(f"{name} ("), rate, Run("): "), *value]
        case 4:
            return "", [Run(f"{name} @ "), rate, Run("  "), *value]
    return c.look.label(name), value


def _total(roll: Roll, r: Receipt) -> None:
    """The total, once or twice."""
    c = roll.c
    scale, bold = c.rng.choice((1.0, 1.0, 1.15, 1.4)), c.chance(0.5)
    lead = Run(roll.word("total"), None, bold)
    value = [c.money(r.total, "TOTAL_AMOUNT", c.chance(0.5))._replace(bold=bold)]
    if c.chance(0.06):
        lead = lead._replace(text=f"{len(r.lines)} {lead.text}")
    elif (sign := c.writing.money_form.replace("{n}", "").strip()) and c.chance(0.07):
        lead = lead._replace(text=c.rng.choice((f"{lead.text} ({sign})", f"{lead.text} {sign}")))
    elif c.chance(0.03):
        lead = lead._replace(text="")
    roll.pair([lead], value, scale, stacked=c.chance(0.07))
    if c.chance(0.08):
        _row(roll, roll.word("total"), _money(roll, r.total, "TOTAL_AMOUNT"))


def _taxes_within(roll: Roll, r: Receipt) -> None:
    """Taxes that the total holds: rows below it, a sentence, or nothing."""
    c = roll.c
    if not r.taxes or c.chance(0.35):
        return
    if c.chance(0.3):
        _row(roll, roll.word("excluding"), _money(roll, r.net, "NET_AMOUNT"))
    for tax in r.taxes:
        if c.chance(0.2) and r.at.market.words == "en":
            rate, value = c.percent(tax.rate, "TAX_RATE"), c.money(tax.amount, "TAX_AMOUNT")
            name = roll.cased(tax.name)
            said: tuple[Runs, ...] = (
                [Run("("), Run(roll.cased("Bill inclusive of ")), rate, Run(f" {name}: "), value, Run(")")],
                [Run(roll.cased("Total includes ")), rate, Run(f" {name} "), value],
                [Run(roll.cased("Includes ") + f"{name} "), value],
                [Run(roll.cased("Incl. ")), rate, Run(f" {name} = "), value],
            )
            roll.line(c.rng.choice(said))
        else:
            _row(roll, *_named(roll, tax))


def _payment(roll: Roll, r: Receipt) -> None:
    """Card or cash, the change, what is left to pay."""
    c = roll.c
    if c.chance(0.4):
        _row(roll, roll.word("card"), _money(roll, r.total, "TOTAL_AMOUNT"))
        if c.chance(0.15):
            _row(roll, roll.word("change"), _money(roll, Decimal(0)))
        return
    step = Decimal(c.rng.choice((5, 10, 10, 20, 50)) * (1000 if r.at.market.whole else 1))
    given = r.total if c.chance(0.25) else ((r.total / step).quantize(Decimal(1), ROUND_HALF_UP) + 1) * step
    minus = -1 if c.chance(0.06) else 1
    label = "TOTAL_AMOUNT" if given == r.total and minus > 0 else "AMOUNT"
    _row(roll, roll.word("cash"), _money(roll, given * minus, label))
    if given != r.total or c.chance(0.4):
        _row(roll, roll.word("change"), _money(roll, given - r.total))


_TABLES = (
    ("{name} Summary", "Amount", "ReceiptTax"),
    ("", "Net", "{name}"),
    ("Rate", "Net", "{name}"),
    ("Code", "Taxable", "ReceiptTax"),
    ("{name}", "Netto", "Brutto"),
    ("{name} analysis", "Goods", "{name}"),
)
"""Headings of tables of taxes, in the order code or rate, base, tax; "Brutto" stands for base, tax and gross."""


def _table(roll: Roll, r: Receipt) -> None:
    """Rates with what they are levied on and the taxes, and their sums where there is more than one rate."""
    c, font = roll.c, roll.font
    heads = [part.replace("{name}", r.taxes[0].name) for part in c.rng.choice(_TABLES)]
    gross = heads[2] == "Brutto"
    heads[2:] = [r.taxes[0].name, "Brutto"] if gross else heads[2:]
    width = roll.right - 12.0
    columns = [12.0 + width * place for place in ((0.45, 0.72, 1.0) if gross else (0.68, 1.0))]

    def row(first: Runs, cells: list[Runs]) -> None:
        room = font.scaled(min(1.0, width * 0.25 / max(c.sheet.measure(cell, font) for cell in [*cells, first])))
        c.sheet.line(12.0, roll.top, first, room)
        for x, cell in zip(columns, cells, strict=False):
            c.sheet.line(x, roll.top, cell, room, "right")
        roll.top += font.height

    row(text(roll.cased(heads[0])), [text(roll.cased(title)) for title in heads[1:]])
    single = len({tax.rate for tax in r.taxes}) == 1 and len(r.taxes) == 1
    for tax, code in zip(r.taxes, "AB", strict=False):
        first: Runs = [
            Run(c.rng.choice((f"{code} ", f"{code}= ", "", "SR ", f"{tax.name} "))),
            c.percent(tax.rate, "TAX_RATE"),
        ]
        base = c.money(tax.base, "NET_AMOUNT" if single else "AMOUNT", True)
        whole = c.money(tax.base + tax.amount, "TOTAL_AMOUNT" if single and not r.rounding else "AMOUNT", True)
        row(first, [[base], [c.money(tax.amount, "TAX_AMOUNT", True)], [whole]])
    if not single and c.chance(0.4) and not r.at.market.exclusive:
        net, tax_sum = c.money(r.net, "NET_AMOUNT", True), c.money(r.tax, "TAX_AMOUNT", True)
        whole = c.money(r.unrounded, "TOTAL_AMOUNT" if not r.rounding else "AMOUNT", True)
        row(text(roll.cased("Total")), [[net], [tax_sum], [whole]])


def _tips(roll: Roll, r: Receipt) -> None:
    """Tips to choose from, or lines to fill in."""
    c = roll.c
    roll.gap()
    if c.chance(0.5):
        for label in ("Tip", "Total"):
            roll.line(text(roll.cased(label) + c.rng.choice((": ________", "  ___________", " $_______", ":"))), "left")
        return
    if c.chance(0.6):
        roll.lines(
            c.rng.choice(
                ("Suggested gratuity", "Gratuity guide", "Tip guide", "Suggested tip:", "For your convenience")
            )
        )
    for share in sorted(c.rng.sample((10, 15, 18, 20, 22, 25), c.rng.choice((2, 3)))):
        percent, value = Run(f"{share}%", "PERCENT"), c.money(cents(r.total * share / 100))
        roll.line([percent, Run(c.rng.choice((" = ", " ", " Tip: ", " is "))), value])


_CHARGED = ("Total", "Amount", "Sale amount", "Total charge")


def _slip(roll: Roll, r: Receipt) -> None:
    """What the card's machine prints below the till's own lines."""
    c = roll.c
    said = ("Merchant copy", "Customer copy", "Cardholder copy", "** SALE **", "PURCHASE", "Credit card slip", "EFTPOS")
    roll.lines(c.rng.choice(said))
    number = "".join(c.rng.choices("0123456789", k=4))
    roll.lines(f"{roll.word('card')} {c.rng.choice(('XXXXXXXXXXXX', '************', 'xxxx-', '....'))}{number}", "left")
    for bit in c.rng.sample(
        ("MID: ", "TID: ", "Auth code ", "Approval ", "RRN ", "AID: A0000000", "Batch ", "Trace "), 3
    ):
        roll.lines(f"{bit}{c.rng.randrange(10**5, 10**9)}", "left")
    _row(
        roll,
        c.look.label(roll.cased(c.rng.choice(("Total", "Amount", "Sale amount", "Total charge")))),
        _money(roll, r.total, "TOTAL_AMOUNT"),
    )
    roll.lines(c.rng.choice(("APPROVED", "Approved - thank you", "Signature ____________", "No signature required")))
