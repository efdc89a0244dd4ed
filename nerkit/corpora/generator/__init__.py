"""Invoices, orders and receipts that the project makes itself: varied as real ones are, the place of every value known."""

from nerkit.corpora.generator.write import generate

__all__ = ["generate"]
