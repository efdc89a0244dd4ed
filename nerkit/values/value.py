"""What the text of an entity means: a canonical value, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 2_000
"""Characters of a text in which a value is looked for: no value is as long, and what it costs to look is bounded."""


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value in canonical form (see "What comes out" in the README).

    `value` is None where the text has no reading; `note` then says why, in words that hold nothing of the text.
    `alternatives` are the other readings of an ambiguous text. `currency` is an ISO 4217 code, only for amounts; `unit`
    a code of UN/ECE Recommendation 20, only for quantities.
    """

    value: str | None
    currency: str | None = None
    alternatives: tuple[str, ...] = ()
    note: str | None = None
    unit: str | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether the text has more than one reading."""
        return bool(self.alternatives)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the document says: its language, the order of day and month, its currency, its decimal mark.

    None where the document does not decide. `language` is an ISO 639-1 code, `decimal_mark` "." or ",".
    """

    language: str | None = None
    day_first: bool | None = None
    currency: str | None = None
    decimal_mark: str | None = None
