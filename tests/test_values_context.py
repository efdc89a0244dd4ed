"""A document decides for its values: language, order of day and month, currency - or says nothing."""

from __future__ import annotations

import pytest

from nerkit.values.context import context_of

ENGLISH = "This agreement is made by and between the parties and shall be governed by the laws of that state. "
GERMAN = "Die Rechnung ist bis zum Ende der Frist ohne Abzug auf das Konto der Firma zu zahlen, und wird nicht "
FRENCH = "La facture est payable dans les trente jours, et le montant total ne sera pas modifié par le client. "


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), ("1234 5678", None), ("", None)]
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
        ("AMT(RM) 9.00", "MYR"),
        ("they pay us $500", None),
        ("kr 100", None),
        ("no money here", None),
    ],
)
def test_the_currency_is_the_only_one_that_the_document_names(text: str, currency: str | None) -> None:
    assert context_of(text).currency == currency
