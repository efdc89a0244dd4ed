"""What says that a page deep inside a document goes on with it: annexes that were announced, and what runs on."""

from __future__ import annotations

from collections.abc import Sequence, Set

from nerkit.page_stream.page_facts import PageFacts

_FEW = 3  # pages whose numbers fit


def belonging(p: PageFacts, q: PageFacts, earlier: Sequence[PageFacts], announced: Set[str]) -> dict[str, float]:
    """`earlier` are pages before `q`, `p` the last of them; `announced` the annexes that all before it speak of."""
    name = q.annex.name if q.annex else ""
    last = next((page.annex.name for page in reversed(earlier) if page.annex and page.annex.name), "")
    said = {
        "an annex that was announced": name in announced,
        "an annex that was announced, signed before": name in announced and p.signed,
        "the same annex": bool(name) and name == last,
        "the next annex": bool(name and last) and _next(last, name),
        "rows counted on": q.rows is not None and q.rows.first > 1 and q.rows.go_on(p.rows),
        "numbers from afar go on": _numbers_from_afar(q, earlier),
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


def _next(a: str, b: str) -> bool:
    if a.isdecimal() and b.isdecimal():
        return int(b) == int(a) + 1
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1
