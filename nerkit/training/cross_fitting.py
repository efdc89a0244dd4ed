"""Cross-fitting: training documents that models which did not learn from them read, to fit confidences to (Platt 1999).

A few dev documents say little of how often a confidence is right. The training documents say as much as there is to
know, if each of them is read by a model that was trained without it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from nerkit.corpora.labelled import LabelledDocument
from nerkit.tagging.model import Model
from nerkit.tagging.storage import load_model
from nerkit.training.calibration import HeldOut
from nerkit.training.config import RunConfig
from nerkit.training.epoch_progress import progress_bar
from nerkit.training.fitting import fit
from nerkit.training.material import Material, groups

FOLDER, MODEL = "folds", "model"


def held_out(config: RunConfig, material: Material, model: Model, *, resume: bool = False) -> list[HeldOut]:
    """What the confidences of a trained model are fitted to: the dev documents, or what its config has read apart.

    The models that read apart stay in the folder "folds" of the config's output; with `resume` those that are there
    are taken. The material must have been checked.
    """
    if not config.calibration.folds:
        return [HeldOut(model, material.dev)]
    folder = config.output / FOLDER
    if folder.exists() and not resume:
        shutil.rmtree(folder)
    parts = _divided(config, material)
    return [_read_apart(config, rest, part, folder / str(n), resume) for n, (rest, part) in enumerate(parts, start=1)]


def _read_apart(
    config: RunConfig, rest: Material, part: Sequence[LabelledDocument], folder: Path, resume: bool
) -> HeldOut:
    """A part, and a model that is trained as the config says on the rest."""
    if not (folder / MODEL).exists():
        title = f"part {folder.name} of {config.calibration.folds} left out"
        with progress_bar(config.training.epochs, title) as (on_step, on_epoch):
            fold = config.model_copy(update={"output": folder})
            trainer = fit(fold, rest, on_step, on_epoch, resume=resume, checked=True)
        (trainer.folder / "best").rename(folder / MODEL)
        shutil.rmtree(trainer.folder)
    return HeldOut(load_model(folder / MODEL), part)


def _divided(config: RunConfig, material: Material) -> Iterator[tuple[Material, list[LabelledDocument]]]:
    """What is left to learn from, and what is left out: every so many groups of documents, from each one on."""
    folds, found = config.calibration.folds, groups(config, material)
    for number in range(folds):
        part = [document for group in found[number::folds] for document in group]
        left_out = set(map(id, part))
        rest = [[document for document in documents if id(document) not in left_out] for documents in material.train]
        yield Material(rest, material.dev), part
