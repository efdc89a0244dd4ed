"""Orders, contracts and invoices of US stations: a grid of labels, a table of spots, gross and net."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.generator import invoice_details as details
from nerkit.corpora.generator import invoice_layouts, spots
from nerkit.corpora.generator.bookings import Booking, Spot
from nerkit.corpora.generator.draft import DocumentDraft, fill
from nerkit.corpora.generator.invoice_details import Detail
from nerkit.corpora.generator.invoice_facts import cents
from nerkit.corpora.generator.sheet import Run, Runs, Sheet, text


def _details(c: DocumentDraft, b: Booking) -> list[Detail]:
    """The grid's labels and values. Where a flight is given, the invoice's own period has no role."""
    v, bold = b.deal, c.look.bold_values
    flight = c.chance(0.85) or b.is_order
    order = Run(v.order_number, "ORDER_NUMBER", bold)

    def period(start: dt.date, end: dt.date, first: str, last: str) -> Runs:
        return [c.date(start, first), Run(c.rng.choice((" - ", " - ", " to ", "-", " – "))), c.date(end, last)]

    rows: list[tuple[str, float, Runs]] = []
    if b.is_order:
        rows.append(("contract", 1, [order, Run(c.rng.choice(("", "", " /", " / 1")))]))
    else:
        rows.append(("invoice_number", 1, [Run(v.number, "INVOICE_NUMBER", bold)]))
        rows.append(("invoice_date", 1, [c.date(v.date, "INVOICE_DATE")]))
        rows.append(("order", 0.7, [order]))
        if flight:
            rows.append(("invoice_period", 0.7, period(v.start.replace(day=1), v.date, "DATE", "DATE")))
        else:
            rows.append(("invoice_period", 1, period(v.start, v.end, "PERIOD_START", "PERIOD_END")))
        rows.append(("invoice_month", 0.3, text(f"{c.words.months[v.date.month - 1]} {v.date.year}")))
        rows.append(("due_date", 0.15, [c.date(v.due, "DUE_DATE")]))
    if flight and c.chance(0.1):
        rows.append(("flight_start", 1, [c.date(v.start, "PERIOD_START")]))
        rows.append(("flight_end", 1, [c.date(v.end, "PERIOD_END")]))
    elif flight:
        rows.append(("flight", 1, period(v.start, v.end, "PERIOD_START", "PERIOD_END")))
    rows.append(("advertiser", 1, [c.name(v.buyer, bold)]))
    if b.agency:
        rows.append(("agency", 0.5, text(b.agency.name)))
    revised: Runs = [c.date(v.order_date), Run(" / "), c.date(v.order_date + dt.timedelta(days=2))]
    rows += [
        ("station", 0.6, [Run(b.station, "SELLER" if b.station == v.seller.name else None)]),
        ("account_executive", 0.6, text(invented_names.person("US", c.rng))),
        ("revised", 0.4, revised),
        ("printed", 0.3, [c.date(v.date)]),
        ("commission_rate", 0.4, [c.percent(b.commission)]),
        ("sales_office", 0.5, text(f"{v.seller.address.place} {c.rng.choice(('National', 'Local', ''))}".strip())),
        ("market", 0.3, text(v.seller.address.place)),
    ]
    chosen: list[Detail] = [(c.look.label(c.pick("media", key)), runs) for key, p, runs in rows if c.chance(p)]
    others = [key for key in c.words.groups["media_fields"] if c.chance(0.45)]
    c.rng.shuffle(others)
    for key in others:
        value = c.pick("media_fields", key).format(
            word=invented_names.word(c.rng), n=c.rng.randrange(10, 9999), long=c.rng.randrange(10**6, 10**8)
        )
        chosen.append((c.look.label(key), text(value) if value else []))
    if c.chance(0.35):
        c.rng.shuffle(chosen)
    return chosen


def _in_columns(c: DocumentDraft, x: float, top: float, rows: list[Detail], width: float) -> float:
    """The grid in two or three columns of label and value beside each other."""
    count = 3 if width > 380 and len(rows) > 9 and c.chance(0.4) else 2
    cell, per = width / count, -(-len(rows) // count)
    small = replace(c, look=replace(c.look, body=c.look.body.scaled(0.9)))
    arrange = c.rng.choice((details.aligned, details.aligned, details.running, details.table))
    parts = [rows[i : i + per] for i in range(0, len(rows), per)]
    return max(arrange(small, x + k * cell, top, part, cell - 8) for k, part in enumerate(parts))


_GRIDS = (_in_columns, _in_columns, details.boxes, details.boxes, details.table, details.aligned)


def _address(c: DocumentDraft, b: Booking, x: float, top: float) -> float:
    """Who gets the bill: the agency, or the advertiser where there is none."""
    who = b.agency or b.deal.buyer
    rows: list[Runs] = [text(c.pick("media", "bill_to"))] if c.chance(0.6) else []
    if c.chance(0.3):
        rows.append(text(f"Attention: {c.rng.choice(('Accounts Payable', invented_names.person('US', c.rng)))}"))
    rows.append([c.name(who)] if who is b.deal.buyer else text(who.name))
    return c.sheet.lines(x, top, [*rows, *map(text, who.address.lines)], c.look.body)


def _station(c: DocumentDraft, b: Booking, x: float, top: float) -> float:
    """The station's name, address and telephone, and often where to send the money."""
    seller, font = b.deal.seller, c.look.body
    top = c.sheet.line(x, top, [c.name(seller, True)], font.scaled(c.rng.choice((1.0, 1.4))))
    top = c.sheet.block(x, top, seller.address.lines, "ADDRESS", font)
    if c.chance(0.5):
        top = c.sheet.line(x, top, text(f"{c.rng.choice(('Main: ', 'Billing: ', ''))}{seller.phone}"), font)
    if not b.is_order and c.chance(0.35):
        top = c.sheet.line(x, top + 6, text(c.pick("media", "remit_to")), font)
        top = c.sheet.line(x, top, [c.name(seller)], font)
        top = c.sheet.block(x, top, seller.address.lines, "ADDRESS", font)
    return top


