"""Forms of the US National Archives with their labels, fields and links (NAF, Davis et al. 2019).

Lines of one label or one field stand in boxes of their own, which `same` joins. A box without text has no words and
takes part in no link here. The transcriptions of the train split are OCR, hardly corrected.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.corpora.linked import LinkedDocument, owners

FILE = "forms.jsonl.gz"
_FIELDS = ("field", "fieldP")
"""Types of boxes in which one answer is asked for, not a column or a row of them."""
_HANDWRITING_UNREAD = "«»§¿"
"""Signs of the transcribers for what they could not read."""


def read_linked(folder: Path, split: str) -> Iterator[LinkedDocument]:
    """The forms of one split ("train", "valid" or "test") that have a link between two boxes with text."""
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["split"] == split:
                one = _linked(row)
                if one.links:
                    yield one


def _linked(row: dict[str, Any]) -> LinkedDocument:
    boxes = [(box["id"], _text_box(box)) for box in row["boxes"]]
    boxes = [(name, box) for name, box in boxes if box.text]
    document, places = document_from_boxes(row["document"], [box for _, box in boxes])
    index = {name: i for i, (name, _) in enumerate(boxes)}
    units = owners(document, places)
    links = {(index[a], index[b]) for a, b in row["pairs"] if a in index and b in index}
    kinds = {box["id"]: box["type"] for box in row["boxes"]}
    keys = {index[a] for a, b in row["pairs"] if a in index and kinds.get(b) in _FIELDS}
    return LinkedDocument(document, units, frozenset(links), frozenset(keys), units)


def _text_box(box: dict[str, Any]) -> TextBox:
    x, y = zip(*box["poly"], strict=True)
    text = " ".join("".join(c for c in box["text"] or "" if c not in _HANDWRITING_UNREAD).split())
    return TextBox(text, min(x), min(y), max(x), max(y))
