"""The custom attributes: `doc._.record`, `span._.confidence`, `token._.box` and the like.

Values stand where spaCy keeps those of any attribute, under their place in the text, so that they survive
`Doc.to_bytes`, `Doc.from_docs` and `Span.as_doc`. Those of a span stand under its label too: a span of another
component at the same place has none of them. An attribute that somebody else has registered stays theirs.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

from spacy.glossary import GLOSSARY
from spacy.tokens import Doc, Span, Token

from nerkit.document import Box, Document
from nerkit.labels import labels
from nerkit.spacy.stored import stored

_RECORD: Any = ("._.", "record", None, None)
"""Where spaCy keeps a plain attribute of that name."""


def _record(doc: Doc) -> dict[str, Any] | None:
    """The record; a `DocBin` gives lists back as tuples, which is undone here."""
    record: dict[str, Any] | None = _as_lists(doc.user_data.get(_RECORD))
    return record


def _set_record(doc: Doc, record: dict[str, Any] | None) -> None:
    doc.user_data[_RECORD] = record


def _as_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_lists(item) for key, item in value.items()}
    return [_as_lists(item) for item in value] if isinstance(value, list | tuple) else value


def _document(doc: Doc) -> Document | None:
    return stored(doc)


def _page(token: Token) -> int | None:
    document = stored(token.doc)
    page = document.page_of(token.idx) if document else None
    return page.number if page else None


def _box(token: Token) -> Box | None:
    """What holds all boxes of the token's words on its first page."""
    boxes = _boxes(token.doc[token.i : token.i + 1])
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box) if box.page == whole.page else whole
    return whole


def _boxes(span: Span) -> tuple[Box, ...]:
    document = stored(span.doc)
    return document.boxes(span.start_char, span.end_char) if document else ()


@dataclass(frozen=True)
class _Get:
    """What a span's attribute holds for its label. Equal ones are equal, in any process."""

    name: str

    def __call__(self, span: Span) -> Any:
        held = span.doc.user_data.get(_key(self.name, span))
        return held.get(span.label_) if isinstance(held, dict) else None


@dataclass(frozen=True)
class _Set:
    """Sets a span's attribute for its label. `Doc.from_json` gives back all labels at once, to a span that has none."""

    name: str

    def __call__(self, span: Span, value: Any) -> None:
        held = span.doc.user_data.get(_key(self.name, span))
        if isinstance(value, dict) and not span.label:
            span.doc.user_data[_key(self.name, span)] = value
        else:
            span.doc.user_data[_key(self.name, span)] = {**(held or {}), span.label_: value}


def _key(name: str, span: Span) -> Any:
    """Where spaCy keeps an attribute of a span."""
    return "._.", name, span.start_char, span.end_char


def _by_label(name: str) -> Extension:
    return None, None, _Get(name), _Set(name)


Extension = tuple[Any, Any, Any, Any]
"""As spaCy keeps it: default, method, getter, setter."""

_PLAIN: Extension = (None, None, None, None)
_OURS: dict[tuple[type, str], Extension] = {
    (Doc, "record"): (None, None, _record, _set_record),
    (Doc, "kind"): _PLAIN,
    (Doc, "pairs"): _PLAIN,
    (Doc, "document"): (None, None, _document, None),
    (Span, "confidence"): _by_label("confidence"),
    (Span, "value"): _by_label("value"),
    (Span, "currency"): _by_label("currency"),
    (Span, "boxes"): (None, None, _boxes, None),
    (Token, "page"): (None, None, _page, None),
    (Token, "box"): (None, None, _box, None),
}

ASSIGNS = ("doc._.record", "doc._.kind", "doc._.pairs", "span._.confidence", "span._.value", "span._.currency")
"""What the component writes."""

_warned: set[tuple[type, str]] = set()


def register() -> None:
    """Register the attributes, those that are free; warns, once, of each that has another meaning already.

    The labels that `spacy.explain` does not know yet are explained from then on.
    """
    for name, label in labels().items():
        GLOSSARY.setdefault(name, label.means)
    for (owner, name), (default, _, getter, setter) in _OURS.items():
        if not owner.has_extension(name):  # type: ignore[attr-defined]
            how = {"getter": getter, "setter": setter} if getter else {"default": default}
            owner.set_extension(name, **how)  # type: ignore[attr-defined]
        elif not _is_ours(owner, name) and (owner, name) not in _warned:
            _warned.add((owner, name))
            warnings.warn(
                f"{owner.__name__}._.{name} is taken: nerkit leaves it alone; Doc.user_data has what it would hold",
                stacklevel=3,
            )


def write(thing: Doc | Span, **values: Any) -> None:
    """Set those of the attributes that are nerkit's."""
    for name, value in values.items():
        if _is_ours(type(thing), name):
            thing._.set(name, value)


def _is_ours(owner: type, name: str) -> bool:
    extensions: Any = owner
    return bool(extensions.has_extension(name) and extensions.get_extension(name) == _OURS[owner, name])
