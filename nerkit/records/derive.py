"""Values that stand nowhere in the text but follow from those that do. Each says what it was derived from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from nerkit.document import Document
from nerkit.records.billed_period import other_end
from nerkit.records.checks import Fields, amount, day
from nerkit.records.due_dates import due_date
from nerkit.records.mentions import Mention
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT, later

FIELDS = ("net_amount", "tax_amount", "total_amount")

_ROUNDING = 3 * CENT
"""By how much a tax may miss its rate: each line of an invoice may be rounded by itself."""


def contract(fields: Fields, signed: FieldValue | None) -> Iterator[tuple[str, FieldValue]]:
    """What dates a contract where it does not say so itself, and when it ends.

    It is made when the last party has signed it, it has effect from the day on which it is made, and the end follows
    from the term.
    """
    made = fields.get("agreement_date", ())
    if signed and not made:
        made = (signed,)
        yield "agreement_date", signed
    effective = fields.get("effective_date") or made
    if made and effective and set(effective[0].entities) <= set(made[0].entities):
        yield "effective_date", replace(made[0], derived="agreement date")
    term = fields.get("term", ())
    if "expiration_date" in fields or len(term) != 1 or term[0].ambiguous or len(effective) != 1:
        return
    start = day({"effective_date": effective}, "effective_date")
    end = later(start, term[0].value) if start else None
    if end:
        yield "expiration_date", _derived(end.isoformat(), (effective[0], term[0]), "effective date + term")


def invoice(fields: Fields, document: Document, durations: Sequence[Mention]) -> Iterator[tuple[str, FieldValue]]:
    """What follows from the terms of payment, a period with two days, and the others of net, tax, total and rates."""
    if due := due_date(fields, document, durations):
        yield "due_date", due
    if period := other_end(fields, document):
        yield period
    yield from _missing_amount(fields)


def _missing_amount(fields: Fields) -> Iterator[tuple[str, FieldValue]]:
    """The one of net, tax and total that is missing, where the tax then lies between the lowest and the highest rate.

    Without a rate that says so too nothing follows: a gross less a commission is another kind of net.
    """
    net, tax, total = (amount(fields, field) for field in FIELDS)
    rates = [Decimal(rate.value) / 100 for rate in fields.get("tax_rate", ())]
    found = [field for field in FIELDS if field in fields]
    if len(found) != 2 or not rates:
        return
    if net is not None and total is not None:
        missing, value, how = "tax_amount", total - net, "total − net"
        tax = value
    elif net is not None and tax is not None:
        missing, value, how = "total_amount", net + tax, "net + tax"
    elif total is not None and tax is not None:
        missing, value, how = "net_amount", total - tax, "total − tax"
        net = value
    else:
        return
    if net is None or tax is None or not min(rates) * net - _ROUNDING <= tax <= max(rates) * net + _ROUNDING:
        return
    sources = [fields[field][0] for field in found]
    if len({source.currency for source in sources} - {None}) > 1:
        return
    currency = next((source.currency for source in sources if source.currency), None)
    yield missing, replace(_derived(str(value), sources, how), currency=currency)


def _derived(value: str, sources: Sequence[FieldValue], how: str) -> FieldValue:
    """As sure as the least sure of its sources."""
    entities = tuple(sorted({index for source in sources for index in source.entities}))
    return FieldValue(value, min(source.confidence for source in sources), entities, derived=how)
