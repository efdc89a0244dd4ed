"""The CRF against the enumeration of every path, in float64."""

import itertools
import math

import numpy as np
import pytest
import torch
from torchcrf import CRF

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.crf import ConstrainedCRF
from nerkit.tagging.log_partition import log_partition

TAGSET = TagSet(("PARTY", "DATE"))


@pytest.fixture(params=[True, False], ids=["train", "eval"])
def crf(request: pytest.FixtureRequest) -> ConstrainedCRF:
    torch.manual_seed(7)
    crf = ConstrainedCRF(TAGSET).double()
    for parameter in crf.parameters():
        torch.nn.init.normal_(parameter, std=1.5)
    return crf.train(request.param)


def legal(path: tuple[int, ...]) -> bool:
    moves = all(TAGSET.transitions[a, b] for a, b in itertools.pairwise(path))
    return bool(TAGSET.starts[path[0]] and TAGSET.ends[path[-1]] and moves)


@torch.no_grad()
def score(crf: ConstrainedCRF, emissions: torch.Tensor, path: tuple[int, ...]) -> float:
    total = crf.start_transitions[path[0]] + crf.end_transitions[path[-1]]
    total = total + sum(emissions[t, tag] for t, tag in enumerate(path))
    return float(total + sum(crf.transitions[a, b] for a, b in itertools.pairwise(path)))


def all_paths(crf: ConstrainedCRF, emissions: torch.Tensor) -> dict[tuple[int, ...], float]:
    paths = itertools.product(range(len(TAGSET)), repeat=len(emissions))
    return {path: score(crf, emissions, path) for path in paths if legal(path)}


def log_sum(scores: list[float]) -> float:
    top = max(scores)
    return top + math.log(sum(math.exp(s - top) for s in scores))


def batch_of(lengths: list[int], padding: float = 0.0) -> torch.Tensor:
    torch.manual_seed(sum(lengths))
    emissions = 2 * torch.randn(len(lengths), max(lengths), len(TAGSET), dtype=torch.double)
    for row, length in zip(emissions, lengths, strict=True):
        row[length:] = padding
    return emissions


LENGTHS = [4, 1, 2, 3]


def test_loss_of_a_known_sequence_is_its_negative_log_likelihood(crf: ConstrainedCRF) -> None:
    emissions = batch_of(LENGTHS)
    allowed = torch.zeros(emissions.shape, dtype=torch.bool)
    golds = [(1, 2, 3, 0), (4,), (5, 7), (0, 8, 0)]
    for row, gold in zip(allowed, golds, strict=True):
        row[range(len(gold)), gold] = True
    losses = crf.loss(emissions, torch.tensor(LENGTHS), allowed).detach()
    for loss, gold, row in zip(losses, golds, emissions, strict=True):
        paths = all_paths(crf, row[: len(gold)])
        assert float(loss) == pytest.approx(log_sum(list(paths.values())) - paths[gold])


def test_loss_of_a_partly_known_sequence_sums_over_all_that_agrees(crf: ConstrainedCRF) -> None:
    torch.manual_seed(1)
    emissions = batch_of(LENGTHS)
    allowed = torch.rand(emissions.shape) < 0.6
    allowed[:, :, 0] = True
    losses = crf.loss(emissions, torch.tensor(LENGTHS), allowed).detach()
    for loss, row, can, length in zip(losses, emissions, allowed, LENGTHS, strict=True):
        paths = all_paths(crf, row[:length])
        agreeing = [s for path, s in paths.items() if all(can[t, tag] for t, tag in enumerate(path))]
        assert float(loss) == pytest.approx(log_sum(list(paths.values())) - log_sum(agreeing))


def test_best_path_is_the_best_legal_path_of_all(crf: ConstrainedCRF) -> None:
    emissions = batch_of(LENGTHS)
    for best, row, length in zip(crf.best(emissions, torch.tensor(LENGTHS)), emissions, LENGTHS, strict=True):
        paths = all_paths(crf, row[:length])
        assert tuple(best) == max(paths, key=lambda path: paths[path])


@pytest.mark.parametrize("k", [1, 3, 50])
def test_k_best_paths_are_the_first_of_all_legal_paths(crf: ConstrainedCRF, k: int) -> None:
    emissions = batch_of(LENGTHS)
    for found, row, length in zip(crf.k_best(emissions, torch.tensor(LENGTHS), k), emissions, LENGTHS, strict=True):
        paths = all_paths(crf, row[:length])
        wanted = sorted(paths, key=lambda path: -paths[path])[:k]
        assert [tuple(path) for path, _ in found] == wanted
        assert [score for _, score in found] == pytest.approx([paths[path] for path in wanted])


@pytest.mark.parametrize("sharpness", [0.0, 0.5, 1.0, 3.0, 30.0])
def test_the_posterior_finds_the_best_path_or_leaves_it_to_viterbi(crf: ConstrainedCRF, sharpness: float) -> None:
    torch.manual_seed(13)
    lengths = torch.randint(1, 9, (64,))
    emissions = sharpness * torch.randn(64, 8, len(TAGSET), dtype=torch.double)
    for temperature in (1.0, 2.0):
        chain = crf.posterior(emissions, lengths, temperature)
        assert crf.best(emissions, lengths, chain) == crf.best(emissions, lengths)


