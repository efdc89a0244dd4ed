"""Examples and spaCy's `Doc`: what `docbin` and `spacy_json` share.

Spans are `doc.ents`; where some overlap, all of them stand in `doc.spans["sc"]` too. Of the tokens in a stretch where
a label is unknown spaCy says that the entity is missing, and of all outside the entities of a document where some label
is not marked throughout. Tags, lemmas, heads, sentences, categories and other span groups pass through.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from nerkit.corpora.interchange.example import (
    KEY,
    Borders,
    ConversionReport,
    Draft,
    InterchangeDocument,
    InterchangeOptions,
    checked_span,
    extras,
    lose_extras,
)
from nerkit.corpora.interchange.json_rows import JsonRow
from nerkit.corpora.interchange.token_spans import aligned, tokens_of, without_overlaps
from nerkit.tagging.bilou import TokenSpan

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

GROUP = "sc"
"""The span group that spaCy's own span categorizer uses."""
_SPACY = "spacy"
_ATTRIBUTES = {"tag": "tags", "pos": "pos", "morph": "morphs", "lemma": "lemmas", "dep": "deps", "head": "heads"}


def draft_from_json(row: JsonRow, name: str, report: ConversionReport) -> Draft:
    """What `Doc.to_json` says about a document."""
    text = row.text()
    tokens = row.objects("tokens")
    borders = [checked_span(one.get("start"), one.get("end"), "token", text, row.where) for one in tokens]
    groups = row.mapping("spans")
    marks = row.objects("ents") + JsonRow(groups, row.where).objects(GROUP)
    spans = {checked_span(one.get("start"), one.get("end"), one.get("label"), text, row.where) for one in marks}
    others = {key: value for key, value in groups.items() if key != GROUP}
    sentences = row.items("sents") if len(tokens) > 1 else []  # one token is always one sentence
    passing: dict[str, Any] = {"sents": sentences, "cats": row.mapping("cats"), "spans": others}
    if any(key in token for token in tokens for key in _ATTRIBUTES):
        passing["tokens"] = [{key: one[key] for key in _ATTRIBUTES if key in one} for one in tokens]
    passing = {key: value for key, value in passing.items() if value}
    report.lose("custom attributes", sum(len(row.mapping(key)) for key in ("_", "underscore_token", "underscore_span")))
    more = dict(row.mapping(KEY))
    name = str(more.pop("source", row.data.get("id", name)))
    meta = {_SPACY: passing} if passing else {}
    return Draft(
        name, text, sorted(spans, key=lambda s: (s.start, s.end)), [(b.start, b.end) for b in borders], meta, more
    )


def draft_from_doc(doc: Doc, name: str, report: ConversionReport) -> Draft:
    """What a `Doc` says; what of its user data is no JSON is lost."""
    row = doc.to_json()
    row[KEY] = doc.user_data.get(KEY, {})
    draft = draft_from_json(JsonRow(row, name), name, report)
    report.lose("links to knowledge bases", sum(bool(ent.kb_id or ent.id) for ent in doc.ents))
    for key, value in doc.user_data.items():
        if key != KEY:
            kept = _as_json(value) if isinstance(key, str) else None
            if kept is None:
                report.lose("custom attributes and user data")
            else:
                draft.meta.setdefault("user_data", {})[key] = kept
    draft.unknown = list(_missing(doc))
    return draft


def _as_json(value: object) -> Any:
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        return None


def _missing(doc: Doc) -> Iterator[Borders]:
    """The stretches of tokens of which the `Doc` does not say whether they are entities."""
    start = None
    for token in doc:
        if token.ent_iob == 0 and not token.is_space:
            start = token.idx if start is None else start
        elif start is not None and not token.is_space:
            yield start, doc[token.i - 1].idx + len(doc[token.i - 1])
            start = None
    if start is not None:
        yield start, len(doc.text)


