"""What makes a percentage a tax rate: that it leads to a tax, or that a tax is named beside it and its country has it.

Documents are full of percentages: discounts, shares, contents, measures. Without evidence none of them is a rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from nerkit.document import SELF_CHECKED, Document
from nerkit.labels import Label
from nerkit.locales.countries import tax_rates
from nerkit.records.billing.tax_totals import shares_of_net
from nerkit.records.items.column_lexicon import lexicon, tokens
from nerkit.records.mentions import Mention
from nerkit.records.placed_values import LineItem, TaxBreakdown
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT
from nerkit.records.surroundings import Surroundings

Fields = Mapping[str, tuple[FieldValue, ...]]

_LETTERS = {"EL": "GR", "XI": "GB"}
"""Letters of tax payers' identifiers that are not those of ISO 3166."""


class RateEvidence:
    """Tells tax rates of one document from other percentages; `rivals` are the labels that percentages may have."""

    def __init__(self, document: Document, rivals: Iterable[Label], language: str | None) -> None:
        self._document = document
        self._rivals = tuple(rivals)
        self._language = language

    def sound(
        self,
        rates: Sequence[FieldValue],
        mentions: Mapping[int, Mention],
        found: Sequence[TaxBreakdown],
        items: Sequence[LineItem],
        fields: Fields,
    ) -> Iterator[FieldValue]:
        """The rates that have evidence: of `found` taxes, of line items, of net × rate = tax, or beside their name."""
        proven = {tax.rate.number for tax in found} | {item.number("tax_rate") for item in items}
        of_country = self._of_country(fields)
        for rate in rates:
            number, places = Decimal(rate.value), (mentions[index] for index in rate.entities if index in mentions)
            usual = not number or number in of_country
            sure = rate.evidence in SELF_CHECKED or number in proven or _leads(number, fields)
            if sure or (usual and any(map(self._named, places))):
                yield rate

    def _named(self, mention: Mention) -> bool:
        """Whether a tax is named in the line of a percentage, or by what stands left of it or above it."""
        entity, text = mention.entity, self._document.text
        start, end = text.rfind("\n", 0, entity.start) + 1, text.find("\n", entity.end)
        line = tokens(text[start : end if end >= 0 else len(text)])
        if not any(map(str.isdigit, entity.text)) or any(
            lexicon(one).about_taxes(line) for one in (self._language, None)
        ):
            return True
        around = self._surroundings.around(entity.start, "percent")
        return any(words.speaks_for(mention.entity.label) for words in around)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self._document, self._rivals)

    def _of_country(self, fields: Fields) -> frozenset[Decimal]:
        """The rates of the countries whose tax payers' identifiers stand there; those of all where none does."""
        rates = tax_rates()
        letters = {value.value[:2] for value in fields.get("vat_id", ())}
        states = {_LETTERS.get(code, code) for code in letters} & rates.keys()
        return frozenset(rate for state in (states or rates) for rate in rates[state])


def _leads(rate: Decimal, fields: Fields) -> bool:
    """Whether the rate leads from the net amount, or what is left of the total, to the tax."""
    net, tax, total = (
        abs(Decimal(values[0].value)) if len(values) == 1 else None
        for values in (fields.get(f"{name}_amount", ()) for name in ("net", "tax", "total"))
    )
    if tax is None:
        return False
    bases = [net, total - tax if total is not None else None]
    return any(base is not None and _miss(base, rate, tax) <= CENT for base in bases)


def proven_rates(found: Sequence[TaxBreakdown], fields: Fields) -> Iterator[TaxBreakdown]:
    """The taxes whose rate arithmetic proves: base × rate = tax of its own, or of all together within the net."""
    shared = len(found) > 1 and shares_of_net(found, fields)
    for tax in found:
        if shared or (tax.base and tax.amount and _miss(tax.base.number, tax.rate.number, tax.amount.number) <= CENT):
            yield tax


def _miss(base: Decimal, rate: Decimal, tax: Decimal) -> Decimal:
    return abs(abs(base) * rate / 100 - abs(tax))
