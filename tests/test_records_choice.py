"""Which candidates fill the fields: those that are likeliest together, found without trying all that there are."""

from __future__ import annotations

import random
from itertools import product

import pytest

from nerkit.document import Entity
from nerkit.labels import Relationship
from nerkit.records.choosing.choice import Scored, choose
from nerkit.records.choosing.scorer import default
from nerkit.records.grouping import Candidate
from nerkit.records.mentions import Mention
from nerkit.records.relations import holds
from nerkit.values.value import Value

Ranked = dict[str, list[Scored]]


def scored(field: str, value: str, score: float, at: int = 0) -> Scored:
    entity = Entity(field.upper(), at, at + len(value), value, 0.9)
    return Scored(Candidate(value, (Mention(at, entity, Value(value)),)), {}, score)


def ranked(rows: dict[str, dict[str, float]]) -> Ranked:
    """Candidates of each field from their values and scores; none of them is another field's."""
    return {
        field: [scored(field, value, score, 10 * i + j) for j, (value, score) in enumerate(row.items())]
        for i, (field, row) in enumerate(rows.items())
    }


def chosen(candidates: Ranked, *checks: Relationship) -> list[str | None]:
    choices = choose(candidates, checks, default())
    return [choices[name].chosen.candidate.value if choices[name].chosen else None for name in candidates]


def best_of_all(candidates: Ranked, *checks: Relationship) -> float:
    """What the best choice is worth, found by trying all of them."""
    return max(worth(dict(zip(candidates, choice, strict=True)), checks) for choice in product(*candidates.values()))


def worth(choice: dict[str, Scored], checks: tuple[Relationship, ...]) -> float:
    scorer = default()
    total = sum(one.score - scorer.threshold for one in choice.values())
    for check in checks:
        held = holds(check.relation, [choice[name].candidate.value for name in check.fields])
        weight = scorer.agreements[check.relation]
        total += 0 if held is None else weight.holds if held else weight.fails
    return total


@pytest.mark.parametrize("seed", range(20))
def test_the_choice_is_the_best_of_all_for_fields_that_checks_join(seed: int) -> None:
    rng = random.Random(seed)
    names = ["a", "b", "c", "d"]
    checks = (
        Relationship("a + b + c = d", "sum", tuple(names)),
        Relationship("a ≤ b", "at_most", ("a", "b")),
        Relationship("c ≤ d", "at_most", ("c", "d")),
    )
    rows = {name: {str(rng.randint(1, 40)): rng.uniform(0, 4) for _ in range(5)} for name in names}
    candidates = {name: sorted(row, key=lambda one: -one.score) for name, row in ranked(rows).items()}
    found = choose(candidates, checks, default())
    choice = {name: one.chosen for name, one in found.items() if one.chosen}
    assert len(choice) == len(names), "candidates above the threshold, all of the field's own"
    assert worth(choice, checks) == pytest.approx(best_of_all(candidates, *checks))


def test_a_sum_over_nine_fields_is_bounded_and_still_found() -> None:
    names = [f"part_{i}" for i in range(8)]
    rows = {name: {str(10 + i): 3.0, "500": 2.0, "600": 1.5, "700": 1.0, "800": 0.5} for i, name in enumerate(names)}
    rows["part_3"] = {"999": 3.0, "13": 2.5, "600": 1.5, "700": 1.0, "800": 0.5}
    rows["whole"] = {"108": 3.0, "4": 2.9, "5": 2.8, "6": 2.7, "7": 2.6}
    check = Relationship("parts = whole", "sum", tuple(rows))
    assert chosen(ranked(rows), check) == ["10", "11", "12", "13", "14", "15", "16", "17", "108"]


def test_a_value_that_is_unlikely_fills_no_field_and_is_in_nobodys_way() -> None:
    """What the other fields agree on counts, as if there were no such value."""
    checks = (Relationship("a ≤ b", "at_most", ("a", "b")), Relationship("b + c = a", "sum", ("b", "c", "a")))
    likely = {"a": {"10": 3.0, "5": 2.9}, "b": {"7": 3.0}}
    assert chosen(ranked({**likely, "c": {"99": -4.0}}), *checks) == ["5", "7", None]
    assert chosen(ranked({**likely, "c": {"99": 1.0}}), *checks) == ["5", "7", "99"]


def test_fields_that_all_want_one_value_of_another_field_are_filled_all_the_same() -> None:
    names = [f"field_{i}" for i in range(14)]
    own = ranked({name: {str(i): 2.0} for i, name in enumerate(names)})
    wanted = scored("field_0", "77", 9.0, 99)
    candidates = {name: [wanted, *row] for name, row in own.items()}
    check = Relationship("all", "sum", tuple(names))
    assert chosen(candidates, check) == ["77", *map(str, range(1, 14))]
