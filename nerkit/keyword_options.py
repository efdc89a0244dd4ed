"""What a caller may choose, said once: a typed dictionary whose keys carry their default, their bounds and their help.

The same dictionary is the keyword arguments in Python, what is checked before anything is read, and the options of the
command line.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from nerkit.errors import OptionError

Keywords = TypeVar("Keywords")


@dataclass(frozen=True, slots=True)
class Option:
    """What a key of a dictionary of options stands for; it stands in the key's annotation.

    `metavar` names its value in help, `least` and `most` bound it; `choices` gives all its values where these are known
    only when it is asked. On the command line it may come from the environment's `variable`. A `secret` is never said.
    """

    default: Any
    help: str
    metavar: str | None = None
    least: float | None = None
    most: float | None = None
    choices: Callable[[], list[str]] | None = None
    variable: str | None = None
    secret: bool = False


def options_of(keywords: type) -> Mapping[str, tuple[Any, Option]]:
    """The keys of a typed dictionary in their order, each with its type and its option."""
    return _options_of(keywords)


@cache  # the annotations of thirty options take a while to evaluate, and every document asks
def _options_of(keywords: Hashable) -> Mapping[str, tuple[Any, Option]]:
    hints = get_type_hints(keywords, include_extras=True)
    return MappingProxyType({name: (hint.__origin__, hint.__metadata__[0]) for name, hint in hints.items()})


def checked(keywords: type[Keywords], given: Mapping[str, Any]) -> Keywords:
    """All options of a typed dictionary: those that are given, and the defaults of the others.

    Raises `OptionError`, which names the right ones, for an option that does not exist and a value that does not fit.
    """
    known = options_of(keywords)
    for name, value in given.items():
        if name not in known:
            raise OptionError(f"there is no option {name!r}; {meant(name, known)}")
        kind, option = known[name]
        if not _fits(value, kind, option):
            said = f"a {type(value).__name__}" if option.secret else repr(value)
            raise OptionError(f"{name} cannot be {said}; {_right(value, kind, option)}")
    return cast(Keywords, {name: given.get(name, option.default) for name, (_, option) in known.items()})


def part(keywords: type[Keywords], given: Mapping[str, Any]) -> Keywords:
    """Those of the given options that a typed dictionary knows."""
    return cast(Keywords, {name: given[name] for name in options_of(keywords) if name in given})


def meant(wrong: str, known: Mapping[str, object] | list[str]) -> str:
    """What was probably meant, and all that there is."""
    near = get_close_matches(wrong, known, 1)
    return (f"did you mean {near[0]!r}? " if near else "") + f"use {', '.join(known)}"


def _fits(value: object, kind: Any, option: Option) -> bool:
    if get_origin(kind) is Literal:
        return isinstance(value, str) and value in get_args(kind)
    if option.choices:
        return isinstance(value, str) and value in option.choices()
    kinds = get_args(kind) if get_origin(kind) in (UnionType, Union) else (kind,)
    if isinstance(value, bool) and bool not in kinds:
        return False
    if not isinstance(value, (*kinds, int) if float in kinds else kinds):
        return False
    number = value if isinstance(value, (int, float)) else None
    return number is None or (
        (option.least is None or number >= option.least) and (option.most is None or number <= option.most)
    )


def _right(value: object, kind: Any, option: Option) -> str:
    if get_origin(kind) is Literal:
        return meant(str(value), list(get_args(kind)))
    if option.choices:
        return meant(str(value), option.choices())
    if option.least is not None and option.most is not None:
        return f"it is a number from {option.least:g} to {option.most:g}"
    if kind is bool:
        return "it is True or False"
    return "it is a text" + (f", such as {option.default!r}" if option.default else "")
