"""What a run that was stopped has left, for the next one to go on from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from nerkit.errors import OutputError
from nerkit.output import part_of, written_to
from nerkit.parsing import json_of

SourceT = TypeVar("SourceT")


def lines_left(output: Path) -> Iterator[dict[str, Any]]:
    """The JSON lines that a stopped run has left of its output; one that was cut off is removed from the file.

    There are none where no run was stopped. Raises `OutputError` for what no run has left.
    """
    part = part_of(output)
    if not part.is_file():
        return
    with written_to(part), part.open("rb+") as file:
        end = 0
        for line in iter(file.readline, b""):
            if not line.endswith(b"\n"):
                break
            end = file.tell()
            yield _object(line, part)
        file.truncate(end)


def _object(line: bytes, part: Path) -> dict[str, Any]:
    try:
        row = json_of(line.decode("utf-8", "surrogatepass"))
    except ValueError:
        row = None
    if not isinstance(row, dict) or "source" not in row:
        raise OutputError(f"{part} is not what nerkit tag leaves; remove it, and the run begins anew")
    return row


def still_to_do(sources: Sequence[SourceT], done: Counter[str], name: Callable[[SourceT], str]) -> list[SourceT]:
    """The sources without a line: `done` counts the lines of each name, `name` gives what a source is called there."""
    left, todo = done.copy(), []
    for source in sources:
        if left[name(source)] > 0:
            left[name(source)] -= 1
        else:
            todo.append(source)
    return todo