def _sums(c: DocumentDraft, b: Booking, x: float, top: float) -> float:
    """Gross, commission and net below each other."""
    font, width = c.look.body, 190.0
    rows = [("gross", c.money(b.gross, "TOTAL_AMOUNT"))]
    if b.agency:
        rows += [("commission", c.money(b.fee)), ("net", c.money(b.net, "NET_AMOUNT"))]
    if c.chance(0.2):
        rows.reverse()
    flush = c.chance(0.7)
    for key, amount in rows:
        name = Run(c.label(key, "media"), None, c.look.bold_labels)
        if flush:
            c.sheet.line(x, top, [name], font)
            top = c.sheet.line(x + width, top, [amount], font, "right")
        else:
            top = c.sheet.line(x, top, [name, Run("  "), amount], font)
    return top


def _months(c: DocumentDraft, b: Booking, top: float) -> float:
    """What each month takes, with a row of totals."""
    font, x = c.look.body.scaled(0.9), c.look.left
    ends = (x, x + 136, x + 226, x + 316)
    by_month: dict[tuple[int, int], list[Spot]] = {}
    for spot in b.spots:
        by_month.setdefault((spot.start.year, spot.start.month), []).append(spot)
    kept = 1 - (b.commission / 100 if b.agency else 0)

    def row(cells: list[Runs], top: float) -> float:
        for k, runs in enumerate(cells):
            c.sheet.line(ends[k], top, runs, font, "right" if k else "left")
        return top + font.height + 1

    top = row([[Run(head, None, True)] for head in ("Month", "# Spots", "Gross Amount", "Net Amount")], top)
    for (year, month), aired in sorted(by_month.items()):
        gross = sum((spot.amount for spot in aired), Decimal(0))
        count = text(str(sum(spot.count for spot in aired)))
        named = text(f"{c.words.months[month - 1]} {year}")
        top = row([named, count, [c.money(gross)], [c.money(cents(gross * kept))]], top)
    count = text(str(sum(spot.count for spot in b.spots)))
    totals: list[Runs] = [[c.money(b.gross, "TOTAL_AMOUNT")], [c.money(b.net, "NET_AMOUNT")]]
    return row([[Run("Totals", None, True)], count, *totals], top)


