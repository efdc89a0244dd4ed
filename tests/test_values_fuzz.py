"""The fuzz of values finds nothing in its first cases, and would find what breaks the contract."""

from __future__ import annotations

import pytest

from nerkit.values import Context, Value
from tests.fuzz import values as fuzz


def test_damaged_texts_break_nothing() -> None:
    assert [(case.text, found) for case in fuzz.cases(400, 3) if (found := fuzz.broken(case))] == []


def test_the_same_seed_gives_the_same_texts() -> None:
    assert list(fuzz.cases(20, 5)) == list(fuzz.cases(20, 5)) != list(fuzz.cases(20, 6))


@pytest.mark.parametrize(
    "wrong",
    [
        Value("31.12.2024"),
        Value(None),
        Value(None, alternatives=("2024-12-31",), note="why"),
        Value("2024-12-31", alternatives=("2024-12-31",)),
        Value("2024-12-31", currency="EUR"),
    ],
)
def test_a_value_that_breaks_the_contract_is_found(wrong: Value, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "read_value", lambda *_: wrong)
    assert "date" in fuzz.broken(fuzz.Case("made", "31.12.2024", Context(), None))


def test_a_reader_that_raises_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "read_value", lambda *_: 1 // 0)
    assert any("ZeroDivisionError" in found for found in fuzz.broken(fuzz.Case("made", "x", Context(), None)))
