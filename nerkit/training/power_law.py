"""An inverse power law through scores at growing sizes: score = a - b n^-c, as learning curves mostly are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_EXPONENTS = np.geomspace(0.05, 3.0, 120)
LEAST_SIZES = 3
"""As many as the law has parameters."""


@dataclass(frozen=True)
class PowerLaw:
    """Laws fitted to several samples of scores; `a`, `b` and `c` are of *shape* (samples).

    `a` is the score that no amount of documents gets beyond, at most 1; `b` is never negative: more documents do not
    make a model worse in the long run. `scale` is the size at which n is 1.
    """

    a: Array
    b: Array
    c: Array
    scale: float

    def at(self, sizes: Array | float) -> Array:
        """The scores at these sizes. *Shape:* (sizes) → (samples, sizes)."""
        n = np.atleast_1d(np.asarray(sizes, dtype=np.float64)) / self.scale
        scores: Array = self.a[:, None] - self.b[:, None] * n ** -self.c[:, None]
        return scores


def fit(sizes: Array, scores: Array, scale: float | None = None) -> PowerLaw:
    """The laws with the least squared error; `sizes` of *shape* (sizes), `scores` of *shape* (samples, sizes).

    `scale` is the size at which n is 1: the largest one unless given.

    The jth smallest size weighs j: what lies ahead looks more like the large ones (Figueroa et al. 2012).

    For a given c the best a and b are linear regression, so c alone is searched, on a grid (variable projection, Golub
    & Pereyra 1973): no start to choose, nothing that fails to converge. Raises ValueError for fewer than three sizes.
    """
    if len(set(sizes.tolist())) < LEAST_SIZES:
        raise ValueError(f"a power law needs scores at {LEAST_SIZES} sizes or more")
    scale = scale or float(sizes.max())
    x = (sizes / scale)[None, :] ** -_EXPONENTS[:, None]  # shape: (exponents, sizes)
    w = np.argsort(np.argsort(sizes)) + 1.0
    w /= w.sum()
    mean_x, mean_y = x @ w, scores @ w
    # shape: (samples, exponents)
    slope = (scores - mean_y[:, None]) @ (w * (x - mean_x[:, None])).T / ((x - mean_x[:, None]) ** 2 @ w)
    b = np.maximum(0.0, -slope)
    a = mean_y[:, None] + b * mean_x
    # Beyond a score of 1 there is nothing: there a is 1, and b is what fits best then.
    beyond = a > 1
    a = np.where(beyond, 1.0, a)
    b = np.where(beyond, (1 - scores) @ (w * x).T / (x**2 @ w), b)
    errors = ((a[..., None] - b[..., None] * x) - scores[:, None, :]) ** 2 @ w
    best = errors.argmin(axis=1)
    rows = np.arange(len(scores))
    return PowerLaw(a[rows, best], b[rows, best], _EXPONENTS[best], scale)
