"""The number, the dates and references of an invoice: which are shown, and the ways in which they are arranged."""

from __future__ import annotations

from collections.abc import Callable

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.generator.draft import DocumentDraft
from nerkit.corpora.generator.references import reference
from nerkit.corpora.generator.sheet import Run, Runs, TextAlign, text

Detail = tuple[str, Runs]
"""A label (with its ending, perhaps over two lines) and the value, empty for a field that was left blank."""


def choose(c: DocumentDraft, skip: frozenset[str] = frozenset()) -> list[Detail]:
    """The details that this invoice shows, in its order; `skip` are those that stand elsewhere."""
    v = c.invoice
    bold = c.look.bold_values
    number = Run(v.number, "INVOICE_NUMBER", bold)
    terms = c.sentence("terms")
    if v.language in ("us", "en") and c.chance(0.3):
        terms = [Run(f"{c.rng.choice(('Net', 'NET', 'net'))} {v.days}", "DURATION")]
    every: list[tuple[str, float, Runs]] = [
        ("credit_number" if v.is_credit else "invoice_number", 1.0, [number]),
        ("invoice_date", 0.97, [c.date(v.date, "INVOICE_DATE")]),
        ("due_date", 0.5, [c.date(v.due, "DUE_DATE")]),
        ("order_number", 0.42, [Run(v.order_number, "ORDER_NUMBER", bold)]),
        ("order_date", 0.16, [c.date(v.order_date)]),
        ("customer_number", 0.45, [Run(v.customer_number, "CUSTOMER_NUMBER")]),
        ("delivery_date", 0.26, [c.date(v.delivery_date, "DELIVERY_DATE")]),
        ("delivery_note", 0.08, text(f"{c.rng.randrange(1000, 999999)}")),
        ("contact", 0.22, text(invented_names.person(v.country, c.rng))),
        ("reference", 0.22, text(v.reference)),
        ("project", 0.1, text(invented_names.word(c.rng))),
        ("terms", 0.15, terms),
        ("payment_method", 0.08, text(c.rng.choice(("PayPal", "SEPA", "VISA", *c.words.all("phrases", "transfer"))))),
        ("printed", 0.04, [c.date(v.date)]),
        ("other_date", 0.14, [c.earlier()]),
        ("phone", 0.08, text(v.seller.phone)),
        ("seller_tax_number", 0.14, text(v.seller.tax_number)),
    ]  # fmt: skip
    if v.seller.vat_id:
        every.append(("vat_id", 0.16, [Run(v.seller.vat_id, "VAT_ID")]))
    if c.chance(0.03):
        every += [
            ("debited", 0.9, [Run(v.other_account.iban, "IBAN")]),
            ("mandate", 0.8, text(f"M{v.customer_number}")),
        ]
    if v.buyer.vat_id:
        every.append(("buyer_vat_id", 0.16, [Run(v.buyer.vat_id, "VAT_ID")]))
    start, end = c.date(v.start, "PERIOD_START"), c.date(v.end, "PERIOD_END")
    chosen = [(key, runs) for key, p, runs in every if key not in skip and c.chance(p)]
    if "period" not in skip and c.chance(0.3):
        chosen += [("period", c.period())] if c.chance(0.7) else [("period_start", [start]), ("period_end", [end])]
    elif "period" not in skip and c.chance(0.05):
        chosen.append(("period", text(c.month())))
    if c.chance(0.6):
        head, rest = chosen[:2], chosen[2:]
        c.rng.shuffle(rest)
        chosen = head + rest
    elif c.chance(0.4):
        c.rng.shuffle(chosen)
    chosen = chosen or [("customer_number", [Run(v.customer_number, "CUSTOMER_NUMBER")])]
    blank = c.rng.choice(("order_number", "reference", "project", "customer_number", "due_date"))
    if c.chance(0.07) and blank not in {key for key, _ in chosen}:
        chosen.insert(c.rng.randrange(len(chosen) + 1), (blank, []))
    details: list[Detail] = [(c.label(key), runs) for key, runs in chosen]
    for _ in range(c.rng.choices((0, 1, 2, 3, 5), (60, 16, 12, 8, 4))[0]):
        details.insert(c.rng.randrange(len(details) + 1), others_number(c, "document" if c.chance(0.7) else "partner"))
    return details


