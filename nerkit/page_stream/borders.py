"""What two pages that follow each other say for a border between two documents, as features of a linear model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from nerkit.page_stream.belonging import belonging
from nerkit.page_stream.one_value import LONG, one_value
from nerkit.page_stream.page_facts import DATES, NUMBERS, OTHERS, TOTALS, PageFacts

Features = dict[str, float]

_SMALL = 0.02  # of a page's size
_LARGER = 1.3  # than the usual letters of the page
_WINDOW = 40  # pages back in which the same page may have been
_NEXT = 6  # pages on which a document may go on
_LEVELS = (0.05, 0.15, 0.3, 0.5, 0.7, 0.9)
_STRANGE = 0.15  # of what a page has, which pages of another document share too
_RECENT = 3  # pages whose names a page of the same document has
_LITTLE = 15  # words, and numbers, on a page that is a cover, or says that something follows
_REPEATED = 0.6  # of these words, where they are those of a title
_SAME = 0.9  # of the words of both
_AGAIN, _MORE = 0.4, 0.15  # of the words of two heads: that make them alike, and more than those of the page before


@dataclass(frozen=True)
class Border:
    """The place in front of page `at` (an index into all pages), behind the last page before it that is not blank."""

    at: int
    features: Features


def borders(pages: Sequence[PageFacts]) -> list[Border]:
    """The places where a document may begin: in front of each page that is not blank, but for the first."""
    found: list[Border] = []
    shown = [i for i, page in enumerate(pages) if not page.blank]
    before: dict[str, frozenset[str]] = {}
    announced: frozenset[str] = frozenset()
    for last, at in pairwise(shown):
        before = {**before, **pages[last].values}
        announced |= pages[last].annexes
        earlier = [pages[i] for i in shown if max(0, at - _WINDOW) <= i < at]
        features = _features(pages[last], pages[at], before, earlier, blank=at - last > 1)
        later = [page for page in pages[at + 1 : at + 1 + _NEXT] if not page.blank]
        known = belonging(pages[at], earlier, later, announced)
        found.append(Border(at, {**features, **known}))
    return found


def _features(
    p: PageFacts, q: PageFacts, before: Mapping[str, frozenset[str]], earlier: Sequence[PageFacts], *, blank: bool
) -> Features:
    """`before` holds the values of each label where it was announced last, `earlier` are pages before `q`."""
    heads, words, ids = _alike(p.head, q.head), _within(p.words, q.words), _within(p.head_ids | p.ids, q.head_ids)
    recent = earlier[-_RECENT:]
    names, known = (frozenset().union(*(getattr(page, of) for page in recent)) for of in ("names", "ids"))
    known_names, known_ids = _share(q.names, names), _share(q.ids, known)
    form = abs(p.margin - q.margin) > _SMALL or abs(math.log((p.height or 1) / (q.height or 1))) > 0.1
    first = len(set(q.values) & {*OTHERS, *DATES, *NUMBERS})
    said = {
        "always": True,
        "blank between": blank,
        "other size": max(abs(a - b) / max(a, b, 1.0) for a, b in zip(p.size, q.size, strict=True)) > _SMALL,
        "other source": p.source != q.source,
        **_numbering(p, q),
        **_titles(p, q),
        **_announced(p, q, before),
        **_named(p, q, before, earlier),
        **_numbered(p, q),
        **_letter(p, q, earlier),
        **_annexed(p, q),
        **_run(p, q, earlier),
        "begins in lower case": q.first_line[:1].islower(),
        "ends open": p.last_line[-1:].isalpha() and not q.titles,
        "first line in capitals": q.capitals,
        "larger letters": q.larger > _LARGER,
        "larger letters again": q.larger > _LARGER and p.larger > _LARGER,
        **_again(p, q, earlier),
        "carried on": p.carried or q.carried,
        "other margin": abs(p.margin - q.margin) > _SMALL,
        "other letters": abs(math.log((p.height or 1) / (q.height or 1))) > 0.1,
    }
    return {
        **{name: 1.0 for name, holds in said.items() if holds},
        "words alike, numbers too": words * ids,
        "words alike, numbers not": words * (1 - ids) * bool(q.head_ids),
        "heads alike, numbers too": heads * ids,
        "heads alike, numbers not": heads * (1 - ids) * bool(q.head_ids),
        "heads unlike, no numbers": (1 - heads) * (not q.head_ids),
        "announced": float(first),
        "announced more than before": float(max(0, first - len(set(p.values) & {*OTHERS, *DATES, *NUMBERS}))),
        "cues": float(min(q.cues, 4)),
        "cues before": float(min(p.cues, 4)),
        "figures in the head": q.figures,
        **_steps("heads alike", heads),
        **_steps("feet alike", _alike(p.foot, q.foot)),
        **_steps("words alike", _alike(p.words, q.words)),
        **_steps("words of the shorter", words),
        **_steps("head known", _share(q.head, frozenset().union(*(page.words for page in recent)))),
        **_steps("names known", known_names, there=bool(q.names)),
        **_steps("numbers known", known_ids, there=bool(q.ids)),
        **_steps("numbers of the head", ids, there=bool(q.head_ids)),
        "nothing shared": float(max(known_names, known_ids, heads) < _STRANGE),
        "nothing shared, another form": float(max(known_names, known_ids, heads) < _STRANGE and form),
        "title lost, nothing shared": float(max(known_names, known_ids) < _STRANGE and bool(p.titles and not q.titles)),
        "new numbers in the head": math.log1p(len(q.head_ids - p.ids)),
        "room left": max(0.0, 0.9 - p.filled),
    }


def _numbering(p: PageFacts, q: PageFacts) -> dict[str, bool]:
    a, b = p.stated, q.stated
    how = "worded" if b and b.worded else "bare"
    return {
        "has no number": not b,
        "neither has a number": not a and not b,
        "lost its number": a is not None and b is None,
        f"number 1, {how}": b is not None and b.number == 1,
        f"number 1 of {'one' if b and b.of == 1 else 'many'}": b is not None and b.number == 1 and b.of is not None,
        f"next number, {how}": a is not None and b is not None and b.number == a.number + 1 and _same_count(a.of, b.of),
        "next number of another count": bool(a and b and b.number == a.number + 1 and not _same_count(a.of, b.of)),
        f"same number, {how}": a is not None and b is not None and b.number == a.number != 1,
        f"another number, {how}": bool(a and b and b.number not in (1, a.number, a.number + 1)),
        "later number after none": a is None and b is not None and b.number > 1,
        "all pages were there": a is not None and a.of is not None and a.number == a.of,
        "a page is missing": a is not None and a.of is not None and a.number < a.of,
    }


def _numbered(p: PageFacts, q: PageFacts) -> dict[str, bool]:
    """Sections and rows that are counted on, or anew."""
    a, b = p.numbered, q.numbered
    return {
        "counted on": bool(a and b and b[0] > 1 and b[0] in (a[1], a[1] + 1)),
        "counted anew": bool(a and b and b[0] == 1),
        "counted from 1": bool(b and b[0] == 1 and not a),
        "counted from a later number": bool(b and b[0] > 1 and not (a and b[0] in (a[1], a[1] + 1))),
        "no longer counted": bool(a and not b),
    }


def _again(p: PageFacts, q: PageFacts, earlier: Sequence[PageFacts]) -> dict[str, bool]:
    """Pages that come twice: the first page of a document that is there again, one behind the same page as before.

    Where one of the two says that it is a copy they belong together, as sets of invoices for several hands do.
    """
    twins = [at for at, page in enumerate(earlier) if _same_page(page, q)]
    alike = any(earlier[at].copies == q.copies for at in twins)
    behind = not _same_page(p, q) and any(at > 0 and _same_page(earlier[at - 1], p) for at in twins)
    return {
        "the same page again": alike and not behind and not _has_little(q),
        "the same pages again": alike and behind,
        "another copy of a page": bool(twins) and not alike,
    }


def _annexed(p: PageFacts, q: PageFacts) -> dict[str, bool]:
    """What is part of the document before it: annexes, and what stands behind a cover."""
    little = _has_little(p)
    lettered = q.annex is not None and q.annex.how == "lettered"
    return {
        "an annex": lettered,
        "an annex, no number": lettered and q.stated is None,
        "an annex behind an annex": q.annex is not None and p.annex is not None,
        "filed": q.annex is not None and q.annex.how == "filed" and q.first_line != p.first_line,
        "names a file": q.names_file,
        "names a file, not before": q.names_file and not p.names_file,
        "named a file": p.names_file and not q.names_file,
        "little before": little,
        "little before, said again": little and len(p.words) > 0 and _share(p.words, q.words) > _REPEATED,
        "little here": _has_little(q),
    }


def _has_little(page: PageFacts) -> bool:
    """Whether it is a cover, or says that something follows; rows of a bill have few words and many numbers."""
    return len(page.words) < _LITTLE and len(page.ids) < _LITTLE


def _run(p: PageFacts, q: PageFacts, earlier: Sequence[PageFacts]) -> dict[str, bool]:
    """Page numbers that have run for some pages, and go on or not."""
    before = earlier[-2].stated if len(earlier) > 1 else None
    a, b = p.stated, q.stated
    ran = bool(a and before and a.number == before.number + 1)
    on = bool(a and b and b.number == a.number + 1 and _same_count(a.of, b.of))
    return {
        "numbers run on": ran and on,
        "numbers go on from 1": on and a is not None and a.number == 1,
        "numbers stop": ran and b is None,
        "numbers begin anew": ran and b is not None and b.number == 1,
        "next number, capitals": on and q.capitals,
        "next number, a title": on and bool(q.titles),
    }


def _letter(p: PageFacts, q: PageFacts, earlier: Sequence[PageFacts]) -> dict[str, bool]:
    """What a letter begins and ends with, and the head of an earlier one once more."""
    again = bool(q.first_line) and q.first_line == p.first_line
    heads = _alike(p.head, q.head)
    return {
        "addressed": q.addressed,
        "addressed, not before": q.addressed and not p.addressed,
        "dated": q.dated,
        "dated, not before": q.dated and not p.dated,
        "addressed and dated": q.addressed and q.dated,
        "no longer addressed or dated": (p.addressed and not q.addressed) or (p.dated and not q.dated),
        "signed before": p.signed,
        "signed before, a title": p.signed and bool(q.titles),
        "signed before, counted anew": p.signed and bool(q.numbered and q.numbered[0] == 1),
        "signs": q.signs > 0,
        "signs, not before": q.signs > 1 and not p.signs,
        "the same first line": again,
        "the same first line, other numbers": again and bool(q.head_ids) and not q.head_ids & (p.head_ids | p.ids),
        "an earlier first line again": not again
        and bool(q.first_line)
        and any(q.first_line == page.first_line for page in earlier[:-1]),
        "an earlier head again": any(_alike(page.head, q.head) > max(_AGAIN, heads + _MORE) for page in earlier[:-1]),
    }


def _same_count(a: int | None, b: int | None) -> bool:
    return a == b or a is None or b is None


def _titles(p: PageFacts, q: PageFacts) -> dict[str, bool]:
    return {
        "has a title": bool(q.titles),
        "same title again": bool(q.titles and q.titles == p.titles),
        "title lost": bool(p.titles and not q.titles),
        "neither has a title": not p.titles and not q.titles,
    }


def _announced(p: PageFacts, q: PageFacts, before: Mapping[str, frozenset[str]]) -> dict[str, bool]:
    said: dict[str, bool] = {}
    for what, labels in (("number", NUMBERS), ("date", DATES)):
        now = [(q.values[label], before[label]) for label in labels if label in q.values and label in before]
        said[f"same {what}"] = any(a & b for a, b in now)
        said[f"another {what}"] = bool(now) and not any(one_value(a, b) for a, b in now)
        said[f"first {what}"] = not now and any(label in q.values for label in labels)
    said["total before"] = any(label in p.values for label in TOTALS)
    said["total behind"] = any(label in q.values for label in TOTALS)
    said["two totals"] = said["total before"] and said["total behind"]
    return said


def _named(
    p: PageFacts, q: PageFacts, before: Mapping[str, frozenset[str]], earlier: Sequence[PageFacts]
) -> dict[str, bool]:
    """The number of the document before, on a page that is not there twice and has no other date.

    It is a later page of that document, or an annex.
    """
    numbers = frozenset().union(*(before[label] for label in NUMBERS if label in before))
    named = q.head_ids.union(*(q.values[label] for label in NUMBERS if label in q.values))
    names = any(len(number) >= LONG for number in numbers & named)
    names = names and not any(_same_page(page, q) for page in earlier)
    names = names and not any(q.values[date].isdisjoint(before.get(date, ())) for date in DATES if date in q.values)
    summed, sums = (any(label in page.values for label in TOTALS) for page in (p, q))
    return {
        "names the number before, no total yet": names and not summed,
        "names the number before, no other total": names and summed and not sums and q.titles != p.titles,
    }


def _same_page(a: PageFacts, b: PageFacts) -> bool:
    return a.ids == b.ids and (a.words == b.words or _alike(a.words, b.words) > _SAME)


def _steps(name: str, value: float, *, there: bool = True) -> Features:
    """One feature for each step that a share reaches: what it says is no straight line."""
    return {f"{name} ≥ {step}": 1.0 for step in _LEVELS if value >= step} if there else {f"{name}: none": 1.0}


def _share(of: Set[str], known: Set[str]) -> float:
    return len(of & known) / len(of) if of else 0.0


def _alike(a: Set[str], b: Set[str]) -> float:
    """The share of the words of both that both have."""
    return len(a & b) / len(a | b) if a and b else 0.0


def _within(a: Set[str], b: Set[str]) -> float:
    """The share of the words of one that has fewer which the other has too."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
