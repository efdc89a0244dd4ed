"""How probable it is that a candidate is right for a field: a linear model whose weights can be read and changed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from nerkit.errors import ModelError
from nerkit.parsing import text_of, toml_of
from nerkit.records.choosing.candidate_features import FOUND, TAGGER, FeatureValues, logit

FILE = "scorer.toml"
"""Its name in a model's folder; a model without one is scored with the one that nerkit brings."""

ALL = "all fields"
"""The weights of every field; a field's own are added to them."""

ONLY = "only "
"""How a feature begins that says which label the tagger gave to a candidate that it did not take for the field."""

_MOST = 1e4
"""Log-odds of a weight; training makes none of a hundredth of it."""

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class RelationOdds:
    """What a relation between fields adds to the log-odds of the candidates together, where it holds and where not."""

    holds: float
    fails: float


@dataclass(frozen=True)
class Scorer:
    """Log-odds of a candidate: the sum of its features, each times the weight of all fields plus that of its own.

    `least` is the probability below which a candidate is not shown.
    """

    weights: Weights
    agreements: Mapping[str, RelationOdds] = field(default_factory=dict)
    least: float = 0.5

    def contributions(self, name: str, features: FeatureValues) -> dict[str, float]:
        """What each feature adds to the log-odds of a candidate for a field."""
        common, own = self.weights.get(ALL, {}), self.weights.get(name, {})
        return {
            key: ((common[key] if key in common else self._unseen(key)) + own.get(key, 0.0)) * value
            for key, value in features.items()
        }

    def _unseen(self, key: str) -> float:
        """The weight of a feature that no document has taught: mentions of an unknown label count least of all.

        The log-odds of the tagger and of what the schema finds are taken as they are: they are calibrated.
        """
        if key in (TAGGER, FOUND):
            return 1.0
        others = [weight for known, weight in self.weights.get(ALL, {}).items() if known.startswith(ONLY)]
        return min(others, default=0.0) if key.startswith(ONLY) else 0.0

    def score(self, name: str, features: FeatureValues) -> float:
        """The log-odds that a candidate with these features is right for a field."""
        return sum(self.contributions(name, features).values())

    @property
    def threshold(self) -> float:
        """`least` as log-odds."""
        return logit(self.least)

    @classmethod
    def load(cls, folder: Path) -> Scorer:
        """The scorer of a model. Raises `ModelError` where its file cannot be used."""
        path = folder / FILE
        if not path.is_file():
            return default()
        try:
            return cls.parse(text_of(path))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise ModelError(f"{path} is not a scorer that can be read; nerkit train-records writes one") from None

    @classmethod
    def parse(cls, text: str) -> Scorer:
        """The scorer in the text of its TOML file. Raises ValueError, KeyError, TypeError or AttributeError."""
        raw = toml_of(text)
        least = float(raw["least"])
        if not 0 <= least <= 1:
            raise ValueError("least is a probability")
        return cls(
            {name: {key: _odds(weight) for key, weight in row.items()} for name, row in raw.get("weights", {}).items()},
            {
                name: RelationOdds(_odds(row["holds"]), _odds(row["fails"]))
                for name, row in raw.get("agreement", {}).items()
            },
            least,
        )

    def dump(self) -> str:
        """The text of its TOML file."""
        lines = [_HEAD, f"least = {self.least:.2f}", ""]
        for name, agreement in self.agreements.items():
            lines += [f"[agreement.{name}]", f"holds = {agreement.holds:.2f}", f"fails = {agreement.fails:.2f}", ""]
        for name, row in self.weights.items():
            shown = {key: weight for key, weight in row.items() if abs(weight) >= 0.01}
            lines += [f'[weights."{name}"]']
            lines += [f'"{key}" = {shown[key]:.2f}' for key in sorted(shown, key=lambda key: -abs(shown[key]))] + [""]
        return "\n".join(lines)


def _odds(raw: float) -> float:
    odds = float(raw)
    if not abs(odds) <= _MOST:
        raise ValueError("a weight is no number, or absurdly large")
    return odds


_HEAD = """\
# Which candidate fills a field: the log-odds of a candidate are the sum of its features
# (nerkit/records/choosing/candidate_features.py), each times the weight of all fields plus the weight of its own field.
# Written by nerkit train-records.
# `least`: a candidate less probable than this is not shown. `agreement`: what is added to the log-odds of the chosen
# candidates together where a check of the schema holds between them, and where it fails.
"""


@cache
def default() -> Scorer:
    """The scorer that nerkit brings."""
    return Scorer.parse(files("nerkit").joinpath("records", "choosing", FILE).read_text(encoding="utf-8"))


def probability(score: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
