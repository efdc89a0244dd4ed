"""Each parser of bytes keeps its promise for damaged input, and what is new about an input is found."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.parsers import PARSERS, run
from tests.fuzz.seeds import parser_seeds


def test_every_parser_reads_its_sound_input() -> None:
    for name, keeps in PARSERS.items():
        for data in parser_seeds()[name]:
            assert keeps(data), name


def test_a_hundred_damaged_inputs_break_no_promise(tmp_path: Path) -> None:
    outcomes = list(run(112, 7, tmp_path))

    assert [(each.name, each.broken) for each in outcomes if each.broken] == []
    assert {each.parser for each in outcomes} == set(PARSERS)


def test_a_broken_promise_is_named_and_its_input_kept(tmp_path: Path) -> None:
    def falls(data: bytes) -> bool:
        raise KeyError

    outcomes = [*run(2, 1, tmp_path, {"csv": falls}), *run(1, 1, tmp_path, {"csv": lambda data: False})]

    assert [each.broken for each in outcomes] == ["KeyError", "KeyError", "promise"]
    assert any((tmp_path / "broken" / "csv").iterdir())


def test_inputs_that_reach_new_lines_are_kept_and_damaged_again(tmp_path: Path) -> None:
    rtf = {"rtf": PARSERS["rtf"]}
    assert not any(each.broken for each in run(60, 1, tmp_path, rtf))
    kept = sorted((tmp_path / "rtf").iterdir())
    assert kept

    list(run(60, 1, tmp_path, rtf))
    assert set(kept) <= set((tmp_path / "rtf").iterdir())
