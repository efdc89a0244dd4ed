"""All that is wrong with a corpus, in the order in which it is best mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from nerkit.corpora.debug.consistency import consistency_findings
from nerkit.corpora.debug.corpus_parts import CorpusPart
from nerkit.corpora.debug.findings import FaultPlace, Finding, Severity, counted
from nerkit.corpora.debug.labels import LabelCounts, count_labels, label_findings
from nerkit.corpora.debug.span_faults import span_findings
from nerkit.corpora.debug.twins import twin_findings
from nerkit.language.tokenizer import tokenize

_SHOWN = 5
"""How many places of a finding a person is shown."""

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


@dataclass(frozen=True)
class DebugReport:
    """Parts, counts of their labels, and findings: errors first, then warnings and notes."""

    parts: Sequence[CorpusPart]
    labels: Mapping[str, LabelCounts]
    findings: Sequence[Finding]

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error."""
        return any(finding.severity == Severity.ERROR for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "parts": [
                {
                    "name": part.name,
                    "documents": len(part.documents),
                    "words": sum(len(each.document.words) for each in part.documents),
                    "spans": sum(len(each.spans) for each in part.documents),
                }
                for part in self.parts
            ],
            "labels": {label: counts.to_dict() for label, counts in self.labels.items()},
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def __rich__(self) -> Group:
        return Group(*self._shown())

    def _shown(self) -> Iterator[Table | Text]:
        for part in self.to_dict()["parts"]:
            facts = (counted(part[key], key[:-1]) for key in ("documents", "words", "spans"))
            yield Text(f"{part['name']}: {', '.join(facts)}")
        yield self._counts()
        for number, finding in enumerate(self.findings, start=1):
            head = Text(f"\n{number}. ")
            head.append(finding.severity.name.lower(), _STYLES[finding.severity])
            yield head.append(f"  {finding.says}\n").append(f"   {finding.advice}", "italic")
            shown = _first(finding.places)
            for place in shown:
                yield Text(f"   · {place}")
            if len(finding.places) > len(shown):
                yield Text(f"   · {len(finding.places) - len(shown):,} more with --json", "dim")
        if not self.findings:
            yield Text("\nNothing to mend was found.")

    def _counts(self) -> Table:
        grid = Table(title="Labels", title_justify="left", caption_justify="left")
        grid.add_column("", overflow="fold")
        names = [part.name for part in self.parts]
        for column in (*names, "documents", "texts", "throughout"):
            grid.add_column(escape(column), justify="right", no_wrap=True)
        for label, counts in self.labels.items():
            figures = (counts.documents.total(), len(counts.texts), counts.throughout)
            grid.add_row(escape(label), *(f"{n:,}" for n in (*(counts.spans[name] for name in names), *figures)))
        grid.caption = "texts: different ones; throughout: documents in which every mention is marked"
        return grid


def _first(places: Sequence[FaultPlace]) -> list[FaultPlace]:
    """The places to show: the first of each document before the second of any."""
    before: Counter[str] = Counter()
    rounds = []
    for place in places:
        rounds.append(before[place.source])
        before[place.source] += 1
    return [places[i] for i in sorted(range(len(places)), key=rounds.__getitem__)[:_SHOWN]]


def debug(parts: Sequence[CorpusPart]) -> DebugReport:
    """Look for everything that is wrong with a corpus."""
    tokenized = [(each, tokenize(each.document)) for part in parts for each in part.documents]
    counts = count_labels(parts)
    findings = [
        *_unreadable(parts),
        *span_findings(tokenized),
        *twin_findings(parts),
        *label_findings(parts, counts),
        *consistency_findings(tokenized),
    ]
    # What is equally bad stays in the order of the checks: first what damages most.
    return DebugReport(parts, counts, sorted(findings, key=lambda finding: finding.severity))


def _unreadable(parts: Sequence[CorpusPart]) -> Iterator[Finding]:
    places = [place for part in parts for place in part.unreadable]
    if places:
        says = f"{counted(len(places), 'line or span', 'lines or spans')} cannot be read"
        advice = "Mend or remove them: no training begins on a file that holds them."
        yield Finding("unreadable", Severity.ERROR, len(places), says, advice, places)
