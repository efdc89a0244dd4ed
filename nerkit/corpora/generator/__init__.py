"""Invoices, orders and receipts that the project makes itself: varied as real ones, each value in a known place."""

from nerkit.corpora.generator.write_invoices import generate

__all__ = ["generate"]
