"""What a user asked for, filled in: the values in the shape that was asked for, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nerkit.document import Box


@dataclass(frozen=True)
class AnswerSource:
    """Where an answer comes from: its text as it stands, how sure it is, its boxes, the pair or the entities it is of.

    `reason` says why there is none. `others` are values of other places that were nearly as good.
    """

    text: str | None = None
    confidence: float | None = None
    boxes: tuple[Box, ...] = ()
    pair: int | None = None
    entities: tuple[int, ...] = ()
    reason: str | None = None
    others: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The source as it stands in the output; docs/forms.md says what each key holds."""
        if self.reason is not None and self.text is None:
            return {"reason": self.reason}
        return {
            "text": self.text,
            "confidence": round(self.confidence or 0.0, 4),
            "boxes": [box.to_dict() for box in self.boxes],
            **({"pair": self.pair} if self.pair is not None else {}),
            "entities": list(self.entities),
            **({"reason": self.reason} if self.reason else {}),
            **({"others": list(self.others)} if self.others else {}),
        }


@dataclass(frozen=True)
class FilledFields:
    """`fields` has the shape that was asked for; `sources` says of each value, by JSON pointer, where it stands."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, AnswerSource] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The two keys of the output."""
        return {
            "fields": self.fields,
            "sources": {pointer: source.to_dict() for pointer, source in self.sources.items()},
        }
