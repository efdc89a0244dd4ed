"""The due date that follows from the terms of payment of an invoice, in its sentences or in a cell of a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nerkit.document import Document
from nerkit.language.cells import Cell, cells
from nerkit.locales.folding import plain
from nerkit.records.checks import Fields, day
from nerkit.records.mentions import Mention
from nerkit.records.record import Alternative, FieldValue
from nerkit.values.payment_terms import FoundTerms, announces_terms, find_terms


def due_date(
    fields: Fields, document: Document, durations: Sequence[Mention], language: str | None = None
) -> FieldValue | None:
    """The date that the terms of payment lead to, where all that the document has lead to the same one.

    Where the words of the document's language name no terms, those of all languages may. None where the record has a
    due date or no invoice date.
    """
    issued = day(fields, "invoice_date")
    if issued is None or "due_date" in fields:
        return None
    text = plain(document.text)
    terms = _terms(document, text, language) or _terms(document, text, None)
    dues = {found.due(issued) for found in terms} - {()}
    if len(dues) != 1:
        return None
    (invoice_date,), (best, *others) = fields["invoice_date"], dues.pop()
    saying = [m for m in durations if any(m.entity.start < t.end and t.start < m.entity.end for t in terms)]
    confidence = min(invoice_date.confidence, max((m.entity.confidence for m in saying), default=1.0))
    entities = tuple(sorted({*invoice_date.entities, *(m.index for m in saying)}))
    return FieldValue(
        value=best.isoformat(),
        confidence=confidence,
        entities=entities,
        ambiguous=bool(others),
        alternatives=tuple(Alternative(other.isoformat(), confidence, entities) for other in others),
        derived="invoice date + terms of payment",
        note=terms[0].rule,
    )


def _terms(document: Document, text: str, language: str | None) -> list[FoundTerms]:
    found = (*find_terms(text, language), *_in_cells(document, text, language))
    return [terms for terms in found if terms.counts]


def _in_cells(document: Document, text: str, language: str | None) -> Iterator[FoundTerms]:
    """The terms that are all of a cell ("30 days") right of or below a heading that announces them."""
    found = cells(document)

    def place(cell: Cell) -> tuple[int, int]:
        return document.words[cell.first].start, document.words[cell.last - 1].end

    for cell in found:
        beside = (found[i] for i in (cell.left, cell.above) if i is not None)
        if any(announces_terms(text[slice(*place(other))], language) for other in beside):
            start, end = place(cell)
            for terms in find_terms(text[start:end], language, alone=True):
                yield terms._replace(start=terms.start + start, end=terms.end + start)
