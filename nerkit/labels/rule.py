"""What becomes of a value once it is chosen."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

Step = Literal["upper", "lower", "digits", "no_spaces", "no_leading_zeros"]

PART = re.compile(r"\{(\w+)\}")
"""A field within what a rule combines."""


@dataclass(frozen=True)
class Rule:
    r"""What becomes of the values of a field once they are chosen; of the four ways a rule has one.

    `replace` puts another value in the place of one, whatever its case and accents. `pattern`, which RE2 takes, is
    replaced by `to` wherever it is found; `to` may name groups, as in "\1". `normalise` takes steps: "upper", "lower",
    "digits" (nothing else stays), "no_spaces", "no_leading_zeros". `combine` fills the field where it is empty, from
    other fields that have a value: "{order_number}/{position}".

    `kinds` are those in which the rule holds, all where none is named.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    field: str
    replace: Mapping[str, str] = dataclasses.field(default_factory=dict)
    pattern: str | None = None
    to: str | None = None
    normalise: tuple[Step, ...] = ()
    combine: str | None = None
    kinds: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields that it combines."""
        return tuple(PART.findall(self.combine or ""))
