"""Tagging: a document's entities with their exact probabilities."""

from nerkit.tagging.model import Model
from nerkit.tagging.tagger import Tagger

__all__ = ["Model", "Tagger"]
