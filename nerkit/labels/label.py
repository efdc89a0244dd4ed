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

SELF_CHECKING: tuple[ValueType, ...] = ("iban", "bic", "vat_id")
"""Types whose values a checksum or a strict form proves, wherever they stand."""


@dataclass(frozen=True)
class Label:
    """A label: its name, the type of its value (a reader in `nerkit.values`) and what it means.

    `words` announce such a value left of it or above it; `not_words` look like them and announce something else.

    What finds its values without any training: a `pattern`, a regular expression that RE2 takes; `values`, a list of
    them; `find`, which is "words" where what stands right of the label words or below them is a candidate, and "form"
    where what proves itself is one wherever it stands (types of `SELF_CHECKING`). `confidence` is how often a match of
    the pattern or the list is right. Where a value is `required`, a record without one fails a check. One that is
    `postal` is an address in lines: street and town belong together. An `unsigned` amount is what is taken off or added
    by its name alone: a minus before it says nothing more.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    type: ValueType
    means: str
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    pattern: str | None = None
    values: tuple[str, ...] = ()
    find: Literal["words", "form"] | None = None
    confidence: float | None = None
    required: bool = False
    postal: bool = False
    unsigned: bool = False

    @property
    def field(self) -> str:
        """The key of a record that holds this label's values."""
        return self.name.lower()

    @property
    def finds(self) -> bool:
        """Whether it finds values by itself."""
        return bool(self.pattern or self.values or self.find)
