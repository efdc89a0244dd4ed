"""What a spaCy `Example` says about a text, as a labelled document; what it leaves open stays open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from spacy.errors import Errors
from spacy.tokens import Doc
from spacy.training import Example

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document
from nerkit.reading import document_from_text
from nerkit.spacy.stored import stored

_MISSING = 0
"""How `Token.ent_iob` says that nothing is known about a token."""


def document_of(doc: Doc) -> Document:
    """The document that a `Doc` was made of, or its text as one."""
    return stored(doc) or document_from_text(doc.text, "text")


def labelled(example: Example, labels: Sequence[str], unknown_spans_key: str) -> LabelledDocument:
    """The gold entities of an example on the text that the pipeline sees.

    Tokens whose entity is missing may carry any of the `labels`, and so may those in `spans[unknown_spans_key]` of the
    reference; a span there that has a label leaves that label alone open. Raises `ValueError` where the two texts
    differ.
    """
    gold = example.reference
    if example.predicted.text != gold.text:
        raise ValueError(Errors.E1054.format(component="nerkit_ner"))
    entities = tuple(Span(ent.start_char, ent.end_char, ent.label_) for ent in gold.ents)
    # A text without any annotation would only be a long way to say that every label is open everywhere.
    annotated = gold.has_annotation("ENT_IOB")
    open_spans = (
        Span(start, end, label)
        for start, end, only in [*(_missing(gold) if annotated else ()), *_unknown(gold, unknown_spans_key)]
        for label in ([only] if only else labels)
    )
    return LabelledDocument(
        document_of(example.predicted),
        entities,
        closed=frozenset(labels) if annotated else frozenset(),
        open_spans=tuple(open_spans),
    )


def _missing(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """Stretches of tokens whose entity is missing."""
    for missing, run in groupby(doc, key=lambda token: token.ent_iob == _MISSING):
        if missing:
            tokens = list(run)
            yield tokens[0].idx, tokens[-1].idx + len(tokens[-1]), ""


def _unknown(doc: Doc, key: str) -> Iterator[tuple[int, int, str]]:
    for span in doc.spans.get(key, ()):
        yield span.start_char, span.end_char, span.label_
