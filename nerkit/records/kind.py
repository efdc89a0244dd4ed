"""Which kind of document this is: contract, invoice (orders count as invoices), receipt, or none of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

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


OTHER = "other"
"""The kind of a document that is none of those in the schema: it has no fields."""

_BAR = {"contract": 2.4, "invoice": 2.4, "receipt": 1.3}
"""What labels and cues say for a kind, in nats, where it is as likely as not that a document is of no kind at all.

Letters, recipes, programs and court decisions reach 2.2; of 515 contracts, invoices and orders one stays below 2.4."""
_BAR_WITHOUT_PAGE = 2.4
"""The bar of a receipt that is a bare text: pictures and pages of receipts are often cut, and say less."""
_STEEP = 2.0
"""By how much the log odds rise for each nat above the bar."""


def classify(document: Document, entities: Sequence[Entity]) -> tuple[str, float]:
    """The kind of a document, `OTHER` where it is more likely none of the known ones, and its probability."""
    name, probability = detect(document, entities)
    bar = _BAR_WITHOUT_PAGE if name == "receipt" and not document.pages else _BAR[name]
    known = 1 / (1 + math.exp(_STEEP * (bar - _substance(name, document, entities))))
    return (name, probability * known) if known >= 0.5 else (OTHER, 1 - known)


def detect(document: Document, entities: Sequence[Entity]) -> tuple[str, float]:
    """The likeliest of the known kinds and its probability if it is one of them.

    Scores add up label by label and cue by cue, and a softmax makes probabilities of them.
    """
    scores = dict.fromkeys(kinds(), 0.0)
    for kind, evidence in _evidence(document, entities):
        scores[kind] += evidence
    best = max(scores, key=scores.__getitem__)
    return best, 1 / sum(math.exp(score - scores[best]) for score in scores.values())


def _substance(kind: str, document: Document, entities: Sequence[Entity]) -> float:
    """What speaks for a kind by itself, in nats: labels and cues, not lengths and shapes, which any document has."""
    surest, words = _surest(entities), document.text.lower().split()
    total = _labels_for(kind, surest) + _cues_for(kind, _ends(words))
    if kind == "receipt":
        total += surest.get("TOTAL_AMOUNT", 0.0) + _is_narrow(document)
    return total


def _surest(entities: Sequence[Entity]) -> dict[str, float]:
    surest: dict[str, float] = {}
    for entity in entities:
        if entity.confidence >= CONFIDENCE_FLOOR:
            surest[entity.label] = max(entity.confidence, surest.get(entity.label, 0.0))
    return surest


def _ends(words: Sequence[str]) -> str:
    return " ".join(words if len(words) < _HEAD + _TAIL else [*words[:_HEAD], *words[-_TAIL:]])


def _labels_for(kind: str, surest: Mapping[str, float]) -> float:
    return sum(_LABEL_WEIGHTS[kind].get(label, 0.0) * confidence for label, confidence in surest.items())


def _cues_for(kind: str, ends: str) -> float:
    return _CUE_WEIGHT * sum(re.search(cue, ends) is not None for cue in _CUES[kind])


def _is_narrow(document: Document) -> bool:
    return bool(document.pages) and document.pages[0].width < _NARROW_PAGE * document.pages[0].height


def _evidence(document: Document, entities: Sequence[Entity]) -> Iterator[tuple[str, float]]:
    surest = _surest(entities)
    words = document.text.lower().split()
    ends = _ends(words)
    for kind in _CUES:
        yield kind, _labels_for(kind, surest) + _cues_for(kind, ends)
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
    if _is_narrow(document):
        yield "receipt", 1.0


def _share_of_figures(words: Sequence[str]) -> float:
    return sum(any(map(str.isdigit, word)) for word in words) / max(1, len(words))
