"""Which interchange format a file has, by its suffix and its first object."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nerkit.corpora.interchange.json_rows import read_rows
from nerkit.errors import CorpusError

BY_SUFFIX = {
    ".spacy": "spacy",
    **dict.fromkeys((".conll", ".conllu", ".iob", ".iob2", ".bio", ".bilou", ".tsv"), "conll"),
    ".ann": "brat",
}
_SURE = 20
"""How many objects are looked at."""


def detect(path: Path, otherwise: str = "name it with --from") -> str:
    """The format of a file or a folder; raises `CorpusError`, which says `otherwise`, where it can't be told."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        path = next((file for file in files if file.suffix in {*BY_SUFFIX, ".json", ".jsonl"}), path)
    elif path.suffix == ".txt" and path.with_suffix(".ann").is_file():
        return "brat"
    form = BY_SUFFIX.get(path.suffix.lower())
    if form is None and path.suffix.lower() in (".json", ".jsonl"):
        rows = (row.data for row, _ in zip(read_rows(path), range(_SURE), strict=False))
        form = next((found for row in rows if (found := _of_row(row))), None)
    if form is None:
        if _is_empty(path):
            raise CorpusError(f"{path} is empty: there are no documents in it")
        raise CorpusError(f"{path}: of no format that can be told by its look; {otherwise}")
    return form


def _is_empty(path: Path) -> bool:
    return not any(path.iterdir()) if path.is_dir() else path.stat().st_size == 0


def _of_row(row: dict[str, Any]) -> str | None:
    """The format that an object speaks for, None where it could be several."""
    if isinstance(row.get("data"), dict) or _objects(row.get("label")):
        return "label-studio"
    if "answer" in row or "_task_hash" in row or any("ws" in token for token in _objects(row.get("tokens"))):
        return "prodigy"
    if "ents" in row or ("tokens" in row and _objects(row["tokens"]) and "spans" not in row) or "paragraphs" in row:
        return "spacy-json"
    if any(isinstance(row.get(key), list) for key in ("label", "labels", "entities")):
        return "doccano"
    if "spans" in row:
        return "nerkit" if {"closed", "source", "words"} & row.keys() else "spans"
    return None


def _objects(value: object) -> Iterable[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
