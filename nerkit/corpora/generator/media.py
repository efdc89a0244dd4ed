"""Orders, contracts and invoices for advertising on US stations: grids of labels, many lines with dates and rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random

from nerkit.corpora.generator import details, invent, layouts, names
from nerkit.corpora.generator.addresses import address
from nerkit.corpora.generator.context import Context
from nerkit.corpora.generator.details import Detail
from nerkit.corpora.generator.facts import Invoice, Party, cents
from nerkit.corpora.generator.sheet import Run, Runs, Sheet, text

_PROGRAMS = (
    "Morning News", "News at 5p", "News at 6p", "News at 10", "Late News", "Judge {word}", "Family Game", "Prime Rotation", "Noon Report",
    "M-F Daytime", "Weekend Sports", "Talk with {word}", "Early Fringe", "Access Hour", "Movie of the Week", "Sunday Forum", "{word} Tonight",
)  # fmt: skip
_TIMES = (
    "5a-6a",
    "6a-7a",
    "5p-530p",
    "6-630p",
    "10p-1035p",
    "1135p-1235a",
    "9a-3p",
    "7:30p-8p",
    "4:00 PM-5:00 PM",
    "11:00 AM - 12:00 PM",
)


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
    """An order or the invoice for it; `deal.buyer` is the advertiser, `deal.total` the gross total."""

    deal: Invoice
    agency: Party | None
    station: str
    product: str
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


def _advertiser(rng: Random) -> str:
    """A company, a campaign or a committee, as stations write them."""
    person, place = names.person("US", rng), address("US", rng).place
    return rng.choice(
        (
            names.company("US", rng), names.company("US", rng), f"{person} for {rng.choice(('Senate', 'Congress', 'Mayor', 'Governor'))}",
            f"Citizens for {place}", f"POL/{person}/{rng.choice(('D', 'R'))}/{rng.choice(('US Senate', 'State House', 'Judge'))}/{place}",
            f"Committee to Elect {person}", f"{names.word(rng)} Action Fund", f"Friends of {person}", f"{place} Forward PAC",
            f"ISS/{names.word(rng)} Coalition", f"Vote Yes on {rng.randrange(1, 60)}",
        )
    )  # fmt: skip


def booking(rng: Random) -> Booking:
    """A booking with its lines, all drawn from `rng`."""
    deal = invent.invoice(rng, "us")
    start = deal.date - dt.timedelta(days=rng.randrange(2, 40))
    end = start + dt.timedelta(days=rng.choice((1, 3, 6, 6, 6, 13, 20, 27, rng.randrange(1, 80))))
    if rng.random() < 0.04:
        end = start
    spots = []
    step = rng.choice((5, 25, 100))
    for _ in range(rng.choice((1, 2, 3, 4, 6, 8, 10, 14, rng.randrange(10, 50)))):
        first = start + dt.timedelta(days=rng.randrange(0, max(1, (end - start).days)))
        last = end if rng.random() < 0.5 else min(end, first + dt.timedelta(days=6))
        days = "".join(d if rng.random() < 0.7 else "-" for d in "MTWTFSS")
        rate = Decimal(step * rng.randrange(1, 90))
        program = rng.choice(_PROGRAMS).format(word=names.word(rng))
        spots.append(Spot(first, last, program, rng.choice(_TIMES), days, rng.choice((1, 1, 1, 2, 3, 5)), rate))
    station = f"{rng.choice('WK')}{rng.choice('QXZJ')}{rng.choice('ABCDEFGHKLMNPRSTVY')}{rng.choice('QXZJV')}"
    brand = rng.choice(
        (station, station, f"{station}-TV", f"{station} Television, Inc.", f"{names.word(rng)} Broadcasting LLC")
    )
    is_order = rng.random() < 0.5
    seller = replace(deal.seller, name=brand, is_person=False, title=None)
    buyer = replace(deal.buyer, name=_advertiser(rng), is_person=True, title=None, attention=None)
    order = str(rng.randrange(10**4, 10**8))
    number = rng.choice(
        (
            f"{order}-{rng.randrange(1, 9)}",
            str(rng.randrange(10**5, 10**7)),
            f"{station[1:3]}{rng.randrange(10**6, 10**8)}",
        )
    )
    deal = replace(
        deal, seller=seller, buyer=buyer, number=number, order_number=order, start=start, end=end, currency="USD"
    )
    agency = invent.party("US", rng, 0) if rng.random() < 0.8 else None
    product = rng.choice(
        (
            f"{names.word(rng)} {rng.choice(('Fall', 'TV 1', 'Ad-2', 'Launch'))}",
            f"EST {rng.randrange(100, 9999)}",
            "Candidate",
            "Issue",
        )
    )
    return Booking(deal, agency, station, product, Decimal(rng.choice((15, 15, 15, 10))), tuple(spots), is_order)


def _details(c: Context, b: Booking) -> list[Detail]:
    """The grid's labels and values. Where a flight is given, the invoice's own period has no role."""
    v, pick = b.deal, c.rng.choice
    flight = c.chance(0.85) or b.is_order

    def span(start: dt.date, end: dt.date, labelled: bool) -> Runs:
        first, last = ("PERIOD_START", "PERIOD_END") if labelled else ("DATE", "DATE")
        return [c.date(start, first), Run(pick((" - ", " - ", " to ", "-", " – "))), c.date(end, last)]

    order, number = (
        Run(v.order_number, "ORDER_NUMBER", c.look.bold_values),
        Run(v.number, "INVOICE_NUMBER", c.look.bold_values),
    )
    if b.is_order:
        head: list[Detail] = [
            (
                pick(
                    (
                        "Contract #",
                        "Order #",
                        "Contract / Revision",
                        "Order / Rev",
                        "Contract Number",
                        "Order Number",
                        "Contract No.",
                    )
                ),
                [order, *([Run(pick((" /", " / 1", "")))])],
            )
        ]
    else:
        head = [
            (pick(("Invoice #", "Invoice #", "Invoice Number", "Invoice No.", "Invoice")), [number]),
            (pick(("Invoice Date", "Inv. Date", "Date", "Billing Date")), [c.date(v.date, "INVOICE_DATE")]),
        ]
        if c.chance(0.7):
            head.append((pick(("Order #", "Contract #", "Order Number", "Contract")), [order]))
        if c.chance(0.7) or not flight:
            period = (v.start.replace(day=1), v.date) if flight else (v.start, v.end)
            head.append((pick(("Invoice Period", "Billing Period", "Period")), span(*period, not flight)))
        if c.chance(0.3):
            head.append(("Invoice Month", text(f"{c.words.months[v.date.month - 1]} {v.date.year}")))
        if c.chance(0.15):
            head.append((pick(("Due Date", "Payment Due")), [c.date(v.due, "DUE_DATE")]))
    if flight:
        if c.chance(0.1):
            head += [("Flight Start", [c.date(v.start, "PERIOD_START")]), ("Flight End", [c.date(v.end, "PERIOD_END")])]
        else:
            head.append(
                (
                    pick(("Flight Dates", "Flight", "Order Flight", "Contract Dates", "Schedule Dates", "Order Dates")),
                    span(v.start, v.end, True),
                )
            )
    head.append(
        (pick(("Advertiser", "Advertiser", "Advertiser", "Client", "Customer")), [c.name(v.buyer, c.look.bold_values)])
    )
    person = names.person("US", c.rng)
    rest: list[Detail] = [
        (pick(("Alt Order #", "Alt Order Number", "Agency Order #")), text(str(c.rng.randrange(10**6, 10**8)) if c.chance(0.7) else "")),
        (pick(("Product", "Product Desc", "Brand")), text(b.product)),
        (pick(("Estimate #", "Estimate", "Estimate Number", "Est #")), text(str(c.rng.randrange(10, 9999)) if c.chance(0.8) else "")),
        (pick(("Property", "Station")), [Run(b.station, "SELLER" if b.station == v.seller.name else None)]),
        (pick(("Account Executive", "Salesperson", "AE")), text(person)),
        ("Sales Office", text(f"{v.seller.address.place} {pick(('National', 'Local', ''))}".strip())),
        ("Sales Region", text(pick(("National", "Local", "NAT")))),
        ("Billing Calendar", text(pick(("Broadcast", "Calendar")))),
        (pick(("Billing Type", "Cash/Trade")), text("Cash")),
        ("Billing Cycle", text(pick(("EOM/EOC", "Monthly", "Weekly")))),
        ("Special Handling", []),
        ("Agency Code", text(str(c.rng.randrange(10, 9999)) if c.chance(0.5) else "")),
        ("Advertiser Code", text(str(c.rng.randrange(10, 9999)) if c.chance(0.5) else "")),
        ("Agency Ref", text(str(c.rng.randrange(10**4, 10**7)) if c.chance(0.4) else "")),
        ("Order Type", text(pick(("NORMAL", "GENERAL", "Standard")))),
        (pick(("Demographic", "Primary Demo")), text(pick(("A35+", "Adults 50+", "Households")))),
        ("Agency Commission", [c.percent(b.commission)]),
        (pick(("Original Date / Revision", "Entered / Revised", "Created")), [c.date(v.order_date), Run(" / "), c.date(v.order_date + dt.timedelta(days=2))]),
        (pick(("Print Date", "Printed on", "Last Modified")), [c.date(v.date)]),
        ("Market", text(v.seller.address.place)),
        ("Product Codes", text("PL")),
        ("Deal #", []),
    ]  # fmt: skip
    if b.agency and c.chance(0.6):
        rest.insert(0, (pick(("Agency", "Buying Contact", "Billing Contact")), text(b.agency.name)))
    kept = [row for row in rest if c.chance(0.6)]
    if c.chance(0.5):
        c.rng.shuffle(kept)
    rows = head + kept
    if c.chance(0.35):
        c.rng.shuffle(rows)
    return [(c.look.label(label), runs) for label, runs in rows]


def _in_columns(c: Context, x: float, top: float, rows: list[Detail], width: float) -> float:
    """The grid in two or three columns of label and value beside each other."""
    count = 3 if width > 380 and len(rows) > 9 and c.chance(0.4) else 2
    cell, per = width / count, -(-len(rows) // count)
    look = replace(c, look=replace(c.look, body=c.look.body.scaled(0.9)))
    arrange = c.rng.choice((details.aligned, details.aligned, details.running, details.table))
    return max(
        arrange(look, x + k * cell, top, rows[k * per : (k + 1) * per], cell - 8)
        for k in range(count)
        if rows[k * per : (k + 1) * per]
    )


_GRIDS = (_in_columns, _in_columns, details.boxes, details.boxes, details.table, details.aligned)


def _address(c: Context, b: Booking, x: float, top: float) -> float:
    """Who gets the bill: the agency, or the advertiser where there is none."""
    who = b.agency or b.deal.buyer
    rows: list[Runs] = (
        [text(c.rng.choice(("Billing Address:", "Bill To:", "And:", "Agency", "")))] if c.chance(0.6) else []
    )
    rows += (
        [text(f"Attention: {c.rng.choice(('Accounts Payable', names.person('US', c.rng)))}")] if c.chance(0.3) else []
    )
    rows.append([c.name(who)] if who is b.deal.buyer else text(who.name))
    return c.sheet.lines(
        x, top, [row for row in rows if row[0].text] + [text(line) for line in who.address.lines], c.look.body
    )


def _station(c: Context, b: Booking, x: float, top: float) -> float:
    """The station's name, address and telephone, and often where to send the money."""
    seller, font = b.deal.seller, c.look.body
    top = c.sheet.line(x, top, [c.name(seller, True)], font.scaled(c.rng.choice((1.0, 1.4))))
    top = c.sheet.block(x, top, seller.address.lines, "ADDRESS", font)
    if c.chance(0.5):
        top = c.sheet.line(x, top, text(f"{c.rng.choice(('Main: ', 'Billing: ', ''))}{seller.phone}"), font)
    if not b.is_order and c.chance(0.35):
        top = c.sheet.line(x, top + 6, text(c.rng.choice(("Remit Address:", "Send Payment To:", "Remit To:"))), font)
        top = c.sheet.line(x, top, [c.name(seller)], font)
        top = c.sheet.block(x, top, seller.address.lines, "ADDRESS", font)
    return top


