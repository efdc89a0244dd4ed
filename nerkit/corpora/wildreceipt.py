"""Photographed receipts from many countries, every text box with its class (WildReceipt).

The boxes' texts have no spaces between their words. A date whose order of day and month nothing decides counts as read
in either; an amount or a date that cannot be read is labelled all the same, but is no gold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.corpora.labelled import GoldRecord, LabelledDocument, Span
from nerkit.corpora.linked import LinkedDocument, owners
from nerkit.corpora.marking import NO_RECEIPT_LABELS
from nerkit.corpora.role_mentions import Stretch
from nerkit.corpora.splits import select
from nerkit.corpora.typed import Typed, amounts, dates, readings, roleless
from nerkit.document import Document
from nerkit.labels import labels
from nerkit.values import Context
from nerkit.values.context import context_of

_CLASSES = {
    "Store_name_value": "SELLER",
    "Store_addr_value": "ADDRESS",
    "Date_value": "INVOICE_DATE",
    "Subtotal_value": "NET_AMOUNT",
    "Tax_value": "TAX_AMOUNT",
    "Total_value": "TOTAL_AMOUNT",
}
_OVER_LINES = frozenset({"SELLER", "ADDRESS"})


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The receipts of one split."""
    return map(_label, _rows(folder, split))


def boxes_by_class(folder: Path, split: str) -> Iterator[tuple[Document, dict[str, list[Stretch]]]]:
    """The receipts of one split with the stretches of text that each class of boxes takes."""
    for row in _rows(folder, split):
        document, places = _placed(row)
        classes: dict[str, list[Stretch]] = {}
        for name, words in places:
            classes.setdefault(name, []).append((words[0][0], words[-1][1]))
        yield document, classes


def read_linked(folder: Path, split: str = "all") -> Iterator[LinkedDocument]:
    """The receipts of one split that have a key beside its value on a line: "Total" and its amount, "Date" and its day.

    Nothing is said of the links of other boxes.
    """
    for row in _rows(folder, split):
        boxes = [box for box in row["boxes"] if box["text"].strip()]
        placed = [_text_box(box) for box in boxes]
        document, places = document_from_boxes(row["document"], placed)
        links: set[tuple[int, int]] = set()
        for i, key in enumerate(boxes):
            name, _, role = key["label"].rpartition("_")
            if role == "key" and not name.startswith("Prod"):
                middle, height = _middle(placed[i]), placed[i].bottom - placed[i].top
                values = [j for j, box in enumerate(boxes) if box["label"] == f"{name}_value"]
                apart = [(abs(_middle(placed[j]) - middle), j) for j in values]
                links.update((i, j) for gap, j in sorted(apart)[:1] if gap < 1.2 * height)
        if links:
            ends = frozenset(i for link in links for i in link)
            keys = frozenset(key for key, _ in links)
            yield LinkedDocument(document, owners(document, places), frozenset(links), keys, told=ends)


def _middle(box: TextBox) -> float:
    return (box.top + box.bottom) / 2


def _rows(folder: Path, split: str) -> Iterable[dict[str, Any]]:
    with (folder / "train.jsonl").open(encoding="utf-8") as file:
        return select(list(map(json.loads, file)), split)


def _placed(row: dict[str, Any]) -> tuple[Document, list[tuple[str, list[Stretch]]]]:
    """The document of a row, and the class of each of its boxes with the words that it became."""
    boxes = [box for box in row["boxes"] if box["text"].strip()]
    document, places = document_from_boxes(row["document"], [_text_box(box) for box in boxes])
    return document, [(box["label"], words) for box, words in zip(boxes, places, strict=True) if words]


def _label(row: dict[str, Any]) -> LabelledDocument:
    document, places = _placed(row)
    text, context = document.text, context_of(document.text)
    given = [
        Span(words[0][0], words[-1][1], _CLASSES[name])
        for name, words in places
        if name in _CLASSES and _is_one_run(text, words)
    ]
    given.sort(key=lambda span: span.start)
    typed = {"date": dates(text, context), "amount": amounts(text, context)}
    spans = [_value_in(span, typed.get(labels()[span.label].type, [])) for span in _joined(text, given)]
    return LabelledDocument(
        document,
        spans=tuple(sorted([*spans, *roleless(text, spans)], key=lambda span: span.start)),
        closed=frozenset(_CLASSES.values()) | NO_RECEIPT_LABELS,
        kind="receipt",
        record=_record(text, spans, context),
    )


def _text_box(box: dict[str, Any]) -> TextBox:
    x, y = box["box"][::2], box["box"][1::2]
    return TextBox(box["text"], min(x), min(y), max(x), max(y))


def _is_one_run(text: str, words: list[Stretch]) -> bool:
    """Whether the words of a box follow each other in reading order: no word of another box stands between."""
    return all(not text[a[1] : b[0]].strip() for a, b in pairwise(words))


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Names and addresses over several boxes as one span, where nothing else stands between."""
    last: Span | None = None
    for span in spans:
        if last and last.label == span.label and span.label in _OVER_LINES and not text[last.end : span.start].strip():
            last = Span(last.start, span.end, span.label)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _value_in(span: Span, typed: list[Typed]) -> Span:
    """Only the value where a box holds more: "AMOUNT:$58.92", "Tue09/20/16"."""
    inside = [mention for mention in typed if span.start <= mention.start and mention.end <= span.end]
    return Span(inside[-1].start, inside[-1].end, span.label) if inside else span


def _record(text: str, spans: Iterable[Span], context: Context) -> GoldRecord:
    """One wanted value a field: a receipt that prints it twice, in two ways, is read right with either."""
    accepted: dict[str, list[str]] = {}
    for span in spans:
        label = labels()[span.label]
        words = " ".join(text[span.start : span.end].split())
        found = readings(label.type, words, context) if label.type in ("date", "amount") else (words,)
        accepted.setdefault(label.field, []).extend(found)
    return {field: [list(dict.fromkeys(values))] for field, values in accepted.items() if values}
