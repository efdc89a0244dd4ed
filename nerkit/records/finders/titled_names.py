"""What a document calls itself is nobody's name: the "RECHNUNG" or "TAXI-QUITTUNG" in large letters at its head."""

from __future__ import annotations

from collections.abc import Iterable

from nerkit.document import Entity
from nerkit.labels import Kind, Schema
from nerkit.records.finders.phrases import folded


def without_titles(entities: Iterable[Entity], kind: Kind | None, schema: Schema) -> list[Entity]:
    """The entities but for names of the parties of a bill that are the title of a kind, or one word ending with one."""
    labels = {name.upper() for name in (*kind.headed, kind.letterhead) if name} if kind else set()
    titles = {folded(title) for each in schema.kinds.values() for title in each.titles}
    return [one for one in entities if one.label not in labels or not _is_title(one.text, titles)]


def _is_title(text: str, titles: set[str]) -> bool:
    said = folded(text)
    compound = len(text.split()) == 1 and "-" in text and said.rpartition(" ")[2] in titles
    return said in titles or compound
