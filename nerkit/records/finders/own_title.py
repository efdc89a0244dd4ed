"""What a contract calls itself in a line of its own, where the tagger has seen no title: "LEASE" on a cover."""

from __future__ import annotations

from collections.abc import Iterator

from nerkit.document import Entity
from nerkit.records.finders.search import Search
from nerkit.records.titles import title_line

IN_HEAD = 0.7
"""How sure a line of the head is the title, which is the name of a kind of contract and nothing else."""


def own_title(search: Search) -> Iterator[Entity]:
    """The line of the head that is a title of the document's kind, of a kind whose records have one."""
    kind, labels = search.kind, search.schema.labels
    label = next((name.upper() for name in kind.fields if labels[name.upper()].type == "title"), None) if kind else None
    if kind is None or label is None or any(one.label == label for one in search.sure()):
        return
    if span := title_line(search.document.text, kind.titles):
        yield search.entity(label, span, IN_HEAD)
