"""The values that fields may hold: mentions that the tagger took for a field, and others of the same type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nerkit.labels import ROLELESS, Kind, Schema
from nerkit.records.grouping import Candidate, group
from nerkit.records.mentions import Mention
from nerkit.values import read_value
from nerkit.values.value import Context

_CHECKED = frozenset({"iban", "bic", "vat_id"})
"""Types that a checksum or a strict form tells apart: a value of one may have been taken for another."""


def candidates(type: str, mentions: Sequence[Mention], kind: Kind, schema: Schema, context: Context) -> list[Candidate]:
    """The distinct values of a type, in the order in which they first occur: fields of one type compete for them.

    Labels that are no field of the document's kind say nothing about it.
    """
    return group(type, list(_of_type(type, mentions, kind, schema, context)))


def _of_type(type: str, mentions: Sequence[Mention], kind: Kind, schema: Schema, context: Context) -> Iterator[Mention]:
    for mention in mentions:
        label = schema.labels[mention.entity.label]
        if label.name not in ROLELESS and label.field not in kind.fields:
            continue
        if label.type == type:
            if mention.text:
                yield mention
        elif {label.type, type} <= _CHECKED:
            value = read_value(type, mention.entity.text, context)
            if value.value and value.note is None:
                yield replace(mention, value=value)
