"""Records that a person has checked → a corpus: what the record says is marked, what it leaves unsaid stays open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document
from nerkit.errors import CorpusError, NerkitError
from nerkit.labels import Schema
from nerkit.output import whole_folder
from nerkit.reading.isolated import IsolatedReader
from nerkit.store import Query, RecordStore, StoredRecord

Part = Literal["train", "dev", "test"]

Row = Mapping[str, Any]


def write_checked(store: RecordStore, folder: Path, schema: Schema) -> Counter[str]:
    """Writes train.jsonl, dev.jsonl and test.jsonl of all checked records whose documents the store keeps.

    How many documents each part has; "left out" are those without their document, or that cannot be read now. A
    document is in the same part whatever else there is. Raises `CorpusError` where there are none, `OutputError`, and
    what the store raises.
    """
    parts: dict[Part, list[LabelledDocument]] = {"train": [], "dev": [], "test": []}
    counts: Counter[str] = Counter()
    with IsolatedReader() as reader:
        for record in store.find(Query(state="checked")):
            content = store.content(record.id)
            try:
                document = reader.read_bytes(content, str(record.row["source"])) if content else None
            except NerkitError:
                document = None
            if document is None:
                counts["left out"] += 1
                continue
            part = part_of(record.sha256 or record.id)
            parts[part].append(labelled(document, store.history(record.id), schema))
            counts[part] += 1
    if not any(parts.values()):
        raise CorpusError("no checked record has its document: keep them, with nerkit serve --keep")
    with whole_folder(folder) as made:
        for part, documents in parts.items():
            jsonl.write(made / f"{part}.jsonl", documents)
    return counts


def part_of(digest: str) -> Part:
    """The part of a document, by the digest of its content: 7 of 10 are for training, the rest for the others."""
    share = int(digest[-8:], 16) / 16**8
    return "train" if share < 0.7 else "dev" if share < 0.85 else "test"


def labelled(document: Document, history: Sequence[StoredRecord], schema: Schema) -> LabelledDocument:
    """A document with what its checked record says of it.

    A value is marked where it stands: at its entities, which keep their labels as long as the model's value was right,
    or where its text is printed. Of a value that stands nowhere the label is open; and so are mentions beside the
    record's, but for those that a person has taken out of it, which are wrong.
    """
    row = history[-1].row
    found = next((old.row for old in reversed(history) if old.state in ("new", "doubtful")), row)
    kind = schema.kinds.get(str(row.get("kind")))
    spans, unplaced = set[Span](), set[str]()
    for field, values in row["record"].items():
        label = field.upper()
        for value in values if label in schema.labels else ():
            right = any(old["value"] == value["value"] for old in found["record"].get(field, ()))
            places = list(_places(document, row, value, None if right else label)) or [
                Span(match.start(), match.end(), label) for match in _printed(value["value"], document.text)
            ]
            spans.update(places)
            if not places or value.get("derived"):
                unplaced.add(label)
    marked = _apart(spans)
    wrong = _used(found) - _used(row) if found["entities"] == row["entities"] else set()
    others = [
        Span(entity["start"], entity["end"], entity["label"])
        for number, entity in enumerate(row["entities"])
        if number not in wrong and _stands(entity, document)
    ]
    others += [
        Span(match.start(), match.end(), span.label)
        for span in marked
        for match in _printed(document.text[span.start : span.end], document.text)
    ]
    unsaid = sorted({other for other in others if not any(_meet(other, span) for span in marked)}, key=_order)
    closed = frozenset(name.upper() for name in kind.fields) & schema.labels.keys() if kind else frozenset()
    record = {field: [[str(value["value"])] for value in values] for field, values in row["record"].items()}
    return LabelledDocument(document, marked, closed - unplaced, tuple(unsaid), row.get("kind"), record)


def _places(document: Document, row: Row, value: Row, label: str | None) -> Iterator[Span]:
    for number in value["entities"]:
        entity = row["entities"][number]
        if _stands(entity, document):
            yield Span(entity["start"], entity["end"], label or entity["label"])


def _stands(entity: Row, document: Document) -> bool:
    """Whether an entity is where it was; another version may read a page otherwise."""
    return bool(document.text[entity["start"] : entity["end"]] == entity["text"])


def _printed(text: str, within: str) -> Iterator[re.Match[str]]:
    """Where a text stands by itself, white space being the same as other white space."""
    words = r"\s+".join(map(re.escape, text.split()))
    return re.finditer(rf"(?<!\w){words}(?!\w)", within) if words else iter(())


def _used(row: Row) -> set[int]:
    return {number for values in row["record"].values() for value in values for number in value["entities"]}


def _apart(spans: set[Span]) -> tuple[Span, ...]:
    """The spans in order; of those that overlap the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start, span.label)):
        if not any(_meet(span, other) for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=_order))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _order(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.label
