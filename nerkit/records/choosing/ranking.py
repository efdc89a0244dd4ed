"""The candidates of every field of a document, scored."""

from __future__ import annotations

from collections.abc import Sequence

from nerkit.document import Document
from nerkit.labels import Kind, Schema
from nerkit.records.choosing.candidate_features import (
    FOUND,
    TAGGER,
    Describer,
    has_own,
    is_found,
    logit,
    own_confidence,
)
from nerkit.records.choosing.candidates import candidates
from nerkit.records.choosing.choice import Scored
from nerkit.records.choosing.scorer import Scorer
from nerkit.records.mentions import Mention
from nerkit.values.value import Context


def rank(
    document: Document, mentions: Sequence[Mention], kind: Kind, schema: Schema, scorer: Scorer, context: Context
) -> dict[str, list[Scored]]:
    """For each field of the kind its candidates, the most probable first; of equal ones, the one that stands first.

    Not those of its parties: who they are is decided by the preamble (`parties.py`).
    """
    types = {name: schema.labels[name.upper()].type for name in kind.fields if name != kind.parties}
    by_type = {type: candidates(type, mentions, kind, schema, context) for type in set(types.values())}
    describer = Describer(document, schema, kind)
    ranked = {}
    for name, type in types.items():
        found = [one for one in by_type[type] if kind.borrows or has_own(name, one)]
        described = describer.describe(name, found) if kind.borrows else [{} for _ in found]
        described = [
            {FOUND: logit(own_confidence(name, one))}
            if is_found(name, one)
            else features or {TAGGER: logit(own_confidence(name, one))}
            for one, features in zip(found, described, strict=True)
        ]
        scored = [
            Scored(candidate, features, scorer.score(name, features))
            for candidate, features in zip(found, described, strict=True)
        ]
        ranked[name] = sorted(scored, key=lambda one: (-one.score, one.candidate.start))
    return ranked
