"""The pieces of an agreement on their way to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockShape = Literal["paragraph", "lines", "heading"]


@dataclass(frozen=True)
class Block:
    """A marked text: a paragraph to be filled, lines to be kept, or a heading to be centred."""

    text: str
    shape: BlockShape = "paragraph"
