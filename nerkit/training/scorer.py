"""`nerkit train-records`: the weights of what is known of a candidate, from documents with gold records."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Entity
from nerkit.evaluation.compare import comparable
from nerkit.labels import Schema
from nerkit.records import kind as kinds_of
from nerkit.records.choice import CONTENDERS, Scored
from nerkit.records.ranking import rank
from nerkit.records.relations import holds
from nerkit.records.scorer import ALL, Agreement, Scorer, probability
from nerkit.tagging import Tagger
from nerkit.training.doubt import doubted
from nerkit.values.context import context_of

COMMON_PENALTY, OWN_PENALTY = 1.0, 3.0
"""L2 penalties: a field has weights of its own only where its documents insist on them."""

DOUBTED_COPIES = 4
"""How many times each document is learned from with a doubted tagger, beside once as it was tagged."""

MOST = 90
"""Documents that one corpus counts for at most: generated ones are many, and all of one make."""

_UNTRAINED = Scorer({})


@dataclass(frozen=True)
class Tagged:
    """A document with its gold record, the entities that a tagger found in it, and what it weighs in training.

    `fields` are those that its corpus annotates: a candidate of another field is neither right nor wrong.
    """

    labelled: LabelledDocument
    entities: Sequence[Entity]
    fields: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True)
class Example:
    """A candidate for a field, and whether the gold record says the same."""

    field: str
    scored: Scored
    right: bool
    weight: float


Judged = Mapping[str, Sequence[Example]]
"""The examples of each field of one document."""


def tagged(tagger: Tagger, documents: Sequence[LabelledDocument]) -> list[Tagged]:
    """The documents of one corpus, tagged; the fields that any of its gold records has count as annotated."""
    fields = frozenset(name for each in documents for name in each.record)
    weight = min(1.0, MOST / max(1, len(documents)))
    found = tagger.tag_many(each.document for each in documents)
    return [Tagged(each, entities, fields, weight) for each, entities in zip(documents, found, strict=True)]


def train_scorer(documents: Sequence[Tagged], schema: Schema, *, seed: int = 1) -> Scorer:
    """A scorer fitted to documents that the tagger has not learned from.

    The weights come from a logistic regression over candidates, each document once as it was tagged and again with a
    doubted tagger; then they are calibrated on the documents as they were tagged. Agreements are the log-odds with
    which a relation holds between right values rather than between others. The threshold gives the best F1.
    """
    rng = random.Random(seed)
    plain = [judge(each, each.entities, schema) for each in documents]
    doubtful = [
        judge(each, doubted(each.entities, schema, rng), schema) for each in documents for _ in range(DOUBTED_COPIES)
    ]
    scorer = _fit([*plain, *doubtful])
    scorer = _calibrated(scorer, plain)
    return _with_threshold(replace(scorer, agreements=_agreements(scorer, plain, schema)), plain)


def judge(each: Tagged, entities: Sequence[Entity], schema: Schema) -> Judged:
    """The candidates of each annotated field and whether they are right; those that are tolerated are left out."""
    document = each.labelled.document
    kind, _ = kinds_of.detect(document, entities, schema.kinds)
    context = context_of(document.text, document.language)
    ranked = rank(document, entities, schema.kinds[kind], schema, _UNTRAINED, context)
    examples = {name: list(_judged(name, scored, each)) for name, scored in ranked.items() if name in each.fields}
    return {name: found for name, found in examples.items() if found}


def _judged(name: str, candidates: Iterable[Scored], each: Tagged) -> Iterator[Example]:
    accepted = {comparable(name, form) for forms in each.labelled.record.get(name, []) for form in forms}
    tolerated = {comparable(name, form) for form in each.labelled.tolerated.get(name, [])}
    for scored in candidates:
        form = comparable(name, scored.candidate.value)
        if form in accepted or form not in tolerated:
            yield Example(name, scored, form in accepted, each.weight)


def _fit(documents: Iterable[Judged]) -> Scorer:
    """Logistic regression with weights for all fields and, more strongly penalised, for each field."""
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    examples = [example for judged in documents for found in judged.values() for example in found]
    columns: dict[tuple[str, str], int] = {}
    rows, places, values = [], [], []
    for row, example in enumerate(examples):
        for name, value in example.scored.features.items():
            for owner in (ALL, example.field):
                rows.append(row)
                places.append(columns.setdefault((owner, name), len(columns)))
                values.append(value)
    features = csr_matrix((values, (rows, places)), shape=(len(examples), len(columns)))
    right = np.array([example.right for example in examples], dtype=np.float64)
    weight = np.array([example.weight for example in examples])
    penalty = np.array([COMMON_PENALTY if owner == ALL else OWN_PENALTY for owner, _ in columns])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = features @ weights
        missed = weight * (1 / (1 + np.exp(-odds)) - right)
        value = np.sum(weight * (np.logaddexp(0, odds) - right * odds)) + np.sum(penalty * weights**2) / 2
        return float(value), features.T @ missed + penalty * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for (owner, name), column in columns.items():
        weights[owner][name] = float(found[column])
    return Scorer(dict(weights))


def _calibrated(scorer: Scorer, documents: Iterable[Judged]) -> Scorer:
    """The scorer with all its weights stretched, and the bias moved, so that probabilities are what they say."""
    from scipy.optimize import minimize

    examples = [example for judged in documents for found in judged.values() for example in found]
    odds = np.array([scorer.score(example.field, example.scored.features) for example in examples])
    right = np.array([example.right for example in examples], dtype=np.float64)
    weight = np.array([example.weight for example in examples])

    def loss(line: NDArray[np.float64]) -> float:
        fitted = line[0] * odds + line[1]
        return float(np.sum(weight * (np.logaddexp(0, fitted) - right * fitted)))

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    weights = {owner: {name: slope * weight for name, weight in row.items()} for owner, row in scorer.weights.items()}
    weights[ALL]["bias"] = weights[ALL].get("bias", 0.0) + shift
    return replace(scorer, weights=weights)


def _agreements(scorer: Scorer, documents: Iterable[Judged], schema: Schema) -> dict[str, Agreement]:
    """For each relation of the schema, the log-odds with which it holds, and fails, between right values and others.

    Others are the best candidates of a document of which at least one is wrong.
    """
    counts: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.ones((2, 2)))  # [all right, holds]
    for judged in documents:
        for check in schema.checks:
            if not all(judged.get(name) for name in check.fields):
                continue
            best = [
                sorted(judged[name], key=lambda e: -scorer.score(name, e.scored.features))[:CONTENDERS]
                for name in check.fields
            ]
            seen = np.zeros((2, 2))
            for choice in product(*best):
                held = holds(check.relation, [example.scored.candidate.value for example in choice])
                if held is not None:
                    seen[int(all(example.right for example in choice)), int(held)] += choice[0].weight
            counts[check.relation] += seen / np.maximum(1.0, seen.sum(axis=1, keepdims=True))
    found = {}
    for relation, table in counts.items():
        (_, share_wrong), (_, share_right) = table / table.sum(axis=1, keepdims=True)
        found[relation] = Agreement(
            float(np.log(share_right / share_wrong)), float(np.log((1 - share_right) / (1 - share_wrong)))
        )
    return found


def _with_threshold(scorer: Scorer, documents: Sequence[Judged]) -> Scorer:
    """The scorer with the threshold at which the F1 of the best candidate of each field is highest."""
    best = []
    for judged in documents:
        for found in judged.values():
            top = max(found, key=lambda example: scorer.score(example.field, example.scored.features))
            best.append((probability(scorer.score(top.field, top.scored.features)), top, any(e.right for e in found)))

    def f1(least: float) -> float:
        hits = sum(top.weight for p, top, _ in best if p >= least and top.right)
        shown = sum(top.weight for p, top, _ in best if p >= least)
        wanted = sum(top.weight for _, top, there in best if there)
        return 2 * hits / max(1e-9, shown + wanted)

    return replace(scorer, least=max((step / 100 for step in range(20, 61, 5)), key=f1))
