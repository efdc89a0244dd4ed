"""Which kind of document this is: contract, invoice (orders count as invoices), receipt, or none of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from nerkit.document import Document, Entity
from nerkit.labels import Kind
from nerkit.records.mentions import CONFIDENCE_FLOOR

_NARROW_PAGE = 0.6
"""Width by height: a till roll is narrower than any sheet of paper in upright format (A4 is 0.71)."""
_SHORT, _LONG = 250, 450
"""Words: most receipts have fewer than the first number and hardly any has more than the second."""
_HEAD, _TAIL = 400, 100
"""Words at the head and at the end in which cues are looked for: in a long text each of them occurs somewhere, and
orders have pages of fine print behind them."""
_PROSE, _FORM = 0.06, 0.15
"""Share of words with a digit: running text has less than the first, a form with figures more than the second."""
_PAPER = 500
"""Points: a page with text of its own that is wider is a sheet of paper, not a till roll."""


OTHER = "other"
"""The kind of a document that is none of those in the schema: it has no fields."""

_BAR_WITHOUT_PAGE = 2.4
"""The bar of a receipt that is a bare text: pictures and pages of receipts are often cut, and say less.

Letters, recipes, programs and court decisions reach 2.2; of 515 contracts, invoices and orders one stays below 2.4."""
_STEEP = 2.0
"""By how much the log odds rise for each nat above the bar."""


def classify(document: Document, entities: Sequence[Entity], kinds: Mapping[str, Kind]) -> tuple[str, float]:
    """The kind of a document, `OTHER` where it is more likely none of the known ones, and its probability."""
    words, surest = document.text.lower().split(), _surest(entities)
    substance = _substance(words, surest, kinds)
    name, probability = _likeliest(substance, words, document)
    bar = _BAR_WITHOUT_PAGE if name == "receipt" and not document.pages else kinds[name].bar
    if name == "receipt":
        substance[name] += surest.get("TOTAL_AMOUNT", 0.0) + _is_narrow(document)
    known = 1 / (1 + math.exp(_STEEP * (bar - substance[name])))
    return (name, probability * known) if known >= 0.5 else (OTHER, 1 - known)


def detect(document: Document, entities: Sequence[Entity], kinds: Mapping[str, Kind]) -> tuple[str, float]:
    """The likeliest of the known kinds and its probability if it is one of them."""
    words = document.text.lower().split()
    return _likeliest(_substance(words, _surest(entities), kinds), words, document)


def _likeliest(substance: Mapping[str, float], words: Sequence[str], document: Document) -> tuple[str, float]:
    """Scores add up label by label, cue by cue and shape by shape, and a softmax makes probabilities of them."""
    scores = dict(substance)
    for kind, evidence in _shape(words, document):
        if kind in scores:
            scores[kind] += evidence
    best = max(scores, key=scores.__getitem__)
    return best, 1 / sum(math.exp(score - scores[best]) for score in scores.values())


def _substance(words: Sequence[str], surest: Mapping[str, float], kinds: Mapping[str, Kind]) -> dict[str, float]:
    """What speaks for each kind by itself, in nats: labels and cues."""
    ends = " ".join(words if len(words) < _HEAD + _TAIL else [*words[:_HEAD], *words[-_TAIL:]])
    return {name: _labels_for(kind, surest) + _cues_for(kind, ends) for name, kind in kinds.items()}


def _surest(entities: Sequence[Entity]) -> dict[str, float]:
    surest: dict[str, float] = {}
    for entity in entities:
        if entity.confidence >= CONFIDENCE_FLOOR:
            surest[entity.label] = max(entity.confidence, surest.get(entity.label, 0.0))
    return surest


def _labels_for(kind: Kind, surest: Mapping[str, float]) -> float:
    """What entities say for a kind; a second entity of a label adds nothing."""
    return sum(kind.evidence.get(name, 1.0) * surest.get(name.upper(), 0.0) for name in kind.fields)


def _cues_for(kind: Kind, ends: str) -> float:
    return sum(re.search(cue, ends) is not None for cue in kind.cues)


def _is_narrow(document: Document) -> bool:
    return bool(document.pages) and document.pages[0].width < _NARROW_PAGE * document.pages[0].height


def _shape(words: Sequence[str], document: Document) -> Iterator[tuple[str, float]]:
    """What lengths and shapes say, which any document has."""
    if len(words) < _SHORT:
        yield "receipt", 1.0
    if len(words) > _LONG:
        yield "receipt", -2.0
    figures = _share_of_figures(words)
    if figures < _PROSE:
        yield "contract", 2.0
    if max(figures, _share_of_figures(words[:_HEAD])) > _FORM:
        yield "contract", -3.0
    if len(document.pages) > 1:
        yield "receipt", -2.0
    if any(page.source == "text" and page.width > _PAPER for page in document.pages):
        yield "receipt", -1.5
    if _is_narrow(document):
        yield "receipt", 1.0


def _share_of_figures(words: Sequence[str]) -> float:
    return sum(not word.isalpha() and any(map(str.isdigit, word)) for word in words) / max(1, len(words))
