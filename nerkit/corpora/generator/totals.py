"""The sums of an invoice: net, tax by rate, total, what was paid before; in pairs, in a table, in a row."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from nerkit.corpora.generator.draft import DocumentDraft, emphasised, fill
from nerkit.corpora.generator.sheet import Run, Runs, text

TotalsRow = tuple[Runs, Runs, bool]
"""Label, amount, and whether the row stands out."""


def _tax_rows(c: DocumentDraft) -> list[TotalsRow]:
    """Tax: one amount, or one a rate with the sum shown or not."""
    v = c.invoice
    several = len(v.groups) > 1
    rows: list[TotalsRow] = []
    with_base = c.chance(0.35)
    plain = not several and c.chance(0.25)
    key = "tax_base" if with_base else "tax"
    way = c.pick("totals", key)
    for group in v.groups:
        base = c.money(group.base, "AMOUNT" if several else "NET_AMOUNT")
        label = fill(way, {"rate": c.percent(group.rate, "TAX_RATE"), "base": base})
        if plain:
            label = text(c.pick("totals", "tax_total"))
        rows.append((label, [c.money(group.tax, "AMOUNT" if several else "TAX_AMOUNT")], False))
    if several and c.chance(0.5):
        rows.append((text(c.pick("totals", "tax_total")), [c.money(v.tax, "TAX_AMOUNT")], False))
    if several and c.chance(0.15):
        rows = rows[-1:] if rows[-1][1][0].label == "TAX_AMOUNT" else rows
    return rows


def rows(c: DocumentDraft, with_tax: bool = True) -> list[TotalsRow]:
    """All rows from the lines' sum to what is left to pay; not `with_tax` where a table of rates stands beside them."""
    v, out = c.invoice, list[TotalsRow]()
    if v.discount or v.shipping or c.chance(0.05):
        lines_label = "NET_AMOUNT" if v.lines_total == v.net else "AMOUNT"
        out.append((text(c.pick("totals", "lines")), [c.money(v.lines_total, lines_label)], False))
    if v.discount:
        label = text(c.pick("totals", "discount"))
        if c.chance(0.4):
            share = (100 * v.discount / v.lines_total).quantize(Decimal(1))
            label += [Run(" "), c.percent(share), Run(" "), c.money(v.lines_total)]
        out.append((label, [c.money(-v.discount)], False))
    if v.shipping:
        out.append((text(c.pick("totals", "shipping")), [c.money(v.shipping)], False))
    empty = c.chance(0.06)
    if empty:
        out += _nothing(c)
    untaxed = v.tax == 0 and c.chance(0.5)
    if c.chance(0.93) and not untaxed:
        out.append((text(c.pick("totals", "net")), [c.money(v.net, "NET_AMOUNT")], False))
    if not untaxed:
        out += (
            _tax_rows(c) if with_tax else [(text(c.pick("totals", "tax_total")), [c.money(v.tax, "TAX_AMOUNT")], False)]
        )
    bold = c.chance(0.75)
    out.append((text(c.pick("totals", "total")), [c.money(v.total, "TOTAL_AMOUNT")], bold))
    if v.prepaid:
        before = c.money(-v.prepaid if c.chance(0.5) else v.prepaid, "PREPAID_AMOUNT")
        out.append((text(c.pick("totals", "prepaid")), [before], False))
        out.append((text(c.pick("totals", "amount_due")), [c.money(v.total - v.prepaid, "AMOUNT_DUE")], bold))
    elif v.total > 0 and c.chance(0.05):
        spent = Decimal(c.rng.randrange(100, 9000)) / 100
        out.append((text(c.pick("totals", "disbursements")), [c.money(spent)], False))
        out.append((text(c.pick("totals", "amount_due")), [c.money(v.total + spent, "AMOUNT_DUE")], bold))
    elif empty or c.chance(0.08):
        if empty:
            out += [(text(c.pick("totals", "prepaid")), [c.money(Decimal(0))], False)]
        out.append((text(c.pick("totals", "amount_due")), [c.money(v.total, "TOTAL_AMOUNT")], bold))
    return out


def _nothing(c: DocumentDraft) -> list[TotalsRow]:
    """Rows of zero, as programs print them from data."""
    labels = c.rng.sample(c.words.all("totals", "none"), 2)
    return [(text(label), [c.money(Decimal(0))], False) for label in labels]


