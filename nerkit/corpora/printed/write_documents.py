"""Writes a corpus of printed documents: PDFs and one `gold.jsonl` that says what was printed where."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from markupsafe import Markup

from nerkit.corpora.printed.browser import printer
from nerkit.corpora.printed.columns import cell, columns
from nerkit.corpora.printed.details import account, company, details
from nerkit.corpora.printed.filling import Filling
from nerkit.corpora.printed.homes import homes
from nerkit.corpora.printed.look import look
from nerkit.corpora.printed.manner import manner
from nerkit.corpora.printed.marks import Marker, PrintedDocument, PrintedValue, printed_documents
from nerkit.corpora.printed.paper import Paper, paper
from nerkit.corpora.printed.sums import rates, sums, till
from nerkit.errors import OptionError
from nerkit.labels import kinds

if TYPE_CHECKING:
    from jinja2 import Environment

GOLD = "gold.jsonl"
_KINDS = {"invoice": 60, "receipt": 20, "credit_note": 5, "order": 5, "utility": 5, "quote": 3, "delivery_note": 2}
"""Shares of the kinds of documents."""
_SCHEMA_KINDS = {
    "invoice": "invoice",
    "credit_note": "invoice",
    "utility": "invoice",
    "order": "invoice",
    "receipt": "receipt",
}
_PAGES = ("letter.html", "letter.html", "columns.html", "columns.html", "form.html", "sidebar.html")
_AT_A_TIME = 40  # documents a print: to open a print takes longer than to print a page


def generate(folder: Path, count: int, seed: int, languages: Sequence[str] = ()) -> None:
    """Writes `count` documents and their gold into `folder`; the same seed gives the same documents.

    Of all languages that are worded, or of some. A line of `gold.jsonl` is that of `nerkit.corpora.generator.generate`.
    Raises OptionError for a language that is not worded and ExtraMissing where there is no browser.
    """
    if unknown := set(languages) - (known := {home.language for home in homes()}):
        raise OptionError(
            f"no documents are worded in {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    with printer() as browser, (folder / GOLD).open("w", encoding="utf-8") as gold:
        for first in range(0, count, _AT_A_TIME):
            numbers = range(first, min(first + _AT_A_TIME, count))
            made = [_filled(i, Random(f"{seed}-{i}"), tuple(languages)) for i in numbers]
            html = _templates().get_template("documents.html").render(documents=[one for _, one in made])
            with pdfium.PdfDocument(browser.pdf(html)) as pdf:
                for i, (facts, _), printed in zip(numbers, made, printed_documents(pdf), strict=True):
                    row = _written(folder / f"{i:05d}.pdf", pdf, facts, printed)
                    gold.write(json.dumps(row, ensure_ascii=False) + "\n")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader

    made = Environment(loader=PackageLoader("nerkit.corpora.printed"), autoescape=True, trim_blocks=True)
    made.globals.update(
        fields=details,
        company=company,
        account=account,
        sums_of=sums,
        rates=rates,
        till=till,
        columns_of=columns,
        cell=cell,
    )
    return made


def _filled(number: int, rng: Random, languages: tuple[str, ...]) -> tuple[Paper, Markup]:
    kind = rng.choices(tuple(_KINDS), tuple(_KINDS.values()))[0]
    facts = paper(kind, rng, languages)
    roll = kind == "receipt" and rng.random() < 0.85
    style = look(rng, roll=roll)
    v = Filling(facts, style, manner(facts.home.locale, facts.home.currency, rng), rng, Marker(number))
    page = "roll.html" if roll else rng.choice(_PAGES)
    size = "roll" if roll else "letter" if facts.home.code in ("US", "CA", "MX") else "a4"
    body = _templates().get_template(page).render(v=v)
    return facts, Markup('<div class="doc {}" style="{}">{}</div>').format(size, style.css, Markup(body))


def _written(path: Path, pdf: pdfium.PdfDocument, facts: Paper, printed: PrintedDocument) -> dict[str, object]:
    with pdfium.PdfDocument.new() as part:
        part.import_pages(pdf, list(printed.pages))
        part.save(str(path))
    kind = _SCHEMA_KINDS.get(facts.kind, "other")
    return {
        "source": path.name,
        "kind": kind,
        "language": facts.home.language,
        "record": record(kind, facts, printed.values) if kind != "other" else {},
        "mentions": [{"label": one.label, "text": one.text, "boxes": one.boxes} for one in printed.values],
        "items": [],
    }


def record(kind: str, facts: Paper, values: Sequence[PrintedValue]) -> dict[str, list[list[str]]]:
    """Accepted readings, by field of this kind of document, of all that was printed."""

    def printed(label: str) -> list[str]:
        return list(dict.fromkeys(one.text for one in values if one.label == label))

    readings: dict[str, list[list[str]]] = {
        "invoice_number": [[facts.number]],
        "order_number": [[facts.number if facts.kind == "order" else facts.order]],
        "invoice_date": [[facts.date.isoformat()]],
        "due_date": [[facts.due.isoformat()]],
        "period_start": [[facts.start.isoformat()]],
        "period_end": [[facts.end.isoformat()]],
        "seller": [printed("SELLER")],
        "buyer": [printed("BUYER")],
        "address": [[" ".join(facts.seller.address)]],
        "net_amount": [[str(facts.net)]],
        "tax_amount": [[str(facts.tax)]],
        "total_amount": [[str(facts.total)]],
        "tax_rate": [[str(part.rate)] for part in facts.taxed],
        "iban": [[re.sub(r"\s", "", text)] for text in printed("IBAN")],
        "bic": [[text] for text in printed("BIC")],
        "vat_id": [[text] for text in printed("VAT_ID")],
    }
    drawn = {one.label.lower() for one in values}
    return {field: readings[field] for field in kinds()[kind].fields if field in drawn and field in readings}
