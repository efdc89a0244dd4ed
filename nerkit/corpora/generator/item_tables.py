"""The table of an invoice's lines: many orders of columns, several ways to rule it, over as many pages as it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from nerkit.corpora.generator.draft import DocumentDraft
from nerkit.corpora.generator.invoice_details import others_number
from nerkit.corpora.generator.invoice_facts import InvoiceLine, cents
from nerkit.corpora.generator.sheet import Run, Runs, TextAlign, text

_ORDERS = (
    "pos description quantity price amount",
    "description quantity price amount",
    "quantity description price amount",
    "pos article description quantity unit price amount",
    "article description quantity unit price rate amount",
    "description rate quantity price amount",
    "pos quantity unit description price amount",
    "date description quantity price amount",
    "description amount",
    "pos description amount",
    "quantity article description price discount amount",
    "description quantity price discount rate amount",
    "pos description quantity rate price amount",
    "quantity description rate price amount",
    "description quantity unit price rate tax amount",
    "date description amount",
    "pos date description quantity price rate amount",
    "article description quantity price amount",
    "description price quantity amount rate",
    "quantity unit description price rate amount",
    "amount description",
)
_WEIGHTS = {
    "pos": 0.5,
    "article": 1.0,
    "description": 3.4,
    "quantity": 0.8,
    "unit": 0.7,
    "price": 1.1,
    "discount": 0.8,
    "rate": 0.8,
    "tax": 1.1,
    "amount": 1.3,
    "date": 1.1,
}


@dataclass(frozen=True)
class Grid:
    """Columns with their places: key, heading, left and right end in points, alignment."""

    columns: tuple[tuple[str, str, float, float, TextAlign], ...]
    style: str
    pad: float
    gutter: float


def _cells(
    c: DocumentDraft, pos: int, item: InvoiceLine, percent_sign: bool, with_unit: bool, fine: bool
) -> dict[str, Runs]:
    """A line's cells; `with_unit` behind the quantity, a `fine` price has four decimals."""

    def percent(value: Decimal, label: str) -> Runs:
        written = c.writing.percent(value)
        return [Run(written if percent_sign else written.rstrip("% "), label)]

    return {
        "pos": text(str(pos)),
        "article": text(item.article),
        "description": text(item.description),
        "quantity": text(c.writing.quantity(item.quantity) + (f" {item.unit}" if with_unit else "")),
        "unit": text(item.unit),
        "price": [Run(c.writing.number(item.price, 4), "AMOUNT") if fine else c.money(item.price, bare=True)],
        "discount": percent(item.discount, "PERCENT") if item.discount else [],
        "rate": percent(item.rate, "TAX_RATE"),
        "tax": [c.money(cents(item.amount * item.rate / 100), bare=True)],
        "amount": [c.money(item.amount, bare=True)],
        "date": [c.date(item.date)],
    }


def grid(c: DocumentDraft) -> Grid:
    """A table's columns: their order, headings and places."""
    order = c.rng.choice(_ORDERS).split()
    if any(item.discount for item in c.invoice.items) and "discount" not in order:
        order.insert(-1, "discount")
    if c.invoice.language == "us" and "rate" in order:
        order = [key for key in order if key not in ("rate", "tax")]
    weights = [_WEIGHTS[key] for key in order]
    unit = c.width / sum(weights)
    x, columns = c.look.left, []
    currency = c.rng.choice((f" {c.invoice.currency}", f" ({c.invoice.currency})", f" in {c.invoice.currency}"))
    aligns: dict[str, TextAlign] = {
        "pos": "left",
        "article": "left",
        "description": "left",
        "unit": "left",
        "date": "left",
    }
    numbers: TextAlign = "right" if c.chance(0.85) else "left"
    for key, weight in zip(order, weights, strict=True):
        heading = c.pick("columns", key)
        if key in ("price", "amount") and c.writing.bare_form == "{n}" and c.chance(0.4):
            heading += currency
        columns.append(
            (key, c.look.label(heading).removesuffix(c.look.colon), x, x + weight * unit, aligns.get(key, numbers))
        )
        x += weight * unit
    style = c.rng.choice(("grid", "rules", "shade", "zebra", "bare", "head", "columns"))
    if c.chance(0.05):
        style = "headless"
    return Grid(tuple(columns), style, c.rng.uniform(1.5, 5), c.rng.uniform(5, 13))


