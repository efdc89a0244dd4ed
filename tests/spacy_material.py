"""Texts for pipelines of spaCy with nerkit in them, and what they find there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

CONTRACT = (Path(__file__).parents[1] / "corpora" / "samples" / "contract.txt").read_text(encoding="utf-8")


INVOICE = "Acme GmbH\nInvoice No. RE-2024/0815\nInvoice date: 12 March 2024\nTotal amount: EUR 1,880.00\n"


def with_pipe(tagging: Language, **config: Any) -> Language:
    """A pipeline with another config and the model that is loaded already."""
    nlp = spacy.blank("en")
    nlp.add_pipe("nerkit", config=config)._model = tagging.get_pipe("nerkit")._loaded()
    return nlp


def entities(doc: Doc) -> list[tuple[str, int, int, float]]:
    return [(span.label_, span.start_char, span.end_char, span._.confidence) for span in doc.ents]
