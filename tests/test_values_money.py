"""Amounts and percentages become plain decimals, and no currency is ever made up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nerkit.values import Context, read_value
from nerkit.values.money import find_amounts
from nerkit.values.worded_amounts import find_worded


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("12,34,567.00", "1234567.00"),
        ("1.234.567,89", "1234567.89"),
        ("1.234.56", "1234.56"),
        ("1,234.5", "1234.50"),
        ("(500.00)", "-500.00"),
        ("500-", "-500"),
        ("-500", "-500"),
        ("- 500.00", "-500.00"),
        ("\u2212500.00", "-500.00"),
        ("1.880,00-", "-1880.00"),
        ("500,00 -", "-500.00"),
        ("500.00 CR", "-500.00"),
        ("(500.00) CR", "-500.00"),
        ("12'50", "12.50"),
        ("12 , 50", "12.50"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("12,345", "12345"),
    ],
)
def test_a_bare_amount_is_read_whatever_marks_it_has(text: str, value: str) -> None:
    read = read_value("amount", text)
    assert (read.value, read.currency, read.alternatives) == (value, None, ())


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("EUR19.00", "19.00", "EUR"),
        ("19,00 €", "19.00", "EUR"),
        ("USD 5 million", "5000000", "USD"),
        ("€ 1,2 Mio.", "1200000", "EUR"),
        ("EUR 1,5 Mio.", "1500000", "EUR"),
        ("10 T€", "10000", "EUR"),
        ("TEUR 10", "10000", "EUR"),
        ("500,00 €-", "-500.00", "EUR"),
        ("minus 500,00 EUR", "-500.00", "EUR"),
        ("$100 US", "100", "USD"),
        ("Cdn$100", "100", "CAD"),
        ("100 dollars canadiens", "100", "CAD"),
        ("EUR (500,00)", "-500.00", "EUR"),
        ("US$ 3.5 billion", "3500000000", "USD"),
        ("US $100", "100", "USD"),
        ("RM 9.00", "9.00", "MYR"),
        ("TOTAL RM9.00", "9.00", "MYR"),
        ("100 Kč", "100", "CZK"),
        ("£1,000", "1000", "GBP"),
        ("500,-- €", "500", "EUR"),
        ("CHF 1'234.--", "1234", "CHF"),
        ("EUR -5,00", "-5.00", "EUR"),
        ("(USD 1,234)", "-1234", "USD"),
        ("$5.00 CAD", "5.00", "CAD"),
        ("CAD $5.00", "5.00", "CAD"),
        ("$1,000 (USD)", "1000", "USD"),
        ("1.234,00 EUR 19 %", "1234.00", "EUR"),
        ("one hundred thousand U.S. dollars", "100000", "USD"),
        ("$1,880.00", "1880.00", None),
        ("($76.50)", "-76.50", None),
        ("$.50", "0.50", None),
        ("$5M", "5000000", None),
        ("Rs.1,00,000/-", "100000", None),
        ("kr 200", "200", None),
        ("¥ 5000", "5000", None),
        ("pay us $500", "500", None),
        ("KC 20", "20", None),
        ("Five Hundred Thousand Dollars ($500,000)", "500000", None),
        ("Five Hundred Thousand Dollars", "500000", None),
        ("4 $ 1,500.00", "1500.00", None),
        ("One Hundred Twenty-Three and 45/100 Dollars", "123.45", None),
        ("one hundred twenty-three dollars 45/100", "123.45", None),
        ("one hundred twenty-three/45 euros", "123.45", "EUR"),
        ("RINGGIT MALAYSIA NINE AND CENTS FIFTY ONLY", "9.50", "MYR"),
        ("five dollars and fifty cents", "5.50", None),
        ("zweitausendfünfhundert Euro", "2500", "EUR"),
        ("two and a half million euros", "2500000", "EUR"),
        ("eine halbe Million Euro", "500000", "EUR"),
        ("zweieinhalb Millionen Euro", "2500000", "EUR"),
        ("zwei Mio. Euro", "2000000", "EUR"),
        ("un demi-million d'euros", "500000", "EUR"),
        ("deux mille cinq cents euros et cinquante centimes", "2500.50", "EUR"),
        ("half a million pounds sterling", "500000", "GBP"),
        ("tausend Euro und fünfzig Cent", "1000.50", "EUR"),
        ("deux cent cinquante euros", "250", "EUR"),
        ("12€50", "12.50", "EUR"),
        ("5 MEUR", "5000000", "EUR"),
        ("50¢", "0.50", None),
        ("INR 5 lakh", "500000", "INR"),
        ("EUR 1.234,-", "1234", "EUR"),
        ("$1, 234.56", "1234.56", None),
        ("1,234. 56", "1234.56", None),
        ("14.99 CT", "14.99", None),
    ],
)
def test_the_currency_is_the_one_the_text_names_or_none(text: str, value: str, currency: str | None) -> None:
    read = read_value("amount", text)
    assert (read.value, read.currency, read.alternatives) == (value, currency, ())


@pytest.mark.parametrize(
    ("language", "text", "value", "others"),
    [
        ("en", "2 billion euros", "2000000000", ()),
        ("de", "2 Billionen Euro", "2000000000000", ()),
        ("de", "eine Billion Euro", "1000000000000", ()),
        ("de", "2 billion euros", "2000000000000", ("2000000000",)),
        ("fr", "2 milliards d'euros", "2000000000", ()),
        ("fr", "50 cents", "0.50", ()),
    ],
)
def test_a_billion_is_what_it_is_in_the_documents_language_and_what_it_is_in_english_is_said(
    language: str, text: str, value: str, others: tuple[str, ...]
) -> None:
    read = read_value("amount", text, Context(language=language))
    assert (read.value, read.alternatives) == (value, others)


@pytest.mark.parametrize(
    ("text", "document", "currency"),
    [
        ("$5.00", "CAD", "CAD"),
        ("$5.00", "EUR", None),
        ("kr 5", "NOK", "NOK"),
        ("5.00", "EUR", "EUR"),
        ("£5", "USD", "GBP"),
    ],
)
def test_a_shared_sign_takes_only_a_currency_that_it_stands_for(text: str, document: str, currency: str | None) -> None:
    assert read_value("amount", text, Context(currency=document)).currency == currency


@pytest.mark.parametrize(
    ("text", "language", "value", "currency"),
    [
        ("2,500 Kenyan shillings", "en", "2500", "KES"),
        ("2.500 norwegische Kronen", "de", "2500", "NOK"),
        ("2 500 livres égyptiennes", "fr", "2500", "EGP"),
        ("100 Canadian dollars", "de", "100", "CAD"),
        ("3 Mio. EUR", "en", "3000000", "EUR"),
        ("zweitausend Euro", "en", "2000", "EUR"),
        ("5 MEUR", "fr", "5000000", "EUR"),
        ("k€ 12", "fr", "12000", "EUR"),
        ("100 kr", "sv", "100", "SEK"),
        ("12 500:- kr", "sv", "12500", "SEK"),
        ("500 tkr", "de", "500000", None),
        ("12,5 mkr", "sv", "12500000", "SEK"),
    ],
)
def test_names_of_currencies_and_scales_are_known_in_the_documents_language_and_in_others(
    text: str, language: str, value: str, currency: str | None
) -> None:
    read = read_value("amount", text, Context(language=language))
    assert (read.value, read.currency) == (value, currency)


@pytest.mark.parametrize(
    ("text", "context", "best", "others"),
    [
        ("9.000", Context(), "9000", ("9.00",)),
        ("9.000", Context(language="en"), "9.00", ("9000",)),
        ("9.000", Context(language="de"), "9000", ()),
        ("9,000", Context(language="de"), "9.00", ("9000",)),
        ("9,000", Context(language="en"), "9000", ()),
        ("KWD 1.234", Context(), "1.2340", ()),
    ],
)
def test_three_digits_after_one_mark_are_ambiguous_unless_the_document_decides(
    text: str, context: Context, best: str, others: tuple[str, ...]
) -> None:
    read = read_value("amount", text, context)
    assert (read.value, read.alternatives) == (best, others)


@pytest.mark.parametrize("text", ["", "n/a", "free of charge", "__.__", "$", "9" * 5000])
def test_without_an_amount_there_is_no_value_and_a_note(text: str) -> None:
    read = read_value("amount", text)
    assert read.value is None
    assert read.note


@pytest.mark.parametrize(
    ("text", "figures", "words"),
    [
        ("Five Hundred Thousand Dollars ($50,000)", "50000", "500000"),
        ("EUR 1.500,00 (in Worten: tausendfünfzig Euro)", "1500.00", "1050"),
        ("($500) Five Thousand and 00/100 Dollars", "500", "5000"),
        ("EUR 5.500,00 (fünftausend)", "5500.00", "5000"),
        ("12 000 € (dix mille euros)", "12000", "10000"),
    ],
)
def test_where_words_and_figures_differ_the_figures_count_and_both_are_said(
    text: str, figures: str, words: str
) -> None:
    read = read_value("amount", text)
    assert (read.value, read.alternatives, read.note) == (figures, (words,), "words and figures differ")


@pytest.mark.parametrize(("mark", "value"), [(".", "9.00"), (",", "9000"), (None, "9000")])
def test_the_other_amounts_of_a_document_say_what_its_marks_mean(mark: str | None, value: str) -> None:
    read = read_value("amount", "9.000", Context(decimal_mark=mark))
    assert (read.value, read.ambiguous) == (value, mark is None)


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
FORMS = {
    "en": lambda number: f"{number:,.2f}",
    "de": lambda number: f"{number:,.2f}".translate(str.maketrans(",.", ".,")),
    "fr": lambda number: f"{number:,.2f}".translate(str.maketrans(",.", "\u202f,")),
    "ch": lambda number: f"{number:,.2f}".replace(",", "'"),
}


@given(AMOUNTS, st.sampled_from(sorted(FORMS)), st.sampled_from(["EUR", "USD", "CHF", None]))
def test_an_amount_written_the_way_of_a_country_reads_back(number: Decimal, form: str, code: str | None) -> None:
    text = FORMS[form](number) + (f" {code}" if code else "")
    read = read_value("amount", text)
    assert read.value is not None
    assert (Decimal(read.value), read.currency) == (number, code)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("HRK 100,00", "HRK"),
        ("100,00 kn", "HRK"),
        ("DM 1.250,00", "DEM"),
        ("1.250,00 DEM", "DEM"),
        ("1.000,00 FF", "FRF"),
        ("ITL 10.000", "ITL"),
        ("2.500 ptas", "ESP"),
        ("öS 120,-", "ATS"),
        ("SKK 40,50", "SKK"),
        ("5 dm", None),
        ("Reichsmark RMK 5.00", None),
    ],
)
def test_a_currency_that_was_withdrawn_has_its_code(text: str, currency: str | None) -> None:
    assert read_value("amount", text).currency == currency


@given(st.text(alphabet="0123456789.,'- $kr¥Rs()%abcXYZ\n", max_size=30))
def test_a_currency_is_never_invented(text: str) -> None:
    assume("R$" not in text)  # that one names the real
    assert read_value("amount", text).currency is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("19%", "19"),
        ("19,00 %", "19"),
        ("19 v.H.", "19"),
        ("8.25 per cent", "8.25"),
        ("0 %", "0"),
        ("19.00", "19"),
        ("MwSt 19 %:", "19"),
        ("7,5 Prozent", "7.5"),
        ("20 pour cent", "20"),
        ("8.125%", "8.125"),
        ("-5%", "-5"),
        ("1 1/2 %", "1.5"),
        ("1/2 of 1%", "0.5"),
        ("five percent (5%)", "5"),
        ("fifty-one (51%) percent", "51"),
        ("ten (10) percent", "10"),
        ("twenty-five percent", "25"),
        ("100,00%", "100"),
        ("8½%", "8.5"),
        ("twelve and one-half percent (12.5%)", "12.5"),
        ("19 °/o", "19"),
        ("50 basis points", "0.5"),
        ("5 ‰", "0.5"),
        ("19 vom Hundert", "19"),
        ("7-1/2%", "7.5"),
        ("one half of one percent", "0.5"),
        ("three-quarters of one percent", "0.75"),
        ("ein halbes Prozent", "0.5"),
        ("S1 19,00", "19"),
        ("no rate", None),
    ],
)
def test_a_percentage_is_a_plain_number_without_trailing_zeros(text: str, value: str | None) -> None:
    assert read_value("percent", text).value == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("exempt", "exempt from tax"),
        ("steuerfrei nach § 4 UStG", "exempt from tax"),
        ("Kleinunternehmer, § 19 UStG", "exempt from tax"),
        ("exonéré de TVA", "exempt from tax"),
        ("Reverse Charge", "reverse charge"),
        ("Steuerschuldnerschaft des Leistungsempfängers", "reverse charge"),
        ("autoliquidation", "reverse charge"),
        ("innergemeinschaftliche Lieferung", "intra-community supply"),
        ("0 % (reverse charge)", "reverse charge"),
        ("zero-rated", "zero rated"),
        ("Ausfuhrlieferung, steuerfrei", "export outside the EU"),
        ("nicht steuerbar", "outside the scope of tax"),
        ("hors champ de la TVA", "outside the scope of tax"),
        ("keine Umsatzsteuer", "exempt from tax"),
    ],
)
def test_what_bears_no_tax_has_a_rate_of_zero_and_the_reason(text: str, why: str) -> None:
    read = read_value("percent", text)
    assert (read.value, read.note) == ("0", why)


@pytest.mark.parametrize(
    ("text", "language", "value", "why"),
    [
        ("19 Prozent", "fr", "19", None),
        ("innergemeinschaftliche Lieferung 2024", "en", "0", "intra-community supply"),
        ("trois quarts d'un pour cent", "fr", "0.75", None),
        ("ein Viertelprozent", "de", "0.25", None),
        ("5 basis points", "de", "0.05", None),
    ],
)
def test_words_of_a_percentage_are_known_in_the_documents_language_and_then_in_others(
    text: str, language: str, value: str, why: str | None
) -> None:
    read = read_value("percent", text, Context(language=language))
    assert (read.value, read.note) == (value, why)


def test_a_percentage_in_words_that_differs_from_its_figures_is_said() -> None:
    read = read_value("percent", "nineteen percent (16%)")
    assert (read.value, read.alternatives, read.note) == ("16", ("19",), "words and figures differ")


@pytest.mark.parametrize("text", ["10-15%", "10 to 15 %", "10 bis 15 Prozent"])
def test_of_a_range_of_percentages_the_first_is_the_value_and_the_last_is_said(text: str) -> None:
    read = read_value("percent", text)
    assert (read.value, read.alternatives) == ("10", ("15",))


def test_zero_percent_alone_gives_no_reason() -> None:
    assert read_value("percent", "0 %").note is None


def test_a_scale_that_is_written_with_its_full_stop_is_read_with_it() -> None:
    assert [(hit.numeral, hit.scales) for hit in find_amounts("100 t.a")] == [("100", (3,))]


def test_an_amount_in_words_may_be_beyond_what_decimals_keep() -> None:
    (hit,) = find_worded("hundred " * 7 + "trillion dollars and fifty cents", "en")
    assert hit.number >= 10**26
    assert len(hit.number.as_tuple().digits) > 28
