"""Where the reading of values changes its mind: each bound just within and just beyond."""

from __future__ import annotations

from datetime import date

import pytest

from nerkit.locales.folding import plain
from nerkit.records.finders.stretch import value_in
from nerkit.records.items.column_lexicon import key, lexicon
from nerkit.values import Context, read_value
from nerkit.values.amount_text import with_sign
from nerkit.values.found_identifiers import find_identifiers
from nerkit.values.number_words import read_year
from nerkit.values.percent import find_percents
from nerkit.values.periods import find_periods
from nerkit.values.typed_spans import mentions
from nerkit.values.units import unit_after


def value(type: str, text: str, language: str | None = None, decimal_mark: str | None = None) -> str | None:
    return read_value(type, text, Context(language=language, decimal_mark=decimal_mark)).value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("(Acme GmbH)", "Acme GmbH"),
        ("(Acme (Holding)", "Acme (Holding)"),
        ("(Acme GmbH", "Acme GmbH"),
        ("Acme GmbH)", "Acme GmbH"),
        ("Acme (Holding) GmbH", "Acme (Holding) GmbH"),
    ],
)
def test_brackets_around_a_name_go_and_those_within_it_stay(text: str, name: str) -> None:
    assert value("name", text) == name


@pytest.mark.parametrize(("start", "end"), [(7, 13), (8, 13), (7, 12), (8, 12)])
def test_brackets_that_are_all_of_a_cell_belong_to_an_amount_wherever_it_was_found(start: int, end: int) -> None:
    assert with_sign("Credit\t(5.00)\tnow", start, end) == (7, 13)
    assert with_sign("Credit (5.00) now", start, end) == (start, end)


@pytest.mark.parametrize(
    ("words", "number"), [("twenty one", "21"), ("ten five", None), ("twenty ten", None), ("one hundred ten", "110")]
)
def test_tens_take_units_behind_them_and_ten_takes_none(words: str, number: str | None) -> None:
    assert value("number", words, "en") == number


@pytest.mark.parametrize("between", [" and ", " word" * 100 + " "])
def test_percentages_are_found_once_each_near_to_one_another_and_far_apart(between: str) -> None:
    text = between.join(["5 %", "6 %", "7 %", "eight percent"])
    assert [int(hit.number) for hit in find_percents(text, "en")] == [5, 6, 7, 8]


@pytest.mark.parametrize(
    ("text", "others"), [("half of one (0.5%) percent", ()), ("one (0.5%) percent", ("1",)), ("one (1%) percent", ())]
)
def test_of_a_part_of_one_percent_the_figures_alone_speak(text: str, others: tuple[str, ...]) -> None:
    read = read_value("percent", text, Context(language="en"))
    assert read.alternatives == others


@pytest.mark.parametrize(
    ("text", "language", "currency"),
    [("100 soles", "es", "PEN"), ("100 soles", "en", None), ("100 koruny", "cs", "CZK"), ("100 koruny", "en", None)],
)
def test_a_word_that_names_a_currency_in_one_other_language_alone_may_be_any_word(
    text: str, language: str, currency: str | None
) -> None:
    assert read_value("amount", text, Context(language=language)).currency == currency


def test_a_documents_own_decimal_mark_outdoes_that_of_its_language() -> None:
    assert value("number", "1.250", "en", ",") == "1250"
    assert value("number", "1,250", "en", ",") == "1.25"
    assert value("number", "1,250", "en") == "1250"
    assert value("number", "1.250", "de") == "1250"


@pytest.mark.parametrize(
    ("text", "language", "rate"),
    [
        ("1,250%", "en", "1250"),
        ("1,250%", "de", "1.25"),
        ("1.250%", "de", "1.25"),
        ("USt S1 19,00", "de", "19"),
        ("forty-four hundredths of one percent (0.44%)", "en", "0.44"),
    ],
)
def test_only_an_english_comma_groups_the_digits_of_a_rate(text: str, language: str, rate: str) -> None:
    assert value("percent", text, language) == rate


def test_dates_of_a_period_share_an_order_only_where_they_share_a_mark() -> None:
    (alike,) = find_periods(plain("28/02/2024 - 05/03/2024"))
    assert (alike.last.readings, alike.day_first) == ((date(2024, 3, 5),), True)
    for text in ("28.02.2024 - 05/03/2024", "28/02/2024 - 05.03.2024"):
        (other,) = find_periods(plain(text))
        assert (len(other.last.readings), other.day_first) == (2, None)
    (open_,) = find_periods(plain("05/06/2024 - 07/08/2024"))
    assert (len(open_.first.readings), open_.day_first) == (2, None)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("Total -5.00", "-5.00"), ("(-5.00", "-5.00"), ("x-5.00", "5.00"), ("1234.567", "1234.567"), ("99 ct", "0.99")],
)
def test_a_minus_stands_apart_and_three_decimals_behind_four_digits_are_no_group(text: str, amount: str) -> None:
    assert (value("amount", text), read_value("amount", text).alternatives) == (amount, ())