def _head(c: DocumentDraft, b: Booking) -> float:
    """The station, who is billed and the grid, in one of three arrangements; returns where they end."""
    rows, grid = _details(c, b), c.rng.choice(_GRIDS)
    left, way = c.look.left, c.rng.random()
    if way < 0.4:  # the grid on the right
        width = min(c.width * 0.58, 340)
        station = _station(c, b, left + c.rng.choice((0, 60)), 48)
        end = _address(c, b, left + 20, max(station + 16, 130))
        return max(grid(c, c.x1 - width, 44, rows, width), end)
    if way < 0.75:  # the grid below both
        end = max(_station(c, b, left, 48), _address(c, b, c.sheet.width * 0.55, 52))
        return grid(c, left, end + 12, rows, c.width)
    top = grid(c, left, 48, rows, c.width) + 12
    return max(_station(c, b, left, top), _address(c, b, c.sheet.width * 0.5, top))


def draw(path: Path, b: Booking, rng: Random) -> Sheet:
    """Writes the booking to `path`, upright or on its side."""
    width, height = invoice_layouts.LETTER
    if rng.random() < 0.2:
        width, height = height, width
    sheet = Sheet(path, width, height)
    c = invoice_layouts.context(sheet, b.deal, rng, height - 50)
    c = replace(c, look=replace(c.look, left=30, right=30, body=c.look.body.scaled(0.9)))
    page = rng.choice(("Page {n} of {m}", "Page {n}", ""))

    def foot() -> None:
        number = page.format(n=sheet.page, m=max(sheet.page, 1 + len(b.spots) // 28))
        sheet.line(c.x1, 18, text(number), c.look.small, "right")

    def turn() -> float:
        foot()
        sheet.new_page()
        if c.chance(0.5):
            number = Run(b.deal.order_number, "ORDER_NUMBER") if b.is_order else Run(b.deal.number, "INVOICE_NUMBER")
            label = Run(f"{c.label('contract' if b.is_order else 'invoice_number', 'media')} ")
            return sheet.line(c.look.left, 34, [label, number], c.look.body) + 8
        return 40.0

    title = c.pick("media", "order_title" if b.is_order else "invoice_title")
    sheet.line(width / 2, 22, [Run(title, None, True)], c.look.body.scaled(1.5), "center")
    top = _head(c, b) + 14
    by_month = b.is_order and c.chance(0.4)
    if by_month:
        top = _months(c, b, top) + 12
    top = spots.table(c, b, top, turn) + 8
    if top > c.bottom - 60:
        top = turn()
    if not by_month or c.chance(0.3):
        top = _sums(c, b, rng.choice((c.look.left + 10, c.x1 - 195, width / 2)), top)
    if c.chance(0.4):
        top = sheet.line(c.look.left, top + 6, [Run("Payment Terms "), Run("30 Days", "DURATION")], c.look.body)
    if c.chance(0.5) and top < c.bottom - 20:
        template = c.pick("media", "warranty")
        small = c.look.small.scaled(0.8)
        sheet.paragraph(c.look.left, top + 8, c.width, fill(template, c.values(template)), small)
    foot()
    sheet.save()
    return sheet


def record(b: Booking) -> dict[str, list[list[str]]]:
    """The readings that differ from those of other invoices."""
    return {"net_amount": [[str(b.net)]], "total_amount": [[str(b.gross)]]}
