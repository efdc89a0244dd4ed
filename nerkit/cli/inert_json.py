"""JSON of what strangers wrote, for a terminal: nothing in it steers one or turns its text around."""

from __future__ import annotations

import json
import re

_STEERS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls that JSON leaves as they are, and marks of direction."""


def inert_json(value: object, indent: int | None = None) -> str:
    """The value as JSON in any script, with escapes for characters that are commands: it reads as the same value."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERS.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
