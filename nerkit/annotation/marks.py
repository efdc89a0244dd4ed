"""What an annotator says about a stretch of the text, and a change of it that can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from nerkit.corpora.labelled import Span

ADJUDICATED = "adjudicated"
"""The annotator who settles what the others see differently."""

Verdict = Literal["yes", "no"]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """`text[start:end]` is a mention of `label` ("yes"), or a proposal of it was rejected ("no")."""

    start: int
    end: int
    label: str
    verdict: Verdict = "yes"

    @property
    def span(self) -> Span:
        """The mark without its verdict."""
        return Span(self.start, self.end, self.label)

    def meets(self, other: Mark | Proposal) -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A mention that the model or another annotator sees; `by` names whom, `confidence` is from 0 to 1."""

    start: int
    end: int
    label: str
    confidence: float
    by: str


@dataclass(frozen=True, slots=True)
class Change:
    """Marks that go and marks that come, in one step."""

    removed: tuple[Mark, ...] = ()
    added: tuple[Mark, ...] = ()

    @property
    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.added, self.removed)

    def applied(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        """The marks afterwards, in text order.

        Raises ValueError where a removed mark is not there, or where two mentions would overlap.
        """
        left = set(marks)
        if not left.issuperset(self.removed):
            raise ValueError("a mark that should go is not there")
        after = sorted((left - set(self.removed)) | set(self.added))
        mentions = [mark for mark in after if mark.verdict == "yes"]
        if any(a.meets(b) for a, b in pairwise(mentions)):
            raise ValueError("two mentions may not overlap")
        return tuple(after)


def open_proposals(proposals: Iterable[Proposal], marks: Iterable[Mark]) -> list[Proposal]:
    """The proposals that no mark answers: a mention over a part of one answers it, and so does its rejection."""
    marks = list(marks)
    return [
        proposal
        for proposal in proposals
        if not any(mark.meets(proposal) and (mark.verdict == "yes" or mark.label == proposal.label) for mark in marks)
    ]