def doc_of(
    example: InterchangeDocument,
    vocab: Vocab,
    used: frozenset[str],
    options: InterchangeOptions,
    report: ConversionReport,
) -> Doc:
    """The example as a `Doc` with the very same text."""
    from spacy.tokens import Doc, Span

    tokens = tokens_of(example)
    words, spaces, places = _words(example.text, tokens)
    annotation: dict[str, Any] = _annotation(example, words, spaces, report)
    doc = Doc(vocab, words=words, spaces=spaces, **annotation)
    fitting = [
        TokenSpan(places[span.start], places[span.end - 1] + 1, span.label)
        for span in aligned(example, tokens, options, report)
    ]
    kept, others = without_overlaps(fitting)
    _set_entities(doc, example, kept, used)
    if others:
        doc.spans[GROUP] = [Span(doc, one.start, one.end, one.label) for one in sorted(fitting, key=lambda s: s.start)]
    passing = _passing(example)
    doc.cats = dict(passing.get("cats", {}))
    for group, marks in passing.get("spans", {}).items():
        found = [doc.char_span(one["start"], one["end"], one.get("label", ""), one.get("kb_id", "")) for one in marks]
        report.lose("spans of other groups", found.count(None))
        doc.spans[group] = [span for span in found if span is not None]
    meta = {key: value for key, value in example.meta.items() if key not in (_SPACY, "user_data")}
    user_data = example.meta.get("user_data", {})
    doc.user_data.update(user_data if isinstance(user_data, Mapping) else {})
    doc.user_data.update(_more(example, used, meta, options, report))
    return doc


def _more(
    example: InterchangeDocument,
    used: frozenset[str],
    meta: dict[str, Any],
    options: InterchangeOptions,
    report: ConversionReport,
) -> dict[str, Any]:
    more = extras(example, used, has_tokens=True, has_meta=True) | ({"meta": meta} if meta else {})
    if options.plain:
        report.lose("documents' names")
        lose_extras(more, report)
        return {}
    name = example.id.encode("utf-8", "backslashreplace").decode()  # msgpack holds no half characters
    if name != example.id:
        report.lose("documents' names that are no UTF-8, written with escapes")
    return {KEY: {"source": name, **more}}


def _passing(example: InterchangeDocument) -> Mapping[str, Any]:
    passing = example.meta.get(_SPACY)
    return passing if isinstance(passing, Mapping) else {}


def _words(text: str, tokens: Sequence[Borders]) -> tuple[list[str], list[bool], list[int]]:
    """The words of a `Doc`, white space of more than one space among them; spaces behind them; each token's place."""
    words: list[str] = []
    spaces: list[bool] = []
    places: list[int] = []
    if text and (not tokens or tokens[0][0] > 0):
        words.append(text[: tokens[0][0] if tokens else len(text)])
        spaces.append(False)
    for (start, end), (following, _) in pairwise([*tokens, (len(text), len(text))]):
        places.append(len(words))
        gap = text[end:following]
        words.append(text[start:end])
        spaces.append(gap[:1] == " ")
        if rest := gap.removeprefix(" "):
            words.append(rest)
            spaces.append(False)
    return words, spaces, places


def _annotation(
    example: InterchangeDocument, words: list[str], spaces: list[bool], report: ConversionReport
) -> dict[str, list[Any]]:
    """The arguments of `Doc` that say what the document's tokens came with."""
    passing = _passing(example)
    rows = passing.get("tokens", [])
    found: dict[str, list[Any]] = {}
    if len(rows) == len(words):
        for key, argument in _ATTRIBUTES.items():
            if all(key in row for row in rows):
                found[argument] = [row[key] for row in rows]
    elif rows:
        report.lose("documents' tags, lemmas and heads, whose tokens are not spaCy's any more")
    if "heads" not in found and (sentences := passing.get("sents")):
        starts = {sentence["start"] for sentence in sentences}
        before = accumulate((len(word) + space for word, space in zip(words, spaces, strict=True)), initial=0)
        found["sent_starts"] = [start in starts for start, _ in zip(before, words, strict=False)]
    return found


def _set_entities(doc: Doc, example: InterchangeDocument, spans: Sequence[TokenSpan], used: frozenset[str]) -> None:
    from spacy.tokens import Span

    entities = [Span(doc, one.start, one.end, one.label) for one in spans]
    if not used <= example.labelled.closed:
        doc.set_ents(entities, default="missing")
        return
    taken = {i for one in spans for i in range(one.start, one.end)}
    unknown = [doc.char_span(s.start, s.end, alignment_mode="expand") for s in example.labelled.open_spans]
    missing = sorted({token.i for span in unknown if span is not None for token in span} - taken)
    doc.set_ents(entities, missing=[Span(doc, i, i + 1) for i in missing], default="outside")
