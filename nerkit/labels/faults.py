"""What contradicts itself in a schema: each fault with the place of the key that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import get_args

from nerkit.labels.kind import WAYS, Kind, Shape
from nerkit.labels.label import Label, ValueType
from nerkit.labels.relationship import OPEN, SIGNATURES, Relationship, Signature

SHAPES: tuple[str, ...] = get_args(Shape)

Place = tuple[str | int, ...]
"""The keys that lead to a value of the file, as ("kinds", "letter", "fields")."""

Fault = tuple[Place, str]


def faults(labels: Mapping[str, Label], kinds: Mapping[str, Kind], checks: Iterable[Relationship]) -> Iterator[Fault]:
    """All contradictions, in the order of the file."""
    types = {label.field: label.type for label in labels.values()}
    for name in labels:
        if not (name.isascii() and name.replace("_", "").isalnum() and name == name.upper()):
            yield ("labels", name), "a label is written in capital letters, digits and _"
    if not kinds:
        yield (), "there is no kind of document: add a table [kinds.NAME] with its fields"
    for kind in kinds.values():
        for place, said in _of_kind(kind, types):
            yield ("kinds", kind.name, *place), said
    for number, check in enumerate(checks):
        for said in _of_check(check, types):
            yield ("checks", number, "fields"), f"check {check.name!r}: {said}"


def close(name: str, known: Iterable[str]) -> str:
    """A question after the known name that is most like a wrong one; nothing where none is."""
    found = get_close_matches(name.lower(), sorted(known), 1, 0.6)
    return f"; did you mean {found[0]!r}?" if found else ""


def _of_kind(kind: Kind, types: Mapping[str, ValueType]) -> Iterator[Fault]:
    for name in kind.fields:
        if name not in types:
            yield ("fields",), f"the field {name!r} has no label: add [labels.{name.upper()}]{close(name, types)}"
    for name in kind.many:
        if name not in kind.fields:
            yield ("many",), f"{name!r} is in many but not in fields{close(name, kind.fields)}"
    for name in kind.evidence:
        if name not in types:
            yield ("evidence", name), f"{name!r} is in evidence and has no label{close(name, types)}"
    for name in kind.to_bar:
        if name not in (*types, *SHAPES):
            yield ("to_bar", name), f"{name!r} is no field and no shape{close(name, (*types, *SHAPES))}"
    for key, cues in (("cues", kind.cues), ("not_cues", kind.not_cues)):
        for cue in cues:
            try:
                re.compile(cue)
            except re.error as error:
                yield (key,), f"a cue is no regular expression: {error.msg}"
    if kind.parties is not None and kind.parties not in kind.fields:
        yield ("parties",), f"{kind.parties!r} is not in fields{close(kind.parties, kind.fields)}"
    for number, derivation in enumerate(kind.derive):
        for said in _misfits(derivation.fields, WAYS[derivation.way], types, open=derivation.way == "sum"):
            yield ("derive", number), f"{derivation.way}: {said}"
        if derivation.rates is not None and types.get(derivation.rates) != "percent":
            yield ("derive", number), f"{derivation.way}: {derivation.rates!r} is no field of type percent"


def _of_check(check: Relationship, types: Mapping[str, ValueType]) -> Iterator[str]:
    return _misfits(check.fields, SIGNATURES[check.relation], types, open=check.relation in OPEN)


def _misfits(fields: Sequence[str], wanted: Signature, types: Mapping[str, ValueType], *, open: bool) -> Iterator[str]:
    """What is wrong with fields that a relation or a derivation joins; `open` where it takes more of the last type."""
    if len(fields) < len(wanted) or (len(fields) > len(wanted) and not open):
        yield f"it needs {len(wanted)} fields{' or more' if open else ''}, not {len(fields)}"
        return
    for name, of in zip(fields, [*wanted, *wanted[-1:] * (len(fields) - len(wanted))], strict=True):
        if types.get(name) not in of:
            yield f"{name!r} is no field of type {' or '.join(sorted(of))}"
