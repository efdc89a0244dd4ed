"""The linker of pairs, from documents whose keys and values are linked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save
from torch import nn

from nerkit.corpora.linked import LinkedDocument
from nerkit.locales.language_detection import language_of
from nerkit.pairs.certainty import Certainty
from nerkit.pairs.key_vocabulary import key_of, log_odds, words_of
from nerkit.pairs.linker import NETWORKS, OUTPUTS, Layers, Linker, LinkEvidence
from nerkit.pairs.phrase import phrases
from nerkit.pairs.phrase_features import Features

HIDDEN = (96, 48)
EPOCHS, BATCH, RATE, DROPOUT, DECAY = 8, 2048, 3e-3, 0.1, 1e-3
NEGATIVES = 0.35
"""Share of the pairs that belong together in no way that is learned from."""
SEEN = 3
"""In how many documents a word or a key has to stand for its odds to be kept."""
LONGEST = 6
"""Words of a key that is kept as a whole."""


@dataclass(frozen=True)
class LinkTruth:
    """What is right of the pairs and of the phrases of a document, `linked`; a weight of 0 asks for nothing.

    *Shape:* `right` and `weight` (pairs, `OUTPUTS`), `keys` (phrases, 1).
    """

    linked: LinkedDocument
    material: LinkEvidence
    right: Features
    weight: Features
    keys: Features

    @classmethod
    def of(cls, linked: LinkedDocument) -> LinkTruth:
        """The truth about the phrases of a document.

        A key of several phrases is linked by each of them, but only to the first phrase of a value.
        """
        document = linked.document
        found = phrases(document, linked.units)
        material = LinkEvidence.of(document, found, language_of(document.text))
        group = np.array([linked.owner_of(phrase.first, phrase.last) for phrase in found], np.int64)
        first_of = {int(g): i for i, g in reversed(list(enumerate(group)))}
        next_of = _following(group)
        right = np.zeros((len(material.pairs), 2), np.float32)
        weight = np.ones_like(right)
        for row, (a, b) in enumerate(material.pairs.tolist()):
            if (int(group[a]), int(group[b])) in linked.links:
                right[row, 0] = first_of[int(group[b])] == b
                weight[row, 0] = right[row, 0]
            if group[a] == group[b] >= 0:
                right[row, 1] = next_of.get(a) == b
                weight[row, 1] = right[row, 1] or b < a
        keys = np.isin(group, list(linked.keys)).astype(np.float32)[:, None]
        return cls(linked, material, right, weight, keys)


def _following(group: NDArray[np.int64]) -> dict[int, int]:
    """For each phrase of a group the next one of it."""
    last: dict[int, int] = {}
    found = {}
    for i, g in enumerate(group.tolist()):
        if g >= 0:
            if g in last:
                found[last[g]] = i
            last[g] = i
    return found


def key_words(documents: Iterable[LinkedDocument]) -> str:
    """The JSON of `pairs.key_vocabulary`: the log-odds of words and whole phrases to be of a key."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for linked in documents:
        key_groups = {key for key, _ in linked.links}
        texts = _group_texts(linked)
        for group, text in texts.items():
            is_key = group in key_groups
            (inside if is_key else outside).update(set(words_of(text)))
            (keys if is_key else others).update({key_of(text)})
    share = sum(inside.values()) / max(1, sum(inside.values()) + sum(outside.values()))
    odds = {
        word: round(log_odds(inside[word], outside[word], share), 1)
        for word in sorted({*inside, *outside})
        if inside[word] + outside[word] >= SEEN
    }
    whole = {
        key: round(log_odds(keys[key], others[key], share), 1)
        for key in sorted(keys)
        if keys[key] >= SEEN and 0 < len(key.split()) <= LONGEST
    }
    said = {"words": {word: value for word, value in odds.items() if abs(value) >= 0.2}, "keys": whole}
    return json.dumps(said, ensure_ascii=False, indent=0)


def _group_texts(linked: LinkedDocument) -> dict[int, str]:
    texts: dict[int, list[str]] = {}
    for i, (word, group) in enumerate(zip(linked.document.words, linked.owner, strict=True)):
        # Words of no group count one by one: what they belong to is not said.
        texts.setdefault(group if group >= 0 else -i - 1, []).append(linked.document.text[word.start : word.end])
    return {group: " ".join(words) for group, words in texts.items()}


