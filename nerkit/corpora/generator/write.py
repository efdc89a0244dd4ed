"""Writes a corpus: PDFs and one `gold.jsonl` that says what was drawn where."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

from nerkit.corpora.generator import facts, layouts
from nerkit.corpora.generator.facts import Invoice
from nerkit.corpora.generator.sheet import Mention

GOLD = "gold.jsonl"


def generate(folder: Path, count: int, seed: int) -> None:
    """Writes `count` documents and their gold into `folder`; the same seed gives the same bytes.

    A line of `gold.jsonl`: source, kind, language, `record` (accepted readings of what was drawn) and `mentions`, each
    with its label, text and boxes [page, x0, top, x1, bottom] in points from the top left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / GOLD).open("w", encoding="utf-8") as gold:
        for index in range(count):
            gold.write(
                json.dumps(document(folder / f"{index:05d}.pdf", Random(f"{seed}-{index}")), ensure_ascii=False) + "\n"
            )


def document(path: Path, rng: Random) -> dict[str, object]:
    """Writes one document; returns its line of gold."""
    invoice = facts.invoice(rng)
    sheet = layouts.draw(path, invoice, rng)
    return {
        "source": path.name,
        "kind": "invoice",
        "language": "en" if invoice.language == "us" else invoice.language,
        "record": record(invoice, sheet.mentions),
        "mentions": [{"label": m.label, "text": m.text, "boxes": m.boxes} for m in sheet.mentions],
    }


def record(invoice: Invoice, mentions: list[Mention]) -> dict[str, list[list[str]]]:
    """Accepted readings, by field, of all that was drawn."""
    v = invoice
    seller = v.seller.address
    values: dict[str, list[list[str]]] = {
        "invoice_number": [[v.number]],
        "order_number": [[v.order_number]],
        "invoice_date": [[v.date.isoformat()]],
        "due_date": [[v.due.isoformat()]],
        "period_start": [[v.start.isoformat()]],
        "period_end": [[v.end.isoformat()]],
        "seller": [[v.seller.name]],
        "buyer": [[v.buyer.name]],
        "address": [[" ".join(seller.lines)]],
        "net_amount": [[str(v.net)]],
        "tax_amount": [[str(v.tax)]],
        "total_amount": [[str(v.total)]],
        "tax_rate": [[str(group.rate)] for group in v.groups],
        "iban": [[v.iban.replace(" ", "")]],
        "bic": [[v.bic]],
    }
    drawn = {mention.label.lower() for mention in mentions}
    identifiers = dict.fromkeys(re.sub(r"\s", "", m.text) for m in mentions if m.label == "VAT_ID")
    out = {field: accepted for field, accepted in values.items() if field in drawn}
    if identifiers:
        out["vat_id"] = [[identifier] for identifier in identifiers]
    return out
