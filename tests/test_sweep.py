"""A sweep tries a config with other values, remembers what it tried, and goes on where it was stopped."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ConfigError, ExtraMissing, OutputError
from nerkit.training import sweep as sweeping
from nerkit.training.config import load_config
from nerkit.training.sweep import sweep
from nerkit.training.toml import to_toml
from tests.training_material import write_material

RANGES = """
[sweep]
"training.learning_rate" = {low = 0.002, high = 0.05, log = true}
"training.batch_tokens" = {low = 128, high = 512}
"network.hidden" = [8, 16]
"train.0.weight" = [0.5, 1.0]
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_material(tmp_path_factory.mktemp("sweep"), train=16, dev=4)
    path.write_text(path.read_text(encoding="utf-8").replace("epochs = 6", "epochs = 1") + RANGES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def best(config: Path) -> Path:
    return sweep(config, 3)


def rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "sweep.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_trial_is_a_line_with_values_from_the_ranges(best: Path) -> None:
    tried = rows(best.parent)
    assert [row["trial"] for row in tried] == [0, 1, 2]
    for row in tried:
        assert 0.002 <= row["values"]["training.learning_rate"] <= 0.05
        assert row["values"]["training.batch_tokens"] in range(128, 513)
        assert row["values"]["network.hidden"] in (8, 16)
        assert 0 <= row["dev_f1"] <= 1
    assert len({row["values"]["training.learning_rate"] for row in tried}) == 3
    assert sorted(path.name for path in best.parent.iterdir()) == ["best.toml", "journal.jsonl", "sweep.jsonl"]


def test_the_best_values_stand_in_a_config_that_can_be_trained(best: Path) -> None:
    winner = max(rows(best.parent), key=lambda row: row["dev_f1"])["values"]
    config = load_config(best)
    assert config.training.learning_rate == winner["training.learning_rate"]
    assert config.network.hidden == winner["network.hidden"]
    assert config.train[0].weight == winner["train.0.weight"]
    assert not config.sweep


def test_a_sweep_that_was_stopped_goes_on_as_if_it_had_not_been(config: Path, best: Path, tmp_path: Path) -> None:
    override = [f"output={tmp_path / 'again'}"]
    again = sweep(config, 1, override)
    with pytest.raises(OutputError, match="--resume"):
        sweep(config, 3, override)
    assert sweep(config, 3, override, resume=True) == again
    assert [(r["values"], r["dev_f1"]) for r in rows(again.parent)] == [
        (r["values"], r["dev_f1"]) for r in rows(best.parent)
    ]


def test_a_trial_that_was_killed_does_not_count(
    config: Path, best: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    override = [f"output={tmp_path / 'killed'}"]
    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "fit", killed)
        with pytest.raises(KeyboardInterrupt):
            sweep(config, 1, override)
    resumed = sweep(config, 1, override, resume=True)
    assert [row["values"] for row in rows(resumed.parent)] == [rows(best.parent)[0]["values"]]


@pytest.mark.parametrize(
    ("ranges", "message"),
    [
        ("", "no .sweep. table"),
        ('[sweep]\n"training.learning_rat" = [0.1]', "no key training.learning_rat; is learning_rate meant"),
        ('[sweep]\n"training.epochs" = {low = 0, high = 4}', "training.epochs"),
        ('[sweep]\n"training.epochs" = {low = 4, high = 2}', "low has to be less than high"),
        ('[sweep]\n"training.epochs" = []', "training.epochs has no values"),
    ],
)
def test_a_range_that_cannot_work_is_told_before_the_first_trial(
    config: Path, tmp_path: Path, ranges: str, message: str
) -> None:
    text = config.read_text(encoding="utf-8").replace(RANGES, "\n" + ranges)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        sweep(tmp_path / "config.toml", 1, [f"output={tmp_path / 'run'}"])
    assert not (tmp_path / "run").exists()


def test_without_optuna_the_message_names_what_to_install(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(ExtraMissing, match="EXTRAS=sweep"):
        sweep(config, 1)


def test_a_trial_that_falls_behind_ends_early(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_UNPRUNED", 1)
    text = config.read_text(encoding="utf-8").replace(RANGES, '\n[sweep]\n"training.learning_rate" = [0.02, 1e-8]\n')
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    best = sweep(
        tmp_path / "config.toml", 6, [f"output={tmp_path / 'run'}", "training.epochs=6", "training.batch_tokens=64"]
    )
    pruned = [row for row in rows(best.parent) if row["state"] == "pruned"]
    assert pruned
    assert all(row["epochs"] < 6 and row["values"]["training.learning_rate"] == 1e-8 for row in pruned)
    assert load_config(best).training.learning_rate == 0.02


def test_the_command_prints_where_the_best_config_is(config: Path, tmp_path: Path) -> None:
    output = tmp_path / "run"
    result = CliRunner().invoke(app, ["train", str(config), "--sweep", "1", "--set", f"output={output}"])
    assert result.exit_code == 0
    assert result.stdout == f"{output / 'best.toml'}\n"
    assert "trial 1 of 1: training.learning_rate = 0.0" in result.stderr


SCALARS = st.text() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_tables_that_are_written_are_read_back_the_same(tables: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml(tables)) == tables
