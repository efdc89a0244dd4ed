"""Scans made easier to read: small steps from pixels to pixels, and the chain of them."""

from nerkit.reading.cleaning.pixels import Pixels, gray
from nerkit.reading.cleaning.steps import Cleaned, clean_page

__all__ = ["Cleaned", "Pixels", "clean_page", "gray"]