def _table(c: Context, b: Booking, top: float, turn: Callable[[], float]) -> float:
    """A line a spot; some tables repeat the weeks of each line below it."""
    order = c.rng.choice(
        (
            "line start end program time days count rate amount", "line station start end program time length count amount", "line program dates time days rate count amount",
            "line date time program length rate", "date program time count rate amount", "line start end program days rate count amount type",
        )
    ).split()  # fmt: skip
    weights = {
        "line": 0.5,
        "program": 2.2,
        "time": 1.3,
        "dates": 1.8,
        "days": 0.9,
        "length": 0.6,
        "count": 0.6,
        "rate": 1.0,
        "amount": 1.2,
        "type": 0.5,
        "station": 0.6,
    }
    titles = {"line": ("Line", "Ln", "#"), "start": ("Start Date", "Start"), "end": ("End Date", "End"), "program": ("Description", "Program", "Inventory Code"),
              "time": ("Start/End Time", "Time", "Day/Time"), "days": ("Days", "Weekdays"), "count": ("Spots", "# Spots", "Units"), "rate": ("Rate", "Unit Rate"),
              "amount": ("Amount", "Total", "Line Total"), "dates": ("Dates", "Flight"), "date": ("Air Date", "Date"), "length": ("Length", "Len"), "type": ("Type",), "station": ("Ch", "Station")}  # fmt: skip
    unit = c.width / sum(weights.get(key, 1.0) for key in order)
    weekly, ruled, font = c.chance(0.3), c.chance(0.4), c.look.body.scaled(0.86)
    heads = {key: c.rng.choice(titles[key]) for key in order}

    def row(cells: dict[str, Runs], top: float) -> float:
        x = c.look.left
        for key in order:
            width = weights.get(key, 1.0) * unit
            runs = cells.get(key) or []
            if runs:
                face = font.scaled(min(1, (width - 4) / max(1, c.sheet.measure(runs, font))))
                right = key in ("rate", "amount", "count")
                c.sheet.line(x + width - 3 if right else x + 1, top + 1, runs, face, "right" if right else "left")
            x += width
        if ruled:
            c.sheet.rule(c.look.left, top + font.height + 1, c.x1, 0.3)
        return top + font.height + 2

    def heading(top: float) -> float:
        bottom = row({key: [Run(value, None, True)] for key, value in heads.items()}, top)
        c.sheet.rule(c.look.left, bottom, c.x1, 0.8)
        return bottom

    top = heading(top)
    for i, spot in enumerate(b.spots, 1):
        if top > c.bottom - 4 * font.height:
            top = heading(turn())
        dates: Runs = [c.date(spot.start), Run("-"), c.date(spot.end)]
        cells: dict[str, Runs] = {
            "line": text(str(i)), "station": text(b.station), "start": [c.date(spot.start)], "end": [c.date(spot.end)], "date": [c.date(spot.start)], "dates": dates,
            "program": text(spot.program), "time": text(spot.time), "days": text(spot.days), "length": text(":30"), "type": text("NM"),
            "count": text(str(spot.count)), "rate": [c.money(spot.rate, bare=True)], "amount": [c.money(spot.amount, bare=True)],
        }  # fmt: skip
        top = row(cells, top)
        if weekly:
            runs = [
                Run("Week: "),
                c.date(spot.start),
                Run("  "),
                c.date(spot.end),
                Run(f"   {spot.days}   {spot.count}   "),
                c.money(spot.rate),
            ]
            top = c.sheet.line(c.look.left + 30, top, runs, font.scaled(0.95))
    if c.chance(0.3) and "amount" in order:
        top = row(
            {
                "line": [Run("Totals", None, True)],
                "count": text(str(sum(s.count for s in b.spots))),
                "amount": [c.money(b.gross, "TOTAL_AMOUNT", True)],
            },
            top,
        )
    return top


