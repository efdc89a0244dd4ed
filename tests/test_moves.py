"""Products with the factors of transitions by parts are those with the whole matrix, and the chain's sums are exact."""

from __future__ import annotations

import numpy as np
import pytest

from nerkit.tagging.bilou import SCHEMES, TagSet
from nerkit.tagging.chain import smooth
from nerkit.tagging.chain_factors import ChainFactors
from nerkit.tagging.decoder import ChainDecoder
from nerkit.tagging.moves import DenseMoves, EntityMoves, moves

MANY = TagSet(tuple(f"L{number}" for number in range(20)))


def decoder(seed: int) -> ChainDecoder:
    numbers = np.random.default_rng(seed)
    start, transitions, end = (numbers.normal(size=shape) for shape in (len(MANY), (len(MANY), len(MANY)), len(MANY)))
    return ChainDecoder.legal(MANY, start, transitions, end)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("labels", [1, 2, 20])
def test_products_by_parts_are_those_with_the_whole_matrix(scheme: str, labels: int) -> None:
    tagset = TagSet(MANY.labels[:labels], scheme)
    numbers = np.random.default_rng(labels)
    factors = np.where(tagset.transitions, numbers.random(tagset.transitions.shape), 0.0)
    chosen = moves(factors)
    assert isinstance(chosen, EntityMoves) == (scheme == "BILOU" and labels == 20)
    masses = numbers.random((3, len(tagset)))
    for way in ("ahead", "back"):
        found, wanted = np.empty_like(masses), np.empty_like(masses)
        getattr(chosen, way)(masses[:, chosen.order], found)
        getattr(DenseMoves(factors), way)(masses, wanted)
        np.testing.assert_allclose(found[:, chosen.places], wanted, rtol=1e-12)


def test_a_matrix_with_a_move_that_bilou_has_not_is_taken_whole() -> None:
    factors = np.where(MANY.transitions, 1.0, 0.0)
    factors[0, 2] = 1e-9
    assert isinstance(moves(factors), DenseMoves)


def test_many_labels_have_the_marginals_that_the_sums_with_each_tag_alone_give() -> None:
    chosen = decoder(4)
    emissions, lengths = np.random.default_rng(5).normal(size=(2, 4, len(MANY))), np.array([4, 3])
    chain = chosen.posterior(emissions, lengths)
    for tag in (0, 1, 2, 3, 4, 77):
        alone = emissions.copy()
        alone[:, 1] = np.where(np.arange(len(MANY)) == tag, emissions[:, 1], -np.inf)
        log_z = smooth(alone, lengths, ChainFactors.of(chosen.start, chosen.transitions, chosen.end)).log_z
        np.testing.assert_allclose(np.exp(log_z - chain.log_z), chain.marginals[1, :, tag], atol=1e-12)


@pytest.mark.parametrize("sharpness", [0.1, 1.0, 5.0])
def test_the_best_of_many_tags_is_the_first_of_the_k_best_and_beats_what_is_drawn(sharpness: float) -> None:
    numbers = np.random.default_rng(6)
    chosen = decoder(7)
    emissions, lengths = sharpness * numbers.normal(size=(9, 12, len(MANY))), numbers.integers(1, 13, 9)
    best = chosen.best(emissions, lengths)
    ranked = chosen.k_best(emissions, lengths, 2)
    assert best == [first for (first, _), *_ in ranked]
    for path, row, ((_, score), *_) in zip(best, emissions, ranked, strict=True):
        found = chosen.start[path[0]] + chosen.end[path[-1]] + row[range(len(path)), path].sum()
        assert found + chosen.transitions[path[:-1], path[1:]].sum() == pytest.approx(score)