def _label(c: DocumentDraft, row: TotalsRow) -> list[Run]:
    """A row's label in the document's case and ending."""
    runs = list(row[0])
    last = runs[-1]
    if c.look.case == "upper":
        runs = [run if run.label else run._replace(text=run.text.upper()) for run in runs]
        last = runs[-1]
    if c.look.colon.strip() and not last.label:
        runs[-1] = last._replace(text=f"{last.text}{c.look.colon}")
    elif c.look.colon.strip():
        runs.append(Run(c.look.colon))
    return emphasised(runs) if row[2] else runs


def pairs(c: DocumentDraft, top: float) -> float:
    """Labels and amounts in two columns, mostly on the right: bare, ruled or boxed."""
    style = c.rng.choice(("bare", "bare", "rules", "box", "grid", "shade"))
    table = rows(c)
    font, pad = c.look.body, c.rng.choice((0.0, 1.0, 3.0, 4.0))
    wide = max(c.sheet.measure(_label(c, row), font) for row in table) + max(
        c.sheet.measure(emphasised(row[1]), font) for row in table
    )
    width = min(c.width, wide + c.rng.uniform(16, 90))
    x = c.x1 - width if c.chance(0.85) else c.look.left
    start = top
    right_labels = style == "bare" and c.chance(0.3)
    split = (
        c.x1 - max(c.sheet.measure(emphasised(row[1]), font) for row in table) - 10
        if right_labels and x > c.look.left
        else x
    )
    for row in table:
        if row[2] and style == "shade":
            c.sheet.frame(x, top, x + width, top + font.height + pad, 0.87, 0)
        if row[2] and style == "rules":
            c.sheet.rule(x, top, x + width, 0.8)
        label, amount = _label(c, row), emphasised(row[1]) if row[2] else row[1]
        if split > x:
            c.sheet.line(split, top + pad / 2, label, font, "right")
        else:
            c.sheet.line(x + 3, top + pad / 2, label, font)
        c.sheet.line(x + width - 3, top + pad / 2, amount, font, "right")
        if style == "grid":
            c.sheet.frame(x, top, x + width, top + font.height + pad)
        top += font.height + pad
    if style == "box":
        c.sheet.frame(x, start - 2, x + width, top + 2)
    elif style == "rules":
        c.sheet.rule(x, top, x + width, 0.8)
    return top


def in_lines(c: DocumentDraft, top: float) -> float:
    """Each sum in running text on its own line, as plain letters have it."""
    for row in rows(c):
        runs = [*_label(c, row), Run(" "), *(emphasised(row[1]) if row[2] else row[1])]
        top = c.sheet.paragraph(c.look.left, top, c.width, runs, c.look.body)
    return top


def in_a_sentence(c: DocumentDraft, top: float) -> float:
    """All sums in one sentence, as people write who send few invoices."""
    v = c.invoice
    if len(v.groups) > 1 or v.tax == 0 or v.prepaid or v.discount or v.shipping:
        return in_lines(c, top)
    said: dict[str, Run | Runs] = {
        "net": c.money(v.net, "NET_AMOUNT"),
        "rate": c.percent(v.groups[0].rate, "TAX_RATE"),
        "tax": c.money(v.tax, "TAX_AMOUNT"),
        "total": c.money(v.total, "TOTAL_AMOUNT"),
    }
    return c.sheet.paragraph(c.look.left, top, c.width, fill(c.pick("totals", "running"), said), c.look.body)


def in_a_row(c: DocumentDraft, top: float) -> float:
    """Labels in a row with the sums below them."""
    v = c.invoice
    if len(v.groups) > 1 or v.tax == 0:
        return pairs(c, top)
    group = v.groups[0]
    cells: list[tuple[str, Runs]] = [
        (c.pick("totals", "net"), [c.money(v.net, "NET_AMOUNT", True)]),
        (c.pick("totals", "rate"), [c.percent(group.rate, "TAX_RATE")]),
        (c.pick("totals", "group_tax"), [c.money(v.tax, "TAX_AMOUNT", True)]),
        (c.pick("totals", "total"), [c.money(v.total, "TOTAL_AMOUNT", not c.chance(0.5))._replace(bold=True)]),
    ]
    if v.shipping:
        cells.insert(0, (c.pick("totals", "shipping"), [c.money(v.shipping, bare=True)]))
    font, x = c.look.body, c.look.left if c.chance(0.5) else c.look.left + c.width * 0.25
    cell, ruled = (c.x1 - x) / len(cells), c.chance(0.6)
    for k, (label, runs) in enumerate(cells):
        at = x + k * cell
        name = [Run(label, None, c.look.bold_labels)]
        c.sheet.line(at + 3, top + 1, name, font.scaled(min(1, (cell - 6) / c.sheet.measure(name, font))))
        c.sheet.line(at + 3, top + font.height + 4, runs, font.scaled(min(1, (cell - 6) / c.sheet.measure(runs, font))))
        if ruled:
            c.sheet.frame(at, top, at + cell, top + font.height + 2)
            c.sheet.frame(at, top + font.height + 2, at + cell, top + 2 * font.height + 5)
    top += 2 * font.height + 8
    if v.prepaid:
        top = c.sheet.line(c.x1, top, [Run(f"{c.label('prepaid', 'totals')} "), c.money(-v.prepaid)], font, "right")
        top = c.sheet.line(
            c.x1, top, [Run(f"{c.label('amount_due', 'totals')} "), c.money(v.total - v.prepaid)], font, "right"
        )
    return top


