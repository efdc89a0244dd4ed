"""The mean of the weights of models that were trained on from each other, calibrated anew (Wortsman et al. 2022).

    python -m scripts.average_models nerkit/models/further.toml OUT MODEL… [--weights 0.3,0.3,0.4]

The last model is the latest: the words of the others stand in its vocabulary in their places. Rows of words that a
model does not know, and tables of int8, are those of the latest. Temperature and curves are fitted to the dev
documents of the config; thresholds are kept.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from nerkit.corpora import registry
from nerkit.evaluation.scores import Scores
from nerkit.evaluation.span_scores import span_scores
from nerkit.output import whole_folder
from nerkit.tagging import Tagger
from nerkit.tagging.storage import load_model, save_model
from nerkit.training.calibration import HeldOut, calibrate
from nerkit.training.config import load_config
from nerkit.training.examples import deciding_labels

_WEIGHTS = "model.safetensors"
_INDEXES = ("trained", "shapes", "characters")


def mean_of(models: list[Path], weights: list[float]) -> dict[str, np.ndarray]:
    """The weighted mean of the tensors, by name. Raises ValueError where the vocabularies do not fit."""
    latest = models[-1]
    vocabulary = _vocabulary(latest)
    tensors = load_file(latest / _WEIGHTS)
    mean = {name: weights[-1] * each.astype(np.float64) for name, each in tensors.items() if each.dtype == np.float32}
    for model, weight in zip(models[:-1], weights[:-1], strict=True):
        known = _vocabulary(model)
        if any(vocabulary[index][: len(known[index])] != known[index] for index in _INDEXES):
            raise ValueError(f"{latest} was not trained on from {model}: their words differ")
        theirs = load_file(model / _WEIGHTS)
        for name, total in mean.items():
            rows = len(theirs[name]) if theirs[name].ndim else None
            if rows is None or theirs[name].shape == total.shape:
                total += weight * theirs[name]
            else:
                total[:rows] += weight * theirs[name]
                total[rows:] += weight * tensors[name][rows:]
    return {name: mean[name].astype(np.float32) if name in mean else each for name, each in tensors.items()}


def _vocabulary(model: Path) -> dict[str, list[str]]:
    return dict(json.loads((model / "vocabulary.json").read_text(encoding="utf-8")))


def main() -> None:
    """Average, calibrate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--weights", default="")
    given = parser.parse_args()
    weights = [float(each) for each in given.weights.split(",") if each] or [1 / len(given.models)] * len(given.models)
    config = load_config(given.config)
    dev = [document for each in config.dev for document in registry.load(each.reader, each.path, each.split)]
    latest = load_model(given.models[-1])
    with whole_folder(given.out) as part:
        save_model(latest, part)
        save_file(mean_of(given.models, weights), part / _WEIGHTS)
        model = load_model(part)
        calibrate(model, [HeldOut(model, dev)])
        model.calibration = replace(model.calibration, thresholds=latest.calibration.thresholds)
        scores = span_scores(dev, list(Tagger(model, "mean").tag_many(document.document for document in dev)))
        deciding = deciding_labels(model.tagset)
        f1 = Scores({name: counts for name, counts in scores.by_name.items() if name in deciding}).micro.f1
        model.card = {**latest.card, "name": config.name, "dev F1 of spans": round(f1, 4)}
        save_model(model, part)
    print(f"{given.out}: dev F1 {f1:.4f}, temperature {model.temperature:.3f}")


if __name__ == "__main__":
    main()
