"""Documents in ten languages that a browser prints: HTML and CSS from templates, each value in a known place."""

from nerkit.corpora.printed.write_documents import generate

__all__ = ["generate"]
