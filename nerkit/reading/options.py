"""What a caller may choose about reading."""

from __future__ import annotations

from typing import Literal

OcrMode = Literal["auto", "always", "never"]