def _sums(c: Context, b: Booking, x: float, top: float) -> float:
    """Gross, commission and net, as pairs; orders have a table of months instead on some pages."""
    font, width = c.look.body, 190.0
    net = c.money(b.gross - b.fee, "NET_AMOUNT")
    rows: list[tuple[str, Run]] = [
        (
            c.rng.choice(("Gross Total", "Gross Total", "Gross Amount", "Total Gross", "Grand Total", "Total")),
            c.money(b.gross, "TOTAL_AMOUNT"),
        )
    ]
    if b.agency:
        rows.append((c.rng.choice(("Agency Commission", "Commission", "Less Agency Commission")), c.money(b.fee)))
        rows.append((c.rng.choice(("Net Amount Due", "Net Total", "Net Amount", "Total Net")), net))
    if c.chance(0.2):
        rows.reverse()
    right = c.chance(0.7)
    for label, run in rows:
        name = Run(c.look.label(label), None, c.look.bold_labels)
        if right:
            c.sheet.line(x, top, [name], font)
            top = c.sheet.line(x + width, top, [run], font, "right")
        else:
            top = c.sheet.line(x, top, [name, Run("  "), run], font)
    return top


def _months(c: Context, b: Booking, top: float) -> float:
    """What each month takes, with a row of totals."""
    font, x = c.look.body.scaled(0.9), c.look.left
    cuts = (x, x + 90, x + 140, x + 230, x + 320)
    heads = ("Month", "# Spots", "Gross Amount", "Net Amount")
    by_month: dict[tuple[int, int], list[Spot]] = {}
    for spot in b.spots:
        by_month.setdefault((spot.start.year, spot.start.month), []).append(spot)
    keep = 1 - (b.commission / 100 if b.agency else 0)

    def row(cells: list[Runs], top: float) -> float:
        for k, runs in enumerate(cells):
            c.sheet.line(cuts[k] if k == 0 else cuts[k + 1] - 4, top, runs, font, "left" if k == 0 else "right")
        return top + font.height + 1

    top = row([[Run(head, None, True)] for head in heads], top)
    for (year, month), spots in sorted(by_month.items()):
        gross = sum((spot.amount for spot in spots), Decimal(0))
        count = text(str(sum(spot.count for spot in spots)))
        top = row(
            [text(f"{c.words.months[month - 1]} {year}"), count, [c.money(gross)], [c.money(cents(gross * keep))]], top
        )
    count = text(str(sum(spot.count for spot in b.spots)))
    return row(
        [
            [Run("Totals", None, True)],
            count,
            [c.money(b.gross, "TOTAL_AMOUNT")],
            [c.money(b.gross - b.fee, "NET_AMOUNT")],
        ],
        top,
    )


