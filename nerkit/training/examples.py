"""From labelled documents to what the loss takes: segments with the tags that agree with what their corpus says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.labels import ROLELESS, labels
from nerkit.language.segments import segments
from nerkit.language.tokenizer import tokenize
from nerkit.language.tokens import Tokens
from nerkit.tagging.bilou import OUTSIDE, TagSet, TokenSpan
from nerkit.tagging.forms import FormIds
from nerkit.tagging.token_features import TokenFeatures, featurise


@dataclass(frozen=True)
class TrainingSegment:
    """A segment. `masks`: distinct rows of allowed tags, (masks, tags) bool; `mask_ids`: the row of each token.

    `empty`: whether no entity of a label that decides stands in it.
    """

    features: TokenFeatures
    masks: NDArray[np.bool_]
    mask_ids: NDArray[np.int32]
    empty: bool

    def __len__(self) -> int:
        return len(self.features)


def deciding_labels(tagset: TagSet) -> frozenset[str]:
    """The labels whose F1 decides which epoch is best: those with a role, or all where none of the model's has one."""
    return frozenset(tagset.labels) - ROLELESS or frozenset(tagset.labels)


def examples(document: LabelledDocument, vocabulary: FormIds, tagset: TagSet) -> list[TrainingSegment]:
    """The segments of a document as examples."""
    tokens = tokenize(document.document)
    features = featurise(document.document, tokens, vocabulary)
    spans = token_spans(document.spans, tokens, tagset)
    masks, ids = _allowed(document, spans, tokens, tagset)
    deciding = deciding_labels(tagset)
    roles = np.zeros(len(tokens), dtype=bool)
    for span in spans:
        roles[span.start : span.end] |= span.label in deciding
    found = []
    for start, end in segments(document.document, tokens):
        # A border of a segment inside an entity would leave half an entity, which no legal sequence holds.
        cut = _with_cuts_freed(masks, ids[start:end], spans, start, end)
        found.append(TrainingSegment(features.stretch(start, end), *cut, not roles[start:end].any()))
    return found


def token_spans(spans: Iterable[Span], tokens: Tokens, tagset: TagSet) -> list[TokenSpan]:
    """Spans on the borders of the tokens that they touch; of two that overlap, the longer one stays."""
    found: list[TokenSpan] = []
    taken = np.zeros(len(tokens), dtype=bool)
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        start, end = tokens.covering(span.start, span.end)
        if end > start and span.label in tagset.labels and not taken[start:end].any():
            taken[start:end] = True
            found.append(TokenSpan(start, end, span.label))
    return sorted(found, key=lambda s: s.start)


def _allowed(
    document: LabelledDocument, spans: Sequence[TokenSpan], tokens: Tokens, tagset: TagSet
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Distinct rows of allowed tags, and which of them each token has."""
    free = np.zeros(len(tagset), dtype=bool)
    free[OUTSIDE] = True
    for label in tagset.labels:
        if label not in document.closed:
            free[list(tagset.tags_of(label))] = True
    rows: dict[bytes, int] = {free.tobytes(): 0}
    masks = [free]
    ids = np.zeros(len(tokens), dtype=np.int32)

    def number(mask: NDArray[np.bool_]) -> int:
        key = mask.tobytes()
        if key not in rows:
            rows[key] = len(masks)
            masks.append(mask)
        return rows[key]

    for span in document.open_spans:
        if span.label not in tagset.labels:
            continue
        for i in range(*tokens.covering(span.start, span.end)):
            mask = masks[ids[i]].copy()
            mask[list(tagset.tags_of(span.label))] = True
            ids[i] = number(mask)
    tags = tagset.encode(spans, len(tokens))
    exact = _more_exact(document, tagset)
    for i, tag in enumerate(tags):
        if tag != OUTSIDE:
            mask = np.zeros(len(tagset), dtype=bool)
            mask[tag] = True
            letter, _, label = tagset.names[tag].partition("-")
            mask[[tagset.tag(letter, other) for other in exact.get(label, ())]] = True
            ids[i] = number(mask)
    # Where the tags do not say that a span ends there, the token beside it may not go on with it.
    for known in spans:
        beside = [known.start - 1] * (not tagset.marks_starts) + [known.end] * (not tagset.marks_ends)
        for i in beside:
            if 0 <= i < len(tokens) and tags[i] == OUTSIDE:
                mask = masks[ids[i]].copy()
                mask[tagset.tag("I", known.label)] = False
                ids[i] = number(mask)
    return np.stack(masks), ids


def _more_exact(document: LabelledDocument, tagset: TagSet) -> dict[str, list[str]]:
    """For each label without a role those of its type that the corpus does not mark: its mentions may be any of them.

    An amount in a contract may be its rent where nobody has said which amounts are.
    """
    known = labels()
    unmarked = [name for name in tagset.labels if name in known and name not in document.closed | ROLELESS]
    return {
        general: [name for name in unmarked if known[name].type == known[general].type]
        for general in ROLELESS & set(tagset.labels)
    }


def _with_cuts_freed(
    masks: NDArray[np.bool_], ids: NDArray[np.int32], spans: Sequence[TokenSpan], start: int, end: int
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    cut = [span for span in spans if span.start < start < span.end or span.start < end < span.end]
    if not cut:
        return masks, ids
    everything = np.ones((1, masks.shape[1]), dtype=bool)
    ids = ids.copy()
    for span in cut:
        ids[max(span.start, start) - start : min(span.end, end) - start] = len(masks)
    return np.concatenate((masks, everything)), ids


def allowed_tags(batch: Sequence[TrainingSegment]) -> Tensor:
    """The allowed tags of a batch. *Shape:* (batch, tokens, tags), bool; everything behind a segment's end."""
    size = max(len(example) for example in batch)
    allowed = np.ones((len(batch), size, batch[0].masks.shape[1]), dtype=bool)
    for row, example in zip(allowed, batch, strict=True):
        row[: len(example)] = example.masks[example.mask_ids]
    return torch.from_numpy(allowed)
