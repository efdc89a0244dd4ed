"""What the terminal shows of a document: a stretch of its lines, and the mentions and proposals in it.

Text of documents is shown as text: a control character in it is a space, so that no file can send a terminal commands.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nerkit.annotation.marks import Mark, Proposal
from nerkit.annotation.numbered_lines import NumberedLines
from nerkit.labels import colour

MarkOrProposal = Mark | Proposal


def plain(text: str) -> str:
    """The text without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text.replace("\t", "    "))


def last_line(lines: NumberedLines, first: int, rows: int, width: int) -> int:
    """The last line that still fits on a screen of `rows` that begins with line `first`."""
    last = first
    for number in range(first, len(lines.spans) + 1):
        start, end = lines.spans[number - 1]
        rows -= 1 + (end - start) // max(width - 8, 20)
        if rows < 0:
            break
        last = number
    return last


def show_lines(console: Console, lines: NumberedLines, first: int, last: int, items: Sequence[MarkOrProposal]) -> None:
    """Print lines with what is marked in them."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for number in range(first, last + 1):
        table.add_row(str(number), _line(lines, number, items))
    console.print(table)
    if last < len(lines.spans):
        console.print(f"… {len(lines.spans)} lines; Enter goes on", style="dim")


def show_items(console: Console, lines: NumberedLines, items: Sequence[tuple[int, MarkOrProposal]]) -> None:
    """Print mentions and proposals with their numbers."""
    table = Table.grid(padding=(0, 2))
    for number, item in items:
        proposed = isinstance(item, Proposal)
        sure = f"{item.confidence:.0%} {plain(item.by)}" if isinstance(item, Proposal) else ""
        table.add_row(
            Text(f"#{number}", "bold"),
            Text("proposed" if proposed else "✓", "yellow" if proposed else "green"),
            Text(plain(item.label), "" if proposed else f"black on {colour(item.label)}"),
            Text(_short(plain(lines.text[item.start : item.end]))),
            Text(f"line {lines.number(item.start)}", "dim"),
            Text(sure, "dim"),
        )
    console.print(table)


def show_words(console: Console, lines: NumberedLines, number: int) -> None:
    """Print a line with the numbers of its words."""
    shown = Text()
    for place, (start, end) in enumerate(lines.words(number), 1):
        shown.append(f"{place}:", "dim").append(plain(lines.text[start:end]) + "  ")
    console.print(shown)


def _line(lines: NumberedLines, number: int, items: Sequence[MarkOrProposal]) -> Text:
    start, end = lines.spans[number - 1]
    shown, at = Text(), start
    for item in items:
        if item.end <= at or item.start >= end:
            continue
        first, last = max(item.start, at), min(item.end, end)
        shown.append(plain(lines.text[at:first]))
        inside = plain(lines.text[first:last])
        if isinstance(item, Proposal):
            shown.append(f"[{inside} {plain(item.label)}? {item.confidence:.0%}]", "underline")
        else:
            shown.append(f"[{inside} {plain(item.label)}]", f"black on {colour(item.label)}")
        at = last
    return shown.append(plain(lines.text[at:end]))


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
