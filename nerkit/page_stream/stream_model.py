"""Which pages of a file are one document: a linear model whose weights can be read and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from nerkit.page_stream.borders import Features, borders
from nerkit.page_stream.page_facts import PageFacts
from nerkit.page_stream.segmentation import best_segmentation
from nerkit.page_stream.stretch_features import segments
from nerkit.parsing import toml_of

FILE = "stream.toml"


@dataclass(frozen=True)
class StreamModel:
    """The weights of the features of borders and of segments, and what each border `costs` beyond them, in nats."""

    borders: Mapping[str, float]
    segments: Mapping[str, float]
    cost: float = 0.0

    def part(self, pages: Sequence[PageFacts]) -> tuple[list[int], float]:
        """Where documents begin, as indices into all pages, 0 first, and the probability of exactly that.

        Blank pages belong to the document in front of them.
        """
        shown = [i for i, page in enumerate(pages) if not page.blank]
        if len(shown) < 2:
            return [0], 1.0
        scores = np.zeros(len(shown))
        scores[1:] = [_score(border.features, self.borders) for border in borders(pages)]
        seen = [pages[i] for i in shown]
        whole = np.zeros((len(shown), len(shown)))
        for first in range(len(shown)):
            whole[first, first:] = [_score(features, self.segments) for features in segments(seen, first)]
        begins, probability = best_segmentation(scores, whole, self.cost)
        return [0, *(shown[begin] for begin in begins[1:])], probability

    @classmethod
    def parse(cls, text: str) -> StreamModel:
        """The model in the text of its TOML file. Raises ValueError, KeyError, TypeError or AttributeError."""
        raw = toml_of(text)
        borders, segments = (
            {name: float(weight) for name, weight in raw[table].items()} for table in ("borders", "segments")
        )
        return cls(borders, segments, float(raw["cost"]))

    def dump(self) -> str:
        """The text of its TOML file."""
        lines = [_HEAD, f"cost = {self.cost:.2f}", ""]
        for table, weights in (("borders", self.borders), ("segments", self.segments)):
            shown = sorted((name for name in weights if abs(weights[name]) >= 0.005), key=lambda n: -abs(weights[n]))
            lines += [f"[{table}]", *(f'"{name}" = {weights[name]:.2f}' for name in shown), ""]
        return "\n".join(lines)


def _score(features: Features, weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


_HEAD = """\
# Which pages of a file are one document: the log-odds of a border are the sum of the features of the two pages
# (nerkit/page_stream/borders.py) and of the stretches on both sides (stretch_features.py), each times its weight.
# `cost`: nats that each border takes off, since to tear a document apart is worse than to leave two joined.
"""


@cache
def default_model() -> StreamModel:
    """The model that nerkit brings."""
    return StreamModel.parse(files("nerkit").joinpath("page_stream", FILE).read_text(encoding="utf-8"))
