"""A row of taxes with base × rate = tax is not read the other way round: its tax is no net, and its base no tax."""

from __future__ import annotations

from decimal import Decimal

from nerkit.document import Document
from nerkit.labels import Kind
from nerkit.records.billing.taxes import proven_rows
from nerkit.records.choosing.candidate_features import has_own, is_own
from nerkit.records.choosing.choice import Scored
from nerkit.records.grouping import Candidate
from nerkit.values.value import Context

Ranked = dict[str, list[Scored]]


def without_turned_taxes(ranked: Ranked, kind: Kind, document: Document, context: Context) -> Ranked:
    """The candidates of each field, but for nets at the place of a proven tax, and taxes at the place of its base.

    Looked at only where the likeliest net is smaller than the likeliest tax, as no net is.
    """
    net, tax = kind.amounts.net_amount, kind.amounts.tax_amount
    base, part = (_likeliest(name, ranked) for name in (net, tax))
    if not kind.taxes or base is None or part is None or abs(base) >= abs(part):
        return ranked
    rows = proven_rows(document, context)
    taxes = {span for row in rows for span in (row.amount.spans if row.amount else ())}
    bases = {span for row in rows for span in (row.base.spans if row.base else ())}
    turned = {net: taxes, tax: bases}
    return {
        name: [one for one in scored if not _stands_in(name, one.candidate, turned.get(name, set()))]
        for name, scored in ranked.items()
    }


def _likeliest(name: str, ranked: Ranked) -> Decimal | None:
    return next((Decimal(one.candidate.value) for one in ranked.get(name, ()) if has_own(name, one.candidate)), None)


def _stands_in(name: str, candidate: Candidate, places: set[tuple[int, int]]) -> bool:
    """Whether all that was taken for a field itself stands at such places."""
    own = [mention.entity for mention in candidate.mentions if is_own(name, mention)]
    return bool(own) and all(any(one.start < end and start < one.end for start, end in places) for one in own)
