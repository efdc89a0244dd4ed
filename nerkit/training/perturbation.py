"""A tagger that is less right than it was on the documents at hand: what the scorer of records must be ready for."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from nerkit.document import Entity
from nerkit.labels import Schema
from nerkit.records.choosing.candidate_features import logit

SHRINKAGE, JITTER, CONFUSION = 0.7, 1.2, 0.25
"""At full severity: how much of its log-odds an entity loses, the deviation that is added to them, and the share of the
entities that get another label of the same type."""


def doubted(entities: Sequence[Entity], schema: Schema, rng: random.Random) -> tuple[Entity, ...]:
    """The entities as a tagger would have found them that knows documents like this one less well.

    One severity is drawn for all of them. On documents like those it learned from, the tagger's confidence says nearly
    all; where a layout is new to it, label words and places say more than it does.
    """
    severity = rng.random()
    alike = defaultdict(list)
    for label in schema.labels.values():
        alike[label.type].append(label.name)

    def doubt(entity: Entity) -> Entity:
        odds = logit(entity.confidence) * (1 - SHRINKAGE * severity) + rng.gauss(0, JITTER * severity)
        confused = entity.label in schema.labels and rng.random() < CONFUSION * severity
        label = rng.choice(alike[schema.labels[entity.label].type]) if confused else entity.label
        return replace(entity, label=label, confidence=1 / (1 + math.exp(-odds)))

    return tuple(map(doubt, entities))
