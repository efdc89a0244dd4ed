"""TOML and JSON from strangers: what is too large, too deep or no file at all is a ValueError like any other fault."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LARGEST_TEXT = 64 << 20
"""Bytes of a file that is taken into memory whole."""

LARGEST_TOML = 8 << 20
"""Characters of TOML: `tomllib` takes a second for a million."""

DEEPEST = 64
"""Tables and lists within one another."""

_PART = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_DOTTED = re.compile(rf"(?<![\w\"'-])(?:{_PART}[ \t]*+\.[ \t]*+){{{DEEPEST}}}")
"""A key of so many parts: `tomllib` takes time in the square of their number."""


def text_of(path: Path, *, encoding: str = "utf-8") -> str:
    """The text of a file; raises OSError, and ValueError where it is a device or a pipe, too large or no UTF-8."""
    if path.exists() and not path.is_file():
        raise ValueError("it is no regular file")
    with path.open("rb") as file:
        data = file.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise ValueError(f"it is larger than {LARGEST_TEXT >> 20} MB")
    return data.decode(encoding)


def why(error: OSError | ValueError) -> str:
    """What was wrong with a file that `text_of` was to read, in a few words."""
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{said[:1].lower()}{said[1:]}"


def json_of(text: str) -> Any:
    """What the text of a JSON file holds. Raises ValueError."""
    try:
        return _shallow(json.loads(text))
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None


def toml_of(text: str) -> dict[str, Any]:
    """The tables in the text of a TOML file. Raises ValueError, which may be a `tomllib.TOMLDecodeError`."""
    if len(text) > LARGEST_TOML:
        raise ValueError(f"it is longer than {LARGEST_TOML >> 20} million characters")
    if _DOTTED.search(text):
        raise ValueError(_TOO_DEEP)
    try:
        tables: dict[str, Any] = _shallow(tomllib.loads(text))
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    return tables


_TOO_DEEP = f"it nests deeper than {DEEPEST} tables and lists"


def _shallow(content: Any) -> Any:
    """The content itself; whoever reads it further may call itself for each level."""
    level: list[Any] = [content]
    for _ in range(DEEPEST):
        level = [inner for each in level for inner in _inside(each) if isinstance(inner, dict | list)]
        if not level:
            return content
    raise ValueError(_TOO_DEEP)


def _inside(content: Any) -> Iterable[Any]:
    return content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
