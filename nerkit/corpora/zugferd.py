"""Electronic invoices whose XML says what stands on the page: a yardstick only, nobody trains on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nerkit.corpora.cache import read_cached
from nerkit.corpora.labelled import GoldRecord, LabelledDocument
from nerkit.corpora.splits import check_split
from nerkit.labels import kinds
from nerkit.locales import words_for
from nerkit.locales.folding import plain


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """All invoices for "test" and "all", none for the other splits; they have gold records and no spans."""
    check_split(split)
    if split not in ("test", "all"):
        return
    with (folder / "gold.jsonl").open(encoding="utf-8") as file:
        for row in sorted(map(json.loads, file), key=lambda row: str(row["document"])):
            document = read_cached(folder / "pdf" / row["document"])
            yield LabelledDocument(document, kind="invoice", record=_record(row))


def _record(row: dict[str, Any]) -> GoldRecord:
    record: dict[str, list[list[str]]] = {}
    for field in kinds()["invoice"].fields:
        given = row.get(field)
        values = given if isinstance(given, list) else [given] if given else []
        if values:
            record[field] = [_readings(value) if field in ("seller", "buyer") else [value] for value in values]
    return record


def _readings(name: str) -> list[str]:
    """A name of several lines counts as read when all of it is given, or any line of it that names somebody."""
    lines = [line.strip() for line in name.splitlines() if line.strip()]
    titles = set(map(plain, words_for(None).names.titles))
    names = [line for line in lines if plain(line).rstrip(".") not in titles]
    whole = [" ".join(lines), " ".join(names)]
    return list(dict.fromkeys([*whole, *names]))
