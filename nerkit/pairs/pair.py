"""A key and its value, as they stand in a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from nerkit.document import Box

PairType = Literal[
    "text", "date", "amount", "percent", "duration", "number", "identifier", "phone", "email", "url", "check box"
]
"""What a value is by its form."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """What a person reads off a form: a key and its value, None where the form leaves it empty.

    `confidence` is the probability that exactly this key has exactly this value. `key_spans` and `spans` are where both
    stand in the text, in order, as (start, end); boxes are one a line. `row` holds the further cells of a row of a
    table, by their column's heading. `entities` are the indices of the entities that the value holds. `chosen` is True
    or False for a check box by itself, and None for anything else.
    """

    key: str
    value: str | None
    type: PairType
    confidence: float
    key_spans: tuple[Span, ...]
    spans: tuple[Span, ...]
    key_boxes: tuple[Box, ...] = ()
    boxes: tuple[Box, ...] = ()
    path: tuple[str, ...] = ()
    row: tuple[tuple[str, str], ...] = ()
    entities: tuple[int, ...] = ()
    chosen: bool | None = None

    @property
    def place(self) -> int:
        """The offset in the text at which the pair begins."""
        return (self.key_spans or self.spans)[0][0]

    def to_dict(self) -> dict[str, Any]:
        """The pair as it stands in the output; docs/forms.md says what each key holds."""
        return {
            "key": self.key,
            "value": self.value if self.chosen is None else self.chosen,
            "type": self.type,
            "confidence": round(self.confidence, 4),
            **({"path": list(self.path)} if self.path else {}),
            **({"row": dict(self.row)} if self.row else {}),
            "key_boxes": [box.to_dict() for box in self.key_boxes],
            "boxes": [box.to_dict() for box in self.boxes],
            "entities": list(self.entities),
        }
