"""What every public function of `nerkit.values` promises for any text, in any document: a check for each, by its name.

- What reads gives a `Value`: with a value it is in the canonical form of its type, is none of its alternatives and
  reads as itself, in the same document and alone; only an amount has a currency. Without one it says why, and has
  neither currency nor alternatives.
- What finds gives stretches of the text, in order and apart.
- What is put in another spelling stays in it when it is put so again.
- Nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

from nerkit.labels.label import SELF_CHECKING
from nerkit.locales.folding import fold, fold_space, plain, words, words_of
from nerkit.values import Context, Value, found_identifiers, typed_values, vat_ids
from nerkit.values.amount_text import amount_text, with_sign
from nerkit.values.confusions import digits, letters, mended_amount, mended_code, mended_date, mended_percent
from nerkit.values.context import context_of
from nerkit.values.currencies import currencies_in, currency_of, is_mark, mark_words, usual_currency
from nerkit.values.currency_codes import currency_codes
from nerkit.values.date_values import read_date
from nerkit.values.dates import calendar_day, find_dates, numeric_orders, written_orders
from nerkit.values.decimals import readings
from nerkit.values.durations import find_durations, read_duration
from nerkit.values.emails import read_email
from nerkit.values.identifiers import (
    bare,
    checked,
    length_of_iban,
    read_bic,
    read_iban,
    read_identifier,
    valid_bic,
    valid_iban,
)
from nerkit.values.iso_durations import is_duration, length_of
from nerkit.values.misread_forms import mended_form
from nerkit.values.money import find_amounts, read_amount
from nerkit.values.names import name_key, read_name, read_text, read_title, same_name
from nerkit.values.nearby import stretches_near
from nerkit.values.number_words import (
    languages_spoken,
    read_cardinal,
    read_in_each,
    read_mixed,
    read_ordinal,
    read_year,
)
from nerkit.values.numbers import first_number, of_numbers, read_number, written
from nerkit.values.payment_terms import announces_terms, find_terms
from nerkit.values.percent import find_percents, read_percent
from nerkit.values.periods import find_periods
from nerkit.values.phones import read_phone
from nerkit.values.places import read_place
from nerkit.values.quantities import read_quantity
from nerkit.values.typed_spans import mentions
from nerkit.values.units import symbol, unit_after, unit_before
from nerkit.values.urls import read_url
from nerkit.values.vat_ids import read_vat_id
from nerkit.values.worded_amounts import find_worded

Check = Callable[[str, Context, "date | None"], bool]

_CANONICAL = {
    "date": r"\d{4}-\d\d-\d\d",
    "amount": r"-?\d+(?:\.\d{2,})?",
    "percent": r"-?\d+(?:\.\d+)?",
    "duration": r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?(?:T\d+(?:\.\d+)?H)?",
    "iban": r"[A-Z0-9]{15,34}",
    "bic": r"[A-Z0-9]{8}(?:[A-Z0-9]{3})?",
    "vat_id": r"[A-Z0-9+*/]+",
    "number": r"-?\d+(?:\.\d+)?",
    "quantity": r"-?\d+(?:\.\d+)?",
    "phone": r"\+\d{3,17}",
}
UNIT = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_FORMS = {type: re.compile(form, re.ASCII) for type, form in _CANONICAL.items()}


def reads(type: str, read: Callable[[str, Context], Value]) -> Check:
    """The promise of a function that reads values of a type."""

    def holds(text: str, context: Context, _: date | None) -> bool:
        value = read(text, context)
        if value.value is None:
            return bool(value.note) and not value.alternatives and value.currency is None
        form = _FORMS.get(type)
        return (
            (form is None or form.fullmatch(value.value) is not None)
            and value.value not in value.alternatives
            and (value.currency is None or (type == "amount" and value.currency in currency_codes()))
            and (value.unit is None or (type == "quantity" and UNIT.fullmatch(value.unit)))
            and read(value.value, context).value == value.value
            and (type == "name" or read(value.value, Context()).value == value.value)  # a name has its language
        )

    return holds


def _first_number(text: str, context: Context, _: date | None) -> bool:
    found = first_number(plain(text), context)
    if found is None:
        return True
    numbers, start, end = found
    return apart(text, [(start, end)]) and written(numbers[0]) == of_numbers(numbers).value


def _units(text: str, context: Context, _: date | None) -> bool:
    found = (unit_after(text, context.language), unit_before(text, context.language))
    return all(unit is None or (UNIT.fullmatch(unit) and symbol(unit)) for unit in found)


def apart(text: str, stretches: Iterable[tuple[int, int]]) -> bool:
    """Whether stretches stand in the text, in order, none over another."""
    found = list(stretches)
    return all(0 <= start < end <= len(text) for start, end in found) and all(a[1] <= b[0] for a, b in pairwise(found))


def _finds(find: Callable[[str], Iterable]) -> Check:  # type: ignore[type-arg]
    return lambda text, *_: apart(text, ((hit.start, hit.end) for hit in find(plain(text))))


def _stays(change: Callable[[str], str]) -> Check:
    return lambda text, *_: change(change(text)) == change(text)


def _mentions(text: str, *_: object) -> bool:
    found = mentions(text)
    return apart(text, ((hit.start, hit.end) for hit in found)) and all(
        typed_values.read_value(hit.type, text[hit.start : hit.end]).value is not None for hit in found
    )


def _periods(text: str, *_: object) -> bool:
    found = list(find_periods(plain(text)))
    days = [day for period in found for day in (*period.first.readings, *period.last.readings)]
    firsts = [(period.first.start, period.last.end) for period in found]
    return apart(text, firsts) and all(isinstance(day, date) for day in days)


def _terms(text: str, _: Context, issued: date | None) -> bool:
    found = list(find_terms(plain(text)))
    dues = [day for terms in found for day in terms.due(issued or date(2024, 1, 31))]
    return apart(text, ((hit.start, hit.end) for hit in found)) and all(isinstance(day, date) for day in dues)


def _currency(text: str, context: Context, _: date | None) -> bool:
    named, shared = currencies_in(text)
    parts = [text[i : i + n] for n in range(1, 5) for i in range(len(text) - n + 1)][:200]
    marks = [part for part in (text, *parts) if is_mark(part)]
    known = {currency_of(mark, context.currency) for mark in marks} - {None}
    told = all(mark == plain(mark) for mark in mark_words(context.language))
    return named | known <= currency_codes() and told and all(isinstance(sign, str) for sign in shared)


def _identifies(text: str, *_: object) -> bool:
    said = (
        valid_iban,
        valid_bic,
        vat_ids.valid_vat_id,
        vat_ids.valid_bare,
        vat_ids.has_form_of_vat_id,
        vat_ids.looks_like_vat_id,
    )
    return all(one(text.upper()) in (True, False) for one in said) and length_of_iban(text) >= len("DE89")


def _brackets(text: str, *_: object) -> bool:
    wider = [(hit, with_sign(text, hit.start, hit.end)) for hit in find_amounts(text)]
    return all(start <= hit.start and hit.end <= end <= len(text) for hit, (start, end) in wider)


def _numerals(text: str, context: Context, _: date | None) -> bool:
    found = readings(plain(text), context.decimal_mark)
    return len(found) in (0, 1, 2) and len(set(found)) == len(found)


def _number_words(text: str, context: Context, _: date | None) -> bool:
    readers = (read_cardinal, read_mixed, read_ordinal, read_year)
    numbers = [read(plain(text), context.language) for read in readers]
    each = read_in_each(plain(text), context.language)
    numbers += [number for _, number in each]
    spoken = languages_spoken(plain(text), context.language)
    return {code for code, _ in each} <= {*spoken} and all(number is None or number >= 0 for number in numbers)


def _same(text: str, *_: object) -> bool:
    key = name_key(text)
    return same_name(text, f" {text}\n") and (not key or key.isalnum())


def _code(text: str, *_: object) -> bool:
    mended = mended_code(text, lambda code: code.isdigit())
    changed = checked(text, [text], str.isdigit, digits, str.isalnum)
    return (mended is None or mended.isdigit()) and isinstance(changed, Value)


def _nearby(text: str, *_: object) -> bool:
    """The stretches are apart, and each sign stands whole in one of them, with what stands before it."""
    sign = re.compile(r"\d")
    found = list(stretches_near(text, sign, 3, 5))
    within = all(
        any(start <= max(0, hit.start() - 3) and min(len(text), hit.end() + 5) <= end for start, end in found)
        for hit in sign.finditer(text)
    )
    return within and apart(text, found)


CHECKS: dict[str, Check] = {
    "typed_values.read_value": lambda text, context, _: all(
        isinstance(typed_values.read_value(type, text, context), Value) for type in typed_values.TYPES
    ),
    "date_values.read_date": reads("date", read_date),
    "money.read_amount": reads("amount", read_amount),
    "percent.read_percent": reads("percent", read_percent),
    "durations.read_duration": reads("duration", read_duration),
    "identifiers.read_identifier": reads("identifier", lambda text, _: read_identifier(text)),
    "identifiers.read_iban": reads("iban", lambda text, _: read_iban(text)),
    "identifiers.read_bic": reads("bic", lambda text, _: read_bic(text)),
    **dict.fromkeys(("identifiers.valid_iban", "identifiers.valid_bic", "identifiers.length_of_iban"), _identifies),
    **dict.fromkeys(
        ("vat_ids.valid_vat_id", "vat_ids.valid_bare", "vat_ids.has_form_of_vat_id", "vat_ids.looks_like_vat_id"),
        _identifies,
    ),
    "found_identifiers.find_identifiers": lambda text, *_: all(
        apart(text, ((hit.start, hit.end) for hit in found_identifiers.find_identifiers(type, text)))
        for type in SELF_CHECKING
    ),
    "vat_ids.read_vat_id": reads("vat_id", lambda text, _: read_vat_id(text)),
    "places.read_place": reads("place", lambda text, context: read_place(text, context.language)),
    "numbers.read_number": reads("number", read_number),
    "quantities.read_quantity": reads("quantity", read_quantity),
    "phones.read_phone": reads("phone", read_phone),
    "emails.read_email": reads("email", read_email),
    "urls.read_url": reads("url", read_url),
    **dict.fromkeys(("numbers.first_number", "numbers.of_numbers", "numbers.written"), _first_number),
    **dict.fromkeys(("units.unit_after", "units.unit_before", "units.symbol"), _units),
    "names.read_name": reads("name", lambda text, context: read_name(text, context.language)),
    "names.read_title": reads("title", lambda text, _: read_title(text)),
    "names.read_text": reads("text", lambda text, _: read_text(text)),
    "names.name_key": _same,
    "names.same_name": _same,
    "payment_terms.find_terms": _terms,
    "payment_terms.announces_terms": lambda text, *_: announces_terms(plain(text)) in (True, False),
    "dates.find_dates": lambda text, *_: (
        _finds(find_dates)(text, Context(), None)
        and _finds(lambda folded: find_dates(folded, loose=True))(text, Context(), None)
    ),
    "dates.calendar_day": lambda text, *_: (
        calendar_day(len(text), len(text) % 15, len(text) % 40) is None or len(text) > 1599
    ),
    "dates.numeric_orders": lambda text, *_: numeric_orders(plain(text)) <= {True, False},
    "dates.written_orders": lambda text, *_: written_orders(plain(text)) <= {True, False},
    "periods.find_periods": _periods,
    "durations.find_durations": _finds(find_durations),
    "percent.find_percents": _finds(find_percents),
    "money.find_amounts": lambda text, *_: apart(text, ((hit.start, hit.end) for hit in find_amounts(text))),
    "worded_amounts.find_worded": lambda text, *_: apart(text, ((hit.start, hit.end) for hit in find_worded(text))),
    "nearby.stretches_near": _nearby,
    "typed_spans.mentions": _mentions,
    "context.context_of": lambda text, *_: isinstance(context_of(text), Context),
    "currencies.currencies_in": _currency,
    "currencies.currency_of": _currency,
    "currencies.usual_currency": lambda text, context, _: (
        usual_currency(text, context.language) in {None, *currency_codes()}
    ),
    "currencies.mark_words": _currency,
    "decimals.readings": _numerals,
    **{f"number_words.read_{what}": _number_words for what in ("cardinal", "mixed", "ordinal", "year")},
    "number_words.languages_spoken": _number_words,
    "amount_text.amount_text": lambda text, *_: isinstance(amount_text(text), str),
    "amount_text.with_sign": _brackets,
    "iso_durations.is_duration": lambda text, *_: is_duration(text) in (True, False),
    "iso_durations.length_of": lambda text, *_: length_of(text) is None or text.startswith("P"),
    "folding.plain": lambda text, *_: len(plain(text)) == len(text) and plain(plain(text)) == plain(text),
    "folding.fold_space": _stays(fold_space),
    "folding.fold": lambda text, *_: fold(text) == fold(text.casefold()),
    "folding.words_of": lambda text, *_: words_of(text) == text.split(),
    "folding.words": lambda text, *_: all(word and "." not in word for word in words(text)),
    "confusions.digits": _stays(digits),
    "confusions.letters": _stays(letters),
    "misread_forms.mended_form": lambda text, *_: len(mended_form(text)) == len(text),
    "confusions.mended_date": lambda text, *_: len(mended_date(text)) == len(text),
    "confusions.mended_amount": lambda text, *_: len(mended_amount(text)) == len(text),
    "confusions.mended_percent": lambda text, *_: len(mended_percent(text)) == len(text),
    "confusions.mended_code": _code,
    "identifiers.checked": _code,
    "identifiers.bare": _stays(lambda text: bare(text, re.compile("^No "))),
}
"""For each public function a check of what it promises: `check(text, context, date of the invoice)`."""


def broken(text: str, context: Context, issued: date | None) -> list[str]:
    """The functions that break their promise for this text; nothing where all keep it."""
    found = []
    for name, holds in CHECKS.items():
        try:
            if not holds(text, context, issued):
                found.append(name)
        except Exception as error:
            found.append(f"{name} raises {type(error).__name__}")
    return found
