"""Examples that are converted from format to format."""

from __future__ import annotations

from typing import Any

from nerkit.corpora.interchange.example import InterchangeDocument
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text

TEXT = "Invoice 4711 of Brightwater B.V.\r\nTotal\t€119.00 🧾 שלום, paid on 3 May 2024"


def example(text: str, *spans: tuple[int, int, str], name: str = "a.pdf", **more: Any) -> InterchangeDocument:
    labels = frozenset(label for _, _, label in spans)
    labelled = LabelledDocument(document_from_text(text, name), tuple(Span(*span) for span in sorted(spans)), labels)
    return InterchangeDocument(labelled, **more)
