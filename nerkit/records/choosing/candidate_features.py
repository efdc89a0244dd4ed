"""What is known of each candidate for a field, as numbers for a linear model, most of them from 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from heapq import nlargest
from statistics import median

from nerkit.budget import paced
from nerkit.document import Document, Page
from nerkit.labels import Kind, Schema
from nerkit.records.grouping import Candidate
from nerkit.records.mentions import Mention
from nerkit.records.surroundings import Surroundings

FeatureValues = dict[str, float]

TAGGER = "tagger"
"""What alone is known of a candidate in running text: the log-odds that the tagger gives it."""

FOUND = "found by the schema"
"""What alone is known of a candidate that a pattern, a list or label words found: the log-odds that these give it."""

_SURE = 0.995
"""Confidences are taken as no nearer to 0 and 1 than this is to 1: beyond it they say nothing more."""


class Describer:
    """Describes the candidates of one document of a kind."""

    def __init__(self, document: Document, schema: Schema, kind: Kind) -> None:
        self.document = document
        self.schema = schema
        self.kind = kind
        self._surroundings = Surroundings(document, [schema.labels[name.upper()] for name in kind.fields])

    def describe(self, field: str, candidates: Sequence[Candidate]) -> list[FeatureValues]:
        """The features of each candidate for a field, those of 0 left out."""
        surest = nlargest(2, (logit(own_confidence(field, c)) for c in candidates))
        is_amount = self.schema.labels[field.upper()].type == "amount"
        largest = max((abs(Decimal(c.value)) for c in candidates), default=None) if is_amount else None
        found = []
        for place, candidate in enumerate(paced(candidates)):
            confidence = logit(own_confidence(field, candidate))
            rivals = surest[1:] if confidence == surest[0] else surest
            features = {
                "bias": 1.0,
                f"kind is {self.kind.name}": 1.0,
                **self._tagging(field, candidate),
                "surer than others": max(-3.0, min(3.0, confidence - rivals[0])) if rivals else 0.0,
                "only candidate": float(len(candidates) == 1),
                "first": float(place == 0),
                **self._place(candidate),
                **self._words(field, candidate),
                **self._value(field, candidate, largest),
            }
            found.append({name: value for name, value in features.items() if value})
        return found

    def _tagging(self, field: str, candidate: Candidate) -> FeatureValues:
        own = [mention for mention in candidate.mentions if is_own(field, mention)]
        features = {"confidence": logit(own_confidence(field, candidate)) if own else 0.0}
        features["repeated"] = math.log(len(own)) if own else 0.0
        for mention in candidate.mentions:
            if not is_own(field, mention):
                name = f"also {mention.entity.label}" if own else f"only {mention.entity.label}"
                features[name] = max(features.get(name, 0.0), mention.entity.confidence)
        return features

    def _place(self, candidate: Candidate) -> FeatureValues:
        features: FeatureValues = {}
        box = next((box for mention in candidate.mentions for box in mention.entity.boxes[:1]), None)
        if box is not None:
            page = self._pages.get(box.page)
            if page is not None:
                features["high on the page"] = 1 - box.top / max(1.0, page.height)
                features["right on the page"] = box.x1 / max(1.0, page.width)
                features["on the first page"] = float(box.page == self.document.pages[0].number)
            if self._height:
                features["large"] = max(-1.0, min(2.0, math.log(max(box.height, 1.0) / self._height)))
        return features

    @cached_property
    def _pages(self) -> dict[int, Page]:
        return {page.number: page for page in reversed(self.document.pages)}

    @cached_property
    def _height(self) -> float | None:
        """The usual height of a word; None where no word has a place."""
        heights = [word.box.height for word in self.document.words if word.box is not None]
        return max(1.0, median(heights)) if heights else None

    def _words(self, field: str, candidate: Candidate) -> FeatureValues:
        label = field.upper()
        type = self.schema.labels[label].type
        around = [self._surroundings.around(mention.entity.start, type) for mention in candidate.mentions]
        features = {}
        for side, found in zip(("left", "above"), zip(*around, strict=True), strict=True):
            announced = any(words.speaks_for(label) for words in found)
            features[f"label words {side}"] = float(announced)
            features[f"other label words {side}"] = float(
                not announced and any(words.speaks_against(label) for words in found)
            )
        return features

    def _value(self, field: str, candidate: Candidate, largest: Decimal | None) -> FeatureValues:
        type = self.schema.labels[field.upper()].type
        features = {"ambiguous": float(bool(candidate.readings)), "doubtful value": float(bool(candidate.note))}
        value = candidate.value
        if type == "amount":
            amount = Decimal(value)
            features["largest"] = float(abs(amount) == largest)
            features["zero"] = float(amount == 0)
            features["negative"] = float(amount < 0)
            features["with cents"] = float(any(_has_cents(mention.entity.text) for mention in candidate.mentions))
            features["seen often"] = math.log(len(candidate.mentions))
        elif type in ("name", "title", "text", "identifier", "place"):
            letters = [char for char in value if char.isalpha()]
            features["digits"] = sum(map(str.isdigit, value)) / max(1, len(value))
            features["without a digit"] = float(not any(map(str.isdigit, value)))
            features["capitals"] = sum(map(str.isupper, letters)) / max(1, len(letters))
            features["length"] = math.log(max(1, len(value))) - 2.5
            features["several lines"] = float(any("\n" in mention.entity.text for mention in candidate.mentions))
        return features


def is_own(field: str, mention: Mention) -> bool:
    """Whether the tagger took a mention for the field itself, not for something of the same type."""
    return mention.entity.label.lower() == field


def has_own(field: str, candidate: Candidate) -> bool:
    """Whether any mention of a candidate is the field's own."""
    return any(is_own(field, mention) for mention in candidate.mentions)


def is_found(field: str, candidate: Candidate) -> bool:
    """Whether it was the schema, and not the tagger, that took a candidate for the field."""
    own = [mention for mention in candidate.mentions if is_own(field, mention)]
    return bool(own) and all(mention.entity.found_by != "model" for mention in own)


def own_confidence(field: str, candidate: Candidate) -> float:
    """The highest probability among the mentions that the tagger took for the field itself."""
    return max((m.entity.confidence for m in candidate.mentions if is_own(field, m)), default=0.0)


def logit(probability: float) -> float:
    """The log-odds of a probability, within bounds."""
    p = min(max(probability, 1 - _SURE), _SURE)
    return math.log(p / (1 - p))


def _has_cents(text: str) -> bool:
    digits = text.rstrip(" €$£%-–\t)ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return len(digits) > 3 and digits[-3] in ".,"
