"""What the annotator has done is remembered: where the fields stand, for the next documents that look alike."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from nerkit.annotation.project import Project
from nerkit.errors import NerkitError
from nerkit.layouts import LayoutMemory
from nerkit.reading.standing import standing
from nerkit.values import read_value
from nerkit.values.context import context_of


class Remembering:
    """Learns documents into the memory of layouts in a file; `fault` says why the last time failed.

    Raises `LayoutMemoryError` where the file holds something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = LayoutMemory.read(path) if path.exists() else LayoutMemory()
        self.fault: str | None = None

    def learn(self, project: Project, id: int) -> None:
        """Learn a document by its marks; done again, it takes the place of what was known."""
        document = standing(project.store.document(id))
        try:
            self.known = self.known.with_learned(document, _result(project, id), project.schema)
            self.known.write(self.path)
            self.fault = None
        except NerkitError as error:
            self.fault = error.message


def _result(project: Project, id: int) -> dict[str, Any]:
    """The marks as a corrected result: a person says what fills a field, whatever a record would choose."""
    text, kind = project.store.document(id).text, project.record(id)["kind"]
    fields = project.schema.kinds[kind].fields if kind in project.schema.kinds else ()
    context = context_of(text)
    entities: list[dict[str, int]] = []
    record: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for mark in project.store.work(id, project.annotator).mentions:
        name = mark.label.lower()
        if name in fields:
            said = text[mark.start : mark.end]
            value = read_value(project.schema.type_of(name) or "text", said, context).value
            record[name].append({"value": value or said, "entities": [len(entities)]})
            entities.append({"start": mark.start, "end": mark.end})
    return {"kind": kind, "record": record, "entities": entities}
