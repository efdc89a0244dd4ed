"""`nerkit train-records`: the weights of what is known of a candidate, from documents with gold records."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

import numpy as np
from numpy.typing import NDArray

from nerkit.extras import require
from nerkit.labels import Schema
from nerkit.records.choosing.choice import CONTENDERS
from nerkit.records.choosing.scorer import ALL, ONLY, RelationOdds, Scorer, probability
from nerkit.records.relations import holds
from nerkit.training.judging import Judged, JudgedCandidate, Tagged, borrows, judge
from nerkit.training.perturbation import doubted

COMMON_PENALTY, OWN_PENALTY = 2.0, 6.0
"""L2 penalties: a field has weights of its own only where its documents insist on them."""

SURE, BORROWED = 1.0, -3.0
"""Weights where nothing has been learned: of the tagger's log-odds, and of being taken for another field."""

DOUBTED_COPIES = 4
"""How many times each document is learned from with a doubted tagger, beside once as it was tagged."""

FOLDS = 5
"""Parts of the documents, each of which is judged by a scorer that has learned from the others."""


@dataclass(frozen=True)
class HeldOutTrial:
    """Documents, and a scorer that has not seen them."""

    scorer: Scorer
    documents: Sequence[Judged]


def train_scorer(documents: Sequence[Tagged], schema: Schema, *, seed: int = 1) -> Scorer:
    """A scorer fitted to documents that the tagger has not learned from.

    The weights come from a logistic regression over candidates, each document once as it was tagged and again with a
    doubted tagger. How far its odds can be trusted, what agreements are worth (the log-odds with which a relation holds
    between right values rather than between others) and the threshold of the best F1 are found on documents that a
    scorer of the others judges, as they were tagged. Documents of a kind that does not borrow teach nothing.
    """
    rng = random.Random(seed)
    learned = [_versions(each, schema, rng) for each in documents if borrows(each, schema)]
    scorer = _fit(chain.from_iterable(learned))
    trials = []
    for fold in range(FOLDS if len(learned) >= FOLDS else 0):
        rest = (each for place, each in enumerate(learned) if place % FOLDS != fold)
        trials.append(HeldOutTrial(_fit(chain.from_iterable(rest)), [plain for plain, *_ in learned[fold::FOLDS]]))
    if not trials:
        return scorer
    slope, shift = _calibration(trials)
    trials = [replace(trial, scorer=_stretched(trial.scorer, slope, shift)) for trial in trials]
    return replace(_stretched(scorer, slope, shift), agreements=_agreements(trials, schema), least=_threshold(trials))


def _versions(each: Tagged, schema: Schema, rng: random.Random) -> list[Judged]:
    """A document as it was tagged, and as others might have tagged it."""
    doubtful = (doubted(each.entities, schema, rng) for _ in range(DOUBTED_COPIES))
    return [judge(each, entities, schema) for entities in (each.entities, *doubtful)]


def _fit(documents: Iterable[Judged]) -> Scorer:
    """Logistic regression with weights for all fields and, more strongly penalised, for each field."""
    require("train", "scipy")
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    examples = [example for judged in documents for found in judged.values() for example in found]
    columns: dict[tuple[str, str], int] = {}
    lines, places, values = [], [], []
    for line, example in enumerate(examples):
        for name, value in example.scored.features.items():
            for owner in (ALL, example.field):
                lines.append(line)
                places.append(columns.setdefault((owner, name), len(columns)))
                values.append(value)
    features = csr_matrix((values, (lines, places)), shape=(len(examples), len(columns)))
    right = np.array([example.right for example in examples], dtype=np.float64)
    weight = np.array([example.weight for example in examples])
    penalty = np.array([COMMON_PENALTY if owner == ALL else OWN_PENALTY for owner, _ in columns])
    prior = np.array([_prior(name) if owner == ALL else 0.0 for owner, name in columns])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = features @ weights
        missed = weight * (1 / (1 + np.exp(-odds)) - right)
        value = np.sum(weight * (np.logaddexp(0, odds) - right * odds)) + np.sum(penalty * (weights - prior) ** 2) / 2
        return float(value), features.T @ missed + penalty * (weights - prior)

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for (owner, name), column in columns.items():
        weights[owner][name] = float(found[column])
    return Scorer(dict(weights))


