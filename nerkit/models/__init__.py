"""The models that nerkit brings, one folder each, and how a model is named."""

from __future__ import annotations

import json
from pathlib import Path

from nerkit.errors import ModelError
from nerkit.models.lineage import FILE, Lineage

HERE = Path(__file__).parent
DEFAULT = "default"


def names() -> list[str]:
    """The names of the bundled models."""
    return sorted(folder.name for folder in HERE.iterdir() if (folder / "config.json").is_file())


def find(model: str | Path | None = None) -> Path:
    """The folder of a model: the bundled one of that name, else the path itself; the default where None is given.

    A folder that `nerkit retrain` has made stands for the version in use.

    Raises `ModelError` where there is no such model.
    """
    named = HERE / str(model or DEFAULT)
    folder = named if named.parent == HERE and named.is_dir() else Path(model or named)
    if (folder / "config.json").is_file():
        return folder
    if (folder / FILE).is_file():
        lineage = Lineage.read(folder)
        return find(lineage.place(lineage.current))
    bundled = ", ".join(names()) or "none"
    raise ModelError(f"there is no model {str(model or DEFAULT)!r}: give a model's folder or a bundled one ({bundled})")


def labels(folder: Path) -> frozenset[str]:
    """The labels that a model knows; none where its folder does not say, as that of an ensemble or a broken one."""
    try:
        return frozenset(json.loads((folder / "config.json").read_bytes())["labels"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()
