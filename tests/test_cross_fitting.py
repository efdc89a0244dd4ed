"""Confidences that are fitted to the training documents, each read by a model that was trained without it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from typer.testing import CliRunner

from nerkit.benchmarks.trials import TrainingTrial, together
from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument
from nerkit.evaluation.reliability import JudgedEntity
from nerkit.reading import document_from_text
from nerkit.tagging.confidence import IDENTITY
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.storage import load_model
from nerkit.training import train
from nerkit.training.calibration import calibrate
from nerkit.training.config import load_config
from nerkit.training.cross_fitting import FOLDER, held_out
from nerkit.training.material import Material
from tests.training_material import write_material

METRICS = "metrics.json"
APART = "calibration.folds=3"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_material(tmp_path_factory.mktemp("material"), train=30, dev=4)


@pytest.fixture(scope="module")
def model(config: Path) -> Path:
    return train(config)


def word_of(document: LabelledDocument) -> str:
    """A word that no other document has."""
    return document.document.source.translate(str.maketrans("0123456789-", "qwertzuiopx"))


def marked(document: LabelledDocument) -> LabelledDocument:
    text = f"{document.document.text} {word_of(document)}"
    return replace(document, document=document_from_text(text, document.document.source))


def test_the_network_is_the_same_and_its_confidences_are_fitted_to_the_training_documents(
    config: Path, model: Path, tmp_path: Path
) -> None:
    apart = train(config, [APART, f"output={tmp_path / 'run'}"])
    weights, others = load_file(model / "model.safetensors"), load_file(apart / "model.safetensors")
    assert all(torch.equal(weights[name], others[name]) for name in weights)
    assert load_model(apart).calibration.pooled != load_model(model).calibration.pooled != IDENTITY
    by_dev, by_parts = (json.loads((m.parent / METRICS).read_text("utf-8"))["calibration"] for m in (model, apart))
    assert by_parts["entities"] > 5 * by_dev["entities"]
    assert "3 parts of the training documents" in (apart / "README.md").read_text(encoding="utf-8")
    assert not (tmp_path / "run" / FOLDER).exists(), "the models that read the parts are not kept"


def test_each_document_is_read_once_by_a_model_that_knows_no_word_of_it_alone(config: Path, model: Path) -> None:
    settings = load_config(config, [APART, "training.min_count=1", "training.epochs=1"])
    material = Material.read(settings)
    material = Material([[marked(document) for document in material.train[0]]], material.dev)
    held = held_out(settings, material, load_model(model))
    assert sorted(d.document.source for part in held for d in part.documents) == sorted(
        d.document.source for d in material.train[0]
    )
    for part in held:
        assert isinstance(part.model.vocabulary, Vocabulary)
        known = set(part.model.vocabulary.trained.words)
        unseen = {word_of(document) for document in part.documents}
        assert not known & unseen
        assert known > {word_of(document) for document in material.train[0]} - unseen


def test_documents_of_one_group_are_left_out_together_and_other_corpora_never(config: Path, model: Path) -> None:
    more = ['{reader = "jsonl", path = "PATH", split = "all"}'.replace("PATH", path) for path in ("a", "a", "b")]
    settings = load_config(config, [APART, f"train=[{', '.join(more)}]", "training.min_count=1", "training.epochs=1"])
    material = Material.read(load_config(config))
    documents = [replace(marked(d), group=f"sender {i % 5}") for i, d in enumerate(material.train[0])]
    material = Material([documents[:12], documents[12:20], documents[20:]], material.dev)
    held = held_out(settings, material, load_model(model))
    assert [{d.group for d in part.documents} for part in held] == [
        {"sender 0", "sender 3"},
        {"sender 1", "sender 4"},
        {"sender 2"},
    ]
    assert sum(len(part.documents) for part in held) == 20, "both tables of the first corpus"
    for part in held:
        assert isinstance(part.model.vocabulary, Vocabulary)
        assert set(part.model.vocabulary.trained.words) > {word_of(document) for document in documents[20:]}


def test_parts_that_are_done_are_not_trained_again_when_a_run_goes_on(
    config: Path, model: Path, tmp_path: Path
) -> None:
    settings = load_config(config, [APART, "training.epochs=1", f"output={tmp_path}"])
    material, trained = Material.read(settings), load_model(model)
    held_out(settings, material, trained)
    folders = sorted((tmp_path / FOLDER).iterdir())
    assert len(folders) == 3
    (tmp_path / FOLDER / "2").rename(tmp_path / "lost")
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / FOLDER).rglob("*.safetensors")}
    held_out(settings, material, trained, resume=True)
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / FOLDER).rglob("*.safetensors")}
    assert len(after) == 3
    assert kept.items() < after.items()
    held_out(settings, material, trained)
    assert not kept.items() & {path: path.stat().st_mtime_ns for path in kept}.items(), "a new run begins anew"


def test_confidences_are_as_high_as_the_share_that_is_right_in_documents_that_were_left_out(tmp_path: Path) -> None:
    # Every other document has its date marked without the month: no model can know in which.
    path = write_material(tmp_path, train=60, dev=4)
    documents = list(jsonl.read(tmp_path / "train.jsonl", "all"))
    jsonl.write(tmp_path / "train.jsonl", [without_month(d) if i % 4 < 2 else d for i, d in enumerate(documents)])
    settings = load_config(path, [APART])
    material = Material.read(settings)
    score = TrainingTrial(settings, material, material.dev).score()
    dates = [each for each in score.held if each.label == "AGREEMENT_DATE"]
    parties = [each for each in score.held if each.label == "PARTY"]
    assert len(dates) > 40
    assert sum(map(right, dates)) / len(dates) < 0.7 < 0.8 < sum(map(right, parties)) / len(parties)
    for found in (dates, parties):
        assert sum(each.confidence for each in found) == pytest.approx(sum(map(right, found)), abs=0.15 * len(found))


def without_month(document: LabelledDocument) -> LabelledDocument:
    text = document.document.text
    cut = [replace(s, start=text.index(" ", s.start) + 1) if s.label == "AGREEMENT_DATE" else s for s in document.spans]
    return replace(document, spans=tuple(cut))


def right(outcome: JudgedEntity) -> float:
    return float(outcome.right)


def test_models_as_one_are_fitted_to_what_their_parts_find_as_one(config: Path, tmp_path: Path) -> None:
    trials = []
    for seed in (1, 2):
        settings = load_config(config, [APART, f"training.seed={seed}", f"output={tmp_path / str(seed)}"])
        material = Material.read(settings)
        trials.append(TrainingTrial(settings, material, material.dev))
    scores = [trial.score() for trial in trials]
    both = together(trials)
    for score in (*scores, both):
        assert 60 < len(score.held) < 120, "about three names in each of thirty training documents"
    assert both.held not in [score.held for score in scores]
    alone = trials[0].model
    calibrate(alone, trials[0].held)
    assert alone.calibration == trials[0].model.calibration, "what a trial was fitted to is kept"


@pytest.mark.parametrize(("folds", "said"), [("1", "leaves nothing to learn from"), ("31", "has 30 documents")])
def test_numbers_of_parts_that_cannot_work_are_refused(config: Path, tmp_path: Path, folds: str, said: str) -> None:
    sets = ["--set", f"calibration.folds={folds}", "--set", f"output={tmp_path}"]
    found = CliRunner().invoke(app, ["train", str(config), *sets])
    assert found.exit_code != 0
    assert said in str(found.exception)
    assert not list(tmp_path.iterdir())
