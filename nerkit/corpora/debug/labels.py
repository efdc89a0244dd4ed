"""The labels of a corpus: how often each occurs, in how many documents and texts, and which are too rare to learn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nerkit.corpora.debug.corpus_parts import CorpusPart
from nerkit.corpora.debug.findings import FaultPlace, Finding, Severity, counted, listed

FEW_SPANS, FEW_DOCUMENTS = 20, 5
"""A label with fewer spans, or in fewer documents, to learn from is rare."""


@dataclass
class LabelCounts:
    """How often a label occurs: spans by part, documents that hold it, and how many different texts it has."""

    spans: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    throughout: int = 0
    """Documents in which every mention is marked."""

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "spans": dict(self.spans),
            "documents": dict(self.documents),
            "texts": len(self.texts),
            "throughout": self.throughout,
        }


def count_labels(parts: Sequence[CorpusPart]) -> dict[str, LabelCounts]:
    """The counts of each label that a span has, the most frequent first."""
    counts: dict[str, LabelCounts] = defaultdict(LabelCounts)
    for part in parts:
        for labelled in part.documents:
            text = labelled.document.text
            for span in labelled.spans:
                counts[span.label].spans[part.name] += 1
                counts[span.label].texts.add(" ".join(text[span.start : span.end].split()).casefold())
            for label in {span.label for span in labelled.spans}:
                counts[label].documents[part.name] += 1
    for part in parts:
        for labelled in part.documents:
            for label in labelled.closed & counts.keys():
                counts[label].throughout += 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1].spans.total(), item[0])))


def label_findings(parts: Sequence[CorpusPart], counts: Mapping[str, LabelCounts]) -> Iterator[Finding]:
    """Labels that cannot be learnt or judged, labels that look like one, and documents without any."""
    names = [part.name for part in parts]
    if not counts:
        yield Finding("no-labels", Severity.ERROR, 1, "There is no span in any document", "Annotate some documents.")
        return
    learnt = "train" if "train" in names else names[0]
    if len(names) > 1:
        absent = [label for label, count in counts.items() if not count.spans[learnt]]
        if absent:
            says = f"{counted(len(absent), 'label')} not in {learnt}: {listed(absent)}"
            yield Finding("not-learnt", Severity.ERROR, len(absent), says, _NOT_LEARNT, _places(absent, counts))
    yield from _alike(counts)
    rare = [
        label
        for label, count in counts.items()
        if 0 < count.spans[learnt] < FEW_SPANS or 0 < count.documents[learnt] < FEW_DOCUMENTS
    ]
    if rare:
        says = f"{counted(len(rare), 'label is', 'labels are')} rare in {learnt}: {listed(rare)}"
        yield Finding("rare-label", Severity.WARNING, len(rare), says, _RARE, _places(rare, counts))
    for name in (name for name in names if name in ("dev", "test") and name != learnt):
        absent = [label for label, count in counts.items() if count.spans[learnt] and not count.spans[name]]
        if absent:
            says = f"{counted(len(absent), 'label')} not in {name}: {listed(absent)}"
            yield Finding(f"not-in-{name}", Severity.NOTE, len(absent), says, _NOT_JUDGED, _places(absent, counts))
    bare = [
        FaultPlace(d.document.source, note=f"in {part.name}") for part in parts for d in part.documents if not d.spans
    ]
    if bare:
        says = f"{counted(len(bare), 'document has', 'documents have')} no span"
        yield Finding("no-spans", Severity.NOTE, len(bare), says, _BARE, bare)


def _alike(counts: Mapping[str, LabelCounts]) -> Iterator[Finding]:
    spelt: dict[str, list[str]] = defaultdict(list)
    for label in counts:
        spelt["".join(c for c in label.casefold() if c.isalnum())].append(label)
    if alike := [group for group in spelt.values() if len(group) > 1]:
        says = f"Labels that may be one: {listed(' and '.join(map(repr, group)) for group in alike)}"
        places = _places([label for group in alike for label in group], counts)
        yield Finding("labels-alike", Severity.ERROR, len(alike), says, "Give them one name.", places)


def _places(labels: Sequence[str], counts: Mapping[str, LabelCounts]) -> list[FaultPlace]:
    return [
        FaultPlace(
            label,
            note=f"{counted(counts[label].spans.total(), 'span')} in "
            f"{counted(counts[label].documents.total(), 'document')}",
        )
        for label in labels
    ]


_NOT_LEARNT = "Move documents that hold them: what is not in the training part is never learnt, and counts as missed."
_RARE = f"Annotate more documents with them, to {FEW_SPANS} spans in {FEW_DOCUMENTS} documents at least, or leave them."
_NOT_JUDGED = "No figure says how good they are; add documents that hold them."
_BARE = "Fine if there is nothing in them to mark; if they are not annotated yet, take them out."
