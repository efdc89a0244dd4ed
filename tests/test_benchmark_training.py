"""`nerkit benchmark published` and `ablation`: what is trained, on what it is judged, and what is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.benchmarks.ablation import BASE, TASKS, AblationTask, ablation
from nerkit.benchmarks.ablation import RESULT as RESULT_OF_ABLATION
from nerkit.benchmarks.published import RESULTS
from nerkit.benchmarks.trials import MODEL, RESULT, Score, rotations
from nerkit.cli.main import app
from nerkit.corpora import conll_corpora
from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Document
from nerkit.evaluation import Counts
from nerkit.evaluation.reliability import JudgedEntity
from nerkit.tagging.confidence import IDENTITY
from nerkit.tagging.storage import load_model
from nerkit.training.config import load_config
from nerkit.training.material import Material
from tests.training_material import write_material

CONFIGS = Path(__file__).parents[1] / "nerkit" / "benchmarks" / "configs"


def documents(count: int) -> list[LabelledDocument]:
    return [LabelledDocument(Document(f"{i}", f"text {i}", (), ())) for i in range(count)]


def test_rotations_test_each_document_once_and_never_train_on_it() -> None:
    corpus, other = documents(53), documents(3)
    divisions = list(rotations(Material([corpus, other], []), 5))
    tested = [each.document.source for _, test in divisions for each in test]
    assert sorted(tested) == sorted(each.document.source for each in corpus)
    for material, test in divisions:
        parts = [*material.train[0], *material.dev, *test]
        assert len(parts) == len({each.document.source for each in parts}) == len(corpus)
        assert material.train[1] == other


def test_scores_add_up_and_come_back_from_json() -> None:
    sure, unsure = JudgedEntity("PARTY", 0.9, True), JudgedEntity("TERM", 0.5, False)
    one = Score(Counts(3, 1, 2), Counts(1, 0, 0), (sure,), (unsure,))
    other = Score(Counts(1, 1, 1), Counts(0, 1, 1), (unsure,), (unsure,))
    both = one + other
    assert both == Score(Counts(4, 2, 3), Counts(1, 1, 1), (sure, unsure), (unsure, unsure))
    assert both.reliability.ece == pytest.approx((0.1 + 0.5) / 2), "over what was found in both"
    assert Score.from_dict(json.loads(json.dumps(both.to_dict()))) == both
    assert Score.from_dict(Score(Counts(1, 1, 1)).to_dict()).f1 == pytest.approx(0.5)


@pytest.mark.parametrize("config", sorted(CONFIGS.glob("*.toml")), ids=lambda path: path.stem)
def test_each_config_is_one_that_training_takes(config: Path) -> None:
    assert load_config(config).name == config.stem


@pytest.mark.parametrize("name", TASKS)
def test_the_rows_of_an_ablation_change_one_thing_at_a_time(name: str) -> None:
    task = TASKS[name]
    rows = {row: load_config(CONFIGS / task.config, overrides) for row, overrides in task.rows.items()}
    base = rows.pop(BASE)
    assert len(rows) > 8
    for row in rows.values():
        assert row != base
        assert row.training == base.training
        assert row.train == base.train
        assert row.vectors == base.vectors or row.network == base.network


def test_parts_of_one_document_are_named_after_it(tmp_path: Path) -> None:
    long, short = ("Acme I-ORG\n\n" * 120, "Acme I-ORG\n\n")
    (tmp_path / "train.conll").write_text(f"-DOCSTART- O\n\n{long}-DOCSTART- O\n\n{short}", encoding="utf-8")
    found = [(document.document.source, document.group) for document in conll_corpora.read(tmp_path)]
    assert found == [
        ("train-0001.1", "train-0001"),
        ("train-0001.2", "train-0001"),
        ("train-0002.1", "train-0002"),
    ]


def test_published_scores_each_seed_and_their_ensemble_and_keeps_what_is_done(tmp_path: Path) -> None:
    config = write_material(tmp_path, train=30, dev=4)
    command = ["benchmark", "published", str(config), "--seeds", "2", "--rotations", "2", "--set", "training.epochs=8"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    assert "ensemble of 2" in first.output
    results = json.loads((tmp_path / "run" / RESULTS).read_text(encoding="utf-8"))
    assert results["seed 1"]["spans"]["hits"] > 0
    trained = load_model(tmp_path / "run" / "seed-1-rotation-1" / MODEL)
    assert trained.calibration.pooled != IDENTITY, "its confidences are fitted to the dev documents"
    wanted = [results[f"seed 1, rotation {number}"]["spans"] for number in (1, 2)]
    whole = results["seed 1"]["spans"]
    assert whole["hits"] == sum(part["hits"] for part in wanted)
    assert whole["hits"] + whole["missed"] == 30 * 3, "every document is tested once"
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob(f"run/*/{MODEL}/*")}
    assert kept
    again = CliRunner().invoke(app, command)
    assert [line for line in again.stdout.splitlines() if "F1" in line] == [
        line for line in first.stdout.splitlines() if "F1" in line
    ]
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob(f"run/*/{MODEL}/*")} == kept
    assert len(list(tmp_path.glob(f"run/*/{RESULT}"))) == 4


def test_a_corpus_without_a_test_split_is_refused_before_training(tmp_path: Path) -> None:
    config = write_material(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "train.conll").write_text("Acme I-PARTY\n\n", encoding="utf-8")
    sets = ["--set", "train.0.reader=lener-br", "--set", f"train.0.path={empty}", "--set", "train.0.split=all"]
    found = CliRunner().invoke(app, ["benchmark", "published", str(config), *sets])
    assert found.exit_code != 0
    assert "--rotations" in str(found.exception)


def test_an_ablation_keeps_its_rows_and_those_of_other_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write_material(tmp_path, train=20, dev=4)
    vectors = {"tiny": [str(tmp_path / "vectors.npz")]}
    task = AblationTask(str(config), ["training.epochs=1", "network.hidden=8"], vectors, lambda m: [(m, m.dev)])
    monkeypatch.setitem(TASKS, "tiny", task)
    output = tmp_path / "ablation"
    output.mkdir()
    (output / RESULT_OF_ABLATION).write_text('{"other": {"row": 1}}', encoding="utf-8")
    first = [(row, score) for _, row, score in ablation(output, ["tiny"])]
    assert [row for row, _ in first][:6] == [*(f"LSTM, seed {seed}" for seed in range(1, 6)), "ensemble of 5"]
    assert len(first) == len(task.rows) + 5
    assert all(score.spans.wanted == 4 * 3 for _, score in first)
    kept = {path: path.stat().st_mtime_ns for path in output.glob("tiny/*/*/score.json")}
    assert [(row, score) for _, row, score in ablation(output, ["tiny"])] == first
    assert {path: path.stat().st_mtime_ns for path in output.glob("tiny/*/*/score.json")} == kept
    table = json.loads((output / RESULT_OF_ABLATION).read_text(encoding="utf-8"))
    assert table["other"] == {"row": 1}
    assert list(table["tiny"]) == [row for row, _ in first]


def test_an_ablation_of_an_unknown_task_is_refused() -> None:
    found = CliRunner().invoke(app, ["benchmark", "ablation", "--task", "conll"])
    assert found.exit_code == 2
    assert "kleister-nda" in found.output
