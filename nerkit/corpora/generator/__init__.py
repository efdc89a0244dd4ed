"""Invoices, orders and receipts that the project makes itself: as varied as real ones, with every value's place known."""

from nerkit.corpora.generator.write import generate

__all__ = ["generate"]
