"""A document that costs too much behind reading is an error of its own, wherever it is worked on; the run goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

import nerkit
from nerkit import models
from nerkit.budget import Budget, paced, spending
from nerkit.errors import ConfigError, TaggingOutOfMemory, TaggingTimedOut
from nerkit.result import Failure, Result

INVOICE = "INVOICE No. 17\nPos\tDescription\tQuantity\tUnit price\tAmount\n"


@pytest.mark.parametrize("workers", [0, 1])
def test_a_file_that_takes_too_long_costs_one_file(tmp_path: Path, workers: int) -> None:
    short, long = tmp_path / "short.txt", tmp_path / "long.txt"
    short.write_text("INVOICE\nTotal 12.00 EUR\n")
    long.write_text(INVOICE + "".join(f"{n}\tTea\t1\t{n}.50\t{n}.50\n" for n in range(8_000)))
    pipeline = nerkit.Pipeline(models.find(), budget=Budget(seconds=2.0))
    outcomes = list(pipeline.stream([long, short], workers=workers, kind="invoice"))
    assert [type(outcome) for outcome in outcomes] == [Failure, Result]
    assert isinstance(outcomes[0], Failure)
    assert outcomes[0].code == "tagging-timed-out"
    assert str(long) in outcomes[0].message
    assert "NERKIT_TAGGING_SECONDS" in outcomes[0].message


def test_a_text_that_takes_too_much_memory_is_an_error_with_a_code() -> None:
    pipeline = nerkit.Pipeline(models.find(), budget=Budget(memory=1 << 20))
    with pytest.raises(TaggingOutOfMemory, match="NERKIT_TAGGING_MEMORY"):
        pipeline.text(" ".join(f"word{n} stands here." for n in range(50_000)))


def test_where_the_system_has_no_more_memory_the_error_says_so_too() -> None:
    for error in (MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried …")):
        with pytest.raises(TaggingOutOfMemory, match=r"a\.txt"), spending(Budget(), "a.txt"):
            raise error


def test_every_step_asks_what_is_left_and_without_a_budget_none_does() -> None:
    assert list(paced(range(5))) == [0, 1, 2, 3, 4]
    assert list(paced(range(5), 2)) == [0, 1, 2, 3, 4]
    with spending(Budget(seconds=1e-9), "a.txt"), pytest.raises(TaggingTimedOut):
        next(paced(range(5)))


@pytest.mark.parametrize("variable", ["NERKIT_TAGGING_SECONDS", "NERKIT_TAGGING_MEMORY"])
def test_a_budget_in_the_environment_is_a_number_above_0(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "0")
    with pytest.raises(ConfigError, match=variable):
        nerkit.Pipeline(models.find())


def test_the_environment_sets_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NERKIT_TAGGING_SECONDS", "1.5")
    monkeypatch.setenv("NERKIT_TAGGING_MEMORY", "500")
    assert nerkit.Pipeline(models.find()).budget == Budget(seconds=1.5, memory=500_000_000)
