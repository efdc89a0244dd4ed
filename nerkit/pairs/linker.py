"""How probable it is that one phrase is the key of another, or goes on in it: two small networks, one after the other.

The first sees two phrases and how they stand to each other. The second also sees what the first says of all the other
phrases that each of the two may belong to: a phrase that is a key elsewhere is hardly a value here. Its outputs are
trained as probabilities of each link by itself and are calibrated on documents kept apart. A third one says of each
phrase whether it is a key at all, which counts where nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from nerkit.document import Document
from nerkit.errors import ModelError
from nerkit.pairs import link_features, phrase_features
from nerkit.pairs.certainty import Certainty
from nerkit.pairs.link_features import Indices
from nerkit.pairs.phrase import Phrase
from nerkit.pairs.phrase_features import Features

FILE = "linker.safetensors"

NETWORKS = ("first", "second", "third")

OUTPUTS = ("key of", "goes on in")
"""What is said of two phrases: the first is the key of the second; the second goes on what the first begins."""

_AT_ONCE = 20_000
_NEVER = -12.0
"""Log-odds of two phrases of which nothing is said."""


@dataclass(frozen=True)
class LinkEvidence:
    """What the linker sees of a document: its phrases, the pairs that may belong together, the features of both.

    *Shape:* `unary` (phrases, features), `pairs` (pairs, 2), `binary` (pairs, features).
    """

    phrases: Sequence[Phrase]
    unary: Features
    pairs: Indices
    binary: Features

    @classmethod
    def of(cls, document: Document, phrases: Sequence[Phrase], language: str | None) -> LinkEvidence:
        """The features of these phrases of a document."""
        pairs, binary = link_features.candidates(document, phrases)
        return cls(phrases, phrase_features.phrase_features(document, phrases, language), pairs, binary)

    @property
    def first_input(self) -> Features:
        """What the first network sees. *Shape:* (pairs, features)."""
        return np.concatenate([self.unary[self.pairs[:, 0]], self.unary[self.pairs[:, 1]], self.binary], axis=1)

    def second_input(self, odds: Features) -> Features:
        """What the second network sees, `odds` being the outputs of the first. *Shape:* (pairs, features)."""
        first, second = self.pairs.T
        n = len(self.phrases)
        odds = np.clip(odds, _NEVER, -_NEVER)
        parts = [self.first_input, odds]
        for column in range(odds.shape[1]):
            said = odds[:, column]
            best = {}
            for name, ends in (("first", first), ("second", second)):
                top, runner = _two_best(said, ends, n)
                others = np.where(said >= top[ends], runner[ends], top[ends])
                parts.append(np.stack([others, said - others], axis=1))
                best[name] = top
            # What each of the two is, judged by its other side.
            parts.append(np.stack([best["second"][first], best["first"][second]], axis=1))
        parts.append(_reverse(self.pairs, odds[:, 0], n)[:, None])
        return np.concatenate(parts, axis=1).astype(np.float32)

    def key_input(self, odds: Features) -> Features:
        """What the third network sees, `odds` being the outputs of the second. *Shape:* (phrases, features)."""
        n = len(self.phrases)
        odds = np.clip(odds, _NEVER, -_NEVER)
        sides = [_two_best(odds[:, column], ends, n)[0] for column in range(odds.shape[1]) for ends in self.pairs.T]
        near = np.pad(self.unary, ((1, 1), (0, 0)))
        return np.concatenate([self.unary, near[:-2], near[2:], np.stack(sides, axis=1)], axis=1)


def _two_best(values: NDArray[np.float32], owner: Indices, n: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The greatest and the second greatest value of each owner. *Shape:* (n,) each."""
    top, runner = np.full(n, _NEVER, np.float32), np.full(n, _NEVER, np.float32)
    order = np.lexsort((-values, owner))
    owners, sorted_values = owner[order], values[order]
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]]) if len(owners) else np.empty(0, np.int64)
    top[owners[starts]] = sorted_values[starts]
    seconds = starts + 1
    has = (seconds < len(owners)) & (owners[np.minimum(seconds, max(0, len(owners) - 1))] == owners[starts])
    runner[owners[starts[has]]] = sorted_values[seconds[has]]
    return top, runner


