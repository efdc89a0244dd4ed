"""How sure a pair is: what it promises holds, and what the page leaves open makes it less sure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load, save

from nerkit.pairs import find_pairs
from nerkit.pairs.certainty import STEPS, Certainty
from nerkit.pairs.linker import default
from nerkit.reading import document_from_text
from nerkit.training.certainty_fitting import with_certainty

FORM = "Patient name: Lucia Ortega\nDate of birth: 04/22/1979\nSpecimen: Serum\n"


def test_words_that_were_hardly_recognised_make_a_pair_less_sure() -> None:
    document = document_from_text(FORM, "text")

    def sure(confidence: float | None) -> list[float]:
        words = tuple(replace(word, confidence=confidence) for word in document.words)
        return [pair.confidence for pair in find_pairs(replace(document, words=words))]

    read, clear, faint = sure(None), sure(0.97), sure(0.5)
    assert len(read) == len(clear) == len(faint) == 3
    assert all(a >= b > c for a, b, c in zip(read, clear, faint, strict=True))


def test_certainty_is_fitted_to_how_often_pairs_are_right() -> None:
    rng = np.random.default_rng(1)
    steps = rng.normal(size=(4000, len(STEPS))).astype(np.float32)
    odds = 1.5 * steps[:, 0] - 1.0 * steps[:, 2] + 0.5
    right = (rng.random(4000) < 1 / (1 + np.exp(-odds))).astype(np.float32)
    fitted = load(with_certainty(save({"other": np.ones(2, np.float32)}), [(steps, right)]))
    said = Certainty(fitted["certainty.weight"], float(fitted["certainty.bias"]))(steps)
    np.testing.assert_array_equal(fitted["other"], np.ones(2))
    for least in (0.5, 0.7, 0.9):
        sure = said >= least
        assert right[sure].mean() == pytest.approx(said[sure].mean(), abs=0.03)


def test_families_that_differ_more_than_the_steps_say_make_all_pairs_less_sure() -> None:
    rng = np.random.default_rng(2)

    def family(easier: float) -> tuple[np.ndarray, np.ndarray]:
        steps = rng.normal(size=(3000, len(STEPS))).astype(np.float32)
        right = rng.random(3000) < 1 / (1 + np.exp(-(2 * steps[:, 0] + easier)))
        return steps, right.astype(np.float32)

    def weight(*easier: float) -> float:
        fitted = load(with_certainty(save({"other": np.ones(1, np.float32)}), [family(one) for one in easier]))
        return float(fitted["certainty.weight"][0])

    alike, apart = weight(0, 0, 0), weight(1.5, 0, -1.5)
    assert alike == pytest.approx(2, abs=0.2)
    assert apart < 0.8 * alike


def test_the_bundled_certainty_has_a_weight_for_each_step() -> None:
    assert default().certainty.weight.shape == (len(STEPS),)
