"""Gold records as the yardstick `score_records.py` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from nerkit.corpora.labelled import LabelledDocument


def write_gold(documents: Iterable[LabelledDocument], path: Path) -> int:
    """Write one line of gold for each document; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for labelled in documents:
            row: dict[str, object] = {"source": labelled.document.source, "record": dict(labelled.record)}
            if labelled.tolerated:
                row["tolerated"] = dict(labelled.tolerated)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count