def test_log_partition_and_path_probabilities_equal_enumeration(crf: ConstrainedCRF) -> None:
    emissions, lengths = batch_of(LENGTHS), torch.tensor(LENGTHS)
    chain = crf.posterior(emissions, lengths)
    best = crf.best(emissions, lengths)
    padded = np.array([path + [0] * (4 - len(path)) for path in best])
    for i, (row, length) in enumerate(zip(emissions, LENGTHS, strict=True)):
        paths = all_paths(crf, row[:length])
        log_z = log_sum(list(paths.values()))
        assert float(chain.log_z[i]) == pytest.approx(log_z)
        assert float(chain.log_probabilities(padded, lengths.numpy())[i]) == pytest.approx(
            paths[tuple(best[i])] - log_z
        )


def test_marginals_of_tokens_and_of_exact_spans_equal_enumeration(crf: ConstrainedCRF) -> None:
    emissions = batch_of(LENGTHS)
    chain = crf.posterior(emissions, torch.tensor(LENGTHS))
    for i, (row, length) in enumerate(zip(emissions, LENGTHS, strict=True)):
        paths = all_paths(crf, row[:length])
        log_z = log_sum(list(paths.values()))
        chances = {path: math.exp(s - log_z) for path, s in paths.items()}
        for t, tag in itertools.product(range(length), range(len(TAGSET))):
            wanted = sum(p for path, p in chances.items() if path[t] == tag)
            assert float(chain.marginals[t, i, tag]) == pytest.approx(wanted, abs=1e-12)
        for start, tags in [(0, [4]), (0, [1, 3]), (1, [5, 7]), (0, [5, 6, 7]), (1, [1, 2, 3])]:
            if start + len(tags) <= length:
                wanted = sum(p for path, p in chances.items() if list(path[start : start + len(tags)]) == tags)
                assert chain.path_probabilities([(i, start, tags)])[0] == pytest.approx(wanted, abs=1e-12)


def test_illegal_sequences_have_no_probability_however_training_moves_the_scores(crf: ConstrainedCRF) -> None:
    with torch.no_grad():
        crf.transitions.fill_(50.0)
        crf.start_transitions.fill_(50.0)
    emissions = batch_of([4])
    emissions[0, :, 2] = 100.0  # every token wants to be I-PARTY
    lengths = torch.tensor([4])
    assert legal(tuple(crf.best(emissions, lengths)[0]))
    marginals = crf.posterior(emissions, lengths).marginals
    assert float(marginals[0, 0, 2]) == 0.0
    assert float(marginals[3, 0, 2]) == 0.0


@pytest.mark.parametrize("padding", [-1e4, 0.0, 1e4])
def test_what_stands_behind_the_end_of_a_sequence_does_not_matter(crf: ConstrainedCRF, padding: float) -> None:
    plain, padded = batch_of(LENGTHS), batch_of(LENGTHS, padding)
    lengths = torch.tensor(LENGTHS)
    allowed = torch.ones(plain.shape, dtype=torch.bool)
    allowed[:, :, 5:] = False
    assert torch.allclose(crf.loss(plain, lengths, allowed), crf.loss(padded, lengths, allowed))
    assert crf.best(plain, lengths) == crf.best(padded, lengths)


def test_gradients_are_the_numerical_ones(crf: ConstrainedCRF) -> None:
    emissions = batch_of([3, 1, 2]).requires_grad_()
    start, transitions, end = (score.detach().requires_grad_() for score in crf.scores())
    free = [torch.isfinite(score.detach()) for score in (start, transitions, end)]

    def function(emissions: torch.Tensor, *scores: torch.Tensor) -> torch.Tensor:
        kept = [torch.where(f, s, -torch.inf) for f, s in zip(free, scores, strict=True)]
        return log_partition(emissions, torch.tensor([3, 1, 2]), *kept)

    finite = [
        s.detach().masked_fill(~f, 0.0).requires_grad_() for f, s in zip(free, (start, transitions, end), strict=True)
    ]
    assert torch.autograd.gradcheck(function, (emissions, *finite))


def test_without_constraints_the_loss_is_that_of_torchcrf() -> None:
    torch.manual_seed(3)
    crf = ConstrainedCRF(TAGSET).double()
    theirs = CRF(len(TAGSET), batch_first=True).double()
    theirs.load_state_dict(crf.state_dict())
    for buffer in (crf.legal_starts, crf.legal_ends, crf.legal_transitions):
        buffer.fill_(True)
    emissions = batch_of(LENGTHS)
    tags = torch.randint(len(TAGSET), emissions.shape[:2])
    mask = torch.arange(4)[None, :] < torch.tensor(LENGTHS)[:, None]
    allowed = torch.nn.functional.one_hot(tags, len(TAGSET)).bool()
    wanted = -theirs(emissions, tags, mask=mask, reduction="none")
    assert torch.allclose(crf.loss(emissions, torch.tensor(LENGTHS), allowed), wanted)


def test_it_offers_no_decoding_and_no_loss_that_forget_what_is_illegal(crf: ConstrainedCRF) -> None:
    with pytest.raises(NotImplementedError):
        crf(batch_of([2]), torch.zeros(1, 2, dtype=torch.long))
    assert not hasattr(crf, "decode")


def test_scores_hundreds_of_nats_apart_stay_exact(crf: ConstrainedCRF) -> None:
    emissions = 40 * batch_of([4])
    allowed = torch.zeros(emissions.shape, dtype=torch.bool)
    paths = all_paths(crf, emissions[0])
    gold = min(paths, key=lambda path: paths[path])
    allowed[0, range(4), gold] = True
    loss = crf.loss(emissions, torch.tensor([4]), allowed).detach()
    assert float(loss) == pytest.approx(log_sum(list(paths.values())) - paths[gold])
