"""Documents in many languages that a browser prints: HTML and CSS from templates, each value in a known place."""

from nerkit.corpora.printed.write_deeds import generate_contracts
from nerkit.corpora.printed.write_documents import generate

__all__ = ["generate", "generate_contracts"]
