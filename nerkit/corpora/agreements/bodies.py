"""The clauses of an agreement: the telling ones once, others until it is long enough, under one manner of numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nerkit.corpora.agreements.agreement_facts import AgreementFacts
from nerkit.corpora.agreements.clauses import Block
from nerkit.corpora.agreements.grammar import Grammar, lexicon

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_LAW, _TERM, _EXPIRING, _RENEWING, _EFFECTIVE = 0.93, 0.72, 0.14, 0.4, 0.14
"""Shares of agreements that name their law; of those that could: a term, an end, a renewal, a date of effect."""
_SENTENCE = re.compile(r"(?:^[\ue010-\ue1ff]*|(?<=\. )(?=the |this ))[a-z]")


@dataclass(frozen=True)
class _Section:
    heading: str
    sentences: list[str]


def body(deal: AgreementFacts, grammar: Grammar, words: int) -> Iterator[Block]:
    """Clauses with about `words` words."""
    sections = _sections(deal, grammar, words)
    style = grammar.rng.choice(_STYLES)
    sub = grammar.rng.choice(("({a})", "({a})", "{n}.{k}", "{n}.{k}.", "", "", ""))
    titled = not deal.letter or grammar.chance(0.3)
    upper = grammar.chance(0.2)
    underline = grammar.chance(0.1)
    for number, section in enumerate(sections, start=1):
        heading = section.heading.upper() if upper else section.heading
        if underline and "{h}" in style:
            heading = f"_{heading}_" if grammar.chance(0.5) else heading
        label = style.format(
            n=number, r=_ROMAN[min(number, 16) - 1], a="abcdefghijklmnopqrst"[min(number, 20) - 1], h=heading
        )
        if not titled:
            label = re.sub(re.escape(heading) + r"\.?", "", label).strip()
        head, _, lead = label.rpartition("\n")
        if head:
            yield Block(head, "heading" if head.startswith("ARTICLE") else "lines")
        if sub and len(section.sentences) > 1:
            if heading in lead:
                yield Block(lead, "lines")
                lead = ""
            for k, one in enumerate(section.sentences):
                before = lead if k == 0 and "{a}" in sub else ""
                yield Block(f"{before} {sub.format(a='abcdefgh'[k], n=number, k=k + 1)} {one}".strip())
        else:
            yield Block(f"{lead} {' '.join(section.sentences)}".strip())


_STYLES = (
    "{n}. {h}.", "{n}. {h}.", "{n}. {h}\n", "{n}.\t{h}.", "Section {n}. {h}.", "ARTICLE {r}\n{h}\n", "{n}. {h}:",
    "{n}) {h}.", "({a}) {h}.",
    "Article {n} {h}\n", "{h}\n", "{h}.", "§ {n} {h}\n", "{n}.0 {h}\n", "{r}. {h}\n", "({n}) ", "{n}. ", "{n}. ", "",
)  # fmt: skip


def _sections(deal: AgreementFacts, grammar: Grammar, words: int) -> list[_Section]:
    clauses = lexicon("clauses")
    groups = list(deal.rules["must"])
    others = list(deal.rules["may"])
    grammar.rng.shuffle(others)
    sections = [_section(clauses[name], grammar) for name in groups]
    size = sum(_size(section) for section in sections)
    while others and size < words:
        sections.append(_section(clauses[others.pop()], grammar))
        size += _size(sections[-1])
    for section in _telling(deal, grammar):
        sections.insert(grammar.rng.randint(max(1, len(sections) // 2), len(sections)), section)
    return sections


def _section(group: dict[str, list[str]], grammar: Grammar) -> _Section:
    count = min(len(group["text"]), grammar.rng.choice((1, 2, 2, 3, 3, 4)))
    chosen = sorted(grammar.rng.sample(range(len(group["text"])), count))
    return _Section(grammar.rng.choice(group["headings"]), [sentence(grammar.text(group["text"][i])) for i in chosen])


def _telling(deal: AgreementFacts, grammar: Grammar) -> Iterator[_Section]:
    """Term, renewal, date of effect and law: each said once."""
    if grammar.chance(_LAW):
        yield _Section(grammar.name("law_heading"), [sentence(grammar.name("law_clause"))])
    kind = deal.rules["term"]
    said: list[str] = []
    if kind and grammar.chance(_TERM):
        said.append(grammar.name(kind))
        if kind == "initial_term" and grammar.chance(_RENEWING):
            said.append(grammar.name("renewal_clause"))
    elif kind and grammar.chance(_EXPIRING / (1 - _TERM)):
        said.append(grammar.name("expiring"))
        if kind == "initial_term" and grammar.chance(_RENEWING):
            said.append(grammar.name("renewal_clause"))
    if grammar.chance(_EFFECTIVE):
        said.insert(0, grammar.name("effective_clause"))
    if said:
        yield _Section(
            grammar.rng.choice(("Term", "Term of Agreement", "Duration", "Term; Survival", "Period")),
            [sentence(one) for one in said],
        )


def sentence(text: str) -> str:
    """`text` with a capital at the start of each sentence."""
    return _SENTENCE.sub(lambda match: match[0].upper(), text)


def _size(section: _Section) -> int:
    return sum(one.count(" ") for one in section.sentences)
