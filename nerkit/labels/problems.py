"""What is wrong with a schema, in one line each: the line of the file, the key, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, NamedTuple

from nerkit.labels.kind import Amounts, Derivation, Kind
from nerkit.labels.label import Label
from nerkit.labels.locating import Place, line_of
from nerkit.labels.relationship import Relationship
from nerkit.labels.rule import Rule

_TOP = ("extends", "labels", "kinds", "checks", "rules")
_MISSING = "missing"
_LONGEST = 100
"""Characters of a name that is compared with others."""
_UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_WANTED = {
    "tuple_type": "it takes a list, in square brackets",
    "string_type": "it takes a text, in quotation marks",
    "bool_type": "it takes true or false",
    "bool_parsing": "it takes true or false",
    "float_type": "it takes a number",
    "float_parsing": "it takes a number",
    "mapping_type": "it takes a table: { key = value }",
    "dict_type": "it takes a table: { key = value }",
    "dataclass_type": "it takes a table: { key = value }",
}


class Problem(NamedTuple):
    """What is wrong at a key of the file, and on which line; None where no line says it."""

    line: int | None
    key: str
    said: str

    def __str__(self) -> str:
        return f"{self.key}: {self.said}" if self.key else self.said


def problem(text: str, place: Place, said: str) -> Problem:
    """A problem at a place of the text of a schema."""
    return Problem(line_of(text, place), ".".join(map(str, place)), said)


def of_tables(errors: Iterable[Mapping[str, Any]], text: str) -> Iterator[Problem]:
    """The errors of pydantic in the words of a schema. A key that is misspelt is not missing too."""
    found = list(errors)
    unknown = [error for error in found if error["type"] in _UNKNOWN]
    meant = {(*error["loc"][:-1], _close(error["loc"])) for error in unknown}
    for error in found:
        if error["type"] == _MISSING and error["loc"] in meant:
            continue
        yield problem(text, error["loc"], _said(error))


def close(name: str, known: Iterable[str]) -> str:
    """A question after the known name that is most like a wrong one; nothing where none is."""
    found = get_close_matches(name.lower()[:_LONGEST], sorted(known), 1, 0.6)
    return f"; did you mean {found[0]!r}?" if found else ""


def _said(error: Mapping[str, Any]) -> str:
    place, kind = error["loc"], error["type"]
    if kind in _UNKNOWN:
        meant = _close(place)
        return "there is no such key" + (
            f"; did you mean {meant!r}?" if meant else f"; there are {_listed(_keys(place))}"
        )
    if kind == _MISSING:
        return "this key is missing"
    if kind == "literal_error":
        known = [part.strip("'") for part in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        return f"{error['input']!r} is none of {_listed(known)}{close(str(error['input']), known)}"
    message: str = error["msg"]
    return _WANTED.get(kind, message[:1].lower() + message[1:])


def _close(place: Place) -> str | None:
    found = get_close_matches(str(place[-1])[:_LONGEST], _keys(place), 1, 0.6)
    return found[0] if found else None


def _keys(place: Place) -> tuple[str, ...]:
    """The keys that the table has in which a place stands."""
    match place:
        case ("labels", _, _):
            return _own(Label)
        case ("kinds", _, _):
            return _own(Kind)
        case ("kinds", _, "derive", _, _):
            return _own(Derivation)
        case ("kinds", _, "amounts", _):
            return _own(Amounts)
        case ("checks", _, _):
            return tuple(field.name for field in fields(Relationship))
        case ("rules", _, _):
            return tuple(field.name for field in fields(Rule))
    return _TOP


def _own(table: type[Label | Kind | Derivation | Amounts]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(table) if field.name != "name")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