def draw(path: Path, b: Booking, rng: Random) -> Sheet:
    """Writes the booking to `path`, upright or on its side."""
    width, height = layouts.LETTER
    if rng.random() < 0.2:
        width, height = height, width
    sheet = Sheet(path, width, height)
    c = layouts.context(sheet, b.deal, rng, height - 50)
    c = replace(c, look=replace(c.look, left=30, right=30, body=c.look.body.scaled(0.9)))
    title = (
        rng.choice(("ORDER", "CONTRACT", "Confirmation Contract", "Broadcast Order"))
        if b.is_order
        else rng.choice(("INVOICE", "Invoice", "OFFICIAL BILLING INVOICE"))
    )
    page = rng.choice(("Page {n} of {m}", "Page {n}", "")) if rng.random() < 0.7 else ""

    def foot() -> None:
        if page:
            sheet.line(
                c.x1,
                18,
                text(page.format(n=sheet.page, m=max(sheet.page, 1 + len(b.spots) // 28))),
                c.look.small,
                "right",
            )

    def turn() -> float:
        foot()
        sheet.new_page()
        if c.chance(0.5):
            number = Run(b.deal.order_number, "ORDER_NUMBER") if b.is_order else Run(b.deal.number, "INVOICE_NUMBER")
            return (
                sheet.line(c.look.left, 34, [Run("Order # " if b.is_order else "Invoice # "), number], c.look.body) + 8
            )
        return 40.0

    rows, grid = _details(c, b), rng.choice(_GRIDS)
    sheet.line(width / 2, 22, [Run(title, None, True)], c.look.body.scaled(1.5), "center")
    draw_ = rng.random()
    if draw_ < 0.4:  # the station on the left, the grid on the right
        wide = min(c.width * 0.58, 340)
        end = _address(c, b, c.look.left + 20, max(_station(c, b, c.look.left + rng.choice((0, 60)), 48) + 16, 130))
        top = max(grid(c, c.x1 - wide, 44, rows, wide), end)
    elif draw_ < 0.75:  # the grid over the whole width, below both
        end = _station(c, b, c.look.left, 48)
        top = max(end, _address(c, b, width * 0.55, 52)) + 12
        top = grid(c, c.look.left, top, rows, c.width)
    else:  # the grid first
        top = grid(c, c.look.left, 48, rows, c.width) + 12
        top = max(_station(c, b, c.look.left, top), _address(c, b, width * 0.5, top))
    top += 14
    months = b.is_order and c.chance(0.4)
    if months:
        top = _months(c, b, top) + 12
    top = _table(c, b, top, turn) + 8
    if top > c.bottom - 60:
        top = turn()
    if not months or c.chance(0.3):
        top = _sums(c, b, rng.choice((c.look.left + 10, c.x1 - 195, width / 2)), top)
    if c.chance(0.4):
        top = c.sheet.line(c.look.left, top + 6, [Run("Payment Terms "), Run("30 Days", "DURATION")], c.look.body)
    if c.chance(0.5) and top < c.bottom - 20:
        warranty = "We warrant that the broadcast information shown here was taken from the program log. The station does not discriminate in the sale of advertising time."
        sheet.paragraph(c.look.left, top + 8, c.width, text(warranty), c.look.small.scaled(0.8))
    foot()
    sheet.save()
    return sheet


def record(b: Booking) -> dict[str, list[list[str]]]:
    """The readings that differ from those of other invoices."""
    return {"net_amount": [[str(b.gross - b.fee)]], "total_amount": [[str(b.gross)]]}
