"""Entities → record: `build`."""

from nerkit.records.builder import build
from nerkit.records.record import Alternative, Check, FieldValue, Record

__all__ = ["Alternative", "Check", "FieldValue", "Record", "build"]
