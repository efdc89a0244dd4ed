"""The yardstick of what else a reader looks for in a contract: values in words, and when a record answers them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nerkit.benchmarks.yardsticks.also_wanted import Named, WantedValues, fields, read_wanted
from nerkit.errors import CorpusError
from nerkit.labels import builtin


def counted(wanted: dict[str, str], record: dict[str, list[str]], language: str = "en") -> dict[str, tuple[float, ...]]:
    line = WantedValues(
        source="x", language=language, also_wanted=[Named(what=what, value=value) for what, value in wanted.items()]
    )
    held = {name: [{"value": value} for value in values] for name, values in record.items()}
    return dict(line.counts(held, builtin()))


@pytest.mark.parametrize(
    ("what", "words", "field", "value", "language"),
    [
        ("rent", "$1,200 per month", "rent", "1200", "en"),
        ("rent", "1.450,00 EUR (1.730,00 with costs)", "rent", "1450.00", "de"),
        ("salary", "4 500 euros par mois", "salary", "4500", "fr"),
        ("termination_notice", "90 days; 60 days", "termination_notice", "P60D", "en"),
        ("termination_notice", "3 Monate", "notice_period", "P3M", "de"),
        ("late_interest", "1.5% monthly", "late_interest", "1.5", "en"),
        ("hours", "40 (before 30)", "working_hours", "40", "en"),
        ("party_address", "45 Rue de la Paix", "party_address", "45 Rue de la Paix, 75002 Paris", "fr"),
        ("maturity_date", "2019-01-20", "maturity_date", "2019-01-20", "en"),
    ],
)
def test_a_value_in_words_is_answered_by_the_field_that_holds_it(
    what: str, words: str, field: str, value: str, language: str
) -> None:
    assert counted({what: words}, {field: [value]}, language) == {what: (1, 0, 0)}


def test_another_value_is_wrong_and_a_name_of_three_letters_proves_nothing() -> None:
    assert counted({"rent": "$1,200 per month"}, {"rent": ["12"]}) == {"rent": (0, 1, 1)}
    assert counted({"representative": "Max Power"}, {"representative": ["Max"]}) == {"representative": (0, 0, 1)}
    assert counted({"deposit": "$100"}, {}) == {"deposit": (0, 0, 1)}


def test_a_value_that_nobody_named_is_wrong_in_a_field_of_one_value_alone() -> None:
    assert counted({}, {"fee": ["9"], "party_address": ["1 Road"], "agreement_date": ["2024-01-01"]}) == {
        "fee": (0, 1, 0)
    }


def test_every_answer_is_a_field_of_a_contract_or_one_that_no_record_has_yet() -> None:
    schema = builtin()
    answers = {name for names in fields().values() for name in names}
    assert {name for name in answers if name.upper() not in schema.labels} == {"amended_agreement"}


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps({"source": "a.txt"}) + "\n{}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"line 2"):
        read_wanted(tmp_path)
    with pytest.raises(CorpusError, match="does not exist"):
        read_wanted(tmp_path / "none")
