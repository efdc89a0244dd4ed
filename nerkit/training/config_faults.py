"""What is wrong with a value of a config, in words that say what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text in quotes",
    "path": "a path in quotes",
    "list": "a list in brackets",
    "tuple": "a list in brackets",
    "dict": "a table",
    "model": "a table",
}

_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


def in_words(fault: Mapping[str, Any]) -> str:
    """A fault as pydantic's `errors()` lists it, as one phrase that says what the value has to be."""
    kind, context, value = fault["type"], fault.get("ctx", {}), fault.get("input")
    if kind == "missing":
        return "it is missing"
    if kind == "literal_error":
        choices = context["expected"].replace("'", '"')
        return f"it has to be {choices}, not {_shown(value)}"
    if kind in _BOUNDS:
        key, how = _BOUNDS[kind]
        return f"it has to be {how} {context[key]:g}, not {_shown(value)}"
    if kind in ("too_short", "string_too_short"):
        return "it must not be empty" if context["min_length"] == 1 else f"it needs {context['min_length']} or more"
    if kind == "value_error":
        return str(context["error"])
    wanted = _KINDS.get(kind.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_float"))
    return f"it has to be {wanted}, not {_shown(value)}" if wanted else str(fault["msg"])


def _shown(value: object) -> str:
    """A value as it stands in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if isinstance(value, int | float) else "what stands there"
