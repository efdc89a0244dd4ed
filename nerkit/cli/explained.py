"""Why a field holds what it holds, as a table for a person."""

from __future__ import annotations

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from nerkit.records.explanation import Explained
from nerkit.result import Result

REASONS = 6
"""Reasons that are shown for each candidate, the weightiest first."""


def explained(result: Result) -> RenderableType:
    """The candidates of the field that was asked for: how probable they are, where they stand, and why."""
    explanation = result.explanation
    if explanation is None or not explanation.candidates:
        return Text(f"no candidates for {explanation.field}" if explanation else "", "yellow")
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        header_style="dim",
        title=f"why {explanation.field} (shown from {explanation.least:.2f})",
        title_justify="left",
    )
    table.add_column("candidate", overflow="fold")
    table.add_column("probability", justify="right", no_wrap=True)
    table.add_column("mentions", style="dim", overflow="fold")
    table.add_column("why", overflow="fold", ratio=1)
    for candidate in explanation.candidates:
        value = " ".join(filter(None, (_plain(candidate.value), candidate.currency)))
        table.add_row(
            Text(value, "bold green" if candidate.chosen else ""),
            f"{candidate.probability:.2f}",
            "\n".join(_mention(result, index) for index in candidate.entities[:3]),
            _reasons(candidate),
        )
    return table


def _mention(result: Result, index: int) -> str:
    entity = result.entities[index]
    where = f"p. {entity.boxes[0].page}" if entity.boxes else f"character {entity.start}"
    return f"{_plain(entity.text)} · {entity.label} {entity.confidence:.2f} · {where}"


def _reasons(candidate: Explained) -> str:
    shown = list(candidate.reasons.items())[:REASONS]
    return ", ".join(f"{reason} {points:+.1f}" for reason, points in shown)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
