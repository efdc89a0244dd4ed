"""Which of the kinds of a schema a document is, or none of them."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence

from nerkit.document import Document, Entity
from nerkit.labels import Kind
from nerkit.labels.kind import PageShape
from nerkit.labels.pattern import compiled
from nerkit.locales.folding import plain, words_of
from nerkit.records.floors import CONFIDENCE_FLOOR
from nerkit.records.shape import ends, shape
from nerkit.records.titles import HeadCell, called, headings, name_another

_AGAINST = 6.0
"""Nats that the title of another document says against a kind."""
_GIVEN = 8.0
"""Nats that a code or an e-invoice says for the kind that it gives values of."""
_STEEP = 2.0
"""By how much the log odds rise for each nat above the bar."""

_LARGEST = 700.0
"""Log odds whose exponential is a number yet."""

OTHER = "other"
"""The kind of a document that is none of those in the schema: it has no fields."""


def classify(
    document: Document,
    entities: Sequence[Entity],
    kinds: Mapping[str, Kind],
    given: Container[str] = (),
    announced: Sequence[Entity] = (),
) -> tuple[str, float]:
    """The kind of a document, `OTHER` where it is more likely none of the known ones, and its probability.

    `given` are the kinds of which something surer than the text, such as a payment code, gives values. What label words
    have `announced` speaks between kinds alone: any form has a "No.:", and is of none of them for all that.

    What stands beside what the document itself says, as the header of a mail, says nothing of its kind. Where the
    schema has a single kind, every document is of that one, and of none where it has no kinds. A kind that takes its
    values from a machine-readable zone is none without one.
    """
    if not kinds:
        return OTHER, 1.0
    kinds = {name: kind for name, kind in kinds.items() if name in given or not kind.zone} or kinds
    entities = [entity for entity in entities if document.aside_at(entity.start) is None]
    words, surest = words_of(document.own.text.lower()), _surest(entities)
    substance = _substance(document.own, words, surest, kinds)
    substance = {name: nats + _GIVEN * (name in given) for name, nats in substance.items()}
    told = _surest([one for one in announced if document.aside_at(one.start) is None])
    surer = {label: max(0.0, sure - surest.get(label, 0.0)) for label, sure in told.items()}
    for more in (surer, {}) if any(surer.values()) else ({},):
        between = {name: nats + _labels_for(kinds[name], more) for name, nats in substance.items()}
        name, probability = _likeliest(between, words, document, kinds)
        known = _known(kinds[name], substance[name], surest, shape(words, document), document)
        if len(kinds) == 1:
            return name, probability
        if known >= 0.5:
            return name, probability * known
    return OTHER, 1 - known


def _known(
    kind: Kind, nats: float, surest: Mapping[str, float], shapes: Mapping[PageShape, bool], document: Document
) -> float:
    """How probable it is that a document is of any kind, where this one is the likeliest."""
    bar = kind.bar if kind.bar_without_pages is None or document.pages else kind.bar_without_pages
    there = {shape for shape, has in shapes.items() if has}
    more = sum(nats * surest.get(key.upper(), float(key in there)) for key, nats in kind.to_bar.items())
    return 1 / (1 + math.exp(min(_STEEP * (bar - nats - more), _LARGEST)))


def detect(document: Document, entities: Sequence[Entity], kinds: Mapping[str, Kind]) -> tuple[str, float]:
    """The likeliest of the known kinds and its probability if it is one of them."""
    words = words_of(document.text.lower())
    return _likeliest(_substance(document, words, _surest(entities), kinds), words, document, kinds)


def _likeliest(
    substance: Mapping[str, float], words: Sequence[str], document: Document, kinds: Mapping[str, Kind]
) -> tuple[str, float]:
    """What a document says and its shape add up, and a softmax makes probabilities of the sums.

    Its shape says nothing against a kind that it calls itself: a lease of one page is full of figures.
    """
    shapes = shape(words, document)
    own = called(headings(document.own), {name: kind.titles for name, kind in kinds.items() if kind.title})
    scores = {
        name: said
        + sum(nats for key, nats in kinds[name].shape.items() if shapes[key] and (nats > 0 or name not in own))
        for name, said in substance.items()
    }
    best = max(scores, key=scores.__getitem__)
    return best, 1 / sum(math.exp(score - scores[best]) for score in scores.values())


def _substance(
    document: Document, words: Sequence[str], surest: Mapping[str, float], kinds: Mapping[str, Kind]
) -> dict[str, float]:
    """What speaks for each kind by itself, in nats: labels, cues and titles."""
    heads, text = headings(document), ends(words)
    texts = (text, plain(text))
    own = called(heads, {name: kind.titles for name, kind in kinds.items()})
    return {
        name: _labels_for(kind, surest) + _cues_for(kind, texts) + _titles_for(kind, heads, name in own)
        for name, kind in kinds.items()
    }


def _surest(entities: Sequence[Entity]) -> dict[str, float]:
    surest: dict[str, float] = {}
    for entity in entities:
        if entity.confidence >= CONFIDENCE_FLOOR:
            surest[entity.label] = max(entity.confidence, surest.get(entity.label, 0.0))
    return surest


def _labels_for(kind: Kind, surest: Mapping[str, float]) -> float:
    """What entities say for a kind; a second entity of a label adds nothing."""
    names = dict.fromkeys((*kind.fields, *kind.evidence))
    return sum(kind.evidence.get(name, 1.0) * surest.get(name.upper(), 0.0) for name in names)


def _cues_for(kind: Kind, texts: Sequence[str]) -> float:
    found, against = (
        sum(any(compiled(cue).search(text) for text in texts) for cue in cues) for cues in (kind.cues, kind.not_cues)
    )
    return found - against


def _titles_for(kind: Kind, heads: Sequence[HeadCell], is_called: bool) -> float:
    return -_AGAINST if name_another(heads, kind.not_titles, kind.titles) else kind.title * is_called
