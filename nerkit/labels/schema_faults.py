"""What contradicts itself in a schema: each fault with the place of the key that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from nerkit.labels.kind import WAYS, Kind, PageShape
from nerkit.labels.label import SELF_CHECKING, Label, ValueType
from nerkit.labels.locating import Place
from nerkit.labels.pattern import PatternError, check_filling, compiled
from nerkit.labels.problems import close
from nerkit.labels.relationship import NUMERIC, OPEN, SIGNATURES, Relationship, Signature
from nerkit.labels.rule import Rule
from nerkit.locales import words_for

SHAPES: tuple[str, ...] = get_args(PageShape)

MOST_NATS = 1000
"""What anything says for a kind, at most: far more than all else together."""

SchemaFault = tuple[Place, str]


def faults(
    labels: Mapping[str, Label], kinds: Mapping[str, Kind], checks: Iterable[Relationship], rules: Iterable[Rule]
) -> Iterator[SchemaFault]:
    """All contradictions, in the order of the file."""
    types = {label.field: label.type for label in labels.values()}
    for label in labels.values():
        for key, said in _of_label(label):
            yield ("labels", label.name, *key), said
    if not kinds:
        yield (), "there is no kind of document: add a table [kinds.NAME] with its fields"
    for kind in kinds.values():
        for place, said in _of_kind(kind, types):
            yield ("kinds", kind.name, *place), said
    for number, check in enumerate(checks):
        for said in _of_check(check, types):
            yield ("checks", number, "fields"), f"{check.name!r}: {said}"
    for number, rule in enumerate(rules):
        for key, said in _of_rule(rule, types, kinds):
            yield ("rules", number, *key), f"{rule.name!r}: {said}"


def _of_label(label: Label) -> Iterator[SchemaFault]:
    if not (label.name.isascii() and label.name.replace("_", "").isalnum() and label.name == label.name.upper()):
        yield (), "a label is written in capital letters, digits and _"
    if label.pattern is not None:
        yield from _of_pattern(label.pattern)
    if label.find == "words" and not label.words and label.name not in words_for(None).labels:
        yield ("find",), 'there are no words to find it by: add words = ["…"]'
    if label.find == "form" and label.type not in SELF_CHECKING:
        yield ("find",), f"a {label.type} has no form that checks itself: take it for {', '.join(SELF_CHECKING)}"
    if label.confidence is not None and not 0 < label.confidence <= 1:
        yield ("confidence",), "it is a probability: more than 0, at most 1"
    if label.confidence is not None and not (label.pattern or label.values):
        yield ("confidence",), "it says how often a match is right, and there is no pattern and no list of values"


def _of_pattern(pattern: str, to: str | None = None) -> Iterator[SchemaFault]:
    """What is wrong with a pattern, and with what comes in the place of what it finds."""
    key = "pattern"
    try:
        found = compiled(pattern)
        if to is not None:
            key = "to"
            check_filling(found, to)
    except PatternError as error:
        yield (key,), str(error)


def _of_rule(rule: Rule, types: Mapping[str, ValueType], kinds: Mapping[str, Kind]) -> Iterator[SchemaFault]:
    for name in (rule.field, *rule.parts):
        if name not in types:
            key = "field" if name == rule.field else "combine"
            yield (key,), f"the field {name!r} has no label{close(name, types)}"
    for name in rule.kinds:
        if name not in kinds:
            yield ("kinds",), f"there is no kind {name!r}{close(name, kinds)}"
    ways = [bool(rule.replace), rule.pattern is not None, bool(rule.normalise), rule.combine is not None]
    if sum(ways) != 1:
        yield (), "a rule has one of replace, pattern (with to), normalise, combine"
    if (rule.pattern is None) != (rule.to is None):
        yield (), "pattern and to go together: what is found, and what comes in its place"
    elif rule.pattern is not None:
        yield from _of_pattern(rule.pattern, rule.to)
    if rule.combine is not None and not rule.parts:
        yield ("combine",), "it names no field: write one in curly brackets, as in {order_number}"


def _of_kind(kind: Kind, types: Mapping[str, ValueType]) -> Iterator[SchemaFault]:
    for name in kind.fields:
        if name not in types:
            yield ("fields",), f"the field {name!r} has no label: add [labels.{name.upper()}]{close(name, types)}"
    for name in kind.many:
        if name not in kind.fields:
            yield ("many",), f"{name!r} is in many but not in fields{close(name, kind.fields)}"
    for key, names in (("announced", kind.announced), ("headed", kind.headed)):
        for name in names:
            if name not in kind.fields:
                yield (key,), f"{name!r} is in {key} but not in fields{close(name, kind.fields)}"
    for name in kind.headed:
        if types.get(name, "name") != "name":
            yield ("headed",), f"{name!r} is in headed and holds no names: its label has the type {types[name]}"
    numbers = {"title": kind.title, "bar": kind.bar, "bar_without_pages": kind.bar_without_pages or 0.0}
    tables: dict[str, Mapping[Any, float]] = {"evidence": kind.evidence, "to_bar": kind.to_bar, "shape": kind.shape}
    for place, nats in [
        *(((key,), number) for key, number in numbers.items()),
        *(((key, name), number) for key, table in tables.items() for name, number in table.items()),
    ]:
        if not abs(nats) <= MOST_NATS:
            yield place, f"it takes a number of nats, from -{MOST_NATS} to {MOST_NATS}"
    for name in kind.evidence:
        if name not in types:
            yield ("evidence", name), f"{name!r} is in evidence and has no label{close(name, types)}"
    for name in kind.to_bar:
        if name not in (*types, *SHAPES):
            yield ("to_bar", name), f"{name!r} is no field and no shape{close(name, (*types, *SHAPES))}"
    for key, cues in (("cues", kind.cues), ("not_cues", kind.not_cues)):
        for cue in cues:
            for _, said in _of_pattern(cue):
                yield (key,), said
    if kind.parties is not None and kind.parties not in kind.fields:
        yield ("parties",), f"{kind.parties!r} is not in fields{close(kind.parties, kind.fields)}"
    for part, name in kind.payment.items():
        if name not in kind.fields:
            yield ("payment", part), f"{name!r} is in payment but not in fields{close(name, kind.fields)}"
    for title_part, name in kind.titled.items():
        if name not in kind.fields:
            yield ("titled", title_part), f"{name!r} is in titled but not in fields{close(name, kind.fields)}"
        elif types.get(name) != (wanted := "date" if title_part == "date" else "identifier"):
            yield ("titled", title_part), f"{name!r} is in titled and is no field of type {wanted}"
    for said_of, name in kind.party_parts.items():
        if name not in kind.fields:
            yield ("party_parts", said_of), f"{name!r} is in party_parts but not in fields{close(name, kind.fields)}"
    for name in kind.deadlines:
        if name not in kind.fields:
            yield ("deadlines", name), f"{name!r} is in deadlines but not in fields{close(name, kind.fields)}"
        elif types.get(name) not in ("date", "duration"):
            yield ("deadlines", name), f"{name!r} is in deadlines and is no date and no duration"
    for zone_part, name in kind.zone.items():
        if name not in kind.fields:
            yield ("zone", zone_part), f"{name!r} is in zone but not in fields{close(name, kind.fields)}"
    for number, derivation in enumerate(kind.derive):
        for said in _misfits(derivation.fields, WAYS[derivation.way], types, open=derivation.way == "sum"):
            yield ("derive", number), f"{derivation.way}: {said}"
        if not 0 < derivation.right <= 1:
            yield ("derive", number), f"{derivation.way}: right is a probability above 0"
        if derivation.rates is not None and types.get(derivation.rates) != "percent":
            yield ("derive", number), f"{derivation.way}: {derivation.rates!r} is no field of type percent"


def _of_check(check: Relationship, types: Mapping[str, ValueType]) -> Iterator[str]:
    yield from _misfits(check.fields, SIGNATURES[check.relation], types, open=check.relation in OPEN)
    if check.rounding is not None and check.relation != "sum":
        yield f"rounding is of the relation sum, not of {check.relation}"
    if check.rounding is not None and types.get(check.rounding) not in NUMERIC:
        yield f"{check.rounding!r} is no field of type {' or '.join(sorted(NUMERIC))}"


def _misfits(fields: Sequence[str], wanted: Signature, types: Mapping[str, ValueType], *, open: bool) -> Iterator[str]:
    """What is wrong with fields that a relation or a derivation joins; `open` where it takes more of the last type."""
    if len(fields) < len(wanted) or (len(fields) > len(wanted) and not open):
        yield f"it needs {len(wanted)} fields{' or more' if open else ''}, not {len(fields)}"
        return
    for name, of in zip(fields, [*wanted, *wanted[-1:] * (len(fields) - len(wanted))], strict=True):
        if types.get(name) not in of:
            yield f"{name!r} is no field of type {' or '.join(sorted(of))}"
