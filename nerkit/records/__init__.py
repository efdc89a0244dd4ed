"""Entities → record: `build`, and why: `explain`."""

from nerkit.records.builder import build
from nerkit.records.explanation import Explanation, explain
from nerkit.records.finders import with_found
from nerkit.records.record import Alternative, Check, FieldValue, Record
from nerkit.records.stated import is_told, stated_kind, with_statement

__all__ = [
    "Alternative",
    "Check",
    "Explanation",
    "FieldValue",
    "Record",
    "build",
    "explain",
    "is_told",
    "stated_kind",
    "with_found",
    "with_statement",
]
