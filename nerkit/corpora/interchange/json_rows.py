"""Files of JSON objects, one a line or all in one list, with the place of each for error messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nerkit.errors import CorpusError
from nerkit.output import whole


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A JSON object and where it stands."""

    data: dict[str, Any]
    where: str

    def text(self, key: str = "text") -> str:
        """The string under a key; raises `CorpusError` where there is none."""
        value = self.data.get(key)
        if not isinstance(value, str):
            raise CorpusError(f'{self.where}: there is no text under "{key}"')
        return value

    def items(self, key: str) -> list[Any]:
        """The list under a key, empty where there is none; raises `CorpusError` for anything else."""
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise CorpusError(f'{self.where}: "{key}" is no list')
        return value

    def objects(self, key: str) -> list[dict[str, Any]]:
        """The objects of the list under a key; raises `CorpusError` where it holds anything else."""
        values = self.items(key)
        if not all(isinstance(value, dict) for value in values):
            raise CorpusError(f'{self.where}: "{key}" has to hold objects')
        return values

    def mapping(self, key: str) -> dict[str, Any]:
        """The object under a key, empty where there is none."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else {}


def read_rows(path: Path) -> Iterator[JsonRow]:
    """The objects of a file in order; raises `CorpusError` that names file and line."""
    text = read_text(path).removeprefix("\ufeff")
    if text.lstrip()[:1] == "[":
        for number, data in enumerate(_parsed(text, str(path)), start=1):
            yield _row(data, f"{path}, object {number}")
        return
    # A line ends with a line feed alone: JSON strings may hold the other separators that Python knows.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{path}, line {number}"
            yield _row(_parsed(line, where), where)


def write_rows(path: Path, rows: Iterable[dict[str, Any]], *, as_list: bool = False) -> None:
    """Write objects, one a line or as one list."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    write_text(path, "[\n" + ",\n".join(lines) + "\n]\n" if as_list else "".join(f"{line}\n" for line in lines))


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, line ends as they are; raises `CorpusError`."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise CorpusError(f"{path} is not encoded as UTF-8") from None
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror})") from None


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, line ends as they are; raises `OutputError`."""
    write_bytes(path, text.encode("utf-8", errors="backslashreplace"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file; raises `OutputError`."""
    with whole(path) as part:
        part.write_bytes(data)


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise CorpusError(f"{where}: not JSON") from None


def _row(data: Any, where: str) -> JsonRow:
    if not isinstance(data, dict):
        raise CorpusError(f"{where}: not a JSON object")
    return JsonRow(data, where)
