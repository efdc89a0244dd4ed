"""What tags: a network with the vocabulary and the tags it was built for, whatever computes it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, ClassVar, Generic, Self, TypeVar

import numpy as np

from nerkit.document import Document
from nerkit.errors import ModelError
from nerkit.language.segments import LIMIT, segments
from nerkit.language.tokenizer import tokenize
from nerkit.language.tokens import Tokens
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.chain import Lengths
from nerkit.tagging.confidence import Calibration
from nerkit.tagging.decoder import ChainDecoder, Scores
from nerkit.tagging.forms import JointVocabulary, Vocabulary
from nerkit.tagging.network_config import NetworkConfig, NetworkParts, Shapes, TableSize
from nerkit.tagging.token_features import TokenFeatures, featurise

BATCH_TOKENS = 16_384
"""Tokens, padding included, that go through the network at once."""

STEP = 2
"""What a step of a batch costs, whatever the number of its stretches is, in the cost of a stretch's step."""

WINDOW = 8192
"""Tokens of a longer stretch that the encoder reads at once: memory is bounded, and nothing is truncated."""

NetworkT = TypeVar("NetworkT")


@dataclass
class TaggingModel(ABC, Generic[NetworkT]):
    """What is stored and loaded as one. `temperature` divides all scores before probabilities are taken.

    `calibration` makes the confidence of an entity of its probability. `members`: what an ensemble is made of.
    """

    network: NetworkT
    vocabulary: Vocabulary | JointVocabulary
    tagset: TagSet
    temperature: float = 1.0
    card: dict[str, Any] = field(default_factory=dict)
    calibration: Calibration = field(default_factory=Calibration)
    members: tuple[TaggingModel[NetworkT], ...] = ()

    batch_tokens: ClassVar[int] = BATCH_TOKENS
    """Tokens, padding included, that are best read at once."""

    @classmethod
    @abstractmethod
    def shapes(
        cls, config: NetworkConfig, tables: Sequence[TableSize], vocabulary: Vocabulary, tagset: TagSet
    ) -> Shapes:
        """Shapes of the tensors of a network of these sizes, none of which takes memory yet. Raises ValueError."""

    @classmethod
    @abstractmethod
    def of_parts(cls, parts: NetworkParts, vocabulary: Vocabulary, tagset: TagSet) -> Self:
        """The model that was stored; the shapes of its tensors have been checked."""

    @classmethod
    @abstractmethod
    def ensemble(cls, members: Sequence[Self]) -> Self:
        """Models that tag as one; its temperature is the mean of theirs until it is fitted.

        Raises `ModelError` where the members have not one and the same labels and scheme.
        """

    @abstractmethod
    def parts(self) -> NetworkParts:
        """What is stored of a network that is no ensemble."""

    @abstractmethod
    def prepare(self) -> None:
        """What is done before a model tags: a network that is being trained drops nothing."""

    @abstractmethod
    def scores(self, stretches: Sequence[TokenFeatures]) -> tuple[Scores, Lengths]:
        """Emissions (batch, tokens, tags) and lengths (batch,) of a batch; a long stretch goes in windows."""

    @abstractmethod
    def decoder(self) -> ChainDecoder:
        """What makes tags of the scores."""

    @staticmethod
    def joined(members: Sequence[TaggingModel[NetworkT]]) -> tuple[JointVocabulary, TagSet, float]:
        """The vocabularies of an ensemble's members, their tags, and their mean temperature; raises `ModelError`."""
        if any(member.tagset != members[0].tagset for member in members):
            raise ModelError("the members of an ensemble need the same labels in the same order, and the same scheme")
        vocabulary = JointVocabulary(tuple(member.vocabulary for member in members))
        return vocabulary, members[0].tagset, sum(member.temperature for member in members) / len(members)

    def set_thresholds(self, thresholds: Mapping[str, float]) -> None:
        """The confidence that each label must reach from now on; the curves stay."""
        self.calibration = replace(self.calibration, thresholds=dict(thresholds))

    def read(self, document: Document) -> tuple[Tokens, list[tuple[int, TokenFeatures]]]:
        """Tokens of a document, and its segments: the first token of each, and its features."""
        tokens = tokenize(document)
        features = featurise(document, tokens, self.vocabulary)
        return tokens, [(start, features.stretch(start, end)) for start, end in segments(document, tokens, LIMIT)]


def batches(stretches: Sequence[TokenFeatures], tokens: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Indices of stretches in batches of similar lengths, each of at most `tokens` tokens with padding.

    They are cut where all of them together, with their padding, take the least time; see `STEP`.
    """
    order = sorted(range(len(stretches)), key=lambda i: len(stretches[i]))
    costs = np.zeros(len(order) + 1)
    starts = [0] * (len(order) + 1)
    for end, number in enumerate(order, start=1):
        longest = len(stretches[number])
        first = max(0, end - max(1, tokens // max(1, longest)))
        found = costs[first:end] + longest * (np.arange(end - first, 0, -1) + STEP)
        starts[end] = first + int(found.argmin())
        costs[end] = found[starts[end] - first]
    cuts = [len(order)]
    while cuts[-1]:
        cuts.append(starts[cuts[-1]])
    for start, end in pairwise(reversed(cuts)):
        yield order[start:end]


def windows_of(stretch: TokenFeatures) -> list[TokenFeatures]:
    """A long stretch in parts of WINDOW tokens."""
    return [stretch.stretch(start, start + WINDOW) for start in range(0, len(stretch), WINDOW)]
