"""How sure pairs are, from what the linker says of forms kept apart, and of papers that it never learned from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from safetensors.numpy import load, save
from torch import nn

from nerkit.corpora.linked import LinkedDocument
from nerkit.pairs.assignment import Group, Link, groups, links
from nerkit.pairs.certainty import STEPS, PairSteps
from nerkit.pairs.linker import Linker
from nerkit.pairs.phrase_features import Features
from nerkit.training.linker_fitting import LinkTruth

SHRINKAGE = 1e-3
"""Weight of the squared weights beside the mean loss."""


def with_certainty(data: bytes, judged: Sequence[tuple[Features, Features]]) -> bytes:
    """The file of a linker, its certainty fitted to steps and to which pairs are right; each family counts the same.

    *Shape* of each of `judged`: (pairs, `STEPS`) and (pairs,).
    """
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
    tensors = load(data)
    tensors["certainty.weight"] = (weight / scale).detach().numpy()
    tensors["certainty.bias"] = bias.detach().numpy()
    return bytes(save(tensors))


def judged(linker: Linker, truths: Iterable[LinkTruth]) -> tuple[Features, Features]:
    """The steps of the pairs that a linker finds in documents, and which of these are right to the letter.

    *Shape:* (pairs, `STEPS`) and (pairs,).
    """
    steps, right = [np.empty((0, len(STEPS)), np.float32)], [np.empty(0, np.float32)]
    for truth in truths:
        found, between = truth.material.phrases, truth.material.pairs
        said = linker(truth.material)
        chosen = links(groups(len(found), between, said.pairs[:, 1], said.pairs[:, 0]), between, said.pairs[:, 0])
        chosen = [link for link in chosen if _is_told(truth, link)]
        steps.append(PairSteps(truth.linked.document, found, between, said.pairs).of(chosen))
        right.append(np.array([_is_right(truth, link) for link in chosen], np.float32))
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
