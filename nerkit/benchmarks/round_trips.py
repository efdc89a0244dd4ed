"""E-invoices → records → e-invoices → records: what gets lost on the way, and which official rules are broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from nerkit.benchmarks.invoice_rules import broken_rules
from nerkit.einvoices import statement_of
from nerkit.einvoices.writing import WrittenSyntax
from nerkit.exports.e_invoice import e_invoice, statement_in
from nerkit.pipeline import Pipeline
from nerkit.reading import files_in

_TABLES = ("line_items", "charges", "taxes")
Said = dict[str, list[Any]]


@dataclass
class RoundTripCounts:
    """By syntax: how many were written, kept all that the record holds, were complete, and valid among these.

    `lost` are fields and tables that changed, `broken` the rules that complete ones break.
    """

    written: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    complete: Counter[str] = field(default_factory=Counter)
    valid: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)


def round_trip(folders: Sequence[Path], pipeline: Pipeline) -> RoundTripCounts:
    """Write the record of each e-invoice in both syntaxes, and compare what the XML then says with the record."""
    counts = RoundTripCounts()
    for file in files_in(folders):
        document = pipeline.reader.read(file)
        if not document.statements:
            continue
        result = pipeline(document).to_dict()
        if not isinstance(result.get("taxes"), list):
            continue  # an order
        before = _said(statement_in(result))
        for syntax in get_args(WrittenSyntax):
            written = e_invoice(result, syntax)
            again, _ = statement_of(written.xml)
            lost = [name for name, said in before.items() if not _holds(_said(again).get(name, []), said)]
            counts.written[syntax] += 1
            counts.kept[syntax] += not lost
            counts.lost.update(lost)
            if not written.draft:
                broken = broken_rules(written.xml)
                counts.complete[syntax] += 1
                counts.valid[syntax] += not broken
                counts.broken.update(broken)
    return counts


def _said(statement: Any) -> Said:
    tables = {name: [_texts(row) for row in getattr(statement, name) or ()] for name in _TABLES}
    return {**{name: [one.value for one in values] for name, values in statement.fields.items()}, **tables}


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: cell.value for name, cell in row.items()}


def _holds(now: Sequence[Any], before: Iterable[Any]) -> bool:
    """Whether every value is there, and each row with all of its cells, in the order of before."""
    held = list(before)
    if held and isinstance(held[0], dict):
        return len(now) == len(held) and all(old.items() <= new.items() for old, new in zip(held, now, strict=True))
    return set(held) <= set(now)
