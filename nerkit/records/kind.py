"""Which kind of document this is: contract, invoice (orders count as invoices) or receipt."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from nerkit.document import Document, Entity
from nerkit.labels import kinds
from nerkit.records.mentions import CONFIDENCE_FLOOR

_LABEL_WEIGHTS: dict[str, dict[str, float]] = {
    "contract": dict.fromkeys(("TITLE", "PARTY", "AGREEMENT_DATE", "GOVERNING_LAW"), 1.5)
    | dict.fromkeys(("EFFECTIVE_DATE", "EXPIRATION_DATE", "TERM", "RENEWAL_TERM", "NOTICE_PERIOD"), 1.0),
    "invoice": dict.fromkeys(("INVOICE_NUMBER", "BUYER", "ORDER_NUMBER", "PERIOD_START", "PERIOD_END"), 1.5)
    | dict.fromkeys(("DUE_DATE", "IBAN", "BIC", "VAT_ID", "TAX_RATE"), 1.0)
    | dict.fromkeys(("INVOICE_DATE", "SELLER", "TOTAL_AMOUNT", "NET_AMOUNT", "TAX_AMOUNT"), 0.5),
    "receipt": dict.fromkeys(("INVOICE_DATE", "SELLER", "TOTAL_AMOUNT", "NET_AMOUNT", "TAX_AMOUNT"), 0.5)
    | {"ADDRESS": 0.7},
}
"""Evidence of one entity of a label, in nats, times its probability; a second entity of a label adds nothing."""

_CUES: dict[str, tuple[str, ...]] = {
    "contract": (
        r"\b(?:this|the) (?:\w+ ){0,4}agreement\b",
        r"\bwhereas\b|in witness whereof|now,? therefore|hereby agree",
        r"\bhere(?:by|to|in|of|under)\b|hereinafter",
        r"governing law|governed by(?: and)?|laws of the",
        r"\bshall\b",
        r"\bvertrag(?:s|es)?\b|\bvertragspartei|\b§ ?\d+ [a-z]",
        r"\bcontrat\b|entre les soussign|les parties",
    ),
    "invoice": (
        r"\binvoice (?:no|num|date|#|amount|total)|\btax invoice\b|\binvoice\b",
        r"\brechnung(?:s|en)?\b|rechnungs-?(?:nr|nummer|datum)|\bfacture\b|\bfattura\b|\bfactura\b",
        r"\bbill(?:ed)? to\b|\bship to\b|\bremit\b|payment terms|\bdue date\b|amount due|balance due",
        r"\biban\b|\bbic\b|\bswift\b|bankverbindung|sort code|routing",
        r"\b(?:purchase )?order (?:no|num|date|#)|\bestimate\b|\bflight dates?\b|\badvertiser\b|\bbestell",
        r"kunden-?(?:nr|nummer)|zahlbar|ust-?id|steuernummer|\bsiret\b|\btva\b",
    ),
    "receipt": (
        r"\breceipt\b|\bkassenbon\b|\bbeleg\b|\bquittung\b|\bticket\b",
        r"\bcash(?:ier)?\b|\bchange\b|\btender(?:ed)?\b|\bbar\b|r(?:ü|ue)ckgeld",
        r"thank you|please come again|vielen dank|have a nice|\bwelcome\b|\bvisit us\b",
        r"\bsub-?total\b|\brounding\b|\bgratuity\b|\btips?\b|\bgst\b|\bserver\b|\btable\b|\bguests?\b",
        r"\bvisa\b|\bmaster ?card\b|\bapproval\b|\bauth(?:\.|oriz)|\bterminal\b|\bpos\b",
        r"\b\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]m)?\b",
    ),
}
"""One pattern a cue; each that occurs counts once."""

_CUE_WEIGHT = 1.0
_NARROW_PAGE = 0.6
"""Width by height: a till roll is narrower than any sheet of paper in upright format (A4 is 0.71)."""
_SHORT, _LONG = 250, 450
"""Words: most receipts have fewer than the first number and hardly any has more than the second."""
_HEAD, _TAIL = 400, 100
"""Words at the head and at the end in which cues are looked for: in a long text each of them occurs somewhere, and
orders have pages of fine print behind them."""
_PROSE, _FORM = 0.06, 0.15
"""Share of words with a digit: running text has less than the first, a form with figures more than the second."""
_PAPER = 500
"""Points: a page with text of its own that is wider is a sheet of paper, not a till roll."""


def detect(document: Document, entities: Sequence[Entity]) -> tuple[str, float]:
    """The kind of a document and its probability, from what its entities, words and pages say.

    Scores add up label by label and cue by cue, and a softmax makes probabilities of them.
    """
    scores = dict.fromkeys(kinds(), 0.0)
    for kind, evidence in _evidence(document, entities):
        scores[kind] += evidence
    best = max(scores, key=scores.__getitem__)
    return best, 1 / sum(math.exp(score - scores[best]) for score in scores.values())


def _evidence(document: Document, entities: Sequence[Entity]) -> Iterator[tuple[str, float]]:
    surest: dict[str, float] = {}
    for entity in entities:
        if entity.confidence >= CONFIDENCE_FLOOR:
            surest[entity.label] = max(entity.confidence, surest.get(entity.label, 0.0))
    words = document.text.lower().split()
    ends = " ".join(words if len(words) < _HEAD + _TAIL else [*words[:_HEAD], *words[-_TAIL:]])
    for kind, weights in _LABEL_WEIGHTS.items():
        yield kind, sum(weights.get(label, 0.0) * confidence for label, confidence in surest.items())
    for kind, cues in _CUES.items():
        yield kind, _CUE_WEIGHT * sum(re.search(cue, ends) is not None for cue in cues)
    if len(words) < _SHORT:
        yield "receipt", 1.0
    if len(words) > _LONG:
        yield "receipt", -2.0
    figures = _share_of_figures(words)
    if figures < _PROSE:
        yield "contract", 2.0
    if max(figures, _share_of_figures(words[:_HEAD])) > _FORM:
        yield "contract", -3.0
    if len(document.pages) > 1:
        yield "receipt", -2.0
    if any(page.source == "text" and page.width > _PAPER for page in document.pages):
        yield "receipt", -1.5
    if document.pages and document.pages[0].width < _NARROW_PAGE * document.pages[0].height:
        yield "receipt", 1.0


def _share_of_figures(words: Sequence[str]) -> float:
    return sum(any(map(str.isdigit, word)) for word in words) / max(1, len(words))
