"""What else a reader looks for in a contract: the values that gold names in passing, as `also_wanted`.

Such a value is a line of words ("$1,200 per month"), and not all of a document's values are named. So a field of one
value that holds another one counts as wrong, and one that holds a value where none is named too; of a field of several
values those that are not named count neither way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from nerkit.errors import CorpusError
from nerkit.evaluation.compare import comparable, folded
from nerkit.evaluation.counts import Triple
from nerkit.labels import Schema
from nerkit.values import Context, read_value

FILE = "gold.jsonl"

_FIELDS = Path(__file__).with_name("wanted.toml")
_SHORTEST = 4
"""Letters and digits of a text at least of which one may hold the other: "Max" is no name of a person."""
_NUMBER, _PART = re.compile(r"\d(?:[.,]?\d|\s(?=\d{3}\b))*"), re.compile(r"[^;,]+")
_FORMS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    **dict.fromkeys(("amount", "percent", "number"), ("amount", _NUMBER)),
    "date": ("date", _PART),
    "duration": ("term", _PART),
}
"""The types with a form of their own: the field as which they are compared, and what may hold a value of theirs."""
_JUDGED = frozenset({"agreement_date", "effective_date"})
"""Fields of which the gold record itself has the values: one that nobody wants here is judged there."""


class Named(BaseModel):
    """A value that a reader looks for: `what` it is and, in words, its value."""

    what: str
    value: str


class WantedValues(BaseModel):
    """A line of `gold.jsonl`; what else it holds is left alone."""

    source: str
    language: str | None = None
    also_wanted: list[Named] = []

    def counts(self, record: Mapping[str, Sequence[Mapping[str, Any]]], schema: Schema) -> Iterator[tuple[str, Triple]]:
        """Hits, extra and missed by what is wanted, and by field for those of one value of which nothing is wanted."""
        named = [(one, fields()[one.what]) for one in self.also_wanted if one.what in fields()]
        for one, names in named:
            found = [(name, value["value"]) for name in names for value in record.get(name, ())]
            right = any(self._is_alike(one.value, value, schema.type_of(name)) for name, value in found)
            wrong = any(name == names[0] and not schema.holds_many(name) for name, _ in found)
            yield one.what, (1, 0, 0) if right else (0, int(wrong), 1)
        asked = {name for _, names in named for name in names}
        for name in sorted({first for first, *_ in fields().values()} - asked - _JUDGED):
            if record.get(name) and not schema.holds_many(name):
                yield name, (0, 1, 0)

    def _is_alike(self, wanted: str, value: str, type: str | None) -> bool:
        """Whether words hold a value: a number, date or duration among others, or most of a text."""
        if type is not None and type in _FORMS:
            compared, pieces = _FORMS[type]
            read = (read_value(type, piece, Context(self.language)).value for piece in pieces.findall(wanted))
            return comparable(compared, value) in {comparable(compared, one) for one in read if one}
        first, second = folded(wanted), folded(value)
        return min(len(first), len(second)) >= _SHORTEST and (first in second or second in first)


@cache
def fields() -> dict[str, tuple[str, ...]]:
    """The fields that answer what is wanted, the first of them the one that is meant for it."""
    with _FIELDS.open("rb") as file:
        return {what: tuple(names) for what, names in tomllib.load(file).items()}


def read_wanted(folder: Path) -> list[WantedValues]:
    """What is wanted of each file in a folder. Raises `CorpusError` that names the line that is none."""
    path = folder / FILE
    if not path.is_file():
        raise CorpusError(f"{path} does not exist: give the folder that holds {FILE} and the files that it names")
    return list(_read(path))


def _read(path: Path) -> Iterator[WantedValues]:
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            yield WantedValues.model_validate_json(line)
        except ValidationError:
            raise CorpusError(f"{path}, line {number}: no line of wanted values") from None
