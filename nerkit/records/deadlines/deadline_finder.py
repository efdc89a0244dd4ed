"""The deadlines of a document: every date and length of time in it that obliges somebody.

A value of a field that is a deadline by itself (`deadlines` of a kind) is one, and so is a time whose sentence says
what has to be done by it ("shall pay within ten days of receipt"). The words are those of the document's language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.labels import Kind
from nerkit.locales.folding import fold_space, plain
from nerkit.records.checks import Fields, day
from nerkit.records.deadline import Relation, StatedDeadline
from nerkit.records.deadlines.deadline_words import ANY, LASTING, deadline_patterns
from nerkit.records.deadlines.obliged import obliged
from nerkit.records.mentions import Mention
from nerkit.records.relations import earlier, later
from nerkit.records.sentences import sentence
from nerkit.values import Context, read_value
from nerkit.values.iso_durations import length_of
from nerkit.values.typed_spans import mentions as typed_spans

BARE = 4
"""Words of what a notice against renewal is given before, at most, where it names no more than an end: "its expiry"."""

BASE, LIMIT, RELATED, OBLIGED = 0.5, 0.1, 0.15, 0.1
"""How sure a time is a deadline whose sentence says what for, and what is added where a word makes it a limit, where it
is counted from something, and where there is a word of duty. Of 58 in contracts of CUAD 47 were right, of the 33
surest 29."""


DOUBTED = 0.5
"""How sure a deadline is at most that a field says, where its sentence has no word for what has to be done."""


class Time(NamedTuple):
    """A date or length of time at `text[start:end]`; the field that it fills, and how sure that is, if it does."""

    start: int
    end: int
    value: str
    entities: tuple[int, ...] = ()
    field: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True)
class DeadlineFinder:
    """Finds the deadlines of one document. `fields` are those of its record."""

    document: Document
    kind: Kind
    fields: Fields
    language: str | None

    def find(self, likely: Sequence[Mention]) -> tuple[StatedDeadline, ...]:
        """The deadlines in text order, those that follow from other values last; `likely` are the mentions."""
        found = [deadline for time in paced(self._times(likely)) if (deadline := self._deadline(time))]
        found += self._repeated()
        return (*_merged(sorted(found, key=lambda deadline: deadline.spans)), *self._derived())

    def _derived(self) -> Iterator[StatedDeadline]:
        for field, what in self.kind.deadlines.items():
            for value in self.fields.get(field, ()):
                if value.derived:
                    yield StatedDeadline(
                        what, value.value, value.confidence, field=field, entities=value.entities, derived=value.derived
                    )

    def _times(self, likely: Sequence[Mention]) -> list[Time]:
        """The times of the text but for those that are something else in the record, as the start of the contract."""
        by_index = {mention.index: mention.entity for mention in likely}
        times: dict[tuple[int, int], Time] = {}
        taken: list[tuple[int, int]] = []
        for field, values in self.fields.items():
            for value in values:
                for entity, index in ((by_index[i], i) for i in value.entities if i in by_index and not value.derived):
                    taken.append((entity.start, entity.end))
                    if field in self.kind.deadlines:
                        times[taken[-1]] = Time(*taken[-1], value.value, (index,), field, value.confidence)
        text, context = self.document.text, Context(self.language)
        merged = _together(taken)
        starts = [start for start, _ in merged]
        for span in typed_spans(text, self.language):
            before = bisect_left(starts, span.end) - 1  # the last that begins before it ends
            if span.type in ("date", "duration") and (before < 0 or merged[before][1] <= span.start):
                read = read_value(span.type, text[span.start : span.end], context)
                if read.value and not read.ambiguous:
                    times[span.start, span.end] = Time(span.start, span.end, read.value)
        return [times[place] for place in sorted(times)]

    def _deadline(self, time: Time) -> StatedDeadline | None:
        known = deadline_patterns(self.language)
        begin, stop = sentence(self.document.text, time.start, time.end)
        text = self.document.text[begin:stop]
        said, start, end = plain(text), time.start - begin, time.end - begin
        lasts = length_of(time.value) is not None
        limit, obliges = known.is_limit(said, start, lasts=lasts), known.obliges(said)
        relation, anchor = known.relation(text, said, end) if lasts else (None, None)
        asked = said.replace(plain(anchor), "", 1) if anchor else said
        what = self.kind.deadlines[time.field] if time.field else known.what(asked, start, end)
        confidence = time.confidence
        if what and not known.speaks_of(what, said, start, end):
            confidence = min(confidence, DOUBTED)
        if not time.field:
            counts = limit or (lasts and what != ANY and (relation is not None or what in LASTING))
            if what is None or not counts or (what == ANY and not obliges) or known.never.search(said):
                return None
            confidence = BASE + LIMIT * limit + RELATED * (relation is not None) + OBLIGED * obliges
        assert what is not None
        field = known.field_of(plain(anchor)) if anchor else None
        if field is None and anchor and (what, relation) == ("renewal", "before") and len(anchor.split()) <= BARE:
            field = next((name for name, due in self.kind.deadlines.items() if due == "expiry"), None)
        return StatedDeadline(
            what,
            time.value,
            confidence,
            self._who(text[:end] if what == "cure" else text, start, end) if what != "expiry" else None,
            relation,
            anchor,
            field,
            self._date(field, time.value, relation),
            time.entities,
            ((time.start, time.end),),
            self.document.boxes(time.start, time.end),
        )

    def _repeated(self) -> Iterator[StatedDeadline]:
        """Payments that come again and again, as on the third working day of each month."""
        known = deadline_patterns(self.language)
        whole = plain(self.document.text)
        for start, end, period in paced(known.repeated(whole)):
            begin, stop = sentence(self.document.text, start, end)
            text, said = self.document.text[begin:stop], whole[begin:stop]
            if known.what(said, start - begin, end - begin) == "payment":
                yield StatedDeadline(
                    "payment",
                    f"R/{period}",
                    BASE + OBLIGED * known.obliges(said),
                    self._who(text, start - begin, end - begin),
                    "each",
                    fold_space(self.document.text[start:end]),
                    spans=((start, end),),
                    boxes=self.document.boxes(start, end),
                )

    def _who(self, text: str, start: int, end: int) -> str | None:
        return obliged(text, start, end, self.fields.get(self.kind.parties or "", ()), self.language)

    def _date(self, field: str | None, when: str, relation: Relation | None) -> str | None:
        """The day that is so long after or before the date of a field."""
        start: date | None = day(self.fields, field) if field else None
        if start is None or relation not in ("after", "before"):
            return None
        found = later(start, when) if relation == "after" else earlier(start, when)
        return found.isoformat() if found else None


def _together(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order, those that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _merged(found: Iterable[StatedDeadline]) -> list[StatedDeadline]:
    """What is said more than once stands once, with all its places."""
    merged: dict[tuple[str | None, ...], StatedDeadline] = {}
    for one in found:
        key = one.what, one.when, one.relation, plain(one.anchor or ""), plain(one.who or "")
        if first := merged.get(key):
            one = replace(
                first,
                confidence=max(first.confidence, one.confidence),
                entities=(*first.entities, *one.entities),
                spans=(*first.spans, *one.spans),
                boxes=(*first.boxes, *one.boxes),
            )
        merged[key] = one
    return list(merged.values())