def others_number(c: DocumentDraft, kind: str) -> Detail:
    """A number that is not the invoice's own; some have a date beside them."""
    label, number = reference(c.words, kind, c.rng)
    runs = text(number)
    if kind == "document" and c.chance(0.12):
        (of,) = c.words.all("phrases", "of")
        runs += [Run(of), c.date(c.rng.choice((c.invoice.order_date, c.invoice.delivery_date)))]
    return c.look.label(label), runs


def _flat(label: str) -> str:
    return label.replace("\n", " ")


def aligned(c: DocumentDraft, x: float, top: float, details: list[Detail], width: float) -> float:
    """Labels in one column, values in another, flush left or right."""
    font = c.look.body
    bold = c.look.bold_labels
    rows = [(_flat(label), runs) for label, runs in details]
    column = max(c.sheet.measure([Run(label, None, bold)], font) for label, _ in rows) + c.rng.uniform(6, 30)
    column = min(column, width * 0.62)
    flush = c.chance(0.35)
    right_labels = not flush and c.chance(0.12)
    step = font.height + c.rng.choice((0, 0, 1.5, 4))
    if c.look.colon.strip() == ":" and not flush and c.chance(0.25):  # The colons stand below each other.
        rows = [(label.removesuffix(c.look.colon), [Run(": "), *runs]) for label, runs in rows]
    for label, runs in rows:
        c.sheet.line(
            x + column - 6 if right_labels else x,
            top,
            [Run(label, None, bold)],
            font,
            "right" if right_labels else "left",
        )
        if runs:
            wide = c.sheet.measure(runs, font)
            if wide > width - column:
                top = c.sheet.paragraph(x + column, top, max(60, width - column), runs, font) - font.height
            else:
                c.sheet.line(x + width if flush else x + column, top, runs, font, "right" if flush else "left")
        top += step
    return top


def running(c: DocumentDraft, x: float, top: float, details: list[Detail], width: float) -> float:
    """Label and value on a line each, one behind the other, sometimes without any gap."""
    gap = c.rng.choice((" ", " ", " ", "  ", "" if c.look.colon.endswith(":") else " "))
    align: TextAlign = c.rng.choice(("left", "left", "left", "right"))
    for label, runs in details:
        row = [Run(f"{_flat(label)}{gap if runs else ''}", None, c.look.bold_labels), *runs]
        if c.sheet.measure(row, c.look.body) > width:
            top = c.sheet.paragraph(x, top, width, row, c.look.body)
        else:
            top = c.sheet.line(x + width if align == "right" else x, top, row, c.look.body, align)
    return top


def table(c: DocumentDraft, x: float, top: float, details: list[Detail], width: float) -> float:
    """A ruled table of two columns, label left of value."""
    font, pad = c.look.body, c.rng.uniform(2, 4)
    column = width * c.rng.uniform(0.42, 0.55)
    shade = c.rng.choice((None, 0.93, 0.85))
    for label, runs in details:
        rows = label.split("\n")
        height = (
            max(
                font.height * len(rows),
                font.height * (2 if c.sheet.measure(runs, font) > width - column - 2 * pad else 1),
            )
            + 2 * pad
        )
        c.sheet.frame(x, top, x + column, top + height, shade)
        c.sheet.frame(x + column, top, x + width, top + height)
        c.sheet.lines(
            x + pad,
            top + pad,
            [[Run(row, None, c.look.bold_labels)] for row in rows],
            font.scaled(
                min(1, (column - 2 * pad) / max(1, max(c.sheet.measure([Run(row, None, True)], font) for row in rows)))
            ),
        )
        if runs:
            c.sheet.paragraph(x + column + pad, top + pad, width - column - 2 * pad, runs, font)
        top += height
    return top


