"""Forms that `nerkit generate --what forms` printed, with their keys and values linked by what was printed where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nerkit.corpora.linked import LinkedDocument
from nerkit.corpora.splits import select
from nerkit.document import Box, Document
from nerkit.reading import read

GOLD = "gold.jsonl"


def read_linked(folder: Path, split: str = "all") -> Iterator[LinkedDocument]:
    """The forms of one split ("train", "dev", "test" or "all")."""
    with (folder / GOLD).open(encoding="utf-8") as file:
        for row in select([{"document": one["source"], **one} for one in map(json.loads, file)], split):
            yield _linked(read(folder / row["source"]), row["mentions"])


def _linked(document: Document, mentions: list[dict[str, Any]]) -> LinkedDocument:
    groups: dict[tuple[str, str], int] = {}
    places: list[tuple[Box, int]] = []
    texts: dict[int, str] = {}
    for mention in mentions:
        role, _, number = mention["label"].partition("-")
        group = groups.setdefault((role, number), len(groups))
        texts[group] = mention["text"]
        places += [(Box(int(page), *edges), group) for page, *edges in mention["boxes"]]
    owner = tuple(_owner(word.box, places) if word.box else -1 for word in document.words)
    links = {
        (group, groups["VALUE", number])
        for (role, number), group in groups.items()
        if role == "KEY" and ("VALUE", number) in groups
    }
    keys = {group for (role, _), group in groups.items() if role == "KEY"}
    return LinkedDocument(document, owner, frozenset(links), frozenset(keys), texts=texts)


def _owner(box: Box, places: list[tuple[Box, int]]) -> int:
    """The group in one of whose boxes the middle of this one is, -1 for none."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    for place, group in places:
        if place.page == box.page and place.x0 - 1 <= x <= place.x1 + 1 and place.top - 1 <= y <= place.bottom + 1:
            return group
    return -1
