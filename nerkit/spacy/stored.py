"""The document that a `Doc` was made of, kept in `Doc.user_data` as one string.

A string survives `Doc.to_bytes`, `DocBin` and worker processes as it is, and is cheap to recognise: the document in it
is built once, however many tokens are asked for their boxes.
"""

from __future__ import annotations

import json
from functools import lru_cache

from spacy.tokens import Doc

from nerkit.document import Document
from nerkit.errors import DocError
from nerkit.reading import wire

KEY = "nerkit_document"

_RECENT = 8
"""Documents that are kept built."""


def store(doc: Doc, document: Document) -> None:
    """Keep the document with the `Doc`, whose text is the document's."""
    doc.user_data[KEY] = json.dumps(wire.document_to_json(document))


def stored(doc: Doc) -> Document | None:
    """The document that a `Doc` was made of; None where there is none, or where the `Doc` is a part of it or more.

    Raises `DocError` where what is stored is damaged.
    """
    packed = doc.user_data.get(KEY)
    if packed is None:
        return None
    document = _unpacked(packed)
    return document if len(document.text) == _length(doc) else None


@lru_cache(_RECENT)
def _unpacked(packed: str) -> Document:
    try:
        return wire.document_from_json(json.loads(packed))
    except (ValueError, KeyError, TypeError) as error:
        raise DocError(f"Doc.user_data[{KEY!r}] is damaged ({type(error).__name__}): read the file again") from None


def _length(doc: Doc) -> int:
    """Characters of the text; `len(doc.text)` would put it together anew each time."""
    if not len(doc):
        return 0
    last = doc[-1]
    return int(last.idx) + len(last.text_with_ws)
