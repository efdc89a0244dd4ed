"""Agreements that the project makes itself, as text: NDAs, letters, employment and commercial contracts."""

from nerkit.corpora.agreements.write import generate

__all__ = ["generate"]
