"""Scans made easier to read: small steps from pixels to pixels, and the chain of them."""

from nerkit.reading.cleaning.chain import Cleaned, clean_page
from nerkit.reading.cleaning.pixels import Pixels, gray

__all__ = ["Cleaned", "Pixels", "clean_page", "gray"]