def train_linker(learned: Sequence[LinkTruth], held_out: Sequence[LinkTruth], *, seed: int = 1) -> bytes:
    """The file of a linker fitted to documents, its odds calibrated on others (Platt scaling).

    Its pairs are as sure as their links until `certainty_fitting` says more.
    """
    torch.manual_seed(seed)
    materials = [truth.material for truth in learned]
    right = np.concatenate([truth.right for truth in learned])
    weight = np.concatenate([truth.weight for truth in learned])
    # Most pairs belong together in no way: a part of them stands for all.
    linked = right.max(axis=1) > 0
    kept = linked | (np.random.default_rng(seed).random(len(right)) < NEGATIVES)
    weight = np.where(linked[:, None], weight, weight / np.float32(NEGATIVES))[kept]
    right = right[kept]
    keys = np.concatenate([truth.keys for truth in learned])
    first, tensors = _fit(np.concatenate([each.first_input for each in materials])[kept], right, weight, NETWORKS[0])
    inputs = [each.second_input(first(each.first_input)) for each in materials]
    second, more = _fit(np.concatenate(inputs)[kept], right, weight, NETWORKS[1])
    tensors |= more
    inputs = [each.key_input(second(seen)) for each, seen in zip(materials, inputs, strict=True)]
    third, more = _fit(np.concatenate(inputs), keys, np.ones_like(keys), NETWORKS[2])
    tensors |= more
    plain = Linker(
        *(first, second, third, np.ones(len(OUTPUTS), np.float32), np.zeros(len(OUTPUTS), np.float32)),
        Certainty.of_links(),
    )
    tensors["slope"], tensors["shift"] = _calibrated(plain, held_out)
    tensors["certainty.weight"] = plain.certainty.weight
    tensors["certainty.bias"] = np.array(plain.certainty.bias, np.float32)
    halves = {
        name: value.astype(np.float16) if name.split(".")[0] in NETWORKS and ".weight" in name else value
        for name, value in tensors.items()
    }
    return bytes(save(halves))


def _fit(inputs: Features, right: Features, weight: Features, name: str) -> tuple[Layers, dict[str, Features]]:
    """A network that tells what is right of its inputs, and its tensors under this name."""
    mean = inputs.mean(axis=0)
    scale = 1 / np.maximum(inputs.std(axis=0), 1e-2)
    x = torch.from_numpy((inputs - mean) * scale)
    y, w = torch.from_numpy(right), torch.from_numpy(weight)
    layers: list[nn.Module] = []
    size = x.shape[1]
    for hidden in HIDDEN:
        layers += [nn.Linear(size, hidden), nn.ReLU(), nn.Dropout(DROPOUT)]
        size = hidden
    network = nn.Sequential(*layers, nn.Linear(size, right.shape[1]))
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(x) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    loss_of = nn.BCEWithLogitsLoss(reduction="none")
    network.train()
    for batch in _batches(len(x)):
        loss = (loss_of(network(x[batch]), y[batch]) * w[batch]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    linear = [layer for layer in network if isinstance(layer, nn.Linear)]
    found = {f"{name}.mean": mean.astype(np.float32), f"{name}.scale": scale.astype(np.float32)}
    for i, layer in enumerate(linear):
        found[f"{name}.{i}.weight"] = layer.weight.detach().numpy()
        found[f"{name}.{i}.bias"] = layer.bias.detach().numpy()
    return Layers.of(found, name), found


def _batches(count: int) -> Iterator[torch.Tensor]:
    for _ in range(EPOCHS):
        order = torch.randperm(count)
        for at in range(0, count, BATCH):
            yield order[at : at + BATCH]


def _calibrated(linker: Linker, held_out: Sequence[LinkTruth]) -> tuple[Features, Features]:
    """Slope and shift of the log-odds of each output."""
    odds = torch.from_numpy(np.concatenate([linker.odds(truth.material) for truth in held_out]))
    right = torch.from_numpy(np.concatenate([truth.right for truth in held_out]))
    weight = torch.from_numpy(np.concatenate([truth.weight for truth in held_out]))
    slope, shift = torch.ones(2, requires_grad=True), torch.zeros(2, requires_grad=True)
    optimizer = torch.optim.LBFGS([slope, shift], max_iter=100)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = nn.functional.binary_cross_entropy_with_logits(odds * slope + shift, right, weight, reduction="sum")
        value.backward()
        return value

    optimizer.step(loss)
    return slope.detach().numpy(), shift.detach().numpy()
