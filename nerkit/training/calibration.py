"""What makes probabilities honest: the temperature that held-out documents surprise least, then a curve a label."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nerkit.corpora.labelled import LabelledDocument
from nerkit.evaluation.reliability import JudgedEntity, outcomes
from nerkit.tagging.confidence import IDENTITY, Calibration, Curve, evidence
from nerkit.tagging.model import Model
from nerkit.tagging.tagger import Tagger
from nerkit.tagging.tagging_model import batches
from nerkit.training.examples import allowed_tags, examples

Float64Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

SHRINKAGE = 20.0
"""Strength of the pull of each label's curve towards that of all labels, and of that one towards the identity."""


@dataclass(frozen=True)
class HeldOut:
    """Documents, and a model that did not learn from them."""

    model: Model
    documents: Sequence[LabelledDocument]


def calibrate(model: Model, held: Sequence[HeldOut]) -> list[JudgedEntity]:
    """Set the temperature and the curves of a model by documents that it, or models like it, did not learn from.

    They are read whole: a model that was trained on few of the segments without entities is too ready to find one, and
    here that counts. What was found in them is given back, each part with confidences fitted to the others; a single
    part is judged by itself.
    """
    model.temperature = fit_temperature(held)
    found = [_uncalibrated(each, model.temperature) for each in held]
    model.calibration = fit_calibration([outcome for part in found for outcome in part])
    judged = []
    for number, part in enumerate(found):
        others = [*found[:number], *found[number + 1 :]] or [part]
        fitted = fit_calibration([outcome for other in others for outcome in other])
        judged += [replace(each, confidence=fitted.confidence(each.label, each.confidence)) for each in part]
    return judged


def _uncalibrated(held: HeldOut, temperature: float) -> list[JudgedEntity]:
    """What the model finds in the documents, with the CRF's own probabilities at a temperature."""
    before = held.model.temperature, held.model.calibration
    held.model.temperature, held.model.calibration = temperature, Calibration()
    tagger = Tagger(held.model, "in calibration")
    found = outcomes(held.documents, list(tagger.tag_many(each.document for each in held.documents)))
    held.model.temperature, held.model.calibration = before
    return found


def fit_calibration(found: Sequence[JudgedEntity]) -> Calibration:
    """The curve of all labels and one for each label, from the CRF's probabilities on held-out documents.

    A label's curve is pulled towards the common one: with few entities it stays there, with hundreds it goes its own
    way. The confidences of `found` must be uncalibrated.
    """
    by_label: dict[str, list[JudgedEntity]] = defaultdict(list)
    for outcome in found:
        by_label[outcome.label].append(outcome)
    pooled = _fit(found, IDENTITY)
    return Calibration(pooled, {label: _fit(group, pooled) for label, group in sorted(by_label.items())})


def _fit(outcomes: Sequence[JudgedEntity], prior: Curve) -> Curve:
    """Logistic regression on the evidence, with a Gaussian prior around a curve, by Newton's method."""
    if not outcomes:
        return prior
    inputs = np.array([(*evidence(outcome.confidence), 1.0) for outcome in outcomes])
    right = np.array([outcome.right for outcome in outcomes], dtype=np.float64)
    centre = np.array(prior)
    free = np.ones(3, dtype=bool)
    while True:
        curve = _newton(inputs, right, centre, free)
        falling = curve[:2] < 0
        if not falling.any():
            a, b, c = (round(float(number), 6) for number in curve)
            return a, b, c
        # A curve may not fall: a slope that wants to is 0, and the others are fitted without it.
        free[:2] &= ~falling
        centre = np.where(free, np.array(prior), 0.0)


def _newton(inputs: Float64Array, right: Float64Array, centre: Float64Array, free: BoolArray) -> Float64Array:
    curve = centre.copy()

    def loss(curve: Float64Array) -> float:
        logits = inputs @ curve
        return float(np.logaddexp(0, logits).sum() - right @ logits + SHRINKAGE / 2 * ((curve - centre) ** 2).sum())

    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ curve, -50, 50)))
        gradient = (inputs.T @ (chance - right) + SHRINKAGE * (curve - centre))[free]
        hessian = (inputs.T * (chance * (1 - chance))) @ inputs + SHRINKAGE * np.eye(3)
        step = np.zeros(3)
        step[free] = np.linalg.solve(hessian[np.ix_(free, free)], gradient)
        size = 1.0
        while size > 1e-6 and loss(curve - size * step) > loss(curve):
            size /= 2
        curve = curve - size * step
        if np.abs(step).max() < 1e-9:
            break
    return curve


@torch.inference_mode()
def fit_temperature(held: Sequence[HeldOut]) -> float:
    """Temperature with the least negative log likelihood on held-out documents (Guo et al. 2017), from 0.5 to 4."""
    losses = [loss for each in held for loss in _losses(each)]

    def surprise(log_temperature: float) -> float:
        temperature = math.exp(log_temperature)
        found = [loss(temperature=temperature) for loss in losses]
        return float(sum(each[torch.isfinite(each)].sum() for each in found))

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


def _losses(held: HeldOut) -> Iterator[Callable[..., Tensor]]:
    """The CRF's loss of each batch of the documents' examples, still without a temperature."""
    model = held.model
    crf = model.network.eval().crf
    found = [example for document in held.documents for example in examples(document, model.vocabulary, model.tagset)]
    for batch in batches([example.features for example in found]):
        chosen = [found[i] for i in batch]
        allowed = allowed_tags(chosen).to(model.device)
        yield partial(crf.loss, *model.emissions([example.features for example in chosen]), allowed)
