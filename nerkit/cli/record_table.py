"""The record of one document as a table for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from nerkit.cli.explained import explained
from nerkit.cli.messages import visible
from nerkit.labels.label import ValueType
from nerkit.pairs import Pair
from nerkit.records.deadline import DEADLINE_CELLS
from nerkit.records.given import SOURCES
from nerkit.records.placed_values import CELLS, CHARGE_CELLS, TAX_CELLS, PlacedValue
from nerkit.records.record import Alternative, FieldValue
from nerkit.records.recorded_party import PARTY_CELLS
from nerkit.result import Result
from nerkit.values.units import symbol

NUMBERS = frozenset({"quantity", "unit_price", "discount", "allowance", "tax_rate", "amount", "rate", "base"})
"""Columns of line items and taxes that are set to the right."""

WIDTH = 110
"""Columns of a table that does not go to a terminal."""


def console_for(to: TextIO) -> Console:
    """A console that writes to `to`, as wide as the terminal or as `WIDTH`."""
    return Console(file=to, width=None if to.isatty() else WIDTH, highlight=False, emoji=False)


def render(result: Result) -> RenderableType:
    """The record, then its checks and warnings."""
    reasons = [explained(result)] if result.explanation else []
    fields = [] if result.pairs and not result.record.fields else [_fields(result)]
    tables = [*_asked(result), *fields, *_tables(result), *_pairs(result)]
    return Group(_heading(result), *tables, *reasons, *_remarks(result), Text())


def _heading(result: Result) -> Text:
    pages = len(result.document.pages)
    facts = [result.record.kind, result.record.language, f"{pages} page{'s' * (pages != 1)}" if pages else "text"]
    return Text.assemble((visible(result.source), "bold"), ("  " + " · ".join(filter(None, facts)), "dim"))


def _fields(result: Result) -> RenderableType:
    if not result.record.fields:
        return Text("no fields found", "yellow")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim")
    table.add_column("field", style="cyan", no_wrap=True)
    table.add_column("value", overflow="fold", ratio=1)
    table.add_column("confidence", justify="right", no_wrap=True)
    table.add_column("where", style="dim", no_wrap=True)
    for name, values in result.record.fields.items():
        for i, value in enumerate(values):
            table.add_row("" if i else name, _value(value), _confidence(value.confidence), _where(result, value))
    return table


def _value(value: FieldValue) -> Text:
    text = Text(shown(value.type, value))
    if value.role:
        text.append(f"  “{_plain(value.role)}”", "dim italic")
    if value.ambiguous:
        for reading in value.readings[1:]:
            text.append(f" or {_plain(reading)}")
        text.append("  ambiguous", "yellow")
    if value.derived:
        text.append(f"  {_plain(value.derived)}", "dim italic")
    if value.note:
        text.append(f"  {_plain(value.note)}", "yellow")
    if value.evidence in SOURCES:
        text.append(f"  by the {SOURCES[value.evidence]}", "dim italic")
    for applied in value.rules:
        text.append(f"  {_plain(str(applied))}", "dim italic")
    others = [other for other in value.alternatives if not value.ambiguous or other.entities != value.entities]
    for other in others:
        text.append(f"\nor {shown(value.type, other)} ({other.confidence:.2f})", "dim")
    return text


def shown(type: ValueType | None, value: FieldValue | Alternative) -> str:
    """A value of this type as people write it, with its currency, its unit or the percent sign."""
    if type == "amount":
        return f"{Decimal(value.value):,} {value.currency or '(no currency)'}"
    if type == "quantity":
        return f"{Decimal(value.value):,} {symbol(value.unit) if value.unit else '(no unit)'}"
    if type == "percent":
        return f"{value.value} %"
    return _plain(value.value)


def _tables(result: Result) -> Iterator[RenderableType]:
    """The line items, the taxes and the deadlines, each column only where some line has it."""
    for title, columns, rows in billed(result):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", title=title, title_justify="left")
        for name in columns:
            wide = name in ("description", "relative")
            table.add_column(
                name.replace("_", " "),
                justify="right" if name in NUMBERS else "left",
                overflow="fold",
                ratio=1 if wide else None,
            )
        for row in rows:
            table.add_row(*(cell_text(name, row[name]) if name in row else "" for name in columns))
        yield table


def _asked(result: Result) -> Iterator[RenderableType]:
    """What was asked for by name, and why there is none where there is none."""
    if not result.answer:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", title="asked for", title_justify="left")
    table.add_column("field", style="cyan", overflow="fold", ratio=2)
    table.add_column("text", overflow="fold", ratio=3)
    table.add_column("confidence", justify="right", no_wrap=True)
    for pointer, source in result.answer.sources.items():
        said = Text(_plain(source.text)) if source.text is not None else Text("–", "dim")
        if source.reason:
            said.append(f"  {source.reason}", "yellow")
        sure = Text("") if source.confidence is None else _confidence(source.confidence)
        table.add_row(_plain(pointer.removeprefix("/")), said, sure)
    yield table


def _pairs(result: Result) -> Iterator[RenderableType]:
    """The keys and values of the page; an empty field has a dash."""
    if not result.pairs:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", title="pairs", title_justify="left")
    table.add_column("key", style="cyan", overflow="fold", ratio=2)
    table.add_column("value", overflow="fold", ratio=3)
    table.add_column("confidence", justify="right", no_wrap=True)
    table.add_column("where", style="dim", no_wrap=True)
    for pair in result.pairs:
        place = next(iter(pair.boxes or pair.key_boxes), None)
        where = f"p. {place.page} · {place.x0:.0f}, {place.top:.0f}" if place else f"character {pair.place}"
        value = Text(_plain(said_of(pair)), "dim" if pair.value is None else "")
        table.add_row(_plain(pair.key), value, _confidence(pair.confidence), where)
    yield table


def said_of(pair: Pair) -> str:
    """The value of a pair for a person: a sign for a check box, a dash for an empty field."""
    if pair.chosen is not None:
        return "☑" if pair.chosen else "☐"
    return "–" if pair.value is None else pair.value


def billed(result: Result) -> Iterator[tuple[str, list[str], list[Mapping[str, PlacedValue]]]]:
    """The tables of a document: their title, the columns that are filled, and their rows by column."""
    record = result.record
    lines = [item.cells for item in record.line_items or ()]
    charges = [charge.cells for charge in record.charges or ()]
    taxes = [tax.cells for tax in record.taxes or ()]
    parties = [party.cells for party in record.parties or () if party.cells.keys() - {"name", "role"}]
    deadlines = [deadline.cells for deadline in record.deadlines or ()]
    shown = (
        ("line items", CELLS, lines),
        ("charges", CHARGE_CELLS, charges),
        ("taxes", TAX_CELLS, taxes),
        ("parties", PARTY_CELLS, parties),
        ("deadlines", DEADLINE_CELLS, deadlines),
    )
    for title, names, rows in shown:
        if rows:
            yield title, [name for name in names if any(name in row for row in rows)], rows


def cell_text(name: str, cell: PlacedValue) -> str:
    """A cell of a table as people write it."""
    if name in ("unit_price", "allowance", "base", "amount"):
        return f"{Decimal(cell.value):,} {cell.currency or ''}".rstrip()
    return f"{cell.value} %" if name in ("tax_rate", "rate", "discount") else _plain(cell.value)


def _confidence(confidence: float) -> Text:
    return Text(f"{confidence:.2f}", "green" if confidence >= 0.9 else "yellow" if confidence >= 0.6 else "red")


def _where(result: Result, value: FieldValue) -> str:
    if place := result.first_box(value):
        return f"p. {place.page} · {place.x0:.0f}, {place.top:.0f}"
    if value.derived:
        return ""
    starts = [result.entities[index].start for index in value.entities]
    return f"character {min(starts)}" if starts else ""


def _remarks(result: Result) -> Iterator[Text]:
    for check in result.record.checks:
        detail = f": {_plain(check.detail)}" if check.detail else ""
        yield Text(f"{'✓' if check.passed else '✗'} {check.check}{detail}", "green" if check.passed else "red")
    for relation in result.related:
        yield Text(f"= {visible(str(relation))}", "yellow")
    for warning in (*result.document.warnings, *result.record.warnings):
        yield Text(f"! {_plain(str(warning))}", "yellow")


def _plain(text: str) -> str:
    """The text without what could steer a terminal: documents come from strangers."""
    return "".join(c if c.isprintable() else " " for c in text)
