"""Characters that OCR confuses are put right where something sound comes out, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.de import vat
from stdnum.iso7064 import mod_11_10

from nerkit.labels import builtin
from nerkit.records import checks
from nerkit.records.record import Check, FieldValue
from nerkit.values import Context, read_value
from nerkit.values.confusions import MENDED, mended_code

GERMAN_VAT_IDS = st.integers(10_000_000, 99_999_999).map(lambda n: f"DE{n}{mod_11_10.calc_check_digit(str(n))}")


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("date", "l5.03.2018", "2018-03-15"),
        ("date", "15.O3.2018", "2018-03-15"),
        ("date", "2O18-03-05", "2018-03-05"),
        ("date", "04t28t20", "2020-04-28"),
        ("date", "05l14l20", "2020-05-14"),
        ("date", "Aug 19, 2O1O", "2010-08-19"),
        ("date", "October lst, 2012", "2012-10-01"),
        ("amount", "$l,234.56", "1234.56"),
        ("amount", "1,234.5O", "1234.50"),
        ("amount", "$1,Z34.S6", "1234.56"),
        ("percent", "l9 %", "19"),
        ("percent", "2O,5%", "20.5"),
        ("percent", "O %", "0"),
        ("percent", "l/2%", "0.5"),
        ("duration", "3O days", "P30D"),
        ("duration", "l2 months", "P12M"),
        ("duration", "one (l) year", "P1Y"),
        ("iban", "FR14 2004 1010 05O5 0001 3M02 606", "FR1420041010050500013M02606"),
        ("vat_id", "NL 123456789813", "NL123456789B13"),
        ("vat_id", "ES858378431", "ESB58378431"),
        ("bic", "C0BADEFFXXX", "COBADEFFXXX"),
        ("bic", "NOLADE2lKIE", "NOLADE21KIE"),
    ],
)
def test_what_was_mended_is_said(type: str, text: str, value: str) -> None:
    read = read_value(type, text)
    assert (read.value, read.note) == (value, MENDED)


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("amount", "|12.50", "12.50"),  # the rule of a table
        ("amount", "B1.50", "1.50"),  # a tax code
        ("amount", "12.50S", "12.50"),
        ("amount", "12.50", "12.50"),
        ("amount", "12.5S", "12.50"),
        ("percent", "no% 5", "5"),
        ("date", "No5.03.2018", "2018-03-05"),
    ],
)
def test_what_only_looks_confused_is_left_alone(type: str, text: str, value: str) -> None:
    read = read_value(type, text, Context(day_first=True))
    assert (read.value, read.note) == (value, None)


def test_an_identifier_that_was_mended_is_valid_and_the_check_says_how() -> None:
    iban = read_value("iban", "DE89 37O4 0044 0532 0130 OO")
    fields = {"iban": (FieldValue(iban.value or "", 0.9, (0,), note=iban.note),)}
    (check,) = checks.run(fields, builtin().kinds["invoice"], builtin())
    assert check == Check("IBAN is valid", True, MENDED, ("iban",))


def test_a_letter_before_an_amount_may_be_a_misread_one_and_both_readings_are_listed() -> None:
    read = read_value("amount", "$l2.50")
    assert (read.value, read.alternatives) == ("12.50", ("2.50",))
    assert read.note


def test_a_checksum_that_fits_two_codes_decides_for_neither() -> None:
    assert mended_code("1S8B", lambda code: code in ("158B", "1S88")) is None
    assert mended_code("1S8B", lambda code: code in ("158B", "1588")) == "158B"


@given(st.dates(date(2000, 1, 1), date(2029, 12, 31)), st.data())
def test_a_date_with_one_digit_read_as_a_letter_comes_back(day: date, data: st.DataObject) -> None:
    written = day.strftime("%d.%m.%Y")
    places = [i for i, char in enumerate(written) if char in "01"]
    at = data.draw(st.sampled_from(places))
    confused = written[:at] + data.draw(st.sampled_from({"0": "Oo", "1": "lI"}[written[at]])) + written[at + 1 :]
    assert read_value("date", confused, Context(day_first=True)).value == day.isoformat()


@given(GERMAN_VAT_IDS, st.data())
def test_a_vat_id_whose_digits_ocr_took_for_letters_comes_back(code: str, data: st.DataObject) -> None:
    assert vat.is_valid(code)
    wrong = "".join(
        data.draw(st.sampled_from(options)) if i > 1 and (options := {"0": "0O", "1": "1Il"}.get(char)) else char
        for i, char in enumerate(code)
    )
    assert read_value("vat_id", wrong).value == code
