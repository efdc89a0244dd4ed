"""Marked texts become documents with entities: `[[LABEL:confidence|text]]`."""

from __future__ import annotations

import re

from nerkit.document import Document, Entity, Page, Word
from nerkit.records import Record, build

MARK = re.compile(r"\[\[(?P<label>[A-Z_]+)(?::(?P<confidence>[\d.]+))?\|(?P<text>[^\]]*)\]\]")


def marked(text: str, *, width: float = 595.0, source: str = "a.txt") -> tuple[Document, list[Entity]]:
    """A document and its entities from a text with marks such as `[[PARTY:0.8|Nike, Inc.]]`."""
    plain, entities, last = "", [], 0
    for match in MARK.finditer(text):
        plain += text[last : match.start()]
        start = len(plain)
        plain += match["text"]
        entities.append(Entity(match["label"], start, len(plain), match["text"], float(match["confidence"] or 0.9)))
        last = match.end()
    plain += text[last:]
    words = tuple(Word(m.start(), m.end()) for m in re.finditer(r"\S+", plain))
    return Document(source, plain, words, (Page(1, width, 842.0, 0, len(plain)),)), entities


def record_of(text: str, kind: str = "auto") -> Record:
    return build(*marked(text), kind=kind)


def values(record: Record, field: str) -> list[str]:
    return [value.value for value in record.fields.get(field, ())]


CONTRACT = """[[TITLE|SUPPLY AGREEMENT]]

This Agreement is made on [[AGREEMENT_DATE|April 18, 2001]] by and between [[PARTY|NIKE, Inc.]], an Oregon corporation
("NIKE"), and [[PARTY|Eric Dean Sprunk]] (the "Seller").

The term of this Agreement is [[TERM|two (2) years]]. This Agreement shall be governed by the laws of the
State of [[GOVERNING_LAW|Oregon]].

IN WITNESS WHEREOF the parties hereto have signed.

[[PARTY|Nike, Inc.]]
"""


INVOICE = """[[SELLER|Lieferant GmbH]]

Rechnung Nr. [[INVOICE_NUMBER|471102]] vom [[INVOICE_DATE|05.06.2024]]
An [[BUYER|Kunden AG]]

Netto\t[[NET_AMOUNT|100,00 €]]
[[TAX_RATE|19 %]] MwSt\t[[TAX_AMOUNT|19,00 €]]
Gesamt\t[[TOTAL_AMOUNT|119,00 €]]
Zahlbar innerhalb [[DURATION|14 Tagen]] auf IBAN [[IBAN|DE75 5121 0800 1245 1261 99]]
"""