def header_row(c: DocumentDraft, x: float, top: float, details: list[Detail], width: float) -> float:
    """Labels in a row, values in the row below: ruled, shaded or bare."""
    font, per_row = c.look.body, c.rng.choice((3, 4, 4, 5))
    font = font.scaled(0.92)
    style = c.rng.choice(("bare", "grid", "shade", "rules"))
    align: TextAlign = c.rng.choice(("left", "left", "center"))
    tight = c.rng.choice((":", "", ""))
    for i in range(0, len(details), per_row):
        row = details[i : i + per_row]
        cell = width / len(row)
        height = 0.0
        for k, (label, runs) in enumerate(row):
            name = _flat(label).removesuffix(c.look.colon) + tight
            at = x + k * cell + (cell / 2 if align == "center" else 3)
            wide = c.sheet.measure([Run(name, None, True)], font)
            face = font.scaled(min(1, (cell - 5) / max(wide, 1)))
            if style == "shade":
                c.sheet.frame(x + k * cell, top, x + (k + 1) * cell, top + font.height + 2, 0.88, 0)
            elif style == "grid":
                c.sheet.frame(x + k * cell, top, x + (k + 1) * cell, top + font.height + 2)
            c.sheet.line(at, top + 1, [Run(name, None, c.look.bold_labels or style == "bare")], face, align)
            below = top + font.height + 4
            if runs:
                measure = c.sheet.measure(runs, font)
                if measure > cell - 5:
                    end = c.sheet.paragraph(x + k * cell + 3, below, cell - 5, runs, font)
                else:
                    end = c.sheet.line(at, below, runs, font, align)
                height = max(height, end - top)
        height = max(height, 2 * font.height + 4)
        if style == "grid":
            for k in range(len(row)):
                c.sheet.frame(x + k * cell, top + font.height + 2, x + (k + 1) * cell, top + height + 2)
        elif style == "rules":
            c.sheet.rule(x, top + font.height + 2, x + width)
            c.sheet.rule(x, top + height + 2, x + width)
        top += height + c.rng.choice((3, 6, 8))
    return top


def stacked(c: DocumentDraft, x: float, top: float, details: list[Detail], width: float) -> float:
    """Each value below its label, one or two columns."""
    small = c.look.small
    columns = 2 if width > 220 and c.chance(0.4) else 1
    cell = width / columns
    for i in range(0, len(details), columns):
        ends = [top]
        for k, (label, runs) in enumerate(details[i : i + columns]):
            y = c.sheet.lines(
                x + k * cell, top, [[Run(row, None, c.look.bold_labels)] for row in label.split("\n")], small
            )
            ends.append(c.sheet.paragraph(x + k * cell, y, cell - 6, runs or text("-"), c.look.body))
        top = max(ends) + c.rng.choice((2, 4, 4, 6))
    return top


def boxes(c: DocumentDraft, x: float, top: float, details: list[Detail], width: float) -> float:
    """A grid of cells, a small label in the corner of each and the value below it."""
    small, font = c.look.small.scaled(0.85), c.look.body
    columns = max(1, min(len(details), c.rng.choice((2, 2, 3, 4)) if width > 260 else c.rng.choice((1, 2))))
    cell, height = width / columns, small.height + font.height + 5
    for i in range(0, len(details), columns):
        row = details[i : i + columns]
        tall = any(c.sheet.measure(runs, font) > cell - 8 for _, runs in row)
        bottom = top + height + (font.height if tall else 0)
        for k, (label, runs) in enumerate(row):
            c.sheet.frame(x + k * cell, top, x + (k + 1) * cell, bottom)
            c.sheet.line(x + k * cell + 3, top + 1, [Run(_flat(label), None, c.look.bold_labels)], small)
            if runs:
                c.sheet.paragraph(x + k * cell + 4, top + small.height + 2, cell - 8, runs, font)
        top = bottom
    return top


def line_of_all(c: DocumentDraft, x: float, top: float, details: list[Detail], width: float) -> float:
    """All details in running text, parted by bars or wide gaps."""
    bar = c.rng.choice((" | ", "   ", " · ", ", ", " / "))
    runs: list[Run] = []
    for i, (label, value) in enumerate(details):
        runs += [Run(f"{bar if i else ''}{_flat(label)} ", None, c.look.bold_labels and not bar.strip()), *value]
    return c.sheet.paragraph(x, top, width, runs, c.look.body)


Arrangement = Callable[[DocumentDraft, float, float, list[Detail], float], float]
NARROW: tuple[Arrangement, ...] = (aligned, aligned, aligned, running, running, table, stacked, boxes)
WIDE: tuple[Arrangement, ...] = (header_row, header_row, header_row, boxes, line_of_all, aligned, stacked, running)
