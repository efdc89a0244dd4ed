"""Several documents in one file: which pages are one document (page stream segmentation)."""

from nerkit.page_stream.parts import Part, part_of, parts

__all__ = ["Part", "part_of", "parts"]
