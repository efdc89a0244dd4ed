"""A changed source takes effect in a module that is in memory: its functions keep their identity and get new code."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from types import FunctionType, ModuleType
from typing import Any

_PLAIN = (int, float, complex, str, bytes, bool, type(None), tuple, frozenset, list, dict, set, re.Pattern)


def transplant(module: ModuleType, source: str) -> None:
    """Give a module the code and the plain constants of another version of it; raises what that version raises.

    What other modules have made of a constant when they were imported stays as it is.
    """
    new: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__, "__package__": module.__package__}
    exec(compile(source, str(module.__file__), "exec"), new)
    for name, value in new.items():
        if name.startswith("__") or name not in vars(module):
            continue
        old = vars(module)[name]
        if isinstance(old, type) and isinstance(value, type) and value.__module__ == module.__name__:
            _class(old, value)
        elif not _code(old, value) and isinstance(value, _PLAIN) and _differ(old, value):
            for other in [loaded for loaded in sys.modules.values() if vars(loaded).get(name) is old]:
                setattr(other, name, value)


def _class(old: type, new: type) -> None:
    for name, value in vars(new).items():
        if name.startswith("__") and not callable(value):
            continue
        before = vars(old).get(name)
        if not _code(before, value) and isinstance(value, _PLAIN) and _differ(before, value):
            with suppress(AttributeError, TypeError):
                setattr(old, name, value)


def _code(old: Any, new: Any) -> bool:
    """Whether these are functions, or hold some; the old ones then have the new code."""
    pairs = [(a, b) for a, b in zip(_functions(old), _functions(new), strict=False)]
    for before, after in pairs:
        if len(before.__code__.co_freevars) == len(after.__code__.co_freevars):
            before.__code__ = after.__code__
        before.__defaults__, before.__kwdefaults__ = after.__defaults__, after.__kwdefaults__
        for mine, theirs in zip(before.__closure__ or (), after.__closure__ or (), strict=False):
            with suppress(ValueError):
                if isinstance(theirs.cell_contents, _PLAIN):
                    mine.cell_contents = theirs.cell_contents
    return bool(pairs)


def _functions(thing: Any) -> Iterator[FunctionType]:
    """The functions in a method, a property, a cached property or what decorators made, from the outermost on."""
    seen: set[int] = set()
    left = [thing]
    while left:
        part = left.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, FunctionType):
            yield part
        left += [getattr(part, name, None) for name in ("__func__", "fget", "func", "__wrapped__")]


def _differ(old: Any, new: Any) -> bool:
    if isinstance(new, re.Pattern):
        return not isinstance(old, re.Pattern) or (old.pattern, old.flags) != (new.pattern, new.flags)
    return type(old) is not type(new) or bool(old != new)
