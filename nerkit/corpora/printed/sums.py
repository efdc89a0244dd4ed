"""The sums of a document: net, tax by rate, total, what was paid before; of an invoice and of a till."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup, escape

from nerkit.corpora.printed.filling import Filling
from nerkit.locales import locale

SumRow = tuple[Markup, Markup, bool]
"""Label, amount, and whether the row stands out."""


def sums(v: Filling) -> list[SumRow]:
    """Label, amount and whether it stands out, of each sum below the lines."""
    p = v.paper
    rows: list[SumRow] = []

    def row(text: str | Markup, value: Markup, *, strong: bool = False) -> None:
        rows.append((Markup(escape(text)), value, strong))

    if p.discount or p.shipping:
        row(
            v.rng.choice(locale(v.paper.home.language).lines.sums[:1]).capitalize() + v.look.colon,
            v.money(p.lines, bare=True),
        )
    if p.discount:
        row(v.rng.choice(locale(v.paper.home.language).lines.allowances).capitalize(), v.money(-p.discount, bare=True))
    if p.shipping:
        row(v.rng.choice(locale(v.paper.home.language).lines.charges).capitalize(), v.money(p.shipping, bare=True))
    untaxed = p.tax == 0 and v.chance(0.5)
    if not untaxed and v.chance(0.92):
        row(v.label("NET_AMOUNT"), v.money(p.net, "NET_AMOUNT"))
    if not untaxed:
        for label, value in tax_rows(v):
            row(label, value)
    row(v.label("TOTAL_AMOUNT"), v.money(p.total, "TOTAL_AMOUNT"), strong=v.chance(0.75))
    if p.prepaid:
        row(v.label("prepaid"), v.money(-p.prepaid if v.chance(0.5) else p.prepaid, "PREPAID_AMOUNT"))
        row(v.label("amount_due"), v.money(p.total - p.prepaid, "AMOUNT_DUE"), strong=True)
    return rows


def tax_rows(v: Filling) -> Iterator[tuple[Markup, Markup]]:
    """Tax: one amount, or one a rate with the sum shown or not."""
    p = v.paper
    several = len(p.taxed) > 1
    plain = not several and v.chance(0.25)
    with_base, name = v.chance(0.2), v.label("TAX_AMOUNT").rstrip(" :.")
    for part in p.taxed:
        label = Markup(escape(name))
        if not plain:
            rate = v.percent(part.rate, "TAX_RATE")
            label = v.rng.choice((Markup("{} {}"), Markup("{} ({})"), Markup("{} {}"))).format(label, rate)
        if with_base:
            base = v.money(part.base, "AMOUNT" if several else "NET_AMOUNT", bare=True)
            label = Markup("{} / {}").format(label, base)
        yield label + v.look.colon, v.money(part.tax, "AMOUNT" if several else "TAX_AMOUNT")
    if several and v.chance(0.5):
        yield Markup(escape(v.label("TAX_AMOUNT"))), v.money(p.tax, "TAX_AMOUNT")


def rates(v: Filling) -> list[list[Markup]]:
    """The table of taxes by rate: rate, base, tax, sum, and a row of totals on some."""
    p = v.paper
    several = len(p.taxed) > 1
    rows = [
        [
            v.percent(part.rate, "TAX_RATE"),
            v.money(part.base, "AMOUNT" if several else "NET_AMOUNT", bare=True),
            v.money(part.tax, "AMOUNT" if several else "TAX_AMOUNT", bare=True),
            v.money(part.base + part.tax, "AMOUNT" if several else "TOTAL_AMOUNT", bare=True),
        ]
        for part in p.taxed
    ]
    if several and v.chance(0.6):
        total = [v.money(p.net, "NET_AMOUNT", bare=True), v.money(p.tax, "TAX_AMOUNT", bare=True)]
        rows.append([Markup(""), *total, v.money(p.total, "TOTAL_AMOUNT", bare=True)])
    return rows


def till(v: Filling) -> list[SumRow]:
    """The sums of a receipt and how it was paid."""
    p = v.paper
    rows = [(Markup(escape(v.label("TOTAL_AMOUNT"))), v.money(p.total, "TOTAL_AMOUNT"), True)]
    if v.chance(0.3):
        rows.insert(0, (Markup(escape(v.label("NET_AMOUNT"))), v.money(p.net, "NET_AMOUNT", bare=True), False))
        if v.chance(0.7):
            rows[1:1] = [(*row, False) for row in tax_rows(v)]
    if v.chance(0.45):
        given = p.total + v.rng.choice((Decimal(0), Decimal("0.5"), Decimal(5), Decimal("3.27")))
        rows.append((Markup(escape(v.label("cash"))), v.money(given, bare=True), False))
        rows.append((Markup(escape(v.label("change"))), v.money(given - p.total, bare=True), False))
    elif v.chance(0.6):
        rows.append((v.filled(v.rng.choice(v.words.labels["card"])), v.money(p.total, bare=True), False))
    return rows


def till_rates(v: Filling) -> list[SumRow]:
    """Base and tax of each rate in rows below each other, as fiscal printers do, and the sum of the taxes."""
    p = v.paper
    several = len(p.taxed) > 1
    base_name, tax_name = v.label("NET_AMOUNT"), v.label("TAX_AMOUNT")
    rows: list[SumRow] = []
    for i, part in enumerate(p.taxed):
        letter = "ABCDEF"[i]
        base = v.money(part.base, "AMOUNT" if several else "NET_AMOUNT", bare=True)
        tax = v.money(part.tax, "AMOUNT" if several else "TAX_AMOUNT", bare=True)
        rows.append((Markup("{} {}").format(base_name, letter), base, False))
        rows.append((Markup("{} {} {}").format(tax_name, letter, v.percent(part.rate, "TAX_RATE")), tax, False))
    if v.chance(0.6):
        rows.append((Markup(escape(tax_name)), v.money(p.tax, "TAX_AMOUNT", bare=True), False))
    return rows
