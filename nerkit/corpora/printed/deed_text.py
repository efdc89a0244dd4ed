"""A contract from its title to its signatures, as blocks that a template lays out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from markupsafe import Markup, escape

from nerkit.corpora.printed.deed_filling import DeedFilling
from nerkit.corpora.printed.homes import filled

_PARTICULARS, _LAW, _TITLE_CAPITALS, _ALL, _GENERAL = 0.25, 0.75, 0.4, 4, 5
"""Shares of contracts whose facts stand as label and value, that name their law, and of titles in capitals; the most
sentences of a clause, and the most clauses that any kind of contract may have."""

_NUMBERS = ("8n", "2a-4n", "4n/2n", "1a-5n", "6n", "2a 3n/2n", "3a-4n-2n", "10n")
"""Forms of a contract's number."""
_ONCE = ("term", "law", "begin", "interest", "hours")
"""How clauses are called whose sentences say the same thing in other ways: one is enough."""

BlockKind = Literal["title", "lines", "pairs", "clause", "heading", "signatures"]


@dataclass(frozen=True)
class DeedBlock:
    """A part of the text; `rows` are its paragraphs, or label and value."""

    kind: BlockKind
    rows: list[Markup]
    pairs: list[tuple[str, Markup]]


def blocks(v: DeedFilling) -> Iterator[DeedBlock]:
    """The whole contract, in order."""
    title = v.deed.title.upper() if v.chance(_TITLE_CAPITALS) else v.deed.title
    yield DeedBlock("title", [v.mark("TITLE", title)], [])
    particulars = v.chance(_PARTICULARS)
    if particulars:
        yield DeedBlock("pairs", [], _particulars(v))
    else:
        opening = v.text(v.rng.choice(v.deed.words["openings"]["two"]))
        yield DeedBlock("lines", [Markup(line) for line in opening.split("\n") if line.strip()], [])
    yield from _clauses(v)
    yield from _signatures(v)


def _particulars(v: DeedFilling) -> list[tuple[str, Markup]]:
    d, words = v.deed, v.deed.words["particulars"]
    rows: list[tuple[str, Markup]] = []
    for i, who in enumerate(d.parties):
        side = min(i, 1)
        rows.append(
            (d.roles[side], v.text(v.rng.choice(("{name}", "{name}, {address}", "{name}\n{address}")), **v.of(who)))
        )
    chosen: dict[str, Callable[[], Markup]] = {
        "agreement_date": lambda: v.date(d.signed, "AGREEMENT_DATE"),
        "object": lambda: v.text("{thing}"),
        "start": lambda: v.date(d.start, "EFFECTIVE_DATE"),
        "end": lambda: v.date(d.end, "EXPIRATION_DATE"),
        "term": lambda: v.duration(d.term, "TERM"),
        "number": lambda: v.mark("CONTRACT_NUMBER", filled(v.rng.choice(_NUMBERS), v.rng)),
        "law": lambda: v.law("law_of"),
    }
    shares = {"agreement_date": 0.5, "object": 0.4, "start": 0.6, "end": 0.4, "term": 0.4, "number": 0.2, "law": 0.2}
    rows += [(v.rng.choice(words[key]), value()) for key, value in chosen.items() if v.chance(shares[key])]
    return rows


def _clauses(v: DeedFilling) -> Iterator[DeedBlock]:
    words = v.deed.words
    names = [name for name in words["kinds"][v.deed.kind]["clauses"] if v.chance(0.92)]
    general = [name for name in words["general"] if name not in names]
    names += v.rng.sample(general, v.rng.randint(0, _GENERAL))
    if v.chance(_LAW):
        names.append("law")
    if v.chance(0.6):
        names.insert(v.rng.randint(max(len(names) - 1, 0), len(names)), "final")
    style = v.rng.choice(words["headings"])
    numbered = v.chance(0.3)
    for number, name in enumerate(names, 1):
        clause = words["clauses"][name]
        heading = v.rng.choice(clause["headings"])
        shown = style.format(n=number, h=heading.upper() if v.chance(0.1) else heading)
        yield DeedBlock("heading", [Markup(escape(shown))], [])
        count = min(len(clause["text"]), v.rng.randint(1, _ALL))
        once = [clause["text"][i] for i in sorted(v.rng.sample(range(len(clause["text"])), count))]
        said = [v.text(text) for text in ([v.rng.choice(once)] if name.endswith(_ONCE) else once)]
        if numbered and len(said) > 1:
            said = [Markup("{}.{} {}").format(number, i, one) for i, one in enumerate(said, 1)]
            yield DeedBlock("clause", said, [])
        else:
            yield DeedBlock("clause", [Markup(" ").join(said)] if v.chance(0.6) else said, [])


def _signatures(v: DeedFilling) -> Iterator[DeedBlock]:
    words = v.deed.words["closing"]
    if v.chance(0.85):
        place = v.text(v.rng.choice(words["text"]))
        yield DeedBlock("clause", [place], [])
    line = v.rng.choice(words["line"])
    rows = []
    for i, who in enumerate(v.deed.parties):
        side = min(i, 1)
        rows.append(v.text(line, **(v.of(who) | {"role": partial(str, v.deed.roles[side])})))
    if v.chance(0.85):
        yield DeedBlock("signatures", rows, [])
