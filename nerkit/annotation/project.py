"""One annotator at work on the documents of a store: what comes next, what is proposed, what the record is."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from nerkit.annotation.agreement import Compared, agreement
from nerkit.annotation.marks import ADJUDICATED, Change, Mark, Proposal, open_proposals
from nerkit.annotation.palette import palette
from nerkit.annotation.store import Listed, Store, Work
from nerkit.document import Entity, Page

_RECORD = threading.Lock()


@dataclass
class Project:
    """A store as `annotator` sees it. The adjudicator is proposed what the other annotators marked, and not the model.

    Methods give what JSON can hold, and raise what the store raises.
    """

    store: Store
    labels: Sequence[str]
    annotator: str

    @property
    def adjudicates(self) -> bool:
        """Whether the annotator settles what others did."""
        return self.annotator == ADJUDICATED

    def palette(self) -> list[dict[str, str]]:
        """The labels to choose from, those of marks that are there already among them."""
        used = {mark.label for work in self.store.works() for mark in work.mentions}
        return [asdict(choice) for choice in palette([*self.labels, *sorted(used - set(self.labels))])]

    def queue(self) -> list[dict[str, Any]]:
        """All documents in the order in which they are best done: least sure first, unreadable ones last."""
        works: defaultdict[int, list[Work]] = defaultdict(list)
        for work in self.store.works():
            works[work.document].append(work)
        rows = [self._queued(listed, works[listed.id]) for listed in self.store.listed()]
        rows.sort(key=lambda row: (row["fault"] is not None, not row["ready"], -row.pop("weight")))
        return rows

    def _queued(self, listed: Listed, works: list[Work]) -> dict[str, Any]:
        own = next((work for work in works if work.annotator == self.annotator), None)
        others = [work for work in works if work.annotator != self.annotator and work.touched]
        weight, reason = listed.doubt or 0.0, listed.reason
        if self.adjudicates:
            weight = len(_differences(others))
            reason = f"{weight} differences between {len(others)} annotators" if others else "nobody has done it yet"
        return {
            "id": listed.id,
            "source": listed.source,
            "pages": listed.pages,
            "ready": listed.ready,
            "fault": listed.fault,
            "reason": reason,
            "weight": weight,
            "done": own is not None and own.closed is not None,
            "flagged": own is not None and own.flagged,
            "mentions": len(own.mentions) if own else 0,
            "others": [work.annotator for work in others],
        }

    def document(self, id: int) -> dict[str, Any]:
        """The text, the pages and the tokens of a document; raises KeyError where it is not read."""
        document = self.store.document(id)
        return {
            "id": id,
            "source": document.source,
            "text": document.text,
            "language": document.language,
            "warnings": document.warnings,
            "tokens": self.store.tokens(id),
            "pages": [_page(page) for page in document.pages],
            "boxes": any(word.box for word in document.words),
        }

    def words(self, id: int, page: int) -> list[list[float]]:
        """The words of a page as start, end, x0, top, x1, bottom, in points."""
        boxes = ((word, word.box) for word in self.store.document(id).words)
        return [
            [word.start, word.end, *(round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom))]
            for word, box in boxes
            if box and box.page == page
        ]

    def work(self, id: int) -> dict[str, Any]:
        """The annotator's own work and the proposals that it leaves open."""
        return self.shown(self.store.work(id, self.annotator))

    def shown(self, work: Work) -> dict[str, Any]:
        """A work as the page takes it."""
        return {
            "version": work.version,
            "proposer": self.store.proposer(work.document),
            "marks": [asdict(mark) for mark in work.marks],
            "proposals": [asdict(proposal) for proposal in self.proposals(work)],
            "undo": work.step > 0,
            "redo": work.step < work.steps,
            "flagged": work.flagged,
            "comment": work.comment,
            "done": work.closed is not None,
        }

    def proposals(self, work: Work) -> list[Proposal]:
        """What is proposed to the annotator and not answered yet, in text order."""
        return open_proposals(self._proposals(work.document), work.marks)

    def _proposals(self, id: int) -> list[Proposal]:
        if not self.adjudicates:
            return self.store.proposals(id)
        works = [work for work in self.store.works(id) if work.touched and work.annotator != ADJUDICATED]
        by: defaultdict[Mark, list[str]] = defaultdict(list)
        for work in works:
            for mark in work.mentions:
                by[mark].append(work.annotator)
        return sorted(
            Proposal(mark.start, mark.end, mark.label, len(names) / len(works), ", ".join(names))
            for mark, names in by.items()
        )

    def change(self, id: int, version: int, change: Change) -> Work:
        """Apply a change after checking it against the text; raises ValueError and Conflict."""
        size = len(self.store.document(id).text)
        if any(not 0 <= mark.start < mark.end <= size or not mark.label for mark in change.added):
            raise ValueError("a mark lies outside the text")
        return self.store.change(id, self.annotator, version, change)

    def note(
        self,
        id: int,
        version: int,
        *,
        flagged: bool | None = None,
        comment: str | None = None,
        done: bool | None = None,
    ) -> Work:
        """Set the flag or the comment, or that the document is done for the chosen labels; raises Conflict."""
        self.store.tokens(id)  # that there is such a document
        closed = list(self.labels) if done else None
        return self.store.note(
            id, self.annotator, version, flagged=flagged, comment=comment, closed=closed, reopen=done is False
        )

    def record(self, id: int) -> dict[str, Any]:
        """The record that the annotator's mentions make, and its checks."""
        from nerkit.records import build

        document, work = self.store.document(id), self.store.work(id, self.annotator)
        entities = [
            Entity(mark.label, mark.start, mark.end, document.text[mark.start : mark.end], 1.0)
            for mark in work.mentions
        ]
        with _RECORD:
            return build(document, entities).to_dict()

    def differences(self, id: int) -> dict[str, Any]:
        """What each annotator marked, mention by mention; only mentions on which they differ."""
        works = [work for work in self.store.works(id) if work.touched]
        text = self.store.document(id).text
        rows = [
            asdict(mark) | {"text": text[mark.start : mark.end], "by": sorted(names)}
            for mark, names in sorted(_differences(works).items())
        ]
        return {"annotators": [work.annotator for work in works], "differences": rows}

    def agreement(self) -> list[dict[str, Any]]:
        """F1 and kappa for each label of each pair of annotators, over the documents that both have done."""
        works = [work for work in self.store.works() if work.closed is not None and work.annotator != ADJUDICATED]
        done = {(work.document, work.annotator): work for work in works}
        names = sorted({work.annotator for work in works})
        found = []
        for first, second in combinations(names, 2):
            shared = [work.document for work in works if work.annotator == first and (work.document, second) in done]
            compared = [
                Compared(
                    self.store.tokens(id),
                    *([mark.span for mark in done[id, name].mentions] for name in (first, second)),
                )
                for id in shared
            ]
            rows = [asdict(row) for row in agreement(compared)]
            found.append({"annotators": [first, second], "documents": len(shared), "labels": rows})
        return found


def _page(page: Page) -> dict[str, Any]:
    return {name: getattr(page, name) for name in ("number", "width", "height", "start", "end", "source")}


def _differences(works: Iterable[Work]) -> dict[Mark, set[str]]:
    """Mentions that not all of the works have, with the annotators who do."""
    works = list(works)
    by: defaultdict[Mark, set[str]] = defaultdict(set)
    for work in works:
        for mark in work.mentions:
            by[mark].add(work.annotator)
    return {mark: names for mark, names in by.items() if len(names) < len(works)}
