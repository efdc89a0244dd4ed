"""Models and schemas of strangers, each of which filled the memory, hung, or gave an empty record once."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nerkit import models

DEEP = "[" * 100_000
SCHEMA = """
extends = "nerkit"
[labels.FOO]
type = "identifier"
means = "a number"
{label}
[kinds.foo]
fields = ["foo"]
{kind}
"""

_SCHEMAS = {
    "deep": {"label": f"words = {DEEP}"},
    "dotted": {"label": "words." + "a." * 20_000 + "b = 1"},
    "digits": {"label": "confidence = " + "9" * 5_000},
    "brackets": {"label": "pattern = '" + "(" * 50_000 + "a" + ")" * 50_000 + "'"},
    "repeats": {"label": "pattern = '((a{1000}){1000}){1000}'"},
    "backtracking": {"label": "pattern = '(a+)+$'", "kind": "cues = ['(a+)+$']"},
    "nan": {"kind": "bar = nan"},
    "device": {"label": "values = '/dev/zero'"},
    "unlike": {"label": "".join(f"k{i} = 1\n" for i in range(5_000))},
}

_CONFIGS: dict[str, dict[str, Any]] = {
    "layers": {"network": {"layers": 1_000_000_000}},
    "hidden": {"network": {"hidden": 10**12}},
    "temperature-0": {"temperature": 0},
    "temperature-nan": {"temperature": float("nan")},
    "thresholds": {"calibration": {"pooled": [1, 1, 0], "curves": {}, "thresholds": {"TOTAL_AMOUNT": float("nan")}}},
    "labels": {"labels": [f"L{i}" for i in range(200_000)]},
    "itself": {"members": ["."] * 9},
}
_FILES = {
    "card": ("card.json", "[]"),
    "deep-config": ("config.json", DEEP),
    "deep-scorer": ("scorer.toml", f"least = {DEEP}"),
    "nan-scorer": ("scorer.toml", 'least = 0.5\n[weights."all fields"]\nbias = nan'),
    "no-tensors": ("model.safetensors", "\0" * 64),
}


def strangers(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A name, and the options of `nerkit tag` that a stranger's model or schema in `folder` is given by."""
    for name, parts in _SCHEMAS.items():
        path = folder / f"{name}.toml"
        path.write_text(SCHEMA.format(**{"label": "", "kind": "", **parts}), encoding="utf-8")
        yield f"schema {name}", ["--schema", str(path)]
    for name, changes in _CONFIGS.items():
        model = _model(folder / name)
        config = json.loads((model / "config.json").read_text(encoding="utf-8"))
        for key, value in changes.items():
            config[key] = config[key] | value if key == "network" else value
        (model / "config.json").write_text(json.dumps(config), encoding="utf-8")
        yield f"model {name}", ["--model", str(model)]
    for name, (file, content) in _FILES.items():
        model = _model(folder / name)
        (model / file).write_text(content, encoding="utf-8")
        yield f"model {name}", ["--model", str(model)]
    model = _model(folder / "weights")
    _spoil(model / "model.safetensors")
    yield "model weights", ["--model", str(model)]


def _model(folder: Path) -> Path:
    return Path(shutil.copytree(models.find(), folder))


def _spoil(path: Path) -> None:
    """Makes the last weight of a file NaN."""
    with path.open("rb+") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        head = json.loads(file.read(length))
        end = max(entry["data_offsets"][1] for name, entry in head.items() if entry.get("dtype") == "F32")
        file.seek(8 + length + end - 4)
        file.write(struct.pack("<f", float("nan")))
