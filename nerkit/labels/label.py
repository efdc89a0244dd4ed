"""A label: what it is called, how the text of its entities is read, and what announces it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

ValueType = Literal[
    "name",
    "title",
    "text",
    "identifier",
    "iban",
    "bic",
    "vat_id",
    "date",
    "amount",
    "percent",
    "duration",
    "place",
    "number",
    "quantity",
    "phone",
    "email",
    "url",
]


@dataclass(frozen=True)
class Label:
    """A label: its name, the type of its value (a reader in `nerkit.values`) and what it means.

    `words` announce such a value left of it or above it; `not_words` look like them and announce something else.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    type: ValueType
    means: str
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The key of a record that holds this label's values."""
        return self.name.lower()
