"""Scores on public test sets, by the configs in `configs/`, for as many seeds as are wanted and for their ensemble."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from nerkit.benchmarks.trials import Score, TrainingTrial, rotations, seeded, together
from nerkit.corpora import registry
from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import ConfigError
from nerkit.training.config import RunConfig, load_config
from nerkit.training.material import Material
from nerkit.training.once import write_json

RESULTS = "published.json"

OnScore = Callable[[str, Score], None]
"""Called with the name of each score when it is there."""


def published(
    config_path: Path, overrides: Sequence[str], *, seeds: int, folds: int, on_score: OnScore
) -> dict[str, Score]:
    """Train with `seeds` seeds, score each on the test split of the config's first training corpus, then the ensemble.

    With `folds` above 1 that corpus is divided instead, and each seed is scored by the sums over its rotations. What
    is done stays in the config's output folder and is not done again; the scores stand there in `published.json`.

    Raises what training raises, and `ConfigError` where there is nothing to test on.
    """
    config = load_config(config_path, overrides)
    scores: dict[str, Score] = {}

    def note(name: str, score: Score) -> Score:
        scores[name] = score
        write_json(config.output / RESULTS, {name: score.to_dict() for name, score in scores.items()})
        on_score(name, score)
        return score

    divisions = _divisions(config, folds)
    trials: list[list[TrainingTrial]] = [[] for _ in divisions]
    for seed in range(config.training.seed, config.training.seed + seeds):
        parts = []
        for number, (material, test) in enumerate(divisions):
            name = f"seed {seed}" + (f", rotation {number + 1}" if folds > 1 else "")
            trial = TrainingTrial(
                seeded(config, seed, config.output / name.replace(", ", "-").replace(" ", "-")), material, test
            )
            parts.append(note(name, trial.score()))
            trials[number].append(trial)
        if folds > 1:
            note(f"seed {seed}", sum(parts[1:], parts[0]))
    if seeds > 1:
        first, *others = [together(each) for each in trials]
        note(f"ensemble of {seeds}", sum(others, first))
    return scores


def spread(scores: dict[str, Score]) -> tuple[float, float, float]:
    """Mean, least and greatest F1 over the seeds."""
    values = [score.f1 for name, score in scores.items() if name.startswith("seed") and "rotation" not in name]
    return mean(values), min(values), max(values)


def _divisions(config: RunConfig, folds: int) -> list[tuple[Material, list[LabelledDocument]]]:
    material = Material.read(config)
    if folds > 1:
        return list(rotations(material, folds))
    first = config.train[0]
    test = registry.load(first.reader, first.path, "test")
    if not test:
        raise ConfigError(f"corpus {first.reader!r} has no test split: divide it with --rotations")
    return [(material, test)]
