"""Documents in many languages that a browser prints: HTML and CSS from templates, each value in a known place."""

from nerkit.corpora.printed.write_deeds import generate_contracts
from nerkit.corpora.printed.write_documents import generate
from nerkit.corpora.printed.write_forms import generate_forms

__all__ = ["generate", "generate_contracts", "generate_forms"]