def _row(c: DocumentDraft, g: Grid, top: float, cells: dict[str, Runs], bold: bool) -> float:
    """Draws a row and returns its bottom; what is too wide for its cell is broken or made smaller."""
    font, bottom = c.look.body.scaled(0.95), top + g.pad + c.look.body.height
    for key, _, x0, x1, align in g.columns:
        runs = [run._replace(bold=bold or run.bold) for run in cells.get(key, [])]
        if not runs:
            continue
        room = x1 - x0 - g.gutter
        wide = c.sheet.measure(runs, font)
        if key == "description" and wide > room:
            bottom = max(bottom, c.sheet.paragraph(x0 + 2, top + g.pad / 2, room, runs, font) + g.pad / 2)
            continue
        face = font.scaled(min(1.0, room / max(wide, 1)))
        c.sheet.line(x1 - g.gutter + 2 if align == "right" else x0 + 2, top + g.pad / 2, runs, face, align)
    return bottom


def _head(c: DocumentDraft, g: Grid, top: float) -> float:
    """The headings; returns their bottom. Some letters have none."""
    if g.style == "headless":
        return top
    if g.style in ("shade", "zebra"):
        c.sheet.frame(c.look.left, top, c.x1, top + c.look.body.height + g.pad, 0.85, 0)
    bottom = _row(
        c,
        g,
        top,
        {key: text(h) for key, h, *_ in g.columns},
        g.style != "bare" or c.look.bold_labels,
    )
    if g.style in ("rules", "head", "grid", "columns"):
        c.sheet.rule(c.look.left, bottom, c.x1, 0.8)
        if g.style != "rules":
            c.sheet.rule(c.look.left, top, c.x1, 0.8)
    return bottom


def _verticals(c: DocumentDraft, g: Grid, top: float, bottom: float) -> None:
    for _, _, x0, x1, _ in g.columns:
        c.sheet.frame(x0, top, x1, bottom)


def _drawn(g: Grid, item: InvoiceLine) -> dict[str, str]:
    """What a line says, by the names that records use; only the columns that are there."""
    cells = {
        "article": ("article", item.article),
        "description": ("description", item.description),
        "quantity": ("quantity", f"{item.quantity.normalize():f}"),
        "unit": ("unit", item.unit),
        "price": ("unit_price", str(item.price)),
        "rate": ("tax_rate", f"{item.rate.normalize():f}"),
        "amount": ("amount", str(item.amount)),
    }
    return dict(cells[key] for key, *_ in g.columns if key in cells)


def items(c: DocumentDraft, top: float, turn: Callable[[], float]) -> float:
    """All lines; `turn` ends a page and returns the top of the next. Some carry the sum so far over."""
    g = grid(c)
    first = top
    top = _head(c, g, top)
    carried, carry = Decimal(0), c.chance(0.4) and "price" in {column[0] for column in g.columns}
    per_cent = g.style == "headless" or c.chance(0.85)
    detail, numbered, told = c.chance(0.12), c.chance(0.08), c.chance(0.2)
    with_unit = "unit" not in {column[0] for column in g.columns} and c.chance(0.15)
    fine = c.chance(0.06)
    for pos, item in enumerate(c.invoice.items, 1):
        if top > c.bottom - 3.2 * c.look.body.height:
            if carry:
                top = _row(
                    c,
                    g,
                    top,
                    {
                        "description": text(c.pick("totals", "carry").format(n=c.sheet.page)),
                        "amount": [c.money(carried, bare=True)],
                    },
                    True,
                )
            if g.style in ("grid", "columns"):
                _verticals(c, g, first, top)
            first = top = turn()
            top = _head(c, g, top)
            if carry:
                top = _row(
                    c,
                    g,
                    top,
                    {
                        "description": text(c.pick("totals", "carry").format(n=c.sheet.page - 1)),
                        "amount": [c.money(carried, bare=True)],
                    },
                    False,
                )
        if g.style == "zebra" and pos % 2 == 0:
            c.sheet.frame(c.look.left, top, c.x1, top + c.look.body.height + g.pad, 0.95, 0)
        top = _row(c, g, top, _cells(c, pos, item, per_cent, with_unit, fine), False)
        c.sheet.items.append(_drawn(g, item))
        if detail and c.chance(0.5):
            top = _row(
                c, g, top - g.pad, {"description": [Run(f"{c.label('delivery_date')} "), c.date(item.date)]}, False
            )
        for _ in range(c.rng.choice((0, 1, 1, 2)) if told else 0):
            top = _row(c, g, top - g.pad, {"description": c.sentence("details", "items")}, False)
        if numbered and c.chance(0.7):
            label, number = others_number(c, "document")
            top = _row(c, g, top - g.pad, {"description": [Run(f"{label} "), *number]}, False)
        if g.style in ("rules", "grid"):
            c.sheet.rule(c.look.left, top, c.x1, 0.3, 0.5)
        carried += item.amount
    if g.style in ("grid", "columns"):
        _verticals(c, g, first, top)
    if g.style not in ("bare", "headless"):
        c.sheet.rule(c.look.left, top, c.x1, 0.6)
    return top + c.look.body.height * c.rng.uniform(0.3, 1.2)
