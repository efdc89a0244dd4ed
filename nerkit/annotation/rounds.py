"""The rounds of learning of a project: one folder each, which says by itself how far the round is."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument

_DEV = 0.2
"""Share of the done documents that are held out to measure on."""

_KEPT = 2
"""Rounds whose models stay on the disk; another process may still read the last one but one."""


@dataclass(frozen=True)
class RoundOutcome:
    """What a round brought: F1 of the mentions of its dev documents before and after, or the fault that ended it."""

    before: float | None = None
    after: float | None = None
    fault: str | None = None

    @property
    def better(self) -> bool:
        """Whether what was learnt finds anything, and is no worse than what there was."""
        return self.after is not None and self.after > 0 and self.after >= (self.before or 0.0)


@dataclass(frozen=True)
class Round:
    """A round in its folder; it is over once it has an outcome, and can go on after a kill until then."""

    folder: Path

    @property
    def number(self) -> int:
        """Rounds count from 1."""
        return int(self.folder.name)

    @property
    def config(self) -> Path:
        """What `nerkit train` takes."""
        return self.folder / "config.toml"

    @property
    def model(self) -> Path:
        """Where the model is once the round is over."""
        return self.folder / "model"

    @property
    def sizes(self) -> tuple[int, int]:
        """How many documents it learns from, and how many it measures on."""
        row = _read(self.folder / "round.json")
        return row["train"], row["dev"]

    @property
    def outcome(self) -> RoundOutcome | None:
        """What it brought; None while it is not over."""
        row = _read(self.folder / "outcome.json")
        return RoundOutcome(**row) if row else None

    @property
    def history(self) -> list[float]:
        """Dev F1 after each epoch so far."""
        row = _read(self.folder / "checkpoint" / "state.json") or _read(self.folder / "metrics.json")
        return [epoch["dev_f1"] for epoch in row.get("history", [])]

    def end(self, outcome: RoundOutcome) -> None:
        """Say that it is over."""
        _write(self.folder / "outcome.json", asdict(outcome))
        shutil.rmtree(self.folder / "checkpoint", ignore_errors=True)

    def shown(self) -> dict[str, Any]:
        """The round for a page."""
        train, dev = self.sizes
        outcome = self.outcome
        return {
            "number": self.number,
            "train": train,
            "dev": dev,
            "history": self.history,
            "said": self.said,
            "over": outcome is not None,
            **asdict(outcome or RoundOutcome()),
        }

    @property
    def said(self) -> str:
        """How far it is, in a line."""
        train, dev = self.sizes
        outcome, history = self.outcome, self.history
        if outcome is None:
            so_far = f": dev F1 {history[-1]:.2f} after epoch {len(history)}" if history else ""
            return f"learning from {train} documents{so_far}"
        if outcome.after is None:
            return f"learning from {train} documents failed: {outcome.fault}"
        before = "" if outcome.before is None else f"{outcome.before:.2f} → "
        return f"learnt from {train} documents: dev F1 {before}{outcome.after:.2f} on {dev} held out"


def rounds(folder: Path) -> list[Round]:
    """The rounds in the folder of a project, in order."""
    names = [path.name for path in folder.glob("[0-9]*") if (path / "round.json").is_file()] if folder.is_dir() else []
    return [Round(folder / name) for name in sorted(names, key=int)]


def learnt(folder: Path) -> Path | None:
    """The newest model that was no worse than what there was before it."""
    for each in reversed(rounds(folder)):
        outcome = each.outcome
        if outcome and outcome.better and (each.model / "config.json").is_file():
            return each.model
    return None


def parted(documents: Sequence[LabelledDocument]) -> tuple[list[LabelledDocument], list[LabelledDocument]] | None:
    """What to learn from and what to measure on; None where fewer than two documents hold mentions.

    Which documents are held out depends on their names and not on the order in which they were done.
    """
    full = sorted((d for d in documents if d.spans), key=lambda d: crc32(d.document.source.encode("utf-8", "replace")))
    if len(full) < 2:
        return None
    held = min(math.ceil(_DEV * len(documents)), len(full) - 1)
    dev = {id(document) for document in full[:held]}
    return [document for document in documents if id(document) not in dev], full[:held]


def begin(
    folder: Path, documents: Sequence[LabelledDocument], labels: Sequence[str], base: Path | None
) -> Round | None:
    """Make the folder of the next round, learning from `base` or, for None, afresh; None where there is too little."""
    from nerkit.training.toml import to_toml

    parts = parted(documents)
    if parts is None:
        return None
    folder.mkdir(mode=0o700, exist_ok=True)  # contracts and bank details
    made = rounds(folder)
    for old in made[:-_KEPT]:
        shutil.rmtree(old.model, ignore_errors=True)
    new = Round(folder / f"{made[-1].number + 1 if made else 1:03}")
    shutil.rmtree(new.folder, ignore_errors=True)  # of a begin that was killed
    new.folder.mkdir(mode=0o700)
    for name, part in zip(("train", "dev"), parts, strict=True):
        jsonl.write(new.folder / f"{name}.jsonl", part)
    train, dev = parts
    words = sum(len(each.document.words) for each in train)
    new.config.write_text(to_toml(_config(new.folder, labels, base, words)), encoding="utf-8")
    _write(new.folder / "round.json", {"train": len(train), "dev": len(dev), "done": len(documents)})
    return new


def done_at(each: Round) -> int:
    """How many documents were done when a round began."""
    return int(_read(each.folder / "round.json")["done"])


def _config(folder: Path, labels: Sequence[str], base: Path | None, words: int) -> dict[str, Any]:
    # Afresh takes a few hundred steps: where little is done, its batches are small, so that an epoch has several.
    start: dict[str, Any] = {"init": str(base.absolute())} if base else {"vectors": []}
    return {
        "name": f"learnt-{folder.name}",
        "output": str(folder),
        "labels": list(labels),
        **start,
        "training": {
            "epochs": 12 if base else 30,
            "patience": 4 if base else 8,
            "batch_tokens": 1024 if base else min(512, max(16, words // 10)),
            "learning_rate": 0.001 if base else 0.003,
            "warmup_steps": 10,
            "min_count": 2,
            "threads": 1,
            "device": "cpu",
        },
        "train": [{"reader": "jsonl", "path": str(folder / "train.jsonl"), "split": "all"}],
        "dev": [{"reader": "jsonl", "path": str(folder / "dev.jsonl"), "split": "all"}],
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return row if isinstance(row, dict) else {}


def _write(path: Path, row: dict[str, Any]) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(row), encoding="utf-8")
    os.replace(new, path)  # noqa: PTH105
