"""Agreements that the project makes itself, as text: NDAs, letters, employment and commercial contracts."""

from nerkit.corpora.agreements.write_agreements import generate

__all__ = ["generate"]
