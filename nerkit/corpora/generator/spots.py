"""The table of a station's spots: a line each, some with their weeks below, some with a row of totals."""

from __future__ import annotations

from collections.abc import Callable

from nerkit.corpora.generator.bookings import Booking, Spot
from nerkit.corpora.generator.draft import DocumentDraft
from nerkit.corpora.generator.sheet import Run, Runs, text

_ORDERS = (
    "line start end program time days count rate amount",
    "line station start end program time length count amount",
    "line program dates time days rate count amount",
    "line date time program length rate",
    "date program time count rate amount",
    "line start end program days rate count amount type",
    "station line program time days dates length count rate amount",
)
_WEIGHTS = {"line": 0.5, "program": 2.2, "time": 1.3, "dates": 1.8, "days": 0.9, "length": 0.6, "count": 0.6}
_WEIGHTS |= {"amount": 1.2, "type": 0.5, "station": 0.6}
_FLUSH_RIGHT = frozenset({"rate", "amount", "count"})


def table(c: DocumentDraft, b: Booking, top: float, turn: Callable[[], float]) -> float:
    """All spots; `turn` ends a page and returns the top of the next. Returns where the table ends."""
    order = c.rng.choice(_ORDERS).split()
    unit = c.width / sum(_WEIGHTS.get(key, 1.0) for key in order)
    weekly, ruled, font = c.chance(0.3), c.chance(0.4), c.look.body.scaled(0.86)
    heads: dict[str, Runs] = {key: [Run(c.pick("media_columns", key), None, True)] for key in order}

    def row(cells: dict[str, Runs], top: float) -> float:
        x = c.look.left
        for key in order:
            width = _WEIGHTS.get(key, 1.0) * unit
            if runs := cells.get(key):
                face = font.scaled(min(1, (width - 6) / max(1, c.sheet.measure(runs, font))))
                if key in _FLUSH_RIGHT:
                    c.sheet.line(x + width - 5, top + 1, runs, face, "right")
                else:
                    c.sheet.line(x + 1, top + 1, runs, face)
            x += width
        if ruled:
            c.sheet.rule(c.look.left, top + font.height + 1, c.x1, 0.3)
        return top + font.height + 2

    def heading(top: float) -> float:
        bottom = row(heads, top)
        c.sheet.rule(c.look.left, bottom, c.x1, 0.8)
        return bottom

    top = heading(top)
    for number, spot in enumerate(b.spots, 1):
        if top > c.bottom - 4 * font.height:
            top = heading(turn())
        top = row(_cells(c, b, number, spot), top)
        if weekly:
            top = c.sheet.line(c.look.left + 30, top, _week(c, spot), font.scaled(0.95))
    if c.chance(0.3) and "amount" in order:
        count = text(str(sum(spot.count for spot in b.spots)))
        first: Runs = [Run("Totals", None, True)]
        total: Runs = [c.money(b.gross, "TOTAL_AMOUNT", True)]
        top = row({order[0]: first, "count": count, "amount": total}, top)
    return top


def _cells(c: DocumentDraft, b: Booking, number: int, spot: Spot) -> dict[str, Runs]:
    return {
        "line": text(str(number)),
        "station": text(b.station),
        "start": [c.date(spot.start)],
        "end": [c.date(spot.end)],
        "date": [c.date(spot.start)],
        "dates": [c.date(spot.start), Run("-"), c.date(spot.end)],
        "program": text(spot.program),
        "time": text(spot.time),
        "days": text(spot.days),
        "length": text(":30"),
        "type": text("NM"),
        "count": text(str(spot.count)),
        "rate": [c.money(spot.rate, bare=True)],
        "amount": [c.money(spot.amount, bare=True)],
    }


def _week(c: DocumentDraft, spot: Spot) -> Runs:
    """The week of a spot, as some tables repeat it below the line."""
    dates = [c.date(spot.start), Run("  "), c.date(spot.end)]
    return [Run("Week: "), *dates, Run(f"   {spot.days}   {spot.count}   "), c.money(spot.rate)]
