"""The weights of the model that parts a file into documents, learned from files that were joined.

Each place between two pages is an example: whether a border stands there, given that all others are right (Besag's
pseudo-likelihood, 1975). Its features are those of the two pages, and what parting there changes in the features of the
stretches: left plus right minus both as one. That makes a logistic regression of a semi-Markov model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from nerkit.page_stream.borders import Features, borders
from nerkit.page_stream.page_facts import PageFacts
from nerkit.page_stream.stream_model import StreamModel
from nerkit.page_stream.stretch_features import segments

Joined = tuple[Sequence[PageFacts], Sequence[int]]
"""The pages of a file, and the indices of those with which its documents begin."""

_STEPS = 50
_ENOUGH = 1e-6
_SEGMENT = "segment "


def learned(
    files: Iterable[Joined], *, decay: float = 1.0, cost: float = 0.0, before: StreamModel | None = None
) -> StreamModel:
    """The model that the files teach; `decay` holds its weights small, `cost` is what it takes for each border.

    A model `before` keeps its weights: only those of features that it does not know are learned.
    """
    examples = [example for file in files for example in _examples(*file)]
    known = _weights(before) if before else {}
    names = sorted({name for features, _ in examples for name in features} - known.keys())
    at = {name: place for place, name in enumerate(names)}
    x = np.zeros((len(examples), len(names)))
    for row, (features, _) in enumerate(examples):
        for name in features.keys() & at.keys():
            x[row, at[name]] = features[name]
    y = np.array([is_border for _, is_border in examples], float)
    given = np.array(
        [sum(known.get(name, 0.0) * value for name, value in features.items()) for features, _ in examples]
    )
    weights = known | dict(zip(names, map(float, _logistic(x, y, decay, given)), strict=True))
    of_segments = {name.removeprefix(_SEGMENT): w for name, w in weights.items() if name.startswith(_SEGMENT)}
    return StreamModel({name: w for name, w in weights.items() if not name.startswith(_SEGMENT)}, of_segments, cost)


def _weights(model: StreamModel) -> dict[str, float]:
    return {**model.borders, **{_SEGMENT + name: weight for name, weight in model.segments.items()}}


def _examples(pages: Sequence[PageFacts], begins: Sequence[int]) -> Iterable[tuple[Features, bool]]:
    """The features of each place between pages that are not blank, and whether a document begins there."""
    shown = [i for i, page in enumerate(pages) if not page.blank]
    seen = [pages[i] for i in shown]
    firsts = sorted({next((k for k, i in enumerate(shown) if i >= begin), 0) for begin in begins} | {0})
    for k, border in enumerate(borders(pages), 1):
        left = max(first for first in firsts if first < k)
        end = min((first for first in firsts if first > k), default=len(seen)) - 1
        changes = Counter(_stretch(seen, left, k - 1))
        changes.update(_stretch(seen, k, end))
        changes.subtract(_stretch(seen, left, end))
        yield border.features | {_SEGMENT + name: value for name, value in changes.items() if value}, k in firsts


def _stretch(pages: Sequence[PageFacts], first: int, last: int) -> Features:
    for features in segments(pages[: last + 1], first):
        found = features
    return found


def _logistic(x: np.ndarray, y: np.ndarray, decay: float, given: np.ndarray) -> np.ndarray:
    """Newton's method, in which a step that makes it worse is halved; `given` are log-odds beside those of the weights.

    *Shape:* `x` (examples, features), `y` and `given` (examples), the result (features).
    """

    def loss(w: np.ndarray) -> float:
        z = given + x @ w
        return float((np.logaddexp(0, z) - y * z).sum() + decay * (w @ w) / 2)

    w = np.zeros(x.shape[1])
    now = loss(w)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(given + x @ w, -30, 30)))
        gradient = x.T @ (p - y) + decay * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + decay * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        while np.abs(step).max() >= _ENOUGH and loss(w - step) > now:
            step /= 2
        if np.abs(step).max() < _ENOUGH:
            break
        w = w - step
        now = loss(w)
    return w
