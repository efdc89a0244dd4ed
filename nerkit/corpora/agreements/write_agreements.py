"""Writes a corpus of agreements in nerkit's own format, which the reader `jsonl` reads."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from nerkit.corpora import jsonl
from nerkit.corpora.agreements import agreement_facts
from nerkit.corpora.agreements.agreement_openings import opening
from nerkit.corpora.agreements.bodies import body
from nerkit.corpora.agreements.markup import spans_of
from nerkit.corpora.agreements.page_styles import laid_out
from nerkit.corpora.agreements.signature_blocks import ending
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.marking import CONTRACT_DETAILS
from nerkit.corpora.typed import roleless
from nerkit.labels import kinds, labels
from nerkit.reading import document_from_text
from nerkit.values import read_value

_NUMBERING = re.compile(r"\d+(?:\.\d+)*\.?\s+an?|\d{4}\.\s+[\d.]+", re.I)
"""What looks like a duration ("4.2 An invalid …") or a date ("… of 1977. 4.2 The …") between two clauses."""
_DEV_EVERY = 10
_WORDS = (60, 800)
"""The least and most words of the clauses, without those of opening and ending."""


def generate(folder: Path, count: int, seed: int) -> None:
    """Writes `count` agreements into `folder`, every tenth to `dev.jsonl`, the others to `train.jsonl`.

    The same seed gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, is_dev in (("train", False), ("dev", True)):
        numbers = (i for i in range(count) if (i % _DEV_EVERY == _DEV_EVERY - 1) == is_dev)
        jsonl.write(folder / f"{name}.jsonl", (document(f"agreement-{i:05d}", Random(f"{seed}-{i}")) for i in numbers))


def document(source: str, rng: Random) -> LabelledDocument:
    """One agreement with all its labels, those of mentions without a role included."""
    deal = agreement_facts.agreement(rng)
    grammar = agreement_facts.grammar(deal, rng)
    blocks = [*opening(deal, grammar), *body(deal, grammar, rng.randint(*_WORDS)), *ending(deal, grammar)]
    text, spans, opened = spans_of(laid_out(blocks, rng))
    spans += [one for one in roleless(text, [*spans]) if not _NUMBERING.fullmatch(text, one.start, one.end)]
    spans.sort(key=lambda span: span.start)
    return LabelledDocument(
        document_from_text(text, source),
        tuple(spans),
        frozenset(labels()) - CONTRACT_DETAILS,
        tuple(opened),
        "contract",
        _record(text, spans),
    )


def _record(text: str, spans: list[Span]) -> dict[str, list[list[str]]]:
    """The accepted readings of each value of a contract."""
    record: dict[str, dict[str, list[str]]] = {}
    for span in spans:
        label = labels()[span.label]
        if label.field in kinds()["contract"].fields:
            written = " ".join(text[span.start : span.end].split())
            value = read_value(label.type, written).value or written
            record.setdefault(label.field, {}).setdefault(value.casefold(), [value])
    return {field: list(values.values()) for field, values in record.items()}
