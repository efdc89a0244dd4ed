"""The best sequence is found among few candidates, and float32 is exact enough or not used."""

from __future__ import annotations

import numpy as np
import pytest

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.chain import Lengths
from nerkit.tagging.decoder import ChainDecoder
from nerkit.tagging.moves import Floats

MANY = TagSet(tuple(f"L{number}" for number in range(20)))


def decoder(seed: int, spread: float = 1.0) -> ChainDecoder:
    numbers = np.random.default_rng(seed)
    start, transitions, end = (numbers.normal(size=shape) for shape in (len(MANY), (len(MANY), len(MANY)), len(MANY)))
    return ChainDecoder.legal(MANY, spread * start, spread * transitions, spread * end)


def batch(seed: int, sharpness: float) -> tuple[Floats, Lengths]:
    numbers = np.random.default_rng(seed)
    emissions = sharpness * numbers.normal(size=(8, 40, len(MANY))).astype(np.float32)
    emissions[:, :, 0] += 2 * sharpness
    return emissions, numbers.integers(1, 41, 8)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sharpness", [0.3, 2.0, 4.0, 8.0])
def test_the_best_sequence_is_the_one_of_the_search_through_all_tags(seed: int, sharpness: float) -> None:
    chosen, (emissions, lengths) = decoder(seed), batch(seed, sharpness)
    assert chosen.best(emissions, lengths, chosen.posterior(emissions, lengths)) == chosen.best(emissions, lengths)


@pytest.mark.parametrize("sharpness", [0.3, 3.0, 30.0])
def test_probabilities_from_float32_are_those_from_float64(sharpness: float) -> None:
    chosen, (emissions, lengths) = decoder(1), batch(2, sharpness)
    asked = [(row, 0, path) for row, path in enumerate(chosen.best(emissions, lengths))]
    asked += [(row, start, [0]) for row, length in enumerate(lengths) for start in range(length)]
    single, double = (chosen.posterior(emissions.astype(kind), lengths, 1.25) for kind in (np.float32, np.float64))
    np.testing.assert_allclose(single.marginals, double.marginals, atol=1e-6)
    np.testing.assert_allclose(single.path_probabilities(asked), double.path_probabilities(asked), atol=1e-6)


def test_a_tag_that_only_what_follows_makes_likely_is_not_lost_in_float32() -> None:
    chosen = decoder(3, spread=0.0)
    emissions = np.full((1, 12, len(MANY)), -1000, dtype=np.float32)
    emissions[0, :, 0] = 0
    # Inside the entity each token alone speaks against it by 20 nats; its last one speaks for it by 300.
    emissions[0, 0, MANY.tag("B", "L7")] = -20
    emissions[0, 1:-1, MANY.tag("I", "L7")] = -20
    emissions[0, -1, MANY.tag("L", "L7")] = 300
    chain = chosen.posterior(emissions, np.array([12]))
    path = [MANY.tag(letter, "L7") for letter in "BIIIIIIIIIIL"]
    assert chain.path_probabilities([(0, 0, path)])[0] == pytest.approx(1.0)
    assert chosen.best(emissions, np.array([12]), chain) == [path]
