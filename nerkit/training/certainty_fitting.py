"""How sure pairs are, from what the linker says of forms kept apart, and of papers that it never learned from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from safetensors.numpy import load, save
from torch import nn

from nerkit.corpora.linked import LinkedDocument
from nerkit.pairs.assignment import Group, Link
from nerkit.pairs.certainty import STEPS
from nerkit.pairs.choosing import ChosenLinks
from nerkit.pairs.linker import Linker
from nerkit.pairs.phrase_features import Features
from nerkit.pairs.ticked_options import choices
from nerkit.training.linker_fitting import LinkTruth

SHRINKAGE = 1e-3
"""Weight of the squared weights beside the mean loss."""

Judged = tuple[Features, Features]
"""Steps of pairs and which of them are right. *Shape:* (pairs, `STEPS`) and (pairs,)."""


def with_certainty(data: bytes, judged: Sequence[Judged]) -> bytes:
    """The file of a linker, its certainty fitted to families of papers; each family counts the same.

    Of two families and more each is left out in turn: how far the fit to the others is off on it, squared, in the mean,
    is how much a family that nobody has seen may differ, and by so much all pairs are less sure.
    """
    weight, bias = _fitted(judged)
    if len(judged) > 1:
        off = [_off(family, *_fitted([*judged[:i], *judged[i + 1 :]])) for i, family in enumerate(judged)]
        # The mean of a logistic function over a normal distribution of its bias, to within 0.01.
        narrowed = 1 / np.sqrt(1 + np.pi / 8 * np.mean(np.square(off)))
        weight, bias = weight * narrowed, bias * narrowed
    tensors = load(data)
    tensors["certainty.weight"] = weight.astype(np.float32)
    tensors["certainty.bias"] = np.array(bias, np.float32)
    return bytes(save(tensors))


def _fitted(judged: Sequence[Judged]) -> tuple[Features, float]:
    """Weights and bias of the regression."""
    x = torch.from_numpy(np.concatenate([steps for steps, _ in judged]))
    y = torch.from_numpy(np.concatenate([right for _, right in judged]))
    share = torch.cat([torch.full((len(right),), 1 / max(1, len(right))) for _, right in judged])
    scale = x.std(dim=0).clamp(min=1e-3)
    weight, bias = torch.zeros(len(STEPS), requires_grad=True), torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        said = (x / scale) @ weight + bias
        value = nn.functional.binary_cross_entropy_with_logits(said, y, weight=share, reduction="sum") / len(judged)
        value = value + SHRINKAGE * weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return (weight / scale).detach().numpy(), float(bias.detach())


def _off(family: Judged, weight: Features, bias: float) -> float:
    """By how much log-odds are off on a family, in the mean."""
    odds, right = family[0].astype(np.float64) @ weight + bias, family[1]
    low, high = -8.0, 8.0
    for _ in range(40):
        middle = (low + high) / 2
        more = float(np.mean(1 / (1 + np.exp(-(odds + middle))))) < float(right.mean())
        low, high = (middle, high) if more else (low, middle)
    return low


def judged(linker: Linker, truths: Iterable[LinkTruth]) -> Judged:
    """The steps of the pairs that a linker finds in documents, and which of these are right to the letter.

    *Shape:* (pairs, `STEPS`) and (pairs,).
    """
    steps, right = [np.empty((0, len(STEPS)), np.float32)], [np.empty(0, np.float32)]
    for truth in truths:
        taken = frozenset(i for choice in choices(truth.material.phrases) for i in choice.taken)
        chosen = ChosenLinks.of(truth.linked.document, truth.material, linker, taken)
        told = [i for i, link in enumerate(chosen.links) if _is_told(truth, link)]
        steps.append(chosen.steps[told])
        right.append(np.array([_is_right(truth, chosen.links[i]) for i in told], np.float32))
    return np.concatenate(steps), np.concatenate(right)


def _is_told(truth: LinkTruth, link: Link) -> bool:
    """Whether it is known if a pair is right."""
    found, told = truth.material.phrases, truth.linked.told
    words = (word for i in (*link.key, *link.value) for word in range(found[i].first, found[i].last))
    return told is None or any(truth.linked.owner[word] in told for word in words)


def _is_right(truth: LinkTruth, link: Link) -> bool:
    key, value = (_group(truth, group) for group in (link.key, link.value))
    return key is not None and value is not None and (key, value) in truth.linked.links


def _group(truth: LinkTruth, phrases: Group) -> int | None:
    """The group whose words these phrases hold, all of them and no others; None where there is none."""
    linked, found = truth.linked, truth.material.phrases
    words = [word for i in phrases for word in range(found[i].first, found[i].last)]
    owners = {linked.owner[word] for word in words}
    if len(owners) != 1 or len(words) != linked.owner.count(group := owners.pop()):
        return None
    return group if group >= 0 and _said_so(linked, words, group) else None


def _said_so(linked: LinkedDocument, words: Sequence[int], group: int) -> bool:
    """Whether the words are what was printed, by letters and digits."""
    if group not in linked.texts:
        return True
    places = [linked.document.words[i] for i in words]
    read = " ".join(linked.document.text[word.start : word.end] for word in places)
    return _letters(read) == _letters(linked.texts[group])


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())
