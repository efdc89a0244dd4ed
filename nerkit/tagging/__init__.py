"""Tagging: a document's entities with their exact probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerkit.tagging.tagger import Tagger

if TYPE_CHECKING:
    from nerkit.tagging.model import Model

__all__ = ["Model", "Tagger"]


def __getattr__(name: str) -> object:
    if name == "Model":  # late: it is torch's, and tagging needs none
        from nerkit.tagging.model import Model

        return Model
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
