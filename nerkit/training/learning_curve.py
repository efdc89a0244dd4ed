"""`nerkit learning-curve`: how dev F1 grows with the documents that a model learns from, and what more would bring."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nerkit.errors import ConfigError
from nerkit.evaluation.counts import Array, CountTable
from nerkit.evaluation.judged_spans import marks
from nerkit.extras import require
from nerkit.labels import ROLELESS
from nerkit.labels import labels as known_labels
from nerkit.tagging.storage import load_model
from nerkit.tagging.tagger import Tagger
from nerkit.training.config import RunConfig, load_config
from nerkit.training.curve import CurvePoint, LearningCurve
from nerkit.training.curve_plot import plot_curve
from nerkit.training.device import pick_device
from nerkit.training.epoch_progress import progress_bar
from nerkit.training.fitting import fit as train_on
from nerkit.training.material import Material
from nerkit.training.once import fingerprint, once, write_json
from nerkit.training.power_law import LEAST_SIZES

FOLDER, POINT, RESULT, PLOT = "learning-curve", "point.json", "learning-curve.json", "learning-curve.png"
SHARES = (0.1, 0.2, 0.4, 0.7, 1.0)


def learning_curve(
    config_path: Path,
    overrides: Sequence[str] = (),
    *,
    shares: Sequence[float] = SHARES,
    seeds: int = 3,
    on_point: Callable[[CurvePoint], None] = lambda point: None,
) -> LearningCurve:
    """Train on growing shares of a config's documents, `seeds` times each, and give the curve.

    In the folder "learning-curve" of the config's output stand the numbers as JSON, the plot as PNG, and a folder for
    each run. A run that is done already is not done again, unless the config or the documents have changed; one that
    was stopped goes on. `on_point` is called after each run.

    Raises `ConfigError` for shares that are not three or more different ones above 0 up to 1, and what training raises.
    """
    chosen = sorted(set(shares))
    if len(chosen) < LEAST_SIZES or not all(0 < share <= 1 for share in chosen) or seeds < 1:
        raise ConfigError("a learning curve needs three different shares or more, each above 0 and at most 1")
    config = load_config(config_path, overrides)
    require("train", "matplotlib")  # for the picture at the end
    pick_device(config.training.device)
    material = Material.read(config)
    folder = config.output / FOLDER
    points = []
    for share in chosen:
        for seed in range(config.training.seed, config.training.seed + seeds):
            points.append(_point(config, material, share, seed, folder / f"share-{share:g}-seed-{seed}"))
            on_point(points[-1])
    curve = LearningCurve(config.name, points)
    if len(curve.sizes) < LEAST_SIZES:
        raise ConfigError("the shares come to fewer than three different numbers of documents: there are too few")
    write_json(folder / RESULT, curve.to_dict())
    plot_curve(curve, folder / PLOT)
    return curve


def _point(config: RunConfig, material: Material, share: float, seed: int, folder: Path) -> CurvePoint:
    """The run of a share and a seed, from its folder where it is done."""
    train = [_share(documents, share, f"{seed}/{number}") for number, documents in enumerate(material.train)]
    part = Material(train, material.dev)
    documents = sum(map(len, train))
    chosen = config.model_copy(
        update={
            "output": folder,
            "labels": _labels(config, part),
            "training": config.training.model_copy(update={"seed": seed}),
        }
    )
    kept = once(
        folder / POINT,
        fingerprint(chosen, *part.train, part.dev),
        lambda resume: {"counts": _train(chosen, part, config.labels, resume=resume).tolist()},
    )
    return CurvePoint(share, seed, documents, np.array(kept["counts"], dtype=np.float64))


def _train(config: RunConfig, material: Material, wanted: Sequence[str], *, resume: bool) -> Array:
    """Counts of each dev document by the best model of a run. *Shape:* (dev documents, 3)."""
    with progress_bar(config.training.epochs) as (on_step, on_epoch):
        trainer = train_on(config, material, on_step, on_epoch, resume=resume)
    tagger = Tagger(load_model(trainer.folder / "best"), config.name)
    names = frozenset(wanted or trainer.model.tagset.labels)
    deciding = names - ROLELESS or names
    shutil.rmtree(trainer.folder)
    found = [list(tagger.tag(labelled.document)) for labelled in material.dev]
    counted = (mark for mark in marks(material.dev, found) if mark.span.label in deciding)
    return CountTable.of(((m.document, "all", m.counts()) for m in counted), len(material.dev), ["all"]).counts[:, 0]


def _share(documents: Sequence[Any], share: float, seed: str) -> list[Any]:
    """A share of the documents; with one seed a smaller share is part of a larger one."""
    order = list(range(len(documents)))
    random.Random(seed).shuffle(order)
    return [documents[i] for i in sorted(order[: max(1, round(share * len(documents)))])]


def _labels(config: RunConfig, part: Material) -> tuple[str, ...]:
    """The config's labels that a small share knows of: the others are missed then, which is what the share is worth."""
    documents = [document for documents in part.train for document in documents]
    known = {span.label for document in documents for span in document.spans}.union(
        known_labels(), *(document.closed for document in documents)
    )
    return config.labels if config.init else tuple(label for label in config.labels if label in known)
