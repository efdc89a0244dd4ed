"""From a document to its entities: the best legal tags of every segment, each entity with its probability."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nerkit.budget import paced
from nerkit.document import Document, Entity
from nerkit.errors import ModelError
from nerkit.labels import labels
from nerkit.language.tokens import Tokens
from nerkit.tagging.bilou import TokenSpan
from nerkit.tagging.storage import load_to_tag
from nerkit.tagging.tagging_model import TaggingModel, batches
from nerkit.tagging.threads import one_thread
from nerkit.tagging.token_features import TokenFeatures

GROUP_TOKENS = 65_536
"""Tokens of documents that are tagged together: their segments fill the batches, and memory stays bounded."""


class Tagger:
    """A trained model ready to tag. Tagging is pure: what is kept of a document's words changes no other's entities."""

    def __init__(self, model: TaggingModel[Any], name: str) -> None:
        self.model = model
        self.name = name
        model.prepare()

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """The model in a folder; raises `ModelError` where it is missing, damaged or of another version."""
        model = load_to_tag(folder)
        return cls(model, str(model.card.get("name", folder.name)))

    @property
    def card(self) -> dict[str, Any]:
        """What the model was trained on and how good it is."""
        return self.model.card

    def tag(self, document: Document) -> list[Entity]:
        """The entities of a document in text order; they do not overlap.

        Left out are those less sure than the model's threshold for their label, where it has one.
        """
        return next(self.tag_many([document]))

    def tag_many(self, documents: Iterable[Document]) -> Iterator[list[Entity]]:
        """The entities of each document, in order. Short documents go through the network together."""
        pending: list[tuple[Document, Tokens, list[tuple[int, TokenFeatures]]]] = []
        waiting = 0
        for document in documents:
            tokens, stretches = self.model.read(document)
            pending.append((document, tokens, stretches))
            waiting += len(tokens)
            if waiting >= GROUP_TOKENS:
                yield from self._tag(pending)
                pending, waiting = [], 0
        yield from self._tag(pending)

    def _tag(
        self, pending: Sequence[tuple[Document, Tokens, list[tuple[int, TokenFeatures]]]]
    ) -> Iterator[list[Entity]]:
        stretches = [(owner, start, stretch) for owner, (_, _, found) in enumerate(pending) for start, stretch in found]
        spans: list[list[tuple[int, int, str, float]]] = [[] for _ in pending]
        for batch in paced(batches([stretch for *_, stretch in stretches], self.model.batch_tokens)):
            with one_thread():
                scored = self._spans([stretches[i][2] for i in batch])
            for (owner, start, _), found in zip((stretches[i] for i in batch), scored, strict=True):
                spans[owner].extend((start + s.start, start + s.end, s.label, chance) for s, chance in found)
        for (document, tokens, _), places in zip(pending, spans, strict=True):
            yield [entity for place in sorted(places) if (entity := self._entity(document, tokens, *place))]

    def _entity(
        self, document: Document, tokens: Tokens, first: int, last: int, label: str, chance: float
    ) -> Entity | None:
        calibration = self.model.calibration
        confidence = calibration.confidence(label, chance)
        if not calibration.accepts(label, confidence):
            return None
        start, end = int(tokens.starts[first]), int(tokens.ends[last - 1])
        if label in labels() and not any(map(str.isalnum, document.text[start:end])):
            return None  # a row of dashes is the value of nothing that nerkit knows
        return Entity(label, start, end, document.text[start:end], confidence, document.boxes(start, end))

    def _spans(self, stretches: list[TokenFeatures]) -> list[list[tuple[TokenSpan, float]]]:
        """Spans of each stretch with their probabilities."""
        emissions, lengths = self.model.scores(stretches)
        decoder, tagset = self.model.decoder(), self.model.tagset
        chain = decoder.posterior(emissions, lengths, self.model.temperature)
        if not np.isfinite(chain.log_z).all():
            raise ModelError("the model's weights give no numbers: get or train it again")
        paths = decoder.best(emissions, lengths, chain)
        found = [[(span, tagset.exactly(span, len(path))) for span in tagset.decode(path)] for path in paths]
        asked = [
            (row, start, tags) for row, spans in enumerate(found) for _, parts in spans for start, tags, _ in parts
        ]
        chances = iter(chain.path_probabilities(asked))
        return [
            [(span, _summed([sign * next(chances) for *_, sign in parts])) for span, parts in spans] for spans in found
        ]


def _summed(parts: Sequence[float]) -> float:
    """A probability from its parts; rounding may not take it beyond 0 or 1."""
    return min(1.0, max(0.0, sum(parts)))
