"""One place states one part of a sum: the sum of the taxes is no net amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

from nerkit.labels import Relationship
from nerkit.records.choosing.candidate_features import is_own
from nerkit.records.choosing.choice import Scored
from nerkit.records.grouping import Candidate


def without_doubled_parts(
    ranked: Mapping[str, Sequence[Scored]], checks: Sequence[Relationship]
) -> dict[str, Sequence[Scored]]:
    """The candidates of each field, but for those of which every place is surer to be another part of the same sum."""
    kept = dict(ranked)
    for check in checks:
        if check.relation != "sum":
            continue
        for name, other in permutations(check.fields[:-1], 2):
            if name not in ranked or other not in ranked:
                continue
            sure = {place: most for scored in ranked[other] for place, most in _places(other, scored.candidate).items()}
            kept[name] = [scored for scored in kept[name] if not _is_doubled(name, scored.candidate, sure)]
    return kept


def _is_doubled(name: str, candidate: Candidate, others: Mapping[tuple[int, int], float]) -> bool:
    own = _places(name, candidate)
    return bool(own) and all(others.get(place, 0.0) > sure for place, sure in own.items())


def _places(name: str, candidate: Candidate) -> dict[tuple[int, int], float]:
    """Where a candidate was taken for a field itself, and how surely."""
    return {
        (mention.entity.start, mention.entity.end): mention.entity.confidence
        for mention in candidate.mentions
        if is_own(name, mention)
    }