def rate_table(c: DocumentDraft, top: float) -> float:
    """A table with a line a rate (rate, base, tax), beside or above the sums."""
    v = c.invoice
    if v.tax == 0:
        return pairs(c, top)
    several, font = len(v.groups) > 1, c.look.body.scaled(0.9)
    beside = c.chance(0.6)
    x, width = c.look.left, c.width * (0.45 if beside else 0.6)
    heads = [
        ("rate", c.pick("totals", "rate")),
        ("base", c.pick("totals", "base")),
        ("tax", c.pick("totals", "group_tax")),
    ]
    if c.chance(0.3):
        heads.append(("gross", c.pick("totals", "total")))
    if c.chance(0.15):
        heads.insert(0, ("kind", c.pick("totals", "kind")))
    bare = c.chance(0.2)
    if c.chance(0.25):
        heads[0], heads[1] = heads[1], heads[0]
    cell, y, ruled = width / len(heads), top, c.chance(0.6)

    def row(cells: list[Runs], y: float) -> float:
        for k, runs in enumerate(cells):
            if runs:
                c.sheet.line(
                    x + k * cell + 3, y + 1, runs, font.scaled(min(1, (cell - 5) / c.sheet.measure(runs, font)))
                )
            if ruled:
                c.sheet.frame(x + k * cell, y, x + (k + 1) * cell, y + font.height + 2)
        return y + font.height + 2

    y = row([[Run(label, None, c.look.bold_labels)] for _, label in heads], y)
    for group in v.groups:
        percent = c.writing.percent(group.rate)
        cells: dict[str, Runs] = {
            "kind": text(c.pick("totals", "tax_total")),
            "rate": [Run(percent.rstrip("% ") if bare else percent, "TAX_RATE")],
            "base": [c.money(group.base, "AMOUNT" if several else "NET_AMOUNT", True)],
            "tax": [c.money(group.tax, "AMOUNT" if several else "TAX_AMOUNT", True)],
            "gross": [c.money(group.base + group.tax, "AMOUNT" if several else "TOTAL_AMOUNT", True)],
        }
        y = row([cells[key] for key, _ in heads], y)
    if several and c.chance(0.4):
        sums: dict[str, Runs] = {
            "base": [c.money(v.net, "NET_AMOUNT", True)],
            "tax": [c.money(v.tax, "TAX_AMOUNT", True)],
            "gross": [c.money(v.total, "TOTAL_AMOUNT", True)],
        }
        y = row(
            [sums.get(key, text(c.pick("totals", "total").split()[0]) if key == "rate" else []) for key, _ in heads], y
        )
    if not beside:
        top = y + 4
    side = rows(c, with_tax=False)
    left = c.look.left + c.width * 0.52
    for entry in side:
        label = _label(c, entry)
        amount = emphasised(entry[1]) if entry[2] else entry[1]
        room = c.x1 - left - c.sheet.measure(amount, c.look.body) - 6
        c.sheet.line(left, top, label, c.look.body.scaled(min(1, room / c.sheet.measure(label, c.look.body))))
        c.sheet.line(c.x1 - 3, top, amount, c.look.body, "right")
        top += c.look.body.height + 1
    return max(top, y)


TOTALS: tuple[Callable[[DocumentDraft, float], float], ...] = (
    pairs,
    pairs,
    pairs,
    in_lines,
    in_a_sentence,
    in_a_row,
    rate_table,
    rate_table,
)
