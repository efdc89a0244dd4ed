r"""From the CRF's probability of an entity to the share of such entities that are right.

A model is surer of what it was trained on than it should be elsewhere, and not of each label alike. Beta calibration
(Kull et al. 2017) maps the probability p of an entity monotonically to

.. math:: \operatorname{logit} q = a \ln p - b \ln(1 - p) + c, \qquad a, b \ge 0,

so that what was surer stays surer; a = b = 1 and c = 0 leave p as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EDGE = 1e-9
"""Probabilities are kept this far from 0 and 1, where their logarithms end."""

_STEEPEST = 700.0
"""Log-odds whose exponential is a number yet."""

Curve = tuple[float, float, float]
"""The numbers a, b, c of a map."""

IDENTITY: Curve = (1.0, 1.0, 0.0)


def evidence(probability: float) -> tuple[float, float]:
    """Its ln p and -ln(1 - p), by which a curve weighs a probability."""
    p = min(max(probability, EDGE), 1 - EDGE)
    return math.log(p), -math.log1p(-p)


@dataclass(frozen=True)
class Calibration:
    """The curve of each label, `pooled` for labels without one, and the confidence that a label must reach.

    Entities below the threshold of their label are not reported; labels without a threshold are, whatever theirs is.
    """

    pooled: Curve = IDENTITY
    curves: Mapping[str, Curve] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def confidence(self, label: str, probability: float) -> float:
        """The calibrated confidence of an entity with this label and this probability by the CRF."""
        a, b, c = self.curves.get(label, self.pooled)
        if (a, b, c) == IDENTITY:
            return probability
        low, high = evidence(probability)
        return 1 / (1 + math.exp(min(-(a * low + b * high + c), _STEEPEST)))

    def accepts(self, label: str, confidence: float) -> bool:
        """Whether an entity is reported."""
        return confidence >= self.thresholds.get(label, 0.0)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"pooled": self.pooled, "curves": dict(self.curves), "thresholds": dict(self.thresholds)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Calibration:
        """The inverse of `to_dict`; raises ValueError where a curve could turn the order round, or a number is none."""
        curves = {label: _curve(curve) for label, curve in data["curves"].items()}
        thresholds = {label: float(value) for label, value in data["thresholds"].items()}
        if not all(0 <= value < math.inf for value in thresholds.values()):
            raise ValueError("a threshold is a number, and not below 0")
        return cls(_curve(data["pooled"]), curves, thresholds)


def _curve(numbers: Any) -> Curve:
    a, b, c = (float(number) for number in numbers)
    if not (a >= 0 and b >= 0 and math.isfinite(a + b + c)):
        raise ValueError("a calibration curve must rise")
    return a, b, c
