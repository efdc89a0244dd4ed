"""Layouts remembered: what a person corrected once is found at once on the next page that looks alike."""

from nerkit.layouts.layout_memory import LayoutMemory
from nerkit.layouts.recall import recalled

__all__ = ["LayoutMemory", "recalled"]
