"""What a document's layout says of its fields: the values that stand where those of a corrected one stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nerkit.document import Document
from nerkit.labels import Kind, Schema
from nerkit.layouts.layout_memory import KnownLayout, LayoutMemory
from nerkit.layouts.layout_print import LayoutPrint
from nerkit.layouts.value_runs import ValueRun, ValueRuns
from nerkit.layouts.whereabouts import Whereabouts
from nerkit.records.given import Given, GivenByKind

_TEXTS = frozenset({"name", "text", "title", "place"})
"""Types whose values are of any words, so that only what stood there before says where they end."""

_SAME = 0.5
"""By how much of what lacks to 1 the very text of last time is nearer."""

_FAINT, _CLEAR = 0.55, 0.7
"""Nearness of places below which nothing is recalled, and above which it comes before what the page says otherwise."""


def recalled(document: Document, memory: LayoutMemory, schema: Schema) -> GivenByKind:
    """What is recalled for a document, by the kind of the documents that it is like; nothing where it is like none."""
    known = memory.like(document)
    if not known:
        return {}
    kind = known[0][1].kind
    if kind not in schema.kinds:
        return {}
    layouts = [layout for _, layout in known if layout.kind == kind]
    return {kind: list(_given(ValueRuns(document), layouts, schema.kinds[kind], schema))}


def _given(runs: ValueRuns, layouts: Sequence[KnownLayout], kind: Kind, schema: Schema) -> Iterator[Given]:
    for name in kind.fields:
        known = [layout for layout in layouts if name in layout.fields]
        if known:
            yield from _of_field(runs, name, known, schema, many=name in kind.many)


def _of_field(
    runs: ValueRuns, name: str, layouts: Sequence[KnownLayout], schema: Schema, *, many: bool
) -> Iterator[Given]:
    """The values of one field, the best one first."""
    type = schema.type_of(name) or "text"
    fields = [layout.fields[name] for layout in layouts]
    found = list(runs.of(type))
    if type in _TEXTS:
        same = [run for text in dict.fromkeys(t for one in fields for t in one.values) for run in runs.said(text)]
        found = [*same, *(run for run in found if not _is_printed(runs.document, run, layouts))]
    worth: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, ValueRun]] = {}
    places = {run: Whereabouts.of(runs.document, run.start, run.end) for run in found}
    for one in fields:
        for place in one.places:
            near: dict[str, float] = {}
            for run in found:
                score = place.nearness(places[run]) * _length(place, places[run], type)
                if type in _TEXTS and run.value in one.values:
                    score += _SAME * (1 - score)
                near[run.value] = max(near.get(run.value, 0.0), score)
                if score > best.get(run.value, (0.0, run))[0]:
                    best[run.value] = (score, run)
            for value, score in near.items():
                worth[value] += score / len(one.places) / len(fields)
    ranked = sorted((value for value in worth if best.get(value, (0.0,))[0] >= _FAINT), key=lambda v: -worth[v])
    most = max((len(one.values) for one in fields), default=1) if many else 1
    for value in ranked[:most]:
        score, run = best[value]
        boxes = runs.document.boxes(run.start, run.end)
        given = Given(name, value, "layout", min(0.99, score), run.currency, run.unit, boxes=boxes, contradicts=False)
        yield replace(given, gives_way=score < _CLEAR)


def _length(remembered: Whereabouts, place: Whereabouts, type: str) -> float:
    """A value as long as last time is likelier than a part of it, or one that takes in more."""
    if type in _TEXTS:
        return 1.0 if remembered.lines == place.lines else 0.8
    return 1.0 if remembered.words == place.words else 0.9


def _is_printed(document: Document, run: ValueRun, layouts: Sequence[KnownLayout]) -> bool:
    """Whether a text is of the layout itself: all its words stood on a page of it, where no value stood."""
    words = LayoutPrint.words_of(document.text[run.start : run.end])
    return any(words <= layout.fingerprint.words.keys() for layout in layouts)