def _reverse(pairs: Indices, said: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """What is said of each pair the other way round. *Shape:* (pairs,)."""
    codes = pairs[:, 0] * n + pairs[:, 1]
    wanted = pairs[:, 1] * n + pairs[:, 0]
    order = np.argsort(codes)
    at = np.minimum(np.searchsorted(codes[order], wanted), max(0, len(codes) - 1))
    hit = codes[order][at] == wanted if len(codes) else np.empty(0, bool)
    return np.where(hit, said[order][at] if len(codes) else said, _NEVER).astype(np.float32)


@dataclass(frozen=True)
class Layers:
    """A network of linear layers with ReLU between them; `mean` and `scale` make its inputs alike in size."""

    mean: Features
    scale: Features
    weights: tuple[Features, ...]
    biases: tuple[Features, ...]

    def __call__(self, inputs: Features) -> Features:
        """Log-odds. *Shape:* (pairs, inputs) → (pairs, `OUTPUTS`)."""
        done = [self._some(inputs[at : at + _AT_ONCE]) for at in range(0, len(inputs), _AT_ONCE)]
        return np.concatenate(done) if done else np.empty((0, len(self.biases[-1])), np.float32)

    def _some(self, inputs: Features) -> Features:
        values = (inputs - self.mean) * self.scale
        for i, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = values @ weight.T
            values += bias
            if i < len(self.weights) - 1:
                np.maximum(values, 0, out=values)
        return values

    @classmethod
    def of(cls, tensors: Mapping[str, Features], name: str) -> Layers:
        """The network of this name. Raises KeyError."""
        weights = []
        for i in count():
            if f"{name}.{i}.weight" not in tensors:
                break
            weights.append((tensors[f"{name}.{i}.weight"], tensors[f"{name}.{i}.bias"]))
        return cls(
            tensors[f"{name}.mean"].astype(np.float32),
            tensors[f"{name}.scale"].astype(np.float32),
            tuple(weight.astype(np.float32) for weight, _ in weights),
            tuple(bias.astype(np.float32) for _, bias in weights),
        )


@dataclass(frozen=True)
class Said:
    """Probabilities: of each output for each pair, and of each phrase to be a key.

    *Shape:* `pairs` (pairs, `OUTPUTS`), `keys` (phrases,).
    """

    pairs: Features
    keys: Features


@dataclass(frozen=True)
class Linker:
    """The networks and the calibration of what the second says: slope and shift of the log-odds of each output.

    `certainty` says of a pair that was chosen from all this how sure it is as a whole.
    """

    first: Layers
    second: Layers
    third: Layers
    slope: Features
    shift: Features
    certainty: Certainty

    def __call__(self, material: LinkEvidence) -> Said:
        """What is probable of the phrases of a document."""
        from nerkit.tagging.threads import one_thread

        with one_thread():
            odds = self.odds(material)
            keys = self.third(material.key_input(odds))[:, 0]
        return Said(_probability(odds * self.slope + self.shift), _probability(keys))

    def odds(self, material: LinkEvidence) -> Features:
        """The log-odds of each output for each pair, before they are calibrated. *Shape:* (pairs, `OUTPUTS`)."""
        return self.second(material.second_input(self.first(material.first_input)))

    @classmethod
    def parse(cls, data: bytes) -> Linker:
        """The linker in the bytes of its file. Raises ModelError."""
        try:
            tensors = load(data)
            first, second, third = (Layers.of(tensors, name) for name in NETWORKS)
            certainty = Certainty(tensors["certainty.weight"], float(tensors["certainty.bias"]))
            return cls(first, second, third, tensors["slope"], tensors["shift"], certainty)
        except (SafetensorError, KeyError, ValueError, TypeError):
            raise ModelError("the linker of pairs cannot be read; install nerkit anew") from None


def _probability(odds: Features) -> Features:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


@cache
def default() -> Linker:
    """The linker that nerkit brings."""
    return Linker.parse(files("nerkit").joinpath("pairs", FILE).read_bytes())
