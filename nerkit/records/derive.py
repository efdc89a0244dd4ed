"""Values that stand nowhere in the text but follow from those that do. Each says what it was derived from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from nerkit.document import Document
from nerkit.labels import Derivation, spoken
from nerkit.records.checks import Fields, amount, day
from nerkit.records.mentions import Mention
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT, later
from nerkit.records.times.agreed_times import is_inclusive
from nerkit.records.times.billed_period import other_end
from nerkit.records.times.due_dates import due_date
from nerkit.records.times.signatures import date_of_signatures, last_of_signings
from nerkit.records.times.taking_effect import certainty_of_effect

_ROUNDING = 3 * CENT
"""By how much a tax may miss its rate: each line of an invoice may be rounded by itself."""


@dataclass(frozen=True)
class DerivationSource:
    """What values are derived from: the document, the mentions in it by the field of their label, and its language."""

    document: Document
    mentions: Mapping[str, Sequence[Mention]]
    language: str | None = None


def derived(
    derivations: Sequence[Derivation], fields: Fields, found: DerivationSource
) -> dict[str, tuple[FieldValue, ...]]:
    """The fields with those that follow, one derivation after the other; see `Derivation`."""
    known = dict(fields)
    for derivation in derivations:
        for name, value in _WAYS[derivation.way](derivation, known, found):
            known[name] = (replace(value, confidence=derivation.right * value.confidence),)
    return known


def _signed(derivation: Derivation, fields: Fields, found: DerivationSource) -> Iterator[tuple[str, FieldValue]]:
    """A contract is made when the last party has signed it."""
    (made,) = derivation.fields
    if made in fields:
        others = found.mentions.get("date", ())
        signed = last_of_signings(found.document, found.mentions.get(made, ()), others, found.language)
    else:
        signed = date_of_signatures(found.document, found.mentions.get("date", ()), found.language)
    if signed:
        yield made, signed


def _same(derivation: Derivation, fields: Fields, found: DerivationSource) -> Iterator[tuple[str, FieldValue]]:
    """A contract has effect from the day on which it is made, where it does not say more; so sure as measured."""
    first, second = derivation.fields
    made = fields.get(first, ())
    effective = fields.get(second) or made
    if made and set(effective[0].entities) <= set(made[0].entities):
        sure = min(1.0, made[0].confidence * certainty_of_effect(found.document.text, found.language))
        yield second, replace(made[0], confidence=sure, derived=spoken(first))


def _lasts(derivation: Derivation, fields: Fields, found: DerivationSource) -> Iterator[tuple[str, FieldValue]]:
    """The end follows from the start and the term: it is the day before where the start itself counts."""
    first, length, last = derivation.fields
    start, terms = day(fields, first), fields.get(length, ())
    if start is None or last in fields or len(terms) != 1 or terms[0].ambiguous:
        return
    if end := later(start, terms[0].value):
        named = [m for m in found.mentions.get(first, ()) if m.index in fields[first][0].entities]
        if any(is_inclusive(found.document.text, mention, found.language) for mention in named):
            end -= timedelta(days=1)
        how = f"{spoken(first)} + {spoken(length)}"
        yield last, _following(end.isoformat(), (fields[first][0], terms[0]), how)


def _due(derivation: Derivation, fields: Fields, found: DerivationSource) -> Iterator[tuple[str, FieldValue]]:
    issued, due = derivation.fields
    made, stated = day(fields, issued), day(fields, due)
    if due in fields and not (made and stated and stated < made):  # nothing is due before it is billed
        return
    dated = {"invoice_date": fields.get(issued, ())}
    if date := due_date(dated, found.document, found.mentions.get("duration", ()), found.language):
        yield due, replace(date, derived=f"{spoken(issued)} + terms of payment")


def _period(derivation: Derivation, fields: Fields, found: DerivationSource) -> Iterator[tuple[str, FieldValue]]:
    first, last = derivation.fields
    if end := other_end(fields, found.document, (first, last), found.language):
        yield end


def _sum(derivation: Derivation, fields: Fields, found: DerivationSource) -> Iterator[tuple[str, FieldValue]]:
    """The one amount that is missing: of net, tax and total the tax then lies between the lowest and the highest rate.

    Without a rate that says so too nothing follows there: a gross less a commission is another kind of net.
    """
    *parts, whole = derivation.fields
    known = {name: number for name in derivation.fields if (number := amount(fields, name)) is not None}
    missing = [name for name in derivation.fields if name not in fields]
    if len(missing) != 1 or len(known) != len(derivation.fields) - 1:
        return
    others = [name for name in parts if name not in missing]
    if missing == [whole]:
        known[whole] = sum((known[name] for name in others), Decimal(0))
        how = " + ".join(_short(name) for name in others)
    else:
        known[missing[0]] = known[whole] - sum((known[name] for name in others), Decimal(0))
        how = " − ".join(map(_short, (whole, *others)))
    if derivation.rates and not _is_taxed(known[parts[0]], known[parts[-1]], fields.get(derivation.rates, ())):
        return
    sources = [fields[name][0] for name in derivation.fields if name not in missing]
    if len({source.currency for source in sources} - {None}) > 1 or len({source.unit for source in sources}) > 1:
        return
    currency = next((source.currency for source in sources if source.currency), None)
    value = _following(str(known[missing[0]]), sources, how)
    yield missing[0], replace(value, currency=currency, unit=sources[0].unit)


def _is_taxed(net: Decimal, tax: Decimal, rates: Sequence[FieldValue]) -> bool:
    """Whether a tax lies between the lowest and the highest rate of its net; both are negative on a credit note."""
    due = [net * Decimal(rate.value) / 100 for rate in rates]
    return bool(due) and min(due) - _ROUNDING <= tax <= max(due) + _ROUNDING


def _short(name: str) -> str:
    return spoken(name.removesuffix("_amount"))


def _following(value: str, sources: Sequence[FieldValue], how: str) -> FieldValue:
    """As sure as the least sure of its sources."""
    entities = tuple(sorted({index for source in sources for index in source.entities}))
    return FieldValue(value, min(source.confidence for source in sources), entities, derived=how)


_WAYS = {
    "signatures": _signed,
    "same": _same,
    "lasts": _lasts,
    "payment_terms": _due,
    "period": _period,
    "sum": _sum,
}
