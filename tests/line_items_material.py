"""Invoices as text, and what is read of their lines and taxes."""

from __future__ import annotations

from nerkit.document import Entity
from nerkit.reading import document_from_text
from nerkit.records import Record, build
from nerkit.records.billing.line_items import LineItems, line_items
from nerkit.records.billing.taxes import taxes
from nerkit.values.context import context_of

INVOICE = """Rechnung Nr. 17

Pos\tBezeichnung\tMenge\tEinheit\tEinzelpreis\tUSt. %\tBetrag
1\tTrennblätter A4\t20\tStk.\t9,90\t19\t198,00
2\tJoghurt Banane\t50\tkg\t5,50\t7\t275,00
Zwischensumme\t473,00
19 % USt.\tvon\t198,00\t37,62
7 % USt.\tvon\t275,00\t19,25
Gesamtbetrag\t529,87
"""


def lines_of(text: str) -> LineItems:
    document = document_from_text(text, "invoice.txt")
    return line_items(document, context_of(document.text, document.language))


def rows(text: str) -> list[dict[str, str]]:
    return [{name: cell.value for name, cell in item.cells.items()} for item in lines_of(text).items]


def taxes_of(text: str) -> list[tuple[str | None, ...]]:
    document = document_from_text(text, "invoice.txt")
    context = context_of(document.text, document.language)
    found = taxes(document, context, line_items(document, context), {})
    return [tuple(cell.value if cell else None for cell in (tax.rate, tax.base, tax.amount)) for tax in found]


def record_of(text: str, *labelled: tuple[str, str], kind: str = "invoice") -> Record:
    document = document_from_text(text, "invoice.txt")
    entities = []
    for label, words in labelled:
        start = document.text.rindex(words)
        entities.append(Entity(label, start, start + len(words), words, 0.95))
    return build(document, entities, kind=kind)


def checks(record: Record) -> dict[str, bool]:
    return {check.check: check.passed for check in record.checks}