@pytest.mark.parametrize(
    ("words", "year"),
    [("nineteen hundred", 1900), ("nineteen zero", None), ("nineteen one", 1901), ("three ten", None)],
)
def test_a_year_is_a_century_and_what_is_added_to_it(words: str, year: int | None) -> None:
    assert read_year(words, "en") == year


ACCOUNT = "DE89370400440532013000"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ACCOUNT} COBADEFFXXX", ["COBADEFFXXX"]),
        (f"{ACCOUNT}{' ' * 300}COBADEFFXXX", []),
        (f"{ACCOUNT} COBAFRFFXXX", []),
        (f"{ACCOUNT} BICHDEFF", []),
        (f"{ACCOUNT} BIC: BICHDEFF", ["BICHDEFF"]),
        ("COBADEFFXXX", []),
    ],
)
def test_a_banks_code_stands_near_an_account_of_its_country_or_behind_its_name(text: str, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in find_identifiers("bic", text)] == found


@pytest.mark.parametrize(("text", "found"), [(ACCOUNT, 1), (f"{ACCOUNT}1", 0), (f"{ACCOUNT[:-1]}1", 0)])
def test_an_account_number_ends_where_its_country_says_and_proves_itself(text: str, found: int) -> None:
    assert len(list(find_identifiers("iban", text))) == found


@pytest.mark.parametrize("text", ["1.-3/31/2024", "3-5/31/2024", "31.-1.3.2024"])
def test_a_number_before_a_date_is_a_day_only_where_a_day_stands_first_there(text: str) -> None:
    assert not list(find_periods(plain(text), "de"))


def test_one_slip_is_forgiven_from_seven_letters_on() -> None:
    assert value("place", "Delawre") == "Delaware"
    assert value("place", "Nevadas") == "Nevada"
    assert value("place", "Kansaz") == "Kansaz"


def test_a_month_with_two_other_numbers_is_no_date_and_a_day_before_it_makes_it_one() -> None:
    assert [span.type for span in mentions("20 May 14")] == ["date"]
    assert not list(mentions("May 20 14"))


def test_units_are_known_in_the_forms_that_numbers_give_them() -> None:
    assert {unit_after(f" {form}", "pl") for form in ("kilogram", "kilogramy", "kilogramów")} == {"KGM"}


def test_a_single_word_of_another_language_names_a_currency_only_where_no_language_is_known() -> None:
    def currency(text: str, language: str | None) -> str | None:
        return read_value("amount", text, Context(language=language)).currency

    assert (currency("100 koruna", "cs"), currency("100 koruna", None), currency("100 koruna", "en")) == (
        "CZK",
        "CZK",
        None,
    )
    assert (currency("100 krone", "da"), currency("100 krone", None), currency("100 krone", "en")) == (
        "DKK",
        "DKK",
        None,
    )


class TestValuesBesideLabelWords:
    def held(self, type: str, text: str, late: int = 0) -> str | None:
        found = value_in(type, text, 0, len(text), Context(language="en"), late=late)
        return text[found.start : found.end] if found else None

    def test_an_amount_may_be_a_bare_number_where_nothing_else_stands(self) -> None:
        assert self.held("amount", "1234") == "1234"
        assert self.held("amount", "12.50 EUR") == "12.50 EUR"
        assert self.held("amount", "1234 3 May 2024") is None
        assert self.held("date", "1234") is None

    def test_other_words_may_stand_before_a_value_where_they_may_be_late(self) -> None:
        assert self.held("date", "Friday afternoon 3 May 2024") is None
        assert self.held("date", "Friday afternoon 3 May 2024", late=2) == "3 May 2024"
        assert self.held("date", "Friday 3 May 2024", late=1) == "3 May 2024"


def test_a_percent_sign_is_a_heading_only_where_it_stands_alone() -> None:
    assert (key("VAT %"), key("%"), key("Unit price")) == ("vat", "%", "unitprice")
    assert lexicon("en").kinds([]) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("USt.-Id.-Nr.: DE09687654321", ["DE09687654321"]),
        ("VAT No. ATU123456789", ["ATU123456789"]),
        ("VAT No. DE12345 67890", []),
        ("Order DE1234567890", []),
        ("VAT 20% DE 37073", []),
    ],
)
def test_a_tax_payer_with_too_many_digits_is_found_by_its_name_alone(text: str, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in find_identifiers("vat_id", text)] == found
