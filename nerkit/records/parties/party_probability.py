"""How probable it is that a name is a party to the contract, once the rules of the opening have kept it."""

from __future__ import annotations

import math

from nerkit.records.choosing.scorer import probability
from nerkit.records.grouping import Candidate

KEPT, ROLE = 0.7, 0.39
"""What is added to the tagger's log-odds of a name since the opening has kept it, and where the contract defines a role
for it: fitted on contracts of CUAD that training never saw, with weights drawn towards those of the tagger alone."""

_SURE = 0.995


def party_probability(candidate: Candidate, *, has_role: bool) -> float:
    """The probability of a party: the tagger sees one mention alone, its place and its role speak for it too."""
    sure = min(_SURE, max(1 - _SURE, candidate.confidence))
    return probability(math.log(sure / (1 - sure)) + KEPT + ROLE * has_role)
