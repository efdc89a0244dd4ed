"""The rules of a schema: what becomes of values once they are chosen. Each says where it acted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from nerkit.document import Notice
from nerkit.labels import Kind, Rule, Schema, spoken
from nerkit.labels.pattern import compiled
from nerkit.labels.rule import PART, Step
from nerkit.records.finders.phrases import folded
from nerkit.records.record import Applied, FieldValue
from nerkit.values import read_value
from nerkit.values.value import Context

Fields = Mapping[str, tuple[FieldValue, ...]]

_FREE = frozenset({"name", "title", "text", "identifier", "place"})
"""Types that any text is a value of; what a rule makes of others must be one of their type."""

_STEPS: Mapping[Step, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "digits": lambda text: "".join(filter(str.isdigit, text)),
    "no_spaces": lambda text: "".join(text.split()),
    "no_leading_zeros": lambda text: text.lstrip("0") or "0",
}


def ruled(
    fields: Fields, kind: Kind, schema: Schema, context: Context
) -> tuple[dict[str, tuple[FieldValue, ...]], list[Notice]]:
    """The fields with what the rules of the schema make of them, one rule after the other, and warnings.

    What a rule makes of a date or a number must be one, else the value stays and a warning says so.
    """
    known = dict(fields)
    warnings: list[Notice] = []
    for rule in schema.rules:
        if rule.field not in kind.fields or (rule.kinds and kind.name not in rule.kinds):
            continue
        if rule.combine is not None:
            known.update((rule.field, (value,)) for value in _combined(rule, known))
            continue
        type = schema.type_of(rule.field) or "text"
        made = [_changed(rule, value, type, context) for value in known.get(rule.field, ())]
        if any(value is None for value in made):
            kept_as_it_was = f"the rule {rule.name!r} makes no {type} of a value, which stays as it was"
            warnings.append(Notice("rule", f"{rule.field}: {kept_as_it_was}"))
        kept = zip(made, known.get(rule.field, ()), strict=True)
        known[rule.field] = tuple(new or old for new, old in kept)
    return known, warnings


def _combined(rule: Rule, fields: Fields) -> Iterator[FieldValue]:
    parts = [fields.get(name, ()) for name in rule.parts]
    if fields.get(rule.field) or not all(len(values) == 1 for values in parts):
        return
    sources = [values[0] for values in parts]
    text = PART.sub(lambda part: fields[part[1]][0].value, rule.combine or "")
    yield FieldValue(
        text,
        min(source.confidence for source in sources),
        tuple(sorted({index for source in sources for index in source.entities})),
        derived=" + ".join(map(spoken, rule.parts)),
        rules=(Applied(rule.name),),
    )


def _changed(rule: Rule, value: FieldValue, type: str, context: Context) -> FieldValue | None:
    """The value that a rule makes of one; the same where it does not fit, None where that is not of its type."""
    text = _text(rule, value.value)
    if text == value.value:
        return value
    new = replace(value, value=text, rules=(*value.rules, Applied(rule.name, value.value)))
    if type in _FREE:
        return new if text.strip() else None
    read = read_value(type, text, context)
    if read.value is None:
        return None
    return replace(new, value=read.value, currency=read.currency or value.currency, unit=read.unit or value.unit)


def _text(rule: Rule, text: str) -> str:
    if rule.pattern is not None:
        changed: str = compiled(rule.pattern).sub(rule.to, text)
        return changed
    for step in rule.normalise:
        text = _STEPS[step](text)
    return next((new for old, new in rule.replace.items() if folded(old) == folded(text)), text)
