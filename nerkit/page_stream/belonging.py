"""What says that a page deep inside a document goes on with it: annexes that were announced, and what runs on."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache

from nerkit.labels import builtin
from nerkit.page_stream.page_facts import DATES, NUMBERS, TOTALS, PageFacts

_FEW = 3  # pages whose numbers fit
_MANY = 20  # rows: two documents of so many don't go on by chance
_FIRSTS = 6  # pages back
_SOON = 3  # pages behind one on which its document goes on


def belonging(
    q: PageFacts, earlier: Sequence[PageFacts], later: Sequence[PageFacts], announced: Set[str]
) -> dict[str, float]:
    """`earlier` are pages before `q`, `later` those behind it, `announced` the annexes that all before it speak of."""
    p = earlier[-1]
    name = q.annex.name if q.annex else ""
    last = next((page.annex.name for page in reversed(earlier) if page.annex and page.annex.name), "")
    said = {
        "an annex that was announced": name in announced,
        "an annex that was announced, signed before": name in announced and p.signed,
        "the same annex": bool(name) and name == last,
        "the next annex": bool(name and last) and _next(last, name),
        "rows counted on": _goes_on(q, p),
        "many rows counted on": _goes_on(q, p) and q.rows is not None and q.rows.first > _MANY * q.rows.step,
        "accompanies the bill before": _accompanies(q, earlier),
        "numbers from afar go on": _numbers_from_afar(q, earlier),
        "numbers go on behind": _numbers_go_on_behind(p, q, later[:_SOON]),
        "rows go on behind": q.rows is None and any(_goes_on(page, p) for page in later[:_SOON]),
        "no total yet, nothing new": _nothing_new(q) and _no_total_yet(earlier),
    }
    return {what: 1.0 for what, holds in said.items() if holds}


def _numbers_from_afar(q: PageFacts, earlier: Sequence[PageFacts]) -> bool:
    """Whether the number of a page goes on from those of some pages, of which the last may have none or their own."""
    number = q.stated.number if q.stated else 0
    fitting = sum(
        page.stated is not None and page.stated.number == number - back
        for back, page in enumerate(reversed(earlier), 1)
    )
    return number > _FEW and fitting >= _FEW


def _numbers_go_on_behind(p: PageFacts, q: PageFacts, later: Sequence[PageFacts]) -> bool:
    """Whether the numbers of the pages behind one without a number count it as the next of those before it."""
    a = p.stated
    return (
        a is not None
        and q.stated is None
        and any(
            page.stated is not None and page.stated.number == a.number + step and page.stated.of == a.of
            for step, page in enumerate(later, 2)
        )
    )


def _goes_on(page: PageFacts, before: PageFacts) -> bool:
    return page.rows is not None and page.rows.first > 1 and page.rows.go_on(before.rows)


def _nothing_new(page: PageFacts) -> bool:
    """Whether a page says nothing that one which begins a bill does."""
    return not (page.titles or page.addressed or page.dated or {*NUMBERS, *DATES} & set(page.values))


def _accompanies(page: PageFacts, earlier: Sequence[PageFacts]) -> bool:
    """Whether a page is what comes with a bill of the same sender, such as a delivery note, and is no bill itself."""
    kinds = page.titles - {""}
    if not kinds or not kinds <= _unpriced() or {*NUMBERS, *TOTALS} & set(page.values):
        return False
    near = earlier[-_FIRSTS:]
    billed = any({*NUMBERS, *TOTALS} & set(before.values) or before.titles - {""} - _unpriced() for before in near)
    return billed and any(page.first_line == before.first_line for before in near)


@cache
def _unpriced() -> frozenset[str]:
    """The kinds of documents that hold no amount."""
    schema = builtin()
    priced = (any(schema.type_of(field) == "amount" for field in kind.fields) for kind in schema.kinds.values())
    return frozenset(name for name, has in zip(schema.kinds, priced, strict=True) if not has)


def _no_total_yet(earlier: Sequence[PageFacts]) -> bool:
    """Whether a number was announced and no total since."""
    for page in reversed(earlier):
        if set(page.values) & {*TOTALS}:
            return False
        if set(page.values) & {*NUMBERS}:
            return True
    return False


def _next(a: str, b: str) -> bool:
    if a.isdecimal() and b.isdecimal():
        return int(b) == int(a) + 1
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1
