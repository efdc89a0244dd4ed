"""From a document to its entities: the best legal tags of every segment, each entity with its probability."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from nerkit.document import Document, Entity
from nerkit.tagging.bilou import TokenSpan
from nerkit.tagging.chain import Chain
from nerkit.tagging.features import Features
from nerkit.tagging.model import Model, batches
from nerkit.tagging.storage import load_model


class Tagger:
    """A trained model ready to tag. Tagging is pure: nothing is kept from one document to the next."""

    def __init__(self, model: Model, name: str) -> None:
        self.model = model
        self.name = name
        model.network.eval()

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """The model in a folder; raises `ModelError` where it is missing, damaged or of another version."""
        model = load_model(folder)
        return cls(model, str(model.card.get("name", folder.name)))

    @property
    def card(self) -> dict[str, Any]:
        """What the model was trained on and how good it is."""
        return self.model.card

    def tag(self, document: Document) -> list[Entity]:
        """All entities in text order; they do not overlap."""
        tokens, stretches = self.model.read(document)
        found: list[tuple[int, int, str, float]] = []
        for batch in batches([stretch for _, stretch in stretches]):
            starts = [stretches[i][0] for i in batch]
            for start, spans in zip(starts, self._spans([stretches[i][1] for i in batch]), strict=True):
                found.extend((start + span.start, start + span.end, span.label, chance) for span, chance in spans)
        entities = []
        for first, last, label, chance in sorted(found):
            start, end = int(tokens.starts[first]), int(tokens.ends[last - 1])
            boxes = document.boxes(start, end)
            entities.append(Entity(label, start, end, document.text[start:end], chance, boxes))
        return entities

    @torch.inference_mode()
    def _spans(self, stretches: list[Features]) -> list[list[tuple[TokenSpan, float]]]:
        """Spans of each stretch with their probabilities."""
        emissions, lengths = self.model.emissions(stretches)
        crf, tagset = self.model.network.crf, self.model.tagset
        paths = crf.best(emissions, lengths)
        chain = crf.posterior(emissions, lengths, self.model.temperature)
        return [
            [(span, _probability(chain, i, tagset.exactly(span, len(path)))) for span in tagset.decode(path)]
            for i, path in enumerate(paths)
        ]


def _probability(chain: Chain, sequence: int, stretches: Sequence[tuple[int, list[int], int]]) -> float:
    """The sum of the probabilities of `TagSet.exactly`; rounding may not take it beyond 0 or 1."""
    summed = sum(sign * chain.path_probability(sequence, start, tags) for start, tags, sign in stretches)
    return min(1.0, max(0.0, summed))
