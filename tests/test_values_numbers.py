"""Numbers written out are read in the words of each language, and those of two languages never make one number."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from nerkit.locales import codes
from nerkit.locales.folding import plain
from nerkit.values.number_words import (
    mixed_words,
    number_words,
    ordinal_words,
    read_cardinal,
    read_mixed,
    read_ordinal,
    read_year,
)

SLIPS = {"dicotto": "diciotto", "tredivete": "tredivte"}  # of num2words 0.5.14, in Italian 118 and Danish 30th


WITHOUT_ORDINALS = {"cs"}  # in num2words: days in words of these are held by their files in tests/languages


def written(number: int, language: str, kind: str = "cardinal") -> str:
    words = num2words(number, lang=language, to=kind).replace(",", "")
    for slip, right in SLIPS.items():
        words = words.replace(slip, right)
    return plain(words)


@pytest.mark.parametrize("language", codes())
def test_every_number_is_read_as_another_program_writes_it(language: str) -> None:
    numbers = [
        *range(131),
        *range(199, 1100, 37),
        *range(1066, 2200, 61),
        10_101,
        45_678,
        300_000,
        1_500_000,
        7_654_321,
    ]
    for number in numbers:
        words = written(number, language)
        assert read_cardinal(words, language) == number
        assert re.fullmatch(number_words(language), words)


@pytest.mark.parametrize("language", sorted({*codes()} - WITHOUT_ORDINALS))
def test_every_day_of_a_month_is_read_as_an_ordinal(language: str) -> None:
    for day in range(1, 32):
        words = written(day, language, "ordinal")
        assert read_ordinal(words, language) == day
        assert re.fullmatch(ordinal_words(language), words)


@given(st.integers(0, 10**12), st.sampled_from(codes()))
def test_a_number_in_words_says_the_same_in_a_document_of_no_known_language(number: int, language: str) -> None:
    words = written(number, language)
    if (read := read_cardinal(words, language)) is not None:
        assert read == number
        assert read_cardinal(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("one hundred and eighty", 180),
        ("three hundred sixty-five", 365),
        ("two million five hundred thousand", 2_500_000),
        ("one thousand million", 10**9),
        ("fifty lakh", 5_000_000),
        ("einundzwanzig", 21),
        ("zweihundertfunfzig", 250),
        ("soixante et onze", 71),
        ("quatre-vingt-dix-sept", 97),
        ("six cents", 600),
        ("two three", None),
        ("twenty twelve", None),
        ("two and twenty", None),
        ("two und zwanzig", None),
        ("hundred zero", None),
        ("and", None),
    ],
)
def test_numbers_in_words_are_read_and_impossible_ones_are_not(words: str, number: int | None) -> None:
    assert read_cardinal(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("two and a half million", "2500000"),
        ("half a million", "500000"),
        ("one-half", "0.5"),
        ("one and one-half", "1.5"),
        ("zweieinhalb", "2.5"),
        ("anderthalb millionen", "1500000"),
        ("eine halbe million", "500000"),
        ("zwei und ein halbes", "2.5"),
        ("un demi-million", "500000"),
        ("eighteen", "18"),
    ],
)
def test_halves_are_read_alone_behind_a_number_and_before_a_scale(words: str, number: str) -> None:
    assert read_mixed(words) == Decimal(number)
    assert re.fullmatch(mixed_words(), words)


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("two thousand and four", 2004),
        ("nineteen ninety-nine", 1999),
        ("twenty twelve", 2012),
        ("nineteen hundred eighty-four", 1984),
        ("neunzehnhundertneunundneunzig", 1999),
        ("mil neuf cent quatre-vingt-dix-neuf", 1999),
        ("ninety-nine", 99),
        ("two three", None),
    ],
)
def test_years_are_read_by_their_century_too(words: str, year: int | None) -> None:
    assert read_year(words) == year


def test_words_of_another_language_are_no_numbers_in_a_document_whose_language_is_known() -> None:
    assert read_cardinal("zwei", "en") is None
    assert read_cardinal("two", "de") == 2
    assert not re.search(number_words("en"), "zwei deux")
