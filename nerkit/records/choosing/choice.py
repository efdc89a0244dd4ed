"""Which candidates fill the fields of one value: the most probable ones that agree best with each other."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import chain, combinations, islice

from nerkit.budget import paced
from nerkit.labels import Relationship
from nerkit.records.choosing.candidate_features import FeatureValues, has_own
from nerkit.records.choosing.scorer import Scorer, probability
from nerkit.records.floors import FLOOR
from nerkit.records.grouping import Candidate
from nerkit.records.relations import holds, parts_with

CONTENDERS = 5
"""Candidates of each field that are tried together, best first."""

TRIALS = (CONTENDERS + 1) ** 5
"""Choices that are tried at most, the likeliest first: all that five fields have, any of which may be empty."""


@dataclass(frozen=True)
class Scored:
    """A candidate for a field, its features, and the log-odds that it is right.

    `agreements` are the checks that it was chosen with, each with what that adds to its log-odds.
    """

    candidate: Candidate
    features: FeatureValues
    score: float
    agreements: Mapping[str, float] = field(default_factory=dict)

    @property
    def probability(self) -> float:
        """The probability that the candidate is right."""
        return probability(self.score + sum(self.agreements.values()))


@dataclass(frozen=True)
class Choice:
    """What fills a field: the chosen candidate, if any, and all others, best first.

    `because` names the checks that decided against a candidate with a higher score.
    """

    chosen: Scored | None
    others: Sequence[Scored]
    because: tuple[str, ...] = ()


def choose(ranked: Mapping[str, Sequence[Scored]], checks: Sequence[Relationship], scorer: Scorer) -> dict[str, Choice]:
    """The choice for each field; `ranked` holds its candidates, best first.

    Fields that a check joins are chosen together: the sum of their log-odds above the threshold is highest, with what
    the checks add that hold or fail between them. A field without a candidate above the threshold stays empty.
    """
    checks = [check for check in checks if check.relation in scorer.agreements and ranked.keys() >= {*check.fields}]
    choices: dict[str, Choice] = {}
    for group in _joined(list(ranked), checks):
        choices |= _together({name: ranked[name] for name in group}, checks, scorer)
    return choices


def _together(
    ranked: Mapping[str, Sequence[Scored]], checks: Sequence[Relationship], scorer: Scorer
) -> dict[str, Choice]:
    names = list(ranked)
    inside = [check for check in checks if check.fields[0] in ranked]

    def agreements(choice: Sequence[Scored | None]) -> Iterator[tuple[Relationship, float]]:
        chosen = dict(zip(names, choice, strict=True))
        for check in inside:
            values = [scored.candidate for name in check.fields if (scored := chosen[name])]
            weight = scorer.agreements.get(check.relation)
            if weight is None or len(values) < len(check.fields) or any(value.readings for value in values):
                continue
            rounding = chosen.get(check.rounding) if check.rounding else None
            said = parts_with(rounding.candidate.value if rounding else None, [value.value for value in values])
            held = holds(check.relation, said)
            if held is not None:
                yield check, weight.holds if held else weight.fails

    most_of = {name: _most(name, inside, scorer) for name in names}
    contenders = [_contenders(name, ranked[name], scorer.threshold, most_of[name]) for name in names]
    plain = [_own(name, each, scorer.threshold) for name, each in zip(names, contenders, strict=True)]
    agreed = (scorer.agreements.get(check.relation) for check in inside)
    most = sum(max(weight.holds, weight.fails, 0.0) for weight in agreed if weight)
    best, merit = plain, -math.inf
    for choice in paced(chain(islice(_likeliest_first(contenders, scorer.threshold), TRIALS), (plain,)), 100):
        alone = _alone(choice, scorer.threshold)
        if alone + most < merit:  # nor can any of those behind it be better
            break
        if (
            not _doubled(names, choice, inside)
            and (whole := alone + sum(weight for _, weight in agreements(choice))) > merit
        ):
            best, merit = choice, whole
    found = list(agreements(best))
    choices = {}
    for name, chosen in zip(names, best, strict=True):
        own = [(check, weight) for check, weight in found if name in check.fields]
        others = [scored for scored in ranked[name] if scored is not chosen]
        better = [other for other in others if other.score > (chosen.score if chosen else scorer.threshold)]
        because = tuple(check.name for check, weight in own if weight > 0) if better else ()
        if chosen:
            rest = {other: scored for other, scored in zip(names, best, strict=True) if scored and other != name}
            chosen = replace(chosen, agreements={check.name: _share(check, weight, rest) for check, weight in own})
        choices[name] = Choice(chosen, others, because)
    return choices


def _alone(choice: Sequence[Scored | None], threshold: float) -> float:
    """What candidates are worth by themselves: the sum of their log-odds above the threshold."""
    return sum(scored.score - threshold for scored in choice if scored)


def _likeliest_first(contenders: Sequence[Sequence[Scored | None]], threshold: float) -> Iterator[list[Scored | None]]:
    """Every choice of one contender each, ordered by what they are worth by themselves."""
    options = [sorted(each, key=lambda scored: -_alone([scored], threshold)) for each in contenders]

    def entry(places: tuple[int, ...]) -> tuple[float, tuple[int, ...], list[Scored | None]]:
        choice = [each[place] for each, place in zip(options, places, strict=True)]
        return -_alone(choice, threshold), places, choice

    heap = [entry((0,) * len(options))]
    while heap:
        _, places, choice = heappop(heap)
        yield choice
        # The next ones: one field goes a place down, none in front of the last that has done so. Each is met once.
        last = max((i for i, place in enumerate(places) if place), default=0)
        for i in range(last, len(places)):
            if places[i] + 1 < len(options[i]):
                heappush(heap, entry((*places[:i], places[i] + 1, *places[i + 1 :])))


def _share(check: Relationship, weight: float, rest: Mapping[str, Scored]) -> float:
    """What a check adds to the log-odds of one of its fields: all of its weight where the others are surely right.

    Where one of them is wrong, it says nothing about this one.
    """
    others = math.prod(probability(rest[name].score) for name in check.fields if name in rest)
    return math.log(others * math.exp(weight) + 1 - others)


def _doubled(names: Sequence[str], choice: Sequence[Scored | None], checks: Sequence[Relationship]) -> bool:
    """Whether a value fills two fields, of which one borrows it: the tagger took it for the other alone.

    It may where one field is a part of the other that stands alone.
    """
    chosen = {name: scored.candidate for name, scored in zip(names, choice, strict=True) if scored}
    return any(
        chosen[name] is chosen[other]
        and not (has_own(name, chosen[name]) and has_own(other, chosen[other]))
        and not any(_is_alone(check, {name, other}, chosen) for check in checks)
        for name, other in combinations(chosen, 2)
    )


def _is_alone(check: Relationship, two: set[str], chosen: Container[str]) -> bool:
    """Whether two fields are a sum and a part of it, and its other parts have no value."""
    others = {*check.fields} - two
    return (
        check.alone
        and check.fields[-1] in two
        and len(others) == len(check.fields) - 2
        and not any(name in chosen for name in others)
    )


def _most(name: str, checks: Sequence[Relationship], scorer: Scorer) -> float:
    """The most that checks may add to the log-odds of a candidate for a field; nothing to what a sum is rounded by."""
    agreed = (scorer.agreements.get(check.relation) for check in checks if name in check.fields)
    return sum(max(weight.holds, weight.fails, 0.0) for weight in agreed if weight)


def _contenders(name: str, ranked: Sequence[Scored], threshold: float, most: float) -> list[Scored | None]:
    """The best candidates, and none of them unless one of its own is good enough: a check never removes a value.

    Not those that are as good as surely wrong whatever the checks add to them.
    """
    best = [scored for scored in ranked[:CONTENDERS] if probability(scored.score + most) >= FLOOR]
    sound = any(scored.score >= threshold and has_own(name, scored.candidate) for scored in best)
    return [*best] if sound else [*best, None]


def _own(name: str, contenders: Sequence[Scored | None], threshold: float) -> Scored | None:
    """The best candidate of a field that is its own, good enough for it and so in nobody's way."""
    own = (scored for scored in contenders if scored and has_own(name, scored.candidate))
    return next((scored for scored in own if scored.score >= threshold), None)


def _joined(names: Sequence[str], checks: Sequence[Relationship]) -> list[list[str]]:
    """The fields in groups that checks join."""
    groups = [[name] for name in names]
    for check in checks:
        touched = [group for group in groups if set(group) & {*check.fields, check.rounding}]
        groups = [group for group in groups if group not in touched] + [[name for group in touched for name in group]]
    return groups
