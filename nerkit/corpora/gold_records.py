"""Files with their gold records: a folder that holds the files and `gold.jsonl`, a line of it for each file.

A line is {"source": NAME, "record": {FIELD: [[READING, …], …]}}: for each field its values, each as the readings that
count as right. A field that other lines have and this one has not is wanted to be empty. It may say "tolerated":
{FIELD: [VALUE, …]} and "unasked": [FIELD, …], values and fields that count neither way, and "kind".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from nerkit.corpora.cache import read_or_empty
from nerkit.corpora.json_object import parsed
from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.splits import check_split
from nerkit.errors import CorpusError
from nerkit.output import text_output

FILE = "gold.jsonl"


class _Row(BaseModel):
    """A line of `gold.jsonl`; what else it holds is left alone."""

    source: str
    record: dict[str, list[list[str]]]
    tolerated: dict[str, list[str | None]] = {}
    unasked: frozenset[str] = Field(frozenset())
    kind: str | None = None


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """All files for "test" and "all", none for the other splits; they have gold records and no spans.

    All values of a file that cannot be read count as missed. Raises `CorpusError` that names the line that is none.
    """
    check_split(split)
    path = folder / FILE
    if not path.is_file():
        raise CorpusError(f"{path} does not exist: give the folder that holds {FILE} and the files that it names")
    if split not in ("test", "all"):
        return
    lines = enumerate(path.read_bytes().splitlines(), start=1)
    rows = [_line(line, f"{path}, line {number}") for number, line in lines if line.strip()]
    empty: dict[str, list[list[str]]] = {name: [] for row in rows for name in row.record}
    for row in rows:
        yield _labelled(folder, row.model_copy(update={"record": empty | row.record}))


def write_gold(documents: Iterable[LabelledDocument], path: Path) -> int:
    """Write one line of gold for each document; returns how many."""
    count = 0
    with text_output(path, keep=False) as file:
        for labelled in documents:
            row: dict[str, Any] = {"source": labelled.document.source, "record": dict(labelled.record)}
            if labelled.tolerated:
                row["tolerated"] = dict(labelled.tolerated)
            if labelled.unasked:
                row["unasked"] = sorted(labelled.unasked)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _line(line: bytes, where: str) -> _Row:
    try:
        return parsed(_Row, line)
    except ValidationError:
        raise CorpusError(
            f'{where}: not a gold record; it needs "source" and "record": {{FIELD: [[READING]]}}'
        ) from None


def _labelled(folder: Path, line: _Row) -> LabelledDocument:
    document = read_or_empty(folder / line.source)
    tolerated = {name: [value for value in values if value is not None] for name, values in line.tolerated.items()}
    return LabelledDocument(document, kind=line.kind, record=line.record, tolerated=tolerated, unasked=line.unasked)
