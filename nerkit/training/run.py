"""`nerkit train`: from a config to a trained model with its metrics and its card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from nerkit.evaluation.calibration import outcomes, reliability
from nerkit.tagging.model import Model
from nerkit.tagging.network import NetworkConfig
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.tagger import Tagger
from nerkit.training.calibration import calibrate
from nerkit.training.card import Figures, write_card
from nerkit.training.checkpoint import has_checkpoint
from nerkit.training.checks import check_material
from nerkit.training.config import RunConfig, load_config
from nerkit.training.device import pick_device
from nerkit.training.examples import examples
from nerkit.training.material import Material, variants
from nerkit.training.plot import plot_training
from nerkit.training.progress import OnEpoch, OnStep, progress_bar
from nerkit.training.sampling import Pool
from nerkit.training.trainer import Trainer
from nerkit.training.transfer import load_start, start_from
from nerkit.training.vocabulary import build_vocabulary


def train(config_path: Path, overrides: Sequence[str] = (), *, resume: bool = False) -> Path:
    """Train as the config says and give the folder of the model; metrics stand in `metrics.json` beside it.

    Raises `ConfigError` and `CorpusError` before the first step where something is wrong.
    """
    config = load_config(config_path, overrides)
    pick_device(config.training.device)
    material = Material.read(config)
    with progress_bar(config.training.epochs) as (on_step, on_epoch):
        trainer = fit(config, material, on_step, on_epoch, resume=resume)
    return _finish(config, material, trainer)


def fit(config: RunConfig, material: Material, on_step: OnStep, on_epoch: OnEpoch, *, resume: bool = False) -> Trainer:
    """Train to the last epoch; the best model, not yet calibrated, is then in the trainer's folder.

    Raises `ConfigError` before the first step where something is wrong.
    """
    settings = config.training
    if settings.threads:
        torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    start = load_start(config.init) if config.init else None
    known = start.tagset.labels if start else ()
    labels = config.labels or known or config.label_names
    check_material(config, material, labels, known)
    checkpoints = config.output / "checkpoint"
    resume = resume and has_checkpoint(checkpoints)
    if not resume and checkpoints.exists():
        shutil.rmtree(checkpoints)
    initial = checkpoints / "initial"
    model = load_model(initial) if resume else _model(config, material, labels, start)
    if not resume:
        save_model(model, initial)
    pools = [
        Pool(
            [
                example
                for document in variants(documents, corpus, number)
                for example in examples(document, model.vocabulary, model.tagset)
            ],
            corpus,
        )
        for number, (documents, corpus) in enumerate(zip(material.train, config.train, strict=True))
    ]
    model.network.to(pick_device(settings.device))
    trainer = Trainer(model, pools, material.dev, settings, checkpoints)
    if resume:
        trainer.resume()
    trainer.run(on_step, on_epoch)
    return trainer


def _model(config: RunConfig, material: Material, labels: Sequence[str], start: Model | None) -> Model:
    documents = [document for documents in material.train for document in documents]
    if start:
        model = start_from(start, documents, config.network, labels, config.training.min_count)
    else:
        vocabulary, tables = build_vocabulary(documents, config.vectors or (), config.training.min_count)
        model = Model.build(NetworkConfig(**config.network.model_dump()), vocabulary, labels, tables)
    model.card = {"name": config.name}
    return model


def _finish(config: RunConfig, material: Material, trainer: Trainer) -> Path:
    model = load_model(trainer.folder / "best")
    model.network.to(trainer.model.device)
    calibrate(model, material.dev)
    trainer.model = model
    scores = trainer.evaluate()
    tagger = Tagger(model, config.name)
    found = outcomes(material.dev, list(tagger.tag_many(each.document for each in material.dev)))
    figures = Figures(trainer.progress.best_epoch, scores, reliability(found), trainer.progress.history)
    config.output.mkdir(parents=True, exist_ok=True)
    metrics = figures.to_dict() | {"temperature": model.temperature, "config": config.model_dump(mode="json")}
    (config.output / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    corpora = [f"{corpus.path.name} ({corpus.split})" for corpus in config.train]
    model.card = {
        "name": config.name,
        **config.card,
        "trained on": corpora,
        "dev F1 of spans": round(scores.micro.f1, 4),
    }
    if config.init:
        model.card["started from"] = config.init
    folder = config.output / "model"
    save_model(model, folder)
    plot_training(figures.history, figures.best_epoch, folder / "training.png")
    write_card(folder / "README.md", config, material, model, figures)
    return folder
