"""Whether a page shows what the e-invoice in it states: who changes one of the two cheats whoever reads the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nerkit.document import Document, StatedValue, Statement
from nerkit.labels import Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain, words
from nerkit.records.page_values import PageValues
from nerkit.records.record import Check, Contradiction, FieldValue, Record
from nerkit.records.relations import CENT, holds

AGREES = "page agrees with its XML"

_COMPARED = frozenset({"amount", "date", "iban", "identifier", "name"})
"""Types that are held against the page. Addresses are not: pages abbreviate them."""
_UNSURE, _RECOGNISED = 0.5, 0.9
"""A value of the page less sure contradicts nothing; of a page that was recognised it must be surer."""
_SURE = 0.95
_TOLD = 0.8
"""Of a page so sure of a date, it is no mistake that it is stated nowhere."""
_FIRM = ("invoice_date",)
"""Fields that the tagger takes for no other: a sure one contradicts even where the page shows the stated value."""
_PART = 0.5
"""The share of what is stated that a page must show so that it would have to show the rest too."""
_SHORTEST = 3
"""Letters of a word of a name that must stand on the page."""


def page_agrees(
    document: Document, page: PageValues, record: Record, statement: Statement, schema: Schema
) -> Check | None:
    """The check of a record of the page alone against a statement; None where the page shows nothing to compare.

    A value is contradicted where the page shows it in no form, and another one in its field, or most of the others and
    nothing like it. Where the page shows it, an amount of another field is only meant if the page adds up with it, or
    what is stated does with the page's own and not with it; and a date if another field has it, and the page shows that
    of its own field no less often, or one that is stated nowhere.
    """
    recognised = any(part.source == "ocr" for part in document.pages)
    stated = [(name, value) for name, values in statement.fields.items() for value in _compared(name, values, schema)]
    shown = {value.path: _is_shown(page, schema.type_of(name) or "", value.value) for name, value in stated}
    if not any(shown.values()) and not record.fields:
        return None
    comparison = _Comparison(
        page,
        record,
        statement,
        schema,
        least=_RECOGNISED if recognised else _UNSURE,
        complete=not recognised and sum(shown.values()) >= _PART * len(shown),
        adds_up=_adds_up(statement),
    )
    found = []
    for name, value in stated:
        type = schema.type_of(name) or ""
        contradicted, other = comparison.contradicts(name, type, value.value, shown=shown[value.path])
        if contradicted:
            found.append(Contradiction(name, value.value, value.path, statement.evidence, other))
    fields = tuple(dict.fromkeys(each.field for each in found) if found else dict.fromkeys(name for name, _ in stated))
    return Check(AGREES, not found, "; ".join(map(_said, found)) or None, fields, tuple(found))


def _said(one: Contradiction) -> str:
    shown = f"{one.shown.value} on the page" if one.shown else "not on the page"
    return f"{one.field}: {one.stated} in the XML, {shown}"


def _compared(name: str, values: Sequence[StatedValue], schema: Schema) -> Sequence[StatedValue]:
    if schema.type_of(name) not in _COMPARED:
        return ()
    return values if schema.holds_many(name) else values[:1]


@dataclass(frozen=True)
class _Comparison:
    """A page and the record of it alone: `least` is how sure its values must be, `complete` that it shows the rest.

    `adds_up` says that what is stated does, net and tax to the total.
    """

    page: PageValues
    record: Record
    statement: Statement
    schema: Schema
    least: float
    complete: bool
    adds_up: bool

    def contradicts(self, name: str, type: str, stated: str, *, shown: bool) -> tuple[bool, FieldValue | None]:
        """Whether the page contradicts a value, and the value that it has instead, None where it has none."""
        own = [value for value in self.record.fields.get(name, ()) if not value.derived]
        if any(_is_same(type, stated, value) for value in own):
            return False, None
        sure = [value for value in own if value.confidence >= self.least]
        if shown:  # in another field, perhaps
            meant = bool(sure) and self._means_another(name, type, stated, sure[0])
            return meant, sure[0] if meant else None
        if self._says_in_other_words(type, stated, own):
            return False, None
        if sure:
            return True, sure[0]
        return self.complete and self._would_show(name, type, stated), None

    def _means_another(self, name: str, type: str, stated: str, own: FieldValue) -> bool:
        """Whether a page that shows what is stated says by its own value of the field that this is something else."""
        firm = name in _FIRM
        if own.confidence >= _SURE and (firm or self._adds_up_with(name)):
            return True
        if type == "amount":
            return self._would_add_up(name, own.value)
        if type != "date":
            return False
        alone = not firm and own.confidence >= _TOLD and not self._is_stated(own.value)
        if not alone and len(self.page.spans(type, own.value)) < len(self.page.spans(type, stated)):
            return False
        return (
            firm
            or self._is_stated(stated, but=name)
            or any(
                _is_same(type, stated, value)
                for other, values in self.record.fields.items()
                for value in values
                if other != name and not value.derived
            )
        )

    def _is_stated(self, value: str, but: str = "") -> bool:
        """Whether any field but one is stated to have a value."""
        return any(one.value == value for name, held in self.statement.fields.items() if name != but for one in held)

    def _would_add_up(self, name: str, own: str) -> bool:
        """Whether a sum of what is stated comes out with the value of the page instead of the stated one alone."""
        stated = {field: values[0].value for field, values in self.statement.fields.items()}
        if "rounding_amount" in stated:
            return False  # sums of what was rounded need not come out
        for check in self.schema.checks:
            if check.relation == "sum" and name in check.fields and check.fields[-1] in stated:
                now, then = (
                    [known[field] for field in check.fields if field in known]
                    for known in (stated, {**stated, name: own})
                )
                if (len(now) == len(check.fields) or check.alone) and not holds("sum", now) and holds("sum", then):
                    return True
        return False

    def _adds_up_with(self, name: str) -> bool:
        return any(check.passed and name in check.fields and len(check.fields) > 2 for check in self.record.checks)

    def _says_in_other_words(self, type: str, stated: str, own: Sequence[FieldValue]) -> bool:
        """A name whose words all stand there, though not in one piece; a number of which a part stands there."""
        if type == "name":
            asked = [word for word in words(_without_titles(stated)) if len(word) >= _SHORTEST]
            return all(self.page.has_word(word) for word in asked)
        if type == "identifier":
            shown = (_pieces(value.value) for value in own)
            asked = _pieces(stated)
            if any(_is_part(one, asked) or _is_part(asked, one) for one in shown):
                return True
            return not own and self._has_beginning(asked)
        return False

    def _has_beginning(self, pieces: Sequence[str]) -> bool:
        """Whether more than half of a number stands on the page, and white space where the rest of it would."""
        length = len("".join(pieces))
        for count in range(len(pieces) - 1, 0, -1):
            if (begins := "".join(pieces[:count])) and len(begins) > length / 2:
                spans = self.page.spans("identifier", begins)
                if any(not self.page.text[end : end + 1].strip() for _, end in spans):
                    return True
        return False

    def _would_show(self, name: str, type: str, stated: str) -> bool:
        """Whether a page that shows the rest would show a value of this field in a form that is looked for."""
        if type != "amount" or name not in ("net_amount", "tax_amount"):
            return type != "amount" or bool(Decimal(stated))
        return not self.adds_up  # some pages give the total alone


def _adds_up(statement: Statement) -> bool:
    parts = [statement.fields.get(name) for name in ("net_amount", "tax_amount", "total_amount")]
    net, tax, total = (Decimal(values[0].value) if values else None for values in parts)
    if net is None or tax is None or total is None:
        return total is not None
    return abs(net + tax - total) <= CENT


def _is_shown(page: PageValues, type: str, value: str) -> bool:
    return bool(page.spans(type, value) or (type == "name" and page.spans(type, _without_titles(value))))


def _is_same(type: str, stated: str, value: FieldValue) -> bool:
    match type:
        case "amount":
            return any(abs(Decimal(reading)) == abs(Decimal(stated)) for reading in value.readings)
        case "date":
            return stated in value.readings
        case "name":
            return set(words(_without_titles(stated))) == set(words(_without_titles(value.value)))
    return "".join(_pieces(stated)) == "".join(_pieces(value.value))


def _pieces(number: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in plain(number)).split()


def _is_part(short: Sequence[str], long: Sequence[str]) -> bool:
    return any(list(short) == list(long[at : at + len(short)]) for at in range(len(long) - len(short) + 1))


def _without_titles(name: str) -> str:
    titles = set(map(plain, words_for(None).names.titles))
    return " ".join(word for word in name.split() if plain(word).rstrip(".") not in titles)
