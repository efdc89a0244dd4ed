"""What each part of the tagger is worth: one of them changed at a time, on three corpora, with short schedules.

Every row trains with the same few epochs and a small network, so that the rows can be compared with each other and all
of them fit into an hour; trained to the end, as by the configs in `configs/`, all figures are higher. The domain
vectors are made beforehand, from the repository's root:

    nerkit vectors train --corpus cuad=../shared/data/cuad -o runs/contracts.npz
    nerkit vectors train --corpus lener-br=../shared/data/lener-br --epochs 10 --min-count 3 -o runs/lener-br.npz
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nerkit.benchmarks.trials import Score, TrainingTrial, rotations, seeded, together
from nerkit.corpora.labelled import LabelledDocument
from nerkit.training.config import RunConfig, load_config
from nerkit.training.material import Material
from nerkit.training.once import read_json, write_json

Division = tuple[Material, Sequence[LabelledDocument]]

RESULT = "ablation.json"
SEEDS = 5

_GLOVE = "../shared/data/vectors/glove-6b-100d.npz"
_SIZES = (
    *("network.encoder=lstm", "network.hidden=64", "network.dropout=0.4", "training.batch_tokens=1024"),
    *("training.averaging=0.99", "training.warmup_steps=50", "training.patience=100"),
)
BASE = "LSTM (what the others change)"
_ROWS: Mapping[str, Sequence[str]] = {
    BASE: (),
    "GRU": ("network.encoder=gru",),
    "TCN, five layers": ("network.encoder=tcn", "network.layers=5"),
    "two layers, residual": ("network.layers=2",),
    "two layers, not residual": ("network.layers=2", "network.residual=false"),
    "characters by GRU": ("network.characters=gru",),
    "no characters": ("network.characters=none",),
    "softmax, no CRF": ("network.decoder=softmax",),
    "BIO": ("network.scheme=BIO",),
    "IO": ("network.scheme=IO",),
    "vectors: none": ("vectors=[]",),
}


@dataclass(frozen=True)
class AblationTask:
    """A corpus of the ablation: its config, its schedule, its vectors by name, and how it is divided."""

    config: str
    schedule: Sequence[str]
    vectors: Mapping[str, Sequence[str]]
    divide: Callable[[Material], Iterable[Division]]

    @property
    def rows(self) -> dict[str, list[str]]:
        """What each row overrides; the first set of vectors is that of all other rows."""
        base, *others = self.vectors.items()
        named = {**_ROWS, **{f"vectors: {name}": (_vectors(paths),) for name, paths in others}}
        return {name: [*_SIZES, *self.schedule, _vectors(base[1]), *row] for name, row in named.items()}


def ablation(output: Path, tasks: Iterable[str]) -> Iterator[tuple[str, str, Score]]:
    """Name of the task, of the row, and the score of each row; they stand in `ablation.json` in the folder `output`.

    The base has five seeds, for the spread of all figures and for an ensemble. Raises what training raises.
    """
    table = read_json(output / RESULT)
    for name in tasks:
        rows = table[name] = {}
        for row, score in _rows(TASKS[name], output / name):
            rows[row] = score.to_dict()
            write_json(output / RESULT, table)
            yield name, row, score


def _rows(task: AblationTask, output: Path) -> Iterator[tuple[str, Score]]:
    path = Path(__file__).parent / "configs" / task.config
    divisions: list[Division] = []
    bases: list[list[TrainingTrial]] = []
    for row, overrides in task.rows.items():
        config = load_config(path, overrides)
        divisions = divisions or list(task.divide(Material.read(config)))
        for seed in range(1, SEEDS + 1 if row == BASE else 2):
            name = row if row != BASE else f"LSTM, seed {seed}"
            trials = _trials(config, divisions, seed, output / name.replace(",", "").replace(":", "").replace(" ", "-"))
            yield name, _sum(trial.score() for trial in trials)
            if row == BASE:
                bases.append(trials)
        if row == BASE:
            yield f"ensemble of {SEEDS}", _sum(together(trials) for trials in zip(*bases, strict=True))


def _trials(config: RunConfig, divisions: Sequence[Division], seed: int, output: Path) -> list[TrainingTrial]:
    return [
        TrainingTrial(seeded(config, seed, output / str(number)), material, test)
        for number, (material, test) in enumerate(divisions, start=1)
    ]


def _sum(scores: Iterable[Score]) -> Score:
    first, *others = scores
    return sum(others, first)


def _vectors(paths: Sequence[str]) -> str:
    tables = ", ".join(f'{{path = "{path}"}}' for path in paths)
    return f"vectors=[{tables}]"


def _agreements(material: Material) -> Iterator[Division]:
    """Every third agreement from the second on, with all of its parts, is held out."""
    held = set(sorted({document.group or "" for documents in material.train for document in documents})[1::3])
    rest = [[document for document in documents if document.group not in held] for documents in material.train]
    out = [document for documents in material.train for document in documents if document.group in held]
    yield Material(rest, out), out


def _quarter(material: Material) -> Iterator[Division]:
    """Every fourth training document trains."""
    yield Material([documents[::4] for documents in material.train], material.dev), material.dev


def _one_rotation(material: Material) -> Iterator[Division]:
    yield next(rotations(material, 5))


_CONTRACTS = {"GloVe": [_GLOVE], "domain": ["runs/contracts.npz"], "GloVe and domain": [_GLOVE, "runs/contracts.npz"]}
TASKS = {
    "fin": AblationTask("fin-alone.toml", ["training.epochs=10", "training.batch_tokens=384"], _CONTRACTS, _agreements),
    "lener-br": AblationTask(
        "lener-br.toml", ["training.epochs=8", "training.batch_tokens=512"], {"domain": ["runs/lener-br.npz"]}, _quarter
    ),
    "kleister-nda": AblationTask(
        "kleister-nda-alone.toml",
        ["training.epochs=12", "training.batch_tokens=384", "train.0.weight=0.2", "train.0.renamed=0"],
        _CONTRACTS,
        _one_rotation,
    ),
}
"""FIN: trained on three of the agreements, judged on the other two at the best epoch. LeNER-Br: a quarter of the
training documents, judged on dev at the best epoch. Kleister-NDA: one rotation, judged by its records.
"""
