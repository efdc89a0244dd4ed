"""A real training run, small: it learns, it can be killed and goes on exactly, and it refuses what cannot work."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from safetensors.torch import load_file

from nerkit.errors import ConfigError, CorpusError, ModelError
from nerkit.reading import document_from_text
from nerkit.tagging import Tagger
from nerkit.training import train
from nerkit.training.config import load_config
from tests.training_material import write_material


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_material(tmp_path_factory.mktemp("material"))


@pytest.fixture(scope="module")
def model(config: Path) -> Path:
    return train(config)


def test_a_trained_model_tags_a_text_it_has_not_seen(model: Path) -> None:
    text = "THIS AGREEMENT is made on June 3, 2015 by and between Granite Fulcrum LLC and Dorado GmbH , who agree."
    entities = Tagger.load(model).tag(document_from_text(text, "new"))
    found = [(entity.label, entity.text) for entity in entities]
    assert found == [("AGREEMENT_DATE", "June 3, 2015"), ("PARTY", "Granite Fulcrum LLC"), ("PARTY", "Dorado GmbH")]
    assert all(0.5 < entity.confidence <= 1 for entity in entities)
    assert all(text[entity.start : entity.end] == entity.text for entity in entities)


def test_the_metrics_tell_how_the_run_went(config: Path, model: Path) -> None:
    metrics = json.loads((model.parent / "metrics.json").read_text(encoding="utf-8"))
    losses = [row["loss"] for row in metrics["history"]]
    assert losses[-1] < losses[0] / 4
    assert metrics["dev"]["micro"]["f1"] > 0.9
    assert 0.5 <= metrics["temperature"] <= 4


def test_a_run_that_was_killed_goes_on_to_exactly_the_same_model(config: Path, model: Path, tmp_path: Path) -> None:
    whole = load_file(model / "model.safetensors")
    resumed = _killed_after(3, config, tmp_path / "killed")
    again = load_file(resumed / "model.safetensors")
    assert whole.keys() == again.keys()
    assert all((whole[name] == again[name]).all() for name in whole)


def test_a_run_that_was_killed_in_its_first_epoch_begins_anew(config: Path, model: Path, tmp_path: Path) -> None:
    shutil.copytree(model.parent / "checkpoint" / "initial", tmp_path / "checkpoint" / "initial")
    again = train(config, [f"output={tmp_path}"], resume=True)
    first, second = load_file(model / "model.safetensors"), load_file(again / "model.safetensors")
    assert all((first[name] == second[name]).all() for name in first)


def _killed_after(epochs: int, config: Path, output: Path) -> Path:
    command = [sys.executable, "-m", "nerkit", "train", str(config), "--set", f"output={output}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    state = output / "checkpoint" / "state.json"
    while process.poll() is None:
        if state.is_file() and json.loads(state.read_text(encoding="utf-8"))["epoch"] >= epochs:
            os.kill(process.pid, signal.SIGKILL)
            break
        time.sleep(0.01)
    process.wait()
    return train(config, [f"output={output}"], resume=True)


def test_training_twice_with_one_seed_gives_one_model(config: Path, model: Path, tmp_path: Path) -> None:
    again = train(config, [f"output={tmp_path}"])
    first, second = load_file(model / "model.safetensors"), load_file(again / "model.safetensors")
    assert all((first[name] == second[name]).all() for name in first)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("training.epocs=3", "training.epocs"),
        ("training.epochs=0", "training.epochs"),
        ("network.encoder=transformer", "network.encoder"),
        ("training", "KEY=VALUE"),
    ],
)
def test_a_config_that_cannot_work_says_where(config: Path, override: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_config(config, [override])


def test_a_missing_corpus_is_told_before_the_first_step(config: Path, tmp_path: Path) -> None:
    text = config.read_text(encoding="utf-8").replace("train.jsonl", "nowhere.jsonl")
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError):
        train(tmp_path / "config.toml", [f"output={tmp_path / 'run'}"])
    assert not (tmp_path / "run").exists()


def test_a_corpus_without_any_of_the_labels_is_refused(config: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no entity"):
        train(config, ['labels=["IBAN"]', f"output={tmp_path}"])


def test_a_damaged_model_is_a_coded_error(model: Path, tmp_path: Path) -> None:
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="damaged"):
        Tagger.load(tmp_path)
    with pytest.raises(ModelError, match="missing"):
        Tagger.load(tmp_path / "nowhere")
