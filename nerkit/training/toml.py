"""Tables as TOML text; the standard library only reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(tables: Mapping[str, Any]) -> str:
    """Text that `tomllib` reads back as the same; None, which TOML has no word for, is left out.

    Takes strings, booleans, numbers, lists and mappings. Tables in a list that holds nothing else become `[[tables]]`.
    """
    return "\n".join(_lines(tables, ())) + "\n"


def _lines(table: Mapping[str, Any], place: tuple[str, ...]) -> list[str]:
    """The lines of a table: first its values, then the tables in it."""
    lines = [
        f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None and not _inner(value)
    ]
    for key, value in table.items():
        inner = (*place, key)
        name = ".".join(map(_key, inner))
        if isinstance(value, Mapping):
            lines += ["", f"[{name}]", *_lines(value, inner)]
        elif _inner(value):
            for each in value:
                lines += ["", f"[[{name}]]", *_lines(each, inner)]
    return lines


def _inner(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(each, Mapping) for each in value)
    return isinstance(value, Mapping)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, Mapping):
        pairs = [f"{_key(key)} = {_value(each)}" for key, each in value.items() if each is not None]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, float):
        # "1e-05" and "inf" are TOML as Python writes them.
        return repr(value)
    if isinstance(value, str):
        return _string(value)
    return json.dumps(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    # A string of JSON is one of TOML, but for the one control character that JSON takes as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
