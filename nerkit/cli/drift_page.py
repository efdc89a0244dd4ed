"""Weeks of a store as plots in one HTML page that needs nothing else and runs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from nerkit.store.drift import StoredWeek

_WIDE, _HIGH, _LEFT, _BELOW = 900, 200, 60, 24
_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb")
"""Paul Tol's bright ones, which people who see few colours tell apart; the last one is for all further kinds."""

_STYLE = """body{font:15px/1.4 sans-serif;margin:2em auto;max-width:920px;color:#222}svg{width:100%}
table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:right;border-bottom:1px solid #ccc}
td:first-child,th:first-child,td:last-child,th:last-child{text-align:left}text{font:11px sans-serif;fill:#444}"""


def drift_page(weeks: Sequence[StoredWeek]) -> str:
    """The page: mean confidence, shares of documents with failed checks and of corrected ones, kinds; and a table."""
    rows = "".join(_row(week) for week in weeks)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>nerkit store drift</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>Results by week</h1>\n"
        f"<h2>Mean confidence</h2>\n{_lines(weeks, {'confidence': lambda week: week.confidence})}\n"
        f"<h2>Documents with a failed check, and corrected ones</h2>\n{_lines(weeks, _SHARES)}\n"
        f"<h2>Kinds</h2>\n{_stacks(weeks)}\n"
        "<h2>Figures</h2>\n<table><tr><th>week</th><th>documents</th><th>confidence</th><th>failed</th><th>corrected</th>"
        f"<th>moved</th></tr>\n{rows}</table>\n</body></html>\n"
    )


_SHARES: dict[str, Callable[[StoredWeek], float | None]] = {
    "failed": lambda week: week.failed / week.documents,
    "corrected": lambda week: week.corrected / week.documents,
}


def _row(week: StoredWeek) -> str:
    sure = "" if week.confidence is None else f"{week.confidence:.3f}"
    shares = "".join(f"<td>{share(week):.1%}</td>" for share in _SHARES.values())
    moved = escape(", ".join(week.moved))
    return f"<tr><td>{week.week}</td><td>{week.documents}</td><td>{sure}</td>{shares}<td>{moved}</td></tr>\n"


def _lines(weeks: Sequence[StoredWeek], series: dict[str, Callable[[StoredWeek], float | None]]) -> str:
    """A line a series, from 0 to 1; a week in which it moved has a ring."""
    parts = list(_frame(weeks))
    for number, (name, value) in enumerate(series.items()):
        colour = _COLOURS[number]
        points = [
            (_x(place, len(weeks)), _y(at), name in week.moved)
            for place, week in enumerate(weeks)
            if (at := value(week)) is not None
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{6 if moved else 3}" fill="{"none" if moved else colour}" '
            f'stroke="{colour}" stroke-width="2"/>'
            for x, y, moved in points
        ]
        parts.append(_key(number, name, colour))
    return _svg(parts)


def _stacks(weeks: Sequence[StoredWeek]) -> str:
    """A bar a week, with the share of each kind, the most frequent ones by name."""
    totals = sum((week.kinds for week in weeks), start=type(weeks[0].kinds)()) if weeks else {}
    named = sorted(totals, key=lambda kind: -totals[kind])[: len(_COLOURS) - 1]
    parts = list(_frame(weeks))
    wide = min(40.0, 0.8 * (_WIDE - _LEFT) / max(1, len(weeks)))
    for place, week in enumerate(weeks):
        from_ = 0.0
        shares = [week.kinds[kind] / week.documents for kind in named]
        for share, colour in zip([*shares, 1 - sum(shares)], _COLOURS[: len(named)] + _COLOURS[-1:], strict=True):
            high = share * _HIGH
            x, y = _x(place, len(weeks)) - wide / 2, _y(from_) - high
            parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}"/>')
            from_ += share
    parts += [_key(number, kind, _COLOURS[number]) for number, kind in enumerate(named)]
    return _svg(parts)


def _frame(weeks: Sequence[StoredWeek]) -> Iterator[str]:
    for at in (0.0, 0.5, 1.0):
        yield f'<line x1="{_LEFT}" x2="{_WIDE}" y1="{_y(at)}" y2="{_y(at)}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{_y(at) + 4}" text-anchor="end">{at:.0%}</text>'
    for place in range(0, len(weeks), max(1, len(weeks) // 8)):
        yield f'<text x="{_x(place, len(weeks)):.1f}" y="{_y(0) + 18}" text-anchor="middle">{weeks[place].week}</text>'


def _key(number: int, name: str, colour: str) -> str:
    x = _LEFT + number * 120
    return (
        f'<rect x="{x}" y="2" width="10" height="10" fill="{colour}"/><text x="{x + 15}" y="11">{escape(name)}</text>'
    )


def _svg(parts: list[str]) -> str:
    return f'<svg viewBox="0 0 {_WIDE} {_HIGH + 20 + _BELOW}" role="img">{"".join(parts)}</svg>'


def _x(place: int, count: int) -> float:
    return _LEFT + (place + 0.5) * (_WIDE - _LEFT) / max(1, count)


def _y(share: float) -> float:
    return 20 + (1 - share) * _HIGH
