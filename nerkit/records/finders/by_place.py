"""What its place tells: the number and date of a title's line, and what nothing announces at all."""

from __future__ import annotations

from collections.abc import Iterator

from nerkit.document import Entity
from nerkit.records.finders.dated_place import date_behind_place
from nerkit.records.finders.letterhead import name_at_head
from nerkit.records.finders.only_day import only_day
from nerkit.records.finders.phrases import folded
from nerkit.records.finders.search import Search
from nerkit.records.finders.standing_period import period_alone
from nerkit.records.finders.taken import Taken
from nerkit.records.finders.title_lines import in_title_line

TITLED = 0.9
"""How sure the number and the date in the line of a title are the document's own."""

PLACED = 0.6
"""How sure that is which only its place tells: a name at the head, a date behind a place, a period alone in a cell."""


def titled(search: Search) -> Iterator[Entity]:
    """The number and the date in the line of the title; one that announces another number, as "order", is none here."""
    schema, kind = search.schema, search.kind
    if kind is None or not kind.titled:
        return
    own = kind.titled.get("number")
    others = {
        folded(word)
        for label in schema.labels.values()
        if label.type == "identifier" and label.field != own
        for word in label.words
    }
    titles = [title for title in kind.titles if folded(title) not in others and not {*"*…"} & {*title}]
    for one in in_title_line(search.document.text, titles, search.context):
        if label := kind.titled.get(one.part):
            yield search.entity(label.upper(), (one.start, one.end), TITLED)


def by_place_alone(search: Search) -> Iterator[Entity]:
    """What nothing announces and only its place tells, each where nobody has found such a thing surely."""
    kind, cells, context = search.kind, search.cells, search.context
    if kind is None:
        return
    known = search.sure(found=True)
    sure = {one.label for one in known}
    dated = kind.titled.get("date", "").upper()
    if dated and dated not in sure and (held := date_behind_place(cells, context)):
        yield search.entity(dated, (held.start, held.end), PLACED)
    elif dated and dated not in sure and kind.lines == "proven":  # a letter names other days too, a till when it sold
        yield from (search.entity(dated, day, PLACED) for day in only_day(search.document.text, context, Taken(known)))
    for ends in (tuple(name.upper() for name in one.fields) for one in kind.derive if one.way == "period"):
        if not sure & {*ends} and (days := period_alone(cells, context.language)):
            yield from (search.entity(label, span, PLACED) for label, span in zip(ends, days, strict=True))
    if kind.letterhead and kind.letterhead.upper() not in sure:
        titles = {title for one in search.schema.kinds.values() for title in (*one.titles, *one.not_titles)}
        if name := name_at_head(cells, context, Taken(known), titles):
            yield search.entity(kind.letterhead.upper(), name, PLACED)
