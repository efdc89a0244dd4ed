"""`nerkit ensemble`: several trained models become one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import OutputError
from nerkit.output import check_folder
from nerkit.tagging.model import Model
from nerkit.tagging.storage import load_model, save_model
from nerkit.training.calibration import HeldOut, calibrate


def ensemble(
    models: Sequence[Path], output: Path, dev: Sequence[LabelledDocument] = (), *, name: str | None = None
) -> Path:
    """Write a model of the models in these folders and give its folder; the members are copied into it.

    Its confidences are fitted to `dev`, documents that no member was trained on; without any, its temperature is the
    mean of theirs. Raises `ModelError` where a member cannot be loaded or they differ in labels or scheme,
    `OutputError` where `output` is there already.
    """
    if output.exists():
        raise OutputError(f"{output} is there already: name a new folder")
    check_folder(output.parent)
    members = [load_model(folder) for folder in models]
    model = Model.ensemble(members)
    model.card = {
        "name": name or output.name,
        "ensemble of": [
            str(member.card.get("name", folder.name)) for member, folder in zip(members, models, strict=True)
        ],
    }
    if dev:
        calibrate(model, [HeldOut(model, dev)])
    save_model(model, output)
    return output
