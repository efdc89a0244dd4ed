"""Amounts of credits, of other countries, and dates as they are printed: what stands around them says what they are."""

from __future__ import annotations

import pytest
from line_items_material import record_of

from nerkit.values import read_value
from nerkit.values.amount_text import with_sign
from nerkit.values.context import context_of


@pytest.mark.parametrize(
    ("text", "amount", "whole"),
    [
        ("Total\t(205.00)", "205.00", "(205.00)"),
        ("Total\t(205.00)", "(205.00", "(205.00)"),  # the tagger took one bracket
        ("Total: (205.00)\n", "205.00", "(205.00)"),
        ("Total: (205.00) each", "205.00", "205.00"),
        ("Total   205.00 CR", "205.00", "205.00 CR"),
        ("Total\t205.00-", "205.00", "205.00-"),
        ("Total\t- 205.00", "205.00", "- 205.00"),
        ("five dollars (5.00) each", "5.00", "5.00"),
        ("from 12.50 - 205.00 a day", "205.00", "205.00"),
        ("Total\t205.00 CRATES", "205.00", "205.00"),
    ],
)
def test_an_amount_has_the_sign_that_stands_around_it(text: str, amount: str, whole: str) -> None:
    start = text.index(amount)
    assert text[slice(*with_sign(text, start, start + len(amount), "en"))] == whole


CREDIT = "CREDIT MEMO\nSubtotal\t{}\nSales tax 8%\t{}\nTotal credit\t{}\n"


@pytest.mark.parametrize(
    ("printed", "signed"),
    [
        (("(205.00)", "(16.40)", "(221.40)"), ["-205.00", "-16.40", "-221.40"]),
        (("$205.00 CR", "$16.40 CR", "$221.40 CR"), ["-205.00", "-16.40", "-221.40"]),
        (("-205.00", "-16.40", "221.40"), ["-205.00", "-16.40", "-221.40"]),  # the sign is one
        (("205.00", "- 16.40", "221.40"), ["205.00", "16.40", "221.40"]),  # a lonely dash is none
        (("205.00", "16.40", "221.40"), ["205.00", "16.40", "221.40"]),
    ],
)
def test_net_tax_and_total_have_one_sign(printed: tuple[str, str, str], signed: list[str]) -> None:
    figures = [one.strip("()-CR $") for one in printed]
    labels = ("NET_AMOUNT", "TAX_AMOUNT", "TOTAL_AMOUNT")
    record = record_of(CREDIT.format(*printed), *zip(labels, figures, strict=True))
    assert [record.fields[label.lower()][0].value for label in labels] == signed


@pytest.mark.parametrize(
    ("document", "currency"),
    [
        ("Karoo Hardware (Pty) Ltd\nTotal  R 379.50", "ZAR"),
        ("VAT No: 4123456789\nTotal  R  379.50", "ZAR"),
        ("Loja Ltda, CNPJ 11.222.333/0001-81\nTotal  R 379,50", "BRL"),
        ("Total  R 379.50", None),
        ("Karoo Hardware (Pty) Ltd\nRoom R 12, Total $ 379.50", None),
    ],
)
def test_a_lone_r_is_the_currency_of_the_country_that_the_document_names(document: str, currency: str | None) -> None:
    context = context_of(document)
    assert context.currency == currency
    amount = read_value("amount", "R 379.50", context)
    assert (amount.value, amount.currency) == ("379.50", currency)


def test_a_letter_behind_a_price_is_a_class_of_tax_and_one_before_a_whole_number_no_currency() -> None:
    south = context_of("Karoo Hardware (Pty) Ltd\nBread  R 12.50")
    assert read_value("identifier", "R 2021").value == "R 2021"
    assert read_value("amount", "12.50 B", south).value == "12.50"


def test_dates_with_full_stops_have_the_day_first() -> None:
    dotted = context_of("Invoice date 05.09.2025\nTotal 936.00")
    assert read_value("date", "05.09.2025", dotted).value == "2025-09-05"
    slashed = context_of("Invoice date 05/09/2025\nPay in USD, New York, NY 10001")
    assert read_value("date", "05/09/2025", slashed).value == "2025-05-09"


@pytest.mark.parametrize("text", ["9™ June 2014", "9° June 2014", "9'' June 2014", "9th June 2014"])
def test_raised_letters_that_ocr_misread_are_no_part_of_a_date(text: str) -> None:
    assert read_value("date", text).value == "2014-06-09"
