"""The TOML of a schema as tables: what it extends is joined in, and lists of values are read from their files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from nerkit.labels.locating import Place
from nerkit.parsing import text_of, toml_of, why

OWN = "nerkit"
"""What a schema names that extends nerkit's own."""

_OF_FIELDS = frozenset({"many", "announced", "headed"})
"""Keys of a kind that list fields of it."""


class TableError(ValueError):
    """A schema whose tables cannot be had: `place` is the key that is wrong, `line` its line where that is known."""

    def __init__(self, place: Place, said: str, line: int | None = None) -> None:
        super().__init__(said)
        self.place = place
        self.said = said
        self.line = line


def source() -> str:
    """The text of nerkit's own schema, to copy and change."""
    return files("nerkit").joinpath("labels", "schema.toml").read_text(encoding="utf-8")


def tables(text: str, folder: Path | None = None) -> dict[str, Any]:
    """The tables of a schema; `folder` is where the files lie that it names. Raises `TableError`.

    Of a schema that extends another, a label or kind of the same name has the keys of both, its own first, but what the
    other says of fields that a kind of its own does not have; checks and rules come behind those of the other one.
    """
    try:
        raw = toml_of(text)
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        said = f"this is not TOML that can be read: {str(error)[:1].lower()}{str(error)[1:]}"
        raise TableError((), said, int(line[1]) if line else None) from None
    for name, row in _rows(raw, "labels"):
        if isinstance(row.get("values"), str):
            row["values"] = _listed(row["values"], ("labels", name, "values"), folder)
    if (other := raw.pop("extends", None)) is not None:
        raw = _joined(_extended(other, folder), raw)
    for table in ("labels", "kinds"):
        for name, row in _rows(raw, table):
            row["name"] = name
    return raw


def files_of(path: Path) -> Iterator[Path]:
    """The file of a schema, and those that it names: lists of values, and what it extends. Raises `OSError`.

    The schema is one that could be read.
    """
    yield path
    raw = toml_of(text_of(path, encoding="utf-8-sig"))
    yield from (path.parent / row["values"] for _, row in _rows(raw, "labels") if isinstance(row.get("values"), str))
    if raw.get("extends", OWN) != OWN:
        yield from files_of(path.parent / raw["extends"])


def _rows(raw: dict[str, Any], table: str) -> list[tuple[str, dict[str, Any]]]:
    rows = raw.get(table)
    return [(name, row) for name, row in rows.items() if isinstance(row, dict)] if isinstance(rows, dict) else []


def _extended(other: object, folder: Path | None) -> dict[str, Any]:
    if other == OWN:
        return tables(source())
    if not isinstance(other, str) or folder is None:
        raise TableError(("extends",), f"it names {OWN!r} or a file beside this one")
    path = folder / other
    try:
        return tables(_text(path, ("extends",)), path.parent)
    except RecursionError:
        raise TableError(("extends",), f"{path} extends itself") from None
    except TableError as error:
        raise TableError(("extends",), error.said if error.place == ("extends",) else f"{path}: {error.said}") from None


def _joined(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    joined = {**base, **own}
    for table in ("labels", "kinds"):
        rows = {name: dict(row) for name, row in _rows(base, table)}
        for name, row in _rows(own, table):
            known = rows.get(name, {})
            rows[name] = {**(_about(known, row["fields"]) if isinstance(row.get("fields"), list) else known), **row}
        joined[table] = rows
    for listed in ("checks", "rules"):
        joined[listed] = [*base.get(listed, ()), *own.get(listed, ())]
    return joined


def _about(kind: dict[str, Any], fields: list[Any]) -> dict[str, Any]:
    """What a kind says of these fields and of none that it is to have no longer."""
    left, known = dict(kind), {name for name in fields if isinstance(name, str)} | {None}
    for key in _OF_FIELDS & left.keys():
        left[key] = [name for name in left[key] if name in fields]
    for key in ("payment", "zone", "titled", "party_parts"):
        left[key] = {part: name for part, name in left.get(key, {}).items() if name in fields}
    left["derive"] = [way for way in left.get("derive", ()) if {*way["fields"], way.get("rates")} <= known]
    if left.get("parties") not in fields:
        left.pop("parties", None)
    return left


def _listed(name: str, place: Place, folder: Path | None) -> list[str]:
    if folder is None:
        raise TableError(place, "a list in a file needs a schema in a file: the one is looked for beside the other")
    lines = (line.strip() for line in _text(folder / name, place).splitlines())
    return list(dict.fromkeys(filter(None, lines)))


def _text(path: Path, place: Place) -> str:
    try:
        return text_of(path, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise TableError(place, f"{path} cannot be read: {why(error)}") from None
