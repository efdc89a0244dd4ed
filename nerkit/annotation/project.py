"""One annotator at work on the documents of a store: what comes next, what is proposed, what the record is."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

from nerkit.annotation.differing import differing
from nerkit.annotation.marks import ADJUDICATED, Change, Mark, Proposal, open_proposals
from nerkit.annotation.palette import palette
from nerkit.annotation.store import Listed, Store, Work
from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Entity, Page
from nerkit.labels import Schema, builtin

_RECORD = threading.Lock()


@dataclass
class Project:
    """A store as `annotator` sees it. The adjudicator is proposed what the other annotators marked, and not the model.

    `schema` says what labels mean and what record they make.

    Methods give what JSON can hold, and raise what the store raises.
    """

    store: Store
    labels: Sequence[str]
    annotator: str
    schema: Schema = field(default_factory=builtin)

    @property
    def adjudicates(self) -> bool:
        """Whether the annotator settles what others did."""
        return self.annotator == ADJUDICATED

    def palette(self) -> list[dict[str, str]]:
        """The labels to choose from, those of marks that are there already among them."""
        used = {mark.label for work in self.store.works() for mark in work.mentions}
        return [asdict(choice) for choice in palette([*self.labels, *sorted(used - set(self.labels))], self.schema)]

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
            judged = _judged(others)
            weight = len(differing(judged))
            names = " and ".join(work.annotator for work in judged)
            reason = f"{names} differ in {_count(weight, 'place')}" if weight else _agreed(judged)
        return {
            "id": listed.id,
            "source": _sayable(listed.source),
            "pages": listed.pages,
            "ready": listed.ready,
            "fault": _sayable(listed.fault or "") or None,
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
            "source": _sayable(document.source),
            "text": document.text,
            "language": document.language,
            "warnings": [str(notice) for notice in document.warnings],
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
        works = _judged(self.store.works(id))
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
        if any(_sayable(mark.label) != mark.label for mark in change.added):
            raise ValueError("a label holds half a character")
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
        if comment is not None and _sayable(comment) != comment:
            raise ValueError("the comment holds half a character")
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
            return build(document, entities, schema=self.schema).to_dict()

    def differences(self, id: int) -> dict[str, Any]:
        """Where the annotators differ, place by place: what each of them marked there.

        An annotator sees it once the own work is done, so that nobody is led by the others.
        """
        works = _judged(self.store.works(id))
        if not self.adjudicates and self.annotator not in {work.annotator for work in works if work.closed is not None}:
            works = []
        text = self.store.document(id).text
        places = [
            {
                "start": place.start,
                "end": place.end,
                "marks": [
                    [asdict(mark) | {"text": text[mark.start : mark.end]} for mark in place.by.get(work.annotator, ())]
                    for work in works
                ],
            }
            for place in differing(works)
        ]
        return {"annotators": [work.annotator for work in works], "places": places}

    def agreement(self) -> list[dict[str, Any]]:
        """F1 and kappa for each label of each pair of annotators, over the documents that both have done."""
        from nerkit.evaluation.annotator_agreement import AnnotatorAgreement

        done = {
            (work.document, work.annotator): work
            for work in self.store.works()
            if work.closed is not None and work.annotator != ADJUDICATED
        }
        found = []
        for first, second in combinations(sorted({name for _, name in done}), 2):
            shared = [id for id, name in done if name == first and (id, second) in done]
            pairs = [(self._labelled(done[id, first]), self._labelled(done[id, second])) for id in shared]
            if not pairs:
                continue
            compared = AnnotatorAgreement(pairs)
            kappa = compared.kappa()
            rows = [
                {
                    "label": label,
                    "first": rates.hits + rates.missed,
                    "second": rates.hits + rates.extra,
                    "f1": rates.f1.to_dict(),
                    "kappa": kappa[label].to_dict(),
                }
                for label, rates in compared.f1().items()
            ]
            found.append({"annotators": [first, second], "documents": len(shared), "labels": rows})
        return found

    def _labelled(self, work: Work) -> LabelledDocument:
        return LabelledDocument(self.store.document(work.document), tuple(mark.span for mark in work.mentions))


def _page(page: Page) -> dict[str, Any]:
    return {name: getattr(page, name) for name in ("number", "width", "height", "start", "end", "source")}


def _judged(works: Iterable[Work]) -> list[Work]:
    """The works that are compared: those that are done, or all that were begun where none is."""
    begun = [work for work in works if work.touched and work.annotator != ADJUDICATED]
    return [work for work in begun if work.closed is not None] or begun


def _agreed(works: Sequence[Work]) -> str:
    if not works:
        return "nobody has done it yet"
    if len(works) == 1:
        return f"only {works[0].annotator} has done it"
    return f"{' and '.join(work.annotator for work in works)} agree"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _sayable(name: str) -> str:
    """A file name with escapes for bytes that are no UTF-8: a page and a terminal cannot show them."""
    return name.encode("utf-8", "backslashreplace").decode()
