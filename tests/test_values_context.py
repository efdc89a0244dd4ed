"""A document decides for its values: language, order of day and month, currency - or says nothing."""

from __future__ import annotations

import pytest

from nerkit.values.context import context_of

ENGLISH = "This agreement is made by and between the parties and shall be governed by the laws of that state. "
GERMAN = "Die Rechnung ist bis zum Ende der Frist ohne Abzug auf das Konto der Firma zu zahlen, und wird nicht "
FRENCH = "La facture est payable dans les trente jours, et le montant total ne sera pas modifié par le client. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (FRENCH, "fr"),
        ("Invoice 7\tDate 1/2/24\nSubtotal 5.00\nTax 0.50", "en"),
        ("Rechnung 7\tDatum 1.2.24\nSumme 5,00\nMwSt 0,50", "de"),
        ("Facture 7\tDate 1/2/24\nMontant HT 5,00\nTVA 0,50", "fr"),
        ("Omaha, NE 68154\nLincoln, NE 68501\nNE NE", None),
        ("www.pour.example\ndes@vous.example 12.50", None),
        ("das the der of", None),
        ("1234 5678", None),
        ("", None),
    ],
)
def test_the_commonest_words_give_the_language(text: str, language: str | None) -> None:
    assert context_of(text).language == language


def test_a_language_that_is_given_is_not_guessed() -> None:
    assert context_of(ENGLISH, "fr").language == "fr"


@pytest.mark.parametrize(
    ("text", "day_first"),
    [
        ("TOTAL: MYR 13.10 on 03/04/2018", True),
        ("from 01/02/2024 to 28/02/2024", True),
        ("from 01/02/2024 to 02/28/2024", False),
        ("from 28/02/2024 to 02/28/2024", None),
        ("from 01/02/2024 to 03/04/2024", None),
        (GERMAN + "01/02/2024", True),
        (FRENCH + "12/25/2024", False),
        (ENGLISH + "VAT is due on 01/02/2024", True),
        (ENGLISH + "Portland, OR 97201, 01/02/2024", False),
        (ENGLISH + "London SW1A 1AA, 01/02/2024", True),
        (ENGLISH + "€ 5 for Portland, OR 97201", None),
        (ENGLISH + "made on January 6, 2012, VAT is due on 01/02/2024", False),
        (ENGLISH + "made on 6 January 2012, due on 01/02/2024", True),
        (ENGLISH + "made on 6 January 2012 in Portland, OR 97201, due on 01/02/2024", None),
        ("Total 12,50\nTax 1,50\n01/02/2024", True),
        ("call (503) 555-0123 on 01/02/2024", False),
    ],
)
def test_the_order_of_day_and_month_comes_from_the_dates_then_language_then_places(
    text: str, day_first: bool | None
) -> None:
    assert context_of(text).day_first is day_first


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("EUR 5.00 and 7.00 €", "EUR"),
        ("EUR 5.00 and USD 7.00", None),
        ("$5.00", None),
        ("$5.00, amounts in USD", "USD"),
        ("$5.00, amounts in CAD", "CAD"),
        ("$5.00, Portland, OR 97201", "USD"),
        ("€ 5.00 or $ 6.00", None),
        ("$5.00, Toronto ON M5V 2T6", "CAD"),
        ("$5.00, Sydney NSW 2000, ABN 83 914 571 673", "AUD"),
        ("$5.00, Canada and Australia", None),
        ("AMT(RM) 9.00", "MYR"),
        ("they pay us $500", None),
        ("kr 100", None),
        ("KR3M 5,00 EUR, nach $4 Nr. 10a UStG", "EUR"),
        ("kr 100 eks. mva", "NOK"),
        ("kr 100, Svensson AB, Bankgiro 12-3", "SEK"),
        ("Rs. 100, GSTIN 27AAPFU0939F1ZV, CGST 9%", "INR"),
        ("Rs. 100, Sri Lanka", "LKR"),
        ("¥100", None),
        ("¥100, Tokyo, Japan", "JPY"),
        ("TAMAN SUBANG PERDANA, SEK,U3", None),
        ("$5.00 on M-W--S$", None),
        ("Razem 1 000,00 zł", "PLN"),
        ("Celkem 1 000,00 Kč.", "CZK"),
        ("5 zł, 7 Kč", None),
        ("zły łosoś, kčx 5", None),
        ("no money here", None),
    ],
)
def test_the_currency_is_the_only_one_that_the_document_names(text: str, currency: str | None) -> None:
    assert context_of(text).currency == currency


@pytest.mark.parametrize(
    ("text", "language", "currency"),
    [
        ("Summa 100 kr", "sv", "SEK"),
        ("Summa 100 kr, Oslo, Norge", "sv", "NOK"),
        ("Total 100 kr", "en", None),
        ("Total $100", "sv", None),
    ],
)
def test_a_sign_that_several_currencies_share_is_that_of_the_language_where_no_country_says_more(
    text: str, language: str, currency: str | None
) -> None:
    assert context_of(text, language).currency == currency


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Total\t1.234,56\nTax\t9,50\n", ","),
        ("Total $1,234.56\n", "."),
        ("Total 1.50\nTax 1,50\n", None),
        ("Section 10.12 of 31.12.2024", None),
    ],
)
def test_the_decimal_mark_is_the_one_that_the_amounts_have(text: str, mark: str | None) -> None:
    assert context_of(text).decimal_mark == mark
