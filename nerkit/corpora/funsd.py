"""Noisy scanned forms with their questions and answers linked (FUNSD, Jaume et al. 2019): nobody learns from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.corpora.linked import LinkedDocument

FILE = "train.jsonl"


def read_linked(folder: Path) -> Iterator[LinkedDocument]:
    """All forms, from the words and boxes of the corpus; a link leads from a question to an answer."""
    with (folder / FILE).open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield _linked(row["document"], row["form"])


def _linked(name: str, entities: list[dict[str, Any]]) -> LinkedDocument:
    of = {entity["id"]: entity for entity in entities}
    words = [(i, word) for i, entity in of.items() for word in entity["words"] if word["text"].strip()]
    document, places = document_from_boxes(name, [TextBox(word["text"], *word["box"]) for _, word in words])
    at = {start: i for (i, _), spans in zip(words, places, strict=True) for start, _ in spans}
    links = {
        (a, b)
        for entity in entities
        for a, b in entity["linking"]
        if of[a]["label"] == "question" and of[b]["label"] == "answer"
    }
    keys = frozenset(i for i, entity in of.items() if entity["label"] == "question")
    owner = tuple(at.get(word.start, -1) for word in document.words)
    return LinkedDocument(document, owner, frozenset(link for link in links if set(link) <= {*owner}), keys)
