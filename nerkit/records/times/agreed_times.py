"""What the words around them say of the dates and lengths of time in a contract: its start, its end, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nerkit.labels import Kind, Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.records.mentions import Mention
from nerkit.records.sentences import sentence

_BEFORE = 60
"""Characters before a date in which it is announced."""
_TOLD = 0.6
"""How sure a date is at least whose label the words before it give: few are, and four of five of them were right."""
_ITEM = re.compile(r"\((?:[ivx]{1,4}|[a-h])\)")
_BETWEEN = r"(?:\W+\w{1,4}){0,2}\W*$"
"""Short words between what announces a date and the date: "on the"."""


@dataclass(frozen=True)
class _Patterns:
    starts: re.Pattern[str]
    ends: re.Pattern[str]
    inclusive: re.Pattern[str]
    elsewhere: re.Pattern[str]
    turns: re.Pattern[str]
    limits: re.Pattern[str]
    others: re.Pattern[str]


@cache
def _patterns(language: str | None) -> _Patterns:
    words = words_for(language).agreed
    return _Patterns(
        starts=re.compile(rf"(?P<said>{whole(words.starts)}){_BETWEEN}"),
        ends=re.compile(rf"(?P<said>{whole(words.ends)}){_BETWEEN}"),
        inclusive=re.compile(whole(words.inclusive) + _BETWEEN),
        elsewhere=re.compile(whole((*words.outlasting, *words.otherwise))),
        turns=re.compile(rf";|,\s+{whole(words.turns)}"),
        others=re.compile(whole(words.others) + _BETWEEN),
        limits=re.compile(whole(words_for(language).deadlines.by) + r"\W*$"),
    )


def agreed(text: str, mentions: Sequence[Mention], kind: Kind, schema: Schema, language: str | None) -> list[Mention]:
    """The mentions with the labels that the words around them give to dates, without lengths of another time.

    Of a kind whose end follows from a start and a length: a date that the tagger took for the end is the start behind
    words that say so, and the other way round. A date without a role in the sentence of the length, or of the other
    one of both, is what the words before it say; one on which a contract ends is not the one on which it was made.
    What outlasts the contract is no length of it.
    """
    ways = {derivation.way: [name.upper() for name in derivation.fields] for derivation in kind.derive}
    if "lasts" not in ways:
        return list(mentions)
    start, length, last = ways["lasts"]
    made = ways.get("same", [""])[0]
    known = _patterns(language)
    found = [m for m in mentions if not _is_something_else(text, m, ways["lasts"], known)]
    said = [_said(text, mention, start, last, known, schema) for mention in found]
    sure = {start, length, last}
    roles = {name.upper() for name in kind.fields} - sure
    places = {
        _borders(text, mention)
        for mention, label in zip(found, said, strict=True)
        if mention.entity.label in sure and label in (None, mention.entity.label)
    }
    both = {_borders(text, m) for m, label in zip(found, said, strict=True) if label == start} & {
        _borders(text, m) for m, label in zip(found, said, strict=True) if label == last
    }

    taken = {(_borders(text, mention), mention.entity.label) for mention in found}

    def is_told(mention: Mention, label: str) -> bool:
        """Whether the words count: for a role of its own, as of a loan's maturity, they do not.

        Nor where the tagger has seen that start, or that end, in the sentence: another date is that of something else.
        """
        if mention.entity.label in roles:
            made_before = label == start and mention.entity.confidence < _surest(text, mentions, mention)
            return mention.entity.label == made and (label == last or made_before)
        borders = _borders(text, mention)
        return mention.entity.label in sure or (borders in places | both and (borders, label) not in taken)

    return [
        _relabelled(mention, label) if label and is_told(mention, label) else mention
        for mention, label in zip(found, said, strict=True)
    ]


def _surest(text: str, mentions: Sequence[Mention], mention: Mention) -> float:
    """How sure another date of the same label is that stands before this one in its sentence; 0 where none does."""
    begin, _ = _borders(text, mention)
    others = (one for one in mentions if begin <= one.entity.start < mention.entity.start and one.text != mention.text)
    return max((one.entity.confidence for one in others if one.entity.label == mention.entity.label), default=0.0)


def _is_something_else(text: str, mention: Mention, times: Sequence[str], known: _Patterns) -> bool:
    """Whether a length is that of what outlasts the contract, or a start the last day on which something may begin.

    Or a date the start or end of something else: of the office of a notary, of a price.
    """
    start, length, last = times
    if mention.entity.label == length:
        return known.elsewhere.search(_clause(text, mention, known)) is not None
    before = _before(text, mention)
    if mention.entity.label in (start, last) and known.others.search(before):
        return True
    return mention.entity.label == start and known.limits.search(before) is not None and not known.ends.search(before)


def _relabelled(mention: Mention, label: str) -> Mention:
    entity = mention.entity
    if entity.label == label:
        return mention
    return replace(mention, entity=replace(entity, label=label, confidence=max(entity.confidence, _TOLD)))


def is_inclusive(text: str, mention: Mention, language: str | None) -> bool:
    """Whether the day of a date counts in what begins on it, as behind "from and including" or a colon."""
    before = _before(text, mention)
    return before.rstrip().endswith(":") or _patterns(language).inclusive.search(before) is not None


def _said(text: str, mention: Mention, start: str, last: str, known: _Patterns, schema: Schema) -> str | None:
    """The label that the words before a date give to it."""
    label = schema.labels[mention.entity.label]
    if label.type != "date" or mention.entity.found_by != "model":
        return None
    before = _before(text, mention)
    begins, ends = known.starts.search(before), known.ends.search(before)
    if begins and ends:  # the later one, or the longer one: "en vigueur au" is no "au"
        holds = begins.start() < ends.start() and begins.end("said") >= ends.end("said")
        return start if begins.start() > ends.start() or holds else last
    return start if begins else last if ends else None


def _before(text: str, mention: Mention) -> str:
    return plain(text[max(0, mention.entity.start - _BEFORE) : mention.entity.start])


def _clause(text: str, mention: Mention, known: _Patterns) -> str:
    """The part of its sentence that speaks of a mention, plain: another, or the next item, is about something else."""
    begin, end = _borders(text, mention)
    before, behind = plain(text[begin : mention.entity.start]), plain(text[mention.entity.end : end])
    turns = [turn.start() for turn in known.turns.finditer(before)]
    stops = [stop.start() for stop in (known.turns.search(behind), _ITEM.search(behind)) if stop]
    return before[max(turns, default=0) :] + plain(mention.entity.text) + behind[: min(stops, default=len(behind))]


def _borders(text: str, mention: Mention) -> tuple[int, int]:
    """Where the sentence of a mention begins and ends."""
    return sentence(text, mention.entity.start, mention.entity.end)
