"""One number that makes probabilities honest: the temperature that dev documents are least surprised at."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from nerkit.tagging.model import Model, batches
from nerkit.training.examples import Example, allowed_tags


@torch.inference_mode()
def fit_temperature(model: Model, dev: Sequence[Example]) -> float:
    """Temperature with the least negative log likelihood on held-out examples (Guo et al. 2017), from 0.5 to 4."""
    network = model.network.eval()
    held = [[dev[i] for i in batch] for batch in batches([example.features for example in dev])]
    scored = [(*model.emissions([e.features for e in batch]), allowed_tags(batch)) for batch in held]

    def surprise(log_temperature: float) -> float:
        temperature = math.exp(log_temperature)
        losses = [network.crf.loss(*batch, temperature=temperature) for batch in scored]
        return float(sum(loss[torch.isfinite(loss)].sum() for loss in losses))

    low, high = math.log(0.5), math.log(4.0)
    golden = (math.sqrt(5) - 1) / 2
    # Golden-section search: the likelihood has one valley in the temperature.
    while high - low > 0.01:
        a, b = high - golden * (high - low), low + golden * (high - low)
        if surprise(a) < surprise(b):
            high = b
        else:
            low = a
    return math.exp((low + high) / 2)
