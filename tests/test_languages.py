"""Every language reads what is written in it: by another program (babel), and by people (a file in tests/languages)."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale as Territory
from babel.dates import format_date
from babel.numbers import format_currency, format_percent
from babel.units import format_unit

from nerkit.labels import builtin
from nerkit.labels.words import with_words
from nerkit.locales import codes
from nerkit.locales.folding import plain
from nerkit.reading import document_from_text
from nerkit.records.surroundings import Surroundings
from nerkit.values import Context, Value, read_value
from nerkit.values.context import context_of
from nerkit.values.payment_terms import find_terms
from nerkit.values.places import read_place

ISSUED = date(2024, 3, 1)
every_language = pytest.mark.parametrize("language", codes())


@cache
def habits(language: str) -> dict[str, Any]:
    path = Path(__file__).parent / "languages" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read(type: str, text: str, language: str) -> Value:
    return read_value(type, text, Context(language=language))


def wrong(type: str, language: str) -> list[tuple[str, str, str | None]]:
    """What people write that is not read as its file says."""
    rows = ((text, value, read(type, text, language).value) for text, value, *_ in habits(language)[f"{type}s"])
    return [row for row in rows if row[1] != (row[2] or "")]


@every_language
def test_a_date_written_out_is_read_as_another_program_writes_it(language: str) -> None:
    days = [date(2024, month, day) for month in range(1, 13) for day in (1, 2, 9, 15, 21, 28)]
    texts = [(day, format_date(day, form, locale=language)) for day in days for form in ("full", "long", "d MMMM y")]
    assert [text for day, text in texts if read("date", text, language).value != day.isoformat()] == []


@every_language
def test_an_amount_is_read_as_another_program_writes_it(language: str) -> None:
    for number in map(Decimal, ("1234.50", "0.99", "1234567.89", "12.00")):
        for currency in ("EUR", "CHF", "PLN"):
            text = format_currency(number, currency, locale=language)
            value = read("amount", text, language)
            assert (Decimal(value.value or 0), value.currency) == (number, currency), text


@every_language
def test_a_percentage_is_read_as_another_program_writes_it(language: str) -> None:
    for rate in map(Decimal, ("0.19", "0.055", "0.2", "0.0825")):
        text = format_percent(rate, format="#,##0.##%", locale=language)
        assert Decimal(read("percent", text, language).value or 0) == 100 * rate, text


@every_language
def test_a_length_of_time_is_read_as_another_program_writes_it(language: str) -> None:
    for unit, letter in (("day", "D"), ("week", "W"), ("month", "M"), ("year", "Y")):
        for number in (1, 2, 3, 5, 14, 30):
            text = format_unit(number, f"duration-{unit}", locale=language)
            assert read("duration", text, language).value == f"P{number}{letter}", text


@every_language
def test_a_country_is_known_by_its_name_in_the_language(language: str) -> None:
    for code in ("DE", "FR", "ES", "IT", "NL", "PL", "SE", "CZ", "GB"):
        english, own = (Territory(each).territories[code] for each in ("en", language))
        assert read_place(own, language).value == read_place(english, "en").value, own


@every_language
@pytest.mark.parametrize("type", ["date", "amount", "duration", "percent", "name", "place", "vat_id", "identifier"])
def test_what_people_write_is_read(language: str, type: str) -> None:
    assert wrong(type, language) == []


@every_language
def test_the_currency_that_people_name_is_known(language: str) -> None:
    for text, _, currency in habits(language)["amounts"]:
        assert (read("amount", text, language).currency or "") == currency, text


@every_language
def test_terms_of_payment_lead_to_the_day_that_people_mean(language: str) -> None:
    for text, day in habits(language)["due"]:
        terms = list(find_terms(plain(text), language))
        assert [found.due(ISSUED)[0].isoformat() for found in terms] == ([day] if day else []), text


@every_language
def test_what_stands_before_a_value_says_which_it_is(language: str) -> None:
    schema = with_words(builtin(), language)
    for label, phrases in habits(language).get("labels", {}).items():
        for phrase in phrases:
            document = document_from_text(f"{phrase}: 12345", "a")
            left, _ = Surroundings(document, schema.labels.values()).around(
                len(phrase) + 2, schema.labels[label.removeprefix("NOT_")].type
            )
            speaks = left.speaks_against if label.startswith("NOT_") else left.speaks_for
            assert speaks(label.removeprefix("NOT_")), phrase


@every_language
def test_a_document_is_known_to_be_in_its_language(language: str) -> None:
    for kind, text in habits(language)["texts"].items():
        assert context_of(text).language == language, kind
