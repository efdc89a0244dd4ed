"""`nerkit train`: from a config to a trained model with its metrics and its card."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from nerkit.errors import NerkitError
from nerkit.evaluation.reliability import reliability
from nerkit.extras import require
from nerkit.output import check_folder, whole_folder
from nerkit.tagging.storage import load_model, save_model
from nerkit.training.calibration import calibrate
from nerkit.training.card import Figures, write_card
from nerkit.training.config import RunConfig, load_config
from nerkit.training.cross_fitting import FOLDER, held_out
from nerkit.training.device import pick_device
from nerkit.training.epoch_progress import progress_bar
from nerkit.training.fitting import fit
from nerkit.training.material import Material
from nerkit.training.once import write_json
from nerkit.training.plot import plot_training
from nerkit.training.trainer import Trainer


def train(config_path: Path, overrides: Sequence[str] = (), *, resume: bool = False) -> Path:
    """Train as the config says and give the folder of the model; metrics stand in `metrics.json` beside it.

    Raises `ConfigError`, `CorpusError` and `OutputError` before the first step where something is wrong.
    """
    config = load_config(config_path, overrides)
    is_new = not config.output.exists()
    check_folder(config.output)
    try:
        require("train", "matplotlib")  # for the picture at the end
        pick_device(config.training.device)
        material = Material.read(config)
    except NerkitError:
        if is_new:
            config.output.rmdir()
        raise
    with progress_bar(config.training.epochs) as (on_step, on_epoch):
        trainer = fit(config, material, on_step, on_epoch, resume=resume)
    return _finish(config, material, trainer, resume=resume)


def _finish(config: RunConfig, material: Material, trainer: Trainer, *, resume: bool) -> Path:
    model = load_model(trainer.folder / "best")
    model.network.to(trainer.model.device)
    held = held_out(config, material, model, resume=resume)
    sure = reliability(calibrate(model, held))
    trainer.model = model
    scores = trainer.evaluate()
    figures = Figures(trainer.progress.kept_epoch, scores, sure, trainer.progress.history)
    metrics = figures.to_dict() | {"temperature": model.temperature, "config": config.model_dump(mode="json")}
    write_json(config.output / "metrics.json", metrics)
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
    with whole_folder(folder) as part:
        save_model(model, part)
        plot_training(figures.history, figures.kept_epoch, part / "training.png")
        write_card(part / "README.md", config, material, model, figures)
    shutil.rmtree(config.output / FOLDER, ignore_errors=True)
    return folder
