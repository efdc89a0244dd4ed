"""`nerkit train --sweep`: trials of a config with other values, towards the best dev F1."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nerkit.corpora import registry
from nerkit.errors import ConfigError, OutputError
from nerkit.extras import require
from nerkit.output import whole
from nerkit.training.config import Range, RunConfig, check_config, read_config, set_key
from nerkit.training.device import pick_device
from nerkit.training.epoch_progress import EpochFigures, progress_bar
from nerkit.training.fitting import fit
from nerkit.training.material import Material
from nerkit.training.toml import to_toml

if TYPE_CHECKING:
    from optuna import Study, Trial

JOURNAL, RESULTS, BEST = "journal.jsonl", "sweep.jsonl", "best.toml"
_UNPRUNED = 5
"""Trials that run to their end before others are held against their median."""


def sweep(config_path: Path, trials: int, overrides: Sequence[str] = (), *, resume: bool = False) -> Path:
    """Search the ranges of the config's `sweep` table in `trials` trials and give the path of the best config.

    The tree-structured Parzen estimator (Bergstra et al. 2011) chooses the values; a trial whose dev F1 falls behind
    the median of those before it ends early. In the config's output folder stand `sweep.jsonl`, a line for each trial,
    and `best.toml`; models of trials are not kept. With `resume` a sweep that was stopped goes on as if it never were.

    Raises `ExtraMissing` without optuna, `ConfigError` where the config or a value in its ranges cannot work,
    `OutputError` where a sweep is there already and is not to be resumed.
    """
    require("sweep", "optuna")
    import optuna

    raw = read_config(config_path, overrides)
    config = check_config(raw, str(config_path))
    _check(config, raw, str(config_path))
    folder = config.output
    if (folder / JOURNAL).exists() and not resume:
        raise OutputError(f"{folder} holds a sweep: go on with --resume, or name another output")
    folder.mkdir(parents=True, exist_ok=True)
    study = _study(optuna, folder, config.training.epochs)
    read = functools.cache(registry.load)
    while (number := _finished(study)) < trials:
        # A sampler for each trial: what it draws does not depend on where a sweep was stopped.
        study.sampler = optuna.samplers.TPESampler(seed=config.training.seed + number)
        trial = study.ask()
        values = {key: _draw(trial, key, choice) for key, choice in config.sweep.items()}
        chosen = check_config(_with(raw, values, folder / "trial"), str(config_path))
        title = f"trial {number + 1} of {trials}: {', '.join(f'{key} = {value}' for key, value in values.items())}"
        try:
            study.tell(trial, _run(optuna, trial, chosen, Material.read(chosen, read), title))
        except optuna.TrialPruned:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        _write(study, folder, raw)
        shutil.rmtree(chosen.output)
    return folder / BEST


def _study(optuna: Any, folder: Path, epochs: int) -> Study:
    """The study in the folder; its storage is lines of JSON. A trial that was killed does not count."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    backend = optuna.storages.journal.JournalFileBackend(str(folder / JOURNAL))
    study: Study = optuna.create_study(
        storage=optuna.storages.JournalStorage(backend),
        study_name="sweep",
        direction="maximize",
        load_if_exists=True,
        pruner=optuna.pruners.MedianPruner(n_startup_trials=_UNPRUNED, n_warmup_steps=max(2, epochs // 3)),
    )
    for trial in study.get_trials(deepcopy=False):
        if not trial.state.is_finished():
            study.tell(trial.number, state=optuna.trial.TrialState.FAIL)
    return study


def _finished(study: Study) -> int:
    """Trials that ran to their end or were pruned."""
    return sum(trial.state.name in ("COMPLETE", "PRUNED") for trial in study.get_trials(deepcopy=False))


def _run(optuna: Any, trial: Trial, config: RunConfig, material: Material, title: str) -> float:
    """The best dev F1 of a trial; raises `TrialPruned`."""
    best = 0.0
    with progress_bar(config.training.epochs, title) as (on_step, show):

        def on_epoch(row: EpochFigures) -> None:
            nonlocal best
            show(row)
            best = max(best, row["dev_f1"])
            trial.report(best, int(row["epoch"]))
            if trial.should_prune():
                raise optuna.TrialPruned

        fit(config, material, on_step, on_epoch)
    return best


def _draw(trial: Trial, key: str, choice: Range | Sequence[Any]) -> Any:
    if not isinstance(choice, Range):
        return trial.suggest_categorical(key, choice)
    if isinstance(choice.low, int) and isinstance(choice.high, int):
        return trial.suggest_int(key, choice.low, choice.high, log=choice.log)
    return trial.suggest_float(key, choice.low, choice.high, log=choice.log)


def _with(raw: Mapping[str, Any], values: Mapping[str, Any], output: Path | None = None) -> dict[str, Any]:
    """The tables of a config with these values, and without its ranges."""
    tables = deepcopy({key: value for key, value in raw.items() if key != "sweep"})
    for key, value in values.items():
        set_key(tables, key, value)
    if output is not None:
        tables["output"] = str(output)
    return tables


def _check(config: RunConfig, raw: Mapping[str, Any], source: str) -> None:
    """Every end of every range has to make a config that works, before the first trial."""
    if not config.sweep:
        raise ConfigError(f'{source}: there is no [sweep] table, as "training.learning_rate" = {{low = …, high = …}}')
    pick_device(config.training.device)
    for key, choice in config.sweep.items():
        for value in (choice.low, choice.high) if isinstance(choice, Range) else choice:
            check_config(_with(raw, {key: value}), f"{source}: sweep")
        if not isinstance(choice, Range) and not choice:
            raise ConfigError(f"{source}: sweep: {key} has no values")


def _write(study: Study, folder: Path, raw: Mapping[str, Any]) -> None:
    """The results so far, and the best config."""
    done = [trial for trial in study.get_trials(deepcopy=False) if trial.state.name in ("COMPLETE", "PRUNED")]
    rows = [
        {
            "trial": trial.number,
            "state": trial.state.name.lower(),
            "dev_f1": max(trial.intermediate_values.values(), default=0.0),
            "epochs": len(trial.intermediate_values),
            "seconds": round(trial.duration.total_seconds(), 1) if trial.duration else None,
            "values": trial.params,
        }
        for trial in done
    ]
    _replace(folder / RESULTS, "".join(json.dumps(row) + "\n" for row in rows))
    _replace(folder / BEST, to_toml(_with(raw, study.best_trial.params)))


def _replace(path: Path, text: str) -> None:
    with whole(path) as part:
        part.write_text(text, encoding="utf-8")
