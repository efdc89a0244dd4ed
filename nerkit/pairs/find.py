"""The pairs of a document: phrases are cut, linked and assigned; check boxes are told by their form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nerkit.document import Box, Document, Entity
from nerkit.locales.language_detection import language_of
from nerkit.pairs.assignment import Group, Link
from nerkit.pairs.choosing import ChosenLinks
from nerkit.pairs.linker import Linker, LinkEvidence, default
from nerkit.pairs.named import NamedEntity, named_entities
from nerkit.pairs.pair import Pair, PairType, Span
from nerkit.pairs.phrase import Phrase, phrases
from nerkit.pairs.phrase_features import Features, type_of
from nerkit.pairs.sections import with_paths
from nerkit.pairs.ticked_options import TickedChoice, choices
from nerkit.values.typed_spans import mentions

_TYPES: dict[str, PairType] = {
    "date": "date",
    "amount": "amount",
    "percent": "percent",
    "duration": "duration",
    "number": "number",
    "phone": "phone",
    "code": "identifier",
    "text": "text",
    "check box": "check box",
}
_TRAILING = " \t:：.…·_*"

_IN_SENTENCES = ("date", "amount", "percent", "duration")
"""Types of values before which sentences have words such as "until" or "from", which are no keys."""

EMPTY = 0.6
"""A phrase that is a key with at least this probability and has no value is an empty field."""

_CERTAIN_BOX = 0.85
"""How often what the form of check boxes tells is right."""


def find_pairs(document: Document, entities: Sequence[Entity] = (), linker: Linker | None = None) -> tuple[Pair, ...]:
    """The pairs of a document in the order of its text; `entities` are those that the pairs refer to.

    Takes time linear in the number of its pages. Raises what `nerkit.budget` raises.
    """
    found = phrases(document)
    if not found:
        return ()
    language = document.language or language_of(document.text)
    finder = _Finder(document, found, entities, language)
    made = list(finder.pairs(linker or default()))
    named = map(finder.named, named_entities(document, entities, made))
    made += [pair for pair in named if pair.type not in _IN_SENTENCES]
    return tuple(sorted(with_paths(document, found, made), key=lambda pair: pair.place))


@dataclass(frozen=True)
class _Finder:
    document: Document
    found: Sequence[Phrase]
    entities: Sequence[Entity]
    language: str | None

    def pairs(self, linker: Linker) -> Iterator[Pair]:
        ticks = choices(self.found)
        taken = frozenset(i for choice in ticks for i in choice.taken)
        material = LinkEvidence.of(self.document, self.found, self.language)
        chosen = ChosenLinks.of(self.document, material, linker, taken)
        for link, confidence in zip(chosen.links, linker.certainty(chosen.steps).tolist(), strict=True):
            if self._names(link.key):
                row = chosen.tables.rows.get(link.value[0], ())
                yield replace(self._pair(link.key, link.value, confidence), row=tuple(map(self._cell, row)))
        yield from self._empty(chosen.joined, chosen.links, taken, chosen.keys)
        for choice in ticks:
            yield from self._ticked(choice)

    def _cell(self, cell: tuple[int, Group]) -> tuple[str, str]:
        """A heading and what stands below it in a row."""
        head, phrases = cell
        return self.found[head].text, " ".join(self.found[i].text for i in phrases)

    def _names(self, key: Group) -> bool:
        """Whether a key says anything: a number or a mark alone names no value."""
        return any(c.isalpha() for i in key for c in self.found[i].text)

    def _empty(
        self, joined: Sequence[Group], chosen: Sequence[Link], taken: frozenset[int], keys: Features
    ) -> Iterator[Pair]:
        """Keys to which nothing is answered, nor stands anything behind them that may be an answer."""
        linked = {i for link in chosen for i in (*link.key, *link.value)} | taken
        for group in joined:
            probability = float(min(keys[i] for i in group))
            if probability < EMPTY or linked.intersection(group):
                continue
            behind = group[-1] + 1
            answered = (
                behind < len(self.found)
                and self.found[behind].line == self.found[group[-1]].line
                and behind not in linked
                and keys[behind] < EMPTY
            )
            if not answered and self._names(group) and self._type(self.found[group[-1]].text) == "text":
                yield self._pair(group, (), probability)

    def named(self, one: NamedEntity) -> Pair:
        """An entity with the label word that stands right before it."""
        entity = self.entities[one.entity]
        start, end = one.key
        return Pair(
            key=self.document.text[start:end],
            value=" ".join(entity.text.split()),
            type=self._type(entity.text),
            confidence=entity.confidence,
            key_spans=(one.key,),
            spans=((entity.start, entity.end),),
            key_boxes=self.document.boxes(start, end),
            boxes=entity.boxes,
            entities=(one.entity,),
        )

    def _ticked(self, choice: TickedChoice) -> Iterator[Pair]:
        """A question with the options that are ticked, or each box by itself."""
        if choice.question is not None:
            yield self._pair((choice.question,), choice.ticked, _CERTAIN_BOX, "check box")
            return
        for option in choice.options:
            yield self._pair((option,), (), _CERTAIN_BOX, "check box", chosen=option in choice.ticked)

    def _pair(
        self,
        key: Group,
        value: Group,
        confidence: float,
        type: PairType | None = None,
        *,
        chosen: bool | None = None,
    ) -> Pair:
        keys, spans = self._spans(key), self._spans(value)
        said = (", " if type == "check box" else " ").join(self.found[i].text for i in value)
        name = " ".join(self.found[i].text for i in key)
        return Pair(
            key=name.rstrip(_TRAILING) or name,
            value=said or None,
            type=type or self._type(said),
            confidence=confidence,
            key_spans=keys,
            spans=spans,
            key_boxes=self._boxes(keys),
            boxes=self._boxes(spans),
            entities=self._within(spans),
            chosen=chosen,
        )

    def _type(self, text: str) -> PairType:
        name = type_of(text, mentions(text, self.language)) if text else "text"
        if name == "address":
            return "email" if "@" in text else "url"
        return _TYPES[name]

    def _spans(self, group: Group) -> tuple[Span, ...]:
        words = self.document.words
        return tuple((words[self.found[i].first].start, words[self.found[i].last - 1].end) for i in group)

    def _boxes(self, spans: Sequence[Span]) -> tuple[Box, ...]:
        return tuple(box for start, end in spans for box in self.document.boxes(start, end))

    def _within(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """The entities that stand in one of the spans."""
        return tuple(
            i
            for i, entity in enumerate(self.entities)
            if any(start <= entity.start and entity.end <= end for start, end in spans)
        )
