"""Small pictures as SVG that stand in an HTML page: no script, no file beside it, colours of the page's style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nerkit.evaluation.counts import Figure, Rates
from nerkit.evaluation.reliability import Reliability

_SIZE, _EDGE = 300, 42

Point = tuple[float, float]


def whisker(figure: Figure) -> str:
    """A rate between 0 and 1 as a dot, and its interval as a line."""
    x, low, high = (round(100 * value, 2) for value in (figure.value, figure.low, figure.high))
    return (
        '<svg class="whisker" viewBox="-3 0 106 12" aria-hidden="true"><path class="axis" d="M0 6H100"/>'
        f'<path class="range" d="M{low} 6H{high}"/><circle cx="{x}" cy="6" r="3"/></svg>'
    )


def reliability_plot(measured: Reliability) -> str:
    """The share that is right against the confidence; dots grow with the number of entities."""
    most = max((b.count for b in measured.bins), default=1)
    dots = "".join(
        f'<circle cx="{_x(b.confidence)}" cy="{_y(b.accuracy)}" r="{2 + 4 * (b.count / most) ** 0.5:.1f}"/>'
        for b in measured.bins
    )
    line = _line([(b.confidence, b.accuracy) for b in measured.bins], "a")
    diagonal = _line([(0, 0), (1, 1)], "axis dashed")
    return _frame("confidence", "share that is right", diagonal + line + dots)


def threshold_plot(rates: dict[str, Rates]) -> str:
    """Precision, recall and F1 against the confidence from which on entities are taken, with their intervals."""
    steps = [float(name) for name in rates]
    parts = []
    for name, style in (("precision", "a"), ("recall", "b"), ("f1", "c")):
        figures = [getattr(row, name) for row in rates.values()]
        parts.append(_band(steps, figures, style))
        parts.append(_line([(step, figure.value) for step, figure in zip(steps, figures, strict=True)], style))
    return _frame("lowest confidence taken", "rate", "".join(parts))


def _band(steps: Sequence[float], figures: Sequence[Figure], style: str) -> str:
    there = [(step, figure.high) for step, figure in zip(steps, figures, strict=True)]
    back = [(step, figure.low) for step, figure in zip(steps, figures, strict=True)]
    points = " ".join(f"{_x(x)},{_y(y)}" for x, y in [*there, *reversed(back)])
    return f'<polygon class="{style} band" points="{points}"/>'


def _line(points: Sequence[Point], style: str) -> str:
    return f'<polyline class="{style}" points="{" ".join(f"{_x(x)},{_y(y)}" for x, y in points)}"/>'


def _frame(across: str, upward: str, content: str) -> str:
    middle = _EDGE + _SIZE / 2
    return (
        f'<svg class="plot" viewBox="0 0 {_SIZE + _EDGE + 14} {_SIZE + _EDGE + 14}" role="img" '
        f'aria-label="{upward} against {across}">{"".join(_ticks())}{content}'
        f'<text x="{middle}" y="{_SIZE + _EDGE + 8}" class="middle">{across}</text>'
        f'<text transform="translate(10 {_SIZE / 2}) rotate(-90)" class="middle">{upward}</text></svg>'
    )


def _ticks() -> Iterator[str]:
    for step in (0, 0.2, 0.4, 0.6, 0.8, 1):
        x, y = _x(step), _y(step)
        yield f'<path class="axis" d="M{x} {_y(0)}V{_y(1)}M{_x(0)} {y}H{_x(1)}"/>'
        yield f'<text x="{x}" y="{_y(0) + 15}" class="middle">{step:g}</text>'
        yield f'<text x="{_x(0) - 6}" y="{y + 4}" class="end">{step:g}</text>'


def _x(value: float) -> float:
    return round(_EDGE + _SIZE * value, 1)


def _y(value: float) -> float:
    return round(6 + _SIZE * (1 - value), 1)
