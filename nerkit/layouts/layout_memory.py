"""Layouts in a file: what each looks like, and where on it the fields of its record stood."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from nerkit.document import Document
from nerkit.errors import LayoutMemoryError, OptionError
from nerkit.labels import Schema
from nerkit.layouts.layout_print import LayoutPrint
from nerkit.layouts.value_runs import ValueRun, ValueRuns
from nerkit.layouts.whereabouts import Whereabouts
from nerkit.locales import codes, locale
from nerkit.locales.folding import plain
from nerkit.output import text_output
from nerkit.parsing import json_of, text_of, why
from nerkit.records.given import same_value

VERSION = 1

LEAST = 0.5
"""Documents less alike than this are of other layouts."""

_MOST = 12
"""Places of one field that are kept of a document."""


@dataclass(frozen=True)
class RememberedField:
    """Where the values of a field stood on one document, and what they were."""

    places: tuple[Whereabouts, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class KnownLayout:
    """One document that was corrected: its name, its kind, what it looks like, and where its fields stood."""

    source: str
    kind: str
    fingerprint: LayoutPrint
    fields: Mapping[str, RememberedField] = field(default_factory=dict)


@dataclass(frozen=True)
class LayoutMemory:
    """All layouts that are known; it never changes, `with_learned` gives the next one."""

    layouts: tuple[KnownLayout, ...] = ()

    def with_learned(self, document: Document, result: Mapping[str, Any], schema: Schema) -> LayoutMemory:
        """What is known when the corrected result of a document is added: `kind` and `record` as `nerkit tag` has them.

        A document that was learned before is learned anew.
        """
        new = layout_of(document, result, schema)
        return replace(self, layouts=(*(one for one in self.layouts if one.source != new.source), new))

    def like(self, document: Document) -> list[tuple[float, KnownLayout]]:
        """The layouts that a document is of, each with its likeness, the nearest first."""
        seen = LayoutPrint.of(document)
        found = [(one.fingerprint.likeness(seen), one) for one in self.layouts]
        near = sorted((pair for pair in found if pair[0] >= LEAST), key=lambda pair: -pair[0])
        return [pair for pair in near if pair[0] >= 0.85 * near[0][0]][:5]

    @classmethod
    def of(cls, asked: object) -> LayoutMemory:
        """A memory itself, or that in the file of this name. Raises OptionError and LayoutMemoryError."""
        if isinstance(asked, LayoutMemory):
            return asked
        if isinstance(asked, str | Path):
            return cls.read(Path(asked))
        raise OptionError("memory is the file that nerkit learn writes")

    @classmethod
    def read(cls, path: Path) -> LayoutMemory:
        """The memory in a file; raises LayoutMemoryError."""
        try:
            content = json_of(text_of(path))
        except (OSError, ValueError) as error:
            raise LayoutMemoryError(f"{path} cannot be read ({why(error)}); nerkit learn makes such a file") from None
        try:
            if content["version"] != VERSION:
                raise ValueError
            return cls(tuple(map(_layout, content["layouts"])))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise LayoutMemoryError(f"{path} is no memory of layouts; nerkit learn makes such a file") from None

    def write(self, path: Path) -> None:
        """Write the file whole. Raises OutputError."""
        content = {"version": VERSION, "layouts": [_row(one) for one in self.layouts]}
        with text_output(path, keep=False) as to:
            to.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def layout_of(document: Document, result: Mapping[str, Any], schema: Schema) -> KnownLayout:
    """What a corrected result says of where values stand."""
    runs = ValueRuns(document)
    fields: dict[str, RememberedField] = {}
    taken: set[int] = set()
    for name, values in (result.get("record") or {}).items():
        stated = [value for value in values if value.get("value") and not value.get("derived")]
        texts = tuple(str(value["value"]) for value in stated)
        found = [
            run for value in stated for run in _pointed(_where(runs, name, str(value["value"]), schema), value, result)
        ]
        if found:
            places = tuple(Whereabouts.of(document, run.start, run.end) for run in _announced(document, found, name))
            fields[name] = RememberedField(places[:_MOST], texts)
            taken.update(word.start for run in found for word in document.words_between(run.start, run.end))
    return KnownLayout(Path(document.source).name, str(result["kind"]), LayoutPrint.of(document, taken), fields)


def _where(runs: ValueRuns, name: str, text: str, schema: Schema) -> Sequence[ValueRun]:
    """The places in a document at which a value stands."""
    type = schema.type_of(name) or "text"
    found = [run for run in runs.of(type) if same_value(type, run.value, text)]
    return found or runs.said(text)


def _pointed(found: Sequence[ValueRun], value: Mapping[str, Any], result: Mapping[str, Any]) -> Sequence[ValueRun]:
    """Those of the places at which the entities of a value stand, all where none does: a person wrote it anew."""
    entities = [result["entities"][i] for i in value.get("entities", ()) if i < len(result.get("entities", ()))]
    near = [run for run in found if any(run.start < one["end"] and one["start"] < run.end for one in entities)]
    return near or found


def _announced(document: Document, found: Sequence[ValueRun], name: str) -> Sequence[ValueRun]:
    """Those of the places that have words of the field beside them, all where none has."""
    said = label_words(name.upper())
    near = [run for run in found if any(f" {word} " in _beside(document, run) for word in said)]
    return near or found


def _beside(document: Document, run: ValueRun) -> str:
    place = Whereabouts.of(document, run.start, run.end)
    return f" {place.left}  {place.above} "


@cache
def label_words(label: str) -> frozenset[str]:
    """What announces the values of a label in any language, as it is compared."""
    found = (locale(code).labels.get(label) for code in codes())
    return frozenset(" ".join(plain(word).split()) for words in found if words for word in words.words)


def _row(layout: KnownLayout) -> dict[str, Any]:
    return {
        "source": layout.source,
        "kind": layout.kind,
        "fields": {
            name: {"values": list(one.values), "places": [place.to_dict() for place in one.places]}
            for name, one in layout.fields.items()
        },
        "words": {word: list(places) for word, places in layout.fingerprint.words.items()},
    }


def _layout(row: Mapping[str, Any]) -> KnownLayout:
    fields = {
        str(name): RememberedField(
            tuple(map(Whereabouts.parse, one["places"])), tuple(str(value) for value in one["values"])
        )
        for name, one in row["fields"].items()
    }
    words = {str(word): tuple(int(place) for place in places) for word, places in row["words"].items()}
    return KnownLayout(str(row["source"]), str(row["kind"]), LayoutPrint(words), fields)
