"""Scanned receipts with four values each (ICDAR 2019 SROIE, task 3), mostly from Malaysia.

The corpus gives the text in line boxes and the values, not their places. A total is paid, and so recurs beside "cash";
only the amounts whose label words say total are labelled, the equal ones stay open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nerkit.corpora.align import find
from nerkit.corpora.approximate import find_approximately
from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.corpora.cues import Cues
from nerkit.corpora.labelled import GoldRecord, LabelledDocument, Span
from nerkit.corpora.marking import NO_RECEIPT_LABELS
from nerkit.corpora.role_mentions import Role, Stretch, choose, overlaps
from nerkit.corpora.splits import select
from nerkit.corpora.typed import amounts, dates, readings, roleless
from nerkit.values import Context

_CONTEXT = Context(language="en", day_first=True, currency="MYR")

_DATE = Role.of("INVOICE_DATE", r"\b(invoice|bill|receipt|inv)\W*date\b", r"\bdate(\W*time)?\b", fallback="first")
_TOTAL = Role.of(
    "TOTAL_AMOUNT",
    r"(?<!sub)(?<!sub[ -])(?<!tax )(?<!gst )\btotal(?!\W*(ex|before|qty|quantity|items?|gst|tax|disc|sav|saving))[^\d]*"
    r"|\b(amount|amt)\s*(due|payable)[^\d]*|\brounded\b[^\d]*|\bto\s+pay\b[^\d]*",
    fallback="last",
    above=False,
    never=r"\b(cash|change|visa|master|card|tender|paid|payment|received|sub\W?total|gst|tax|sr|zrl?)\b",
)
_GIVEN = frozenset({"SELLER", "ADDRESS", "INVOICE_DATE", "TOTAL_AMOUNT"})
_TOLERANCE = 0.25
"""Errors a letter in a name or an address: the values were corrected, the lines were not."""


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The receipts of one split."""
    return map(_label, select(rows(folder), split))


def rows(folder: Path) -> list[dict[str, Any]]:
    """The receipts as the corpus has them: "document", "lines", "expected"."""
    with (folder / "train.jsonl").open(encoding="utf-8") as file:
        return list(map(json.loads, file))


def _label(row: dict[str, Any]) -> LabelledDocument:
    expected = row["expected"]
    boxes = [TextBox(line["text"], *line["box"]) for line in row["lines"]]
    document, _ = document_from_boxes(row["document"], boxes)
    text, cues = document.text, Cues(document)
    spans: list[Span] = []
    open_spans: list[Span] = []

    def mark(label: str, playing: Sequence[Stretch], unsure: Sequence[Stretch]) -> None:
        spans.extend(Span(*stretch, label) for stretch in playing if not overlaps(*stretch, spans))
        open_spans.extend(Span(*stretch, label) for stretch in unsure)

    record = record_of(expected)
    for role, typed in ((_DATE, dates(text, _CONTEXT)), (_TOTAL, amounts(text, _CONTEXT))):
        wanted = {value for accepted in record.get(role.label.lower(), []) for value in accepted}
        mark(role.label, *choose(role, cues, [mention.stretch for mention in typed if wanted & set(mention.values)]))
    mark("SELLER", _places(text, expected.get("company", "")), [])
    mark("ADDRESS", _places(text, expected.get("address", "")), [])
    return LabelledDocument(
        document,
        spans=tuple(sorted([*spans, *roleless(text, spans + open_spans)], key=lambda span: span.start)),
        closed=_GIVEN & {span.label for span in (*spans, *open_spans)} | NO_RECEIPT_LABELS,
        open_spans=tuple(open_spans),
        kind="receipt",
        record=record,
    )


def _places(text: str, value: str) -> list[Stretch]:
    return find(text, value) or [(p.start, p.end) for p in find_approximately(text, value, tolerance=_TOLERANCE)]


def record_of(expected: dict[str, str]) -> GoldRecord:
    """The gold record of what the corpus expects of a receipt."""
    values = {
        "seller": [expected.get("company", "")],
        "address": [expected.get("address", "")],
        "invoice_date": readings("date", expected.get("date", ""), _CONTEXT)[:1] or [expected.get("date", "")],
        "total_amount": readings("amount", expected.get("total", ""), _CONTEXT)[:1] or [expected.get("total", "")],
    }
    return {field: [list(accepted)] for field, accepted in values.items() if any(accepted)}