def _odds(scorer: Scorer, example: JudgedCandidate) -> float:
    return scorer.score(example.field, example.scored.features)


def _prior(feature: str) -> float:
    """The weight that a feature has for all fields before any document says otherwise."""
    return SURE if feature == "confidence" else BORROWED if feature.startswith(ONLY) else 0.0


def _tops(trial: HeldOutTrial) -> Iterable[tuple[JudgedCandidate, bool]]:
    """The best candidate of each field of each document, and whether any candidate of the field is right."""
    for judged in trial.documents:
        for found in judged.values():
            yield max(found, key=lambda each: _odds(trial.scorer, each)), any(each.right for each in found)


def _calibration(trials: Sequence[HeldOutTrial]) -> tuple[float, float]:
    """Slope and shift that make the odds of the best candidates probabilities (Platt scaling)."""
    require("train", "scipy")
    from scipy.optimize import minimize

    tops = [(_odds(trial.scorer, top), top) for trial in trials for top, _ in _tops(trial)]
    odds = np.array([odds for odds, _ in tops])
    right = np.array([top.right for _, top in tops], dtype=np.float64)
    weight = np.array([top.weight for _, top in tops])

    def loss(line: NDArray[np.float64]) -> float:
        fitted = line[0] * odds + line[1]
        return float(np.sum(weight * (np.logaddexp(0, fitted) - right * fitted)) + np.sum((line - [1, 0]) ** 2) / 2)

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(slope), float(shift)


def _stretched(scorer: Scorer, slope: float, shift: float) -> Scorer:
    """The scorer with all its weights times the slope, and the bias moved."""
    weights = {owner: {name: slope * weight for name, weight in row.items()} for owner, row in scorer.weights.items()}
    weights.setdefault(ALL, {})["bias"] = weights.get(ALL, {}).get("bias", 0.0) + shift
    return replace(scorer, weights=weights)


def _agreements(trials: Iterable[HeldOutTrial], schema: Schema) -> dict[str, RelationOdds]:
    """For each relation of the schema, the log-odds with which it holds, and fails, between right values and others.

    Others are the best candidates of a document of which at least one is wrong.
    """
    counts: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.ones((2, 2)))  # [all right, holds]
    for scorer, judged in ((trial.scorer, judged) for trial in trials for judged in trial.documents):
        for check in schema.checks:
            if not all(judged.get(name) for name in check.fields):
                continue
            best = [_best(scorer, judged[name]) for name in check.fields]
            seen = np.zeros((2, 2))
            for choice in product(*best):
                held = holds(check.relation, [example.scored.candidate.value for example in choice])
                if held is not None:
                    seen[int(all(example.right for example in choice)), int(held)] += choice[0].weight
            counts[check.relation] += seen / np.maximum(1.0, seen.sum(axis=1, keepdims=True))
    found = {}
    for relation, table in counts.items():
        (_, share_wrong), (_, share_right) = table / table.sum(axis=1, keepdims=True)
        found[relation] = RelationOdds(
            float(np.log(share_right / share_wrong)), float(np.log((1 - share_right) / (1 - share_wrong)))
        )
    return found


def _best(scorer: Scorer, examples: Sequence[JudgedCandidate]) -> list[JudgedCandidate]:
    return sorted(examples, key=lambda example: -_odds(scorer, example))[:CONTENDERS]


def _threshold(trials: Sequence[HeldOutTrial]) -> float:
    """The threshold at which the F1 of the best candidate of each field is highest."""
    best = [(probability(_odds(trial.scorer, top)), top, there) for trial in trials for top, there in _tops(trial)]

    def f1(least: float) -> float:
        hits = sum(top.weight for p, top, _ in best if p >= least and top.right)
        shown = sum(top.weight for p, top, _ in best if p >= least)
        wanted = sum(top.weight for _, top, there in best if there)
        return 2 * hits / max(1e-9, shown + wanted)

    return max((step / 100 for step in range(20, 61, 5)), key=f1)
