"""Whether two pages announce one and the same number."""

from __future__ import annotations

from collections.abc import Set

LONG = 5
"""Signs of a number that is that of one document alone."""


def one_value(a: Set[str], b: Set[str]) -> bool:
    """Whether any two values are one, to which the word behind it may be stuck: "450584" and "450584date"."""
    return any(x == y or _stuck(x, y) or _stuck(y, x) for x in a for y in b)


def _stuck(longer: str, value: str) -> bool:
    return len(value) >= LONG and longer.startswith(value) and longer[len(value) :][:1].isalpha()
