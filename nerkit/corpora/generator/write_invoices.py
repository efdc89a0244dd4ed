"""Writes a corpus: PDFs and one `gold.jsonl` that says what was drawn where."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

from nerkit.corpora.generator import bookings, invent, invoice_layouts, media, purchases, receipts
from nerkit.corpora.generator.invoice_facts import Invoice, TradeParty
from nerkit.corpora.generator.sheet import DrawnValue
from nerkit.labels import kinds

GOLD = "gold.jsonl"

_RECEIPTS, _MEDIA = 0.24, 0.15
"""Shares of receipts and of advertising among all documents."""


def generate(folder: Path, count: int, seed: int) -> None:
    """Writes `count` documents and their gold into `folder`; the same seed gives the same bytes.

    A line of `gold.jsonl`: source, kind, language, `record` (accepted readings of what was drawn) and `mentions`, each
    with its label, text and boxes [page, x0, top, x1, bottom] in points from the top left; `items`, the lines of an
    invoice, each with the canonical values of the cells drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / GOLD).open("w", encoding="utf-8") as gold:
        for index in range(count):
            gold.write(
                json.dumps(document(folder / f"{index:05d}.pdf", Random(f"{seed}-{index}")), ensure_ascii=False) + "\n"
            )


def document(path: Path, rng: Random) -> dict[str, object]:
    """Writes one document; returns its line of gold."""
    kind, special = "invoice", dict[str, list[list[str]]]()
    draw = rng.random()
    if draw < _RECEIPTS:
        bought = purchases.purchase(rng)
        sheet = receipts.draw(path, bought, rng)
        kind, invoice, special = "receipt", bought.shop, receipts.record(bought, sheet.mentions)
    elif draw < _RECEIPTS + _MEDIA:
        booking = bookings.booking(rng)
        invoice, special = booking.deal, media.record(booking)
        sheet = media.draw(path, booking, rng)
    else:
        invoice = invent.invoice(rng)
        sheet = invoice_layouts.draw(path, invoice, rng)
    return {
        "source": path.name,
        "kind": kind,
        "language": "en" if invoice.language == "us" else invoice.language,
        "record": record(kind, invoice, sheet.mentions, special),
        "mentions": [{"label": m.label, "text": m.text, "boxes": m.boxes} for m in sheet.mentions],
        "items": sheet.items,
        "unmarked": ["BUYER_ADDRESS"],  # it stands on lines of its own, and in sentences beside the name
    }


def record(
    kind: str, invoice: Invoice, mentions: list[DrawnValue], special: dict[str, list[list[str]]]
) -> dict[str, list[list[str]]]:
    """Accepted readings, by field of this kind of document, of all that was drawn; `special` outdo the invoice's."""
    v = invoice
    seller = v.seller.address

    def names(who: TradeParty, label: str) -> list[str]:
        short = {m.text for m in mentions if m.label == label} & {who.short}
        return list(dict.fromkeys((who.name, *short)))

    def printed(label: str) -> list[list[str]]:
        found = dict.fromkeys(re.sub(r"\s", "", m.text) for m in mentions if m.label == label)
        return [[identifier] for identifier in found]

    values: dict[str, list[list[str]]] = {
        "invoice_number": [[v.number]],
        "order_number": [[v.order_number]],
        "invoice_date": [[v.date.isoformat()]],
        "due_date": [[v.due.isoformat()]],
        "period_start": [[v.start.isoformat()]],
        "period_end": [[v.end.isoformat()]],
        "customer_number": [[v.customer_number]],
        "delivery_date": [[v.delivery_date.isoformat()]],
        "seller": [names(v.seller, "SELLER")],
        "buyer": [names(v.buyer, "BUYER")],
        "address": [[" ".join(seller.lines)]],
        "net_amount": [[str(v.net)]],
        "tax_amount": [[str(v.tax)]],
        "total_amount": [[str(v.total)]],
        "prepaid_amount": [[str(v.prepaid)]],
        "amount_due": [[str(v.total - v.prepaid)]] if v.prepaid else [],
        "tax_rate": [[str(group.rate)] for group in v.groups],
        "iban": printed("IBAN"),
        "bic": printed("BIC"),
        "vat_id": printed("VAT_ID"),
    } | special
    drawn = {mention.label.lower() for mention in mentions}
    return {field: values[field] for field in kinds()[kind].fields if field in drawn and values.get(field)}
