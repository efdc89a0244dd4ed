"""Invoices, receipts, orders and their like, in all languages that are worded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from nerkit.corpora.printed.corpus import MadeDocument, Record, check_languages, laid_out, write
from nerkit.corpora.printed.details import account, company, details
from nerkit.corpora.printed.filling import Filling
from nerkit.corpora.printed.homes import homes
from nerkit.corpora.printed.line_table import cell, columns, printed_lines
from nerkit.corpora.printed.look import look
from nerkit.corpora.printed.manner import manner
from nerkit.corpora.printed.paper import Paper, paper
from nerkit.corpora.printed.sums import rates, sums, till, till_rates
from nerkit.corpora.printed.value_marks import Marker, PrintedValue
from nerkit.labels import kinds

_KINDS = {"invoice": 60, "receipt": 20, "credit_note": 5, "order": 5, "utility": 5, "quote": 3, "delivery_note": 2}
"""Shares of the kinds of documents."""
_RECEIPT, _INVOICES = "receipt", ("invoice", "credit_note", "utility", "order")
_PAGES = ("letter.html", "letter.html", "columns.html", "columns.html", "form.html", "sidebar.html", "sections.html")
_TILLS = ("roll.html", "till.html")
_LETTER_SIZE = ("US", "CA", "MX")
_ROLLS = 0.85
"""Share of receipts that come off a roll."""
_PARTS = {
    "fields": details, "company": company, "account": account, "columns_of": columns, "cell": cell,
    "sums_of": sums, "rates": rates, "till": till, "till_rates": till_rates,
}  # fmt: skip
"""What the templates call."""


def generate(folder: Path, count: int, seed: int, languages: Sequence[str] = ()) -> None:
    """Writes `count` documents and their gold (`corpus.write`), of all languages that are worded or of some.

    Raises OptionError for a language that is not worded and ExtraMissing where there is no browser.
    """
    check_languages(languages, {home.language for home in homes()})
    write(folder, count, seed, partial(_made, tuple(languages)))


def _made(languages: tuple[str, ...], rng: Random, marker: Marker) -> MadeDocument:
    kind = rng.choices(tuple(_KINDS), tuple(_KINDS.values()))[0]
    facts = paper(kind, rng, languages)
    roll = kind == _RECEIPT and rng.random() < _ROLLS
    v = Filling(facts, look(rng, roll=roll), manner(facts.home.locale, facts.home.currency, rng), rng, marker)
    page = rng.choice(_TILLS if roll else _PAGES)
    size = "roll" if roll else "letter" if facts.home.code in _LETTER_SIZE else "a4"
    of_schema = _RECEIPT if kind == _RECEIPT else "invoice" if kind in _INVOICES else "other"
    html = laid_out(page, size, v.look, {"v": v, **_PARTS})
    return MadeDocument(of_schema, facts.home.language, html, partial(_record, of_schema, facts), printed_lines(v))


def _record(kind: str, facts: Paper, values: Sequence[PrintedValue]) -> Record:
    """Accepted readings, by field of this kind of document, of all that was printed."""

    def printed(label: str) -> list[str]:
        return list(dict.fromkeys(one.text for one in values if one.label == label))

    if kind == "other":
        return {}
    readings: Record = {
        "invoice_number": [[facts.number]],
        "order_number": [[facts.number if facts.kind == "order" else facts.order]],
        "invoice_date": [[facts.date.isoformat()]],
        "due_date": [[facts.due.isoformat()]],
        "period_start": [[facts.start.isoformat()]],
        "period_end": [[facts.end.isoformat()]],
        "customer_number": [[text] for text in printed("CUSTOMER_NUMBER")],
        "seller": [printed("SELLER")],
        "buyer": [printed("BUYER")],
        "address": [list(dict.fromkeys([" ".join(facts.seller.address), *printed("ADDRESS")]))],
        "buyer_address": [[" ".join(facts.buyer.address)]],
        "net_amount": [[str(facts.net)]],
        "tax_amount": [[str(facts.tax)]],
        "total_amount": [[str(facts.total)]],
        "prepaid_amount": [[str(facts.prepaid)]],
        "amount_due": [[str(facts.total - facts.prepaid)]],
        "tax_rate": [[str(part.rate)] for part in facts.taxed],
        "iban": [[re.sub(r"\s", "", text)] for text in printed("IBAN")],
        "bic": [[text] for text in printed("BIC")],
        "vat_id": [[text] for text in printed("VAT_ID")],
    }
    drawn = {one.label.lower() for one in values}
    return {field: readings[field] for field in kinds()[kind].fields if field in drawn and field in readings}
