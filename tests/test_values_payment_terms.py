"""Due dates that an invoice writes relative to itself: the day they lead to, and the rule that says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.locales.folding import plain
from nerkit.reading import document_from_text
from nerkit.records.record import FieldValue
from nerkit.records.times.due_dates import due_date
from nerkit.values.payment_terms import find_terms

ISSUED = date(2024, 1, 31)


def dues(text: str, issued: date = ISSUED) -> dict[str, tuple[str, ...]]:
    """By rule, the days to which the terms lead that are all of a text."""
    found = find_terms(plain(text), alone=True)
    return {terms.rule: tuple(day.isoformat() for day in terms.due(issued)) for terms in found}


@pytest.mark.parametrize(
    ("text", "due", "rule"),
    [
        ("net 30", "2024-03-01", "30 days after the invoice date"),
        ("Net 30 days", "2024-03-01", "30 days after the invoice date"),
        ("n/30", "2024-03-01", "30 days after the invoice date"),
        ("within 14 days of invoice", "2024-02-14", "14 days after the invoice date"),
        ("zahlbar innerhalb 10 Tagen ohne Abzug", "2024-02-10", "10 days after the invoice date"),
        ("14 Tage netto", "2024-02-14", "14 days after the invoice date"),
        ("8 Tage 2% Skonto, 30 Tage netto", "2024-03-01", "30 days after the invoice date"),
        ("2% 10 net 30", "2024-03-01", "30 days after the invoice date"),
        ("two weeks", "2024-02-14", "14 days after the invoice date"),
        ("ein Monat nach Rechnungsdatum", "2024-02-29", "1 month after the invoice date"),
        ("30 jours date de facture", "2024-03-01", "30 days after the invoice date"),
        ("30 Tage nach Rechnungserhalt", "2024-03-01", "30 days after receipt, counted from the invoice date"),
        ("10 business days", "2024-02-14", "10 working days (Monday to Friday) after the invoice date"),
        ("due on receipt", "2024-01-31", "due on receipt, taken as the invoice date"),
        ("sofort fällig", "2024-01-31", "due on receipt, taken as the invoice date"),
        ("end of the following month", "2024-02-29", "end of the month after the invoice date's"),
        ("the end of the month following the invoice", "2024-02-29", "end of the month after the invoice date's"),
        ("Ende des nächsten Monats", "2024-02-29", "end of the month after the invoice date's"),
        ("by the end of the month", "2024-01-31", "end of the invoice date's month"),
        ("zum 15. des Folgemonats", "2024-02-15", "day 15 of the month after the invoice date's"),
        ("by the 31st of the following month", "2024-02-29", "day 31 of the month after the invoice date's"),
        ("30 Tg. netto", "2024-03-01", "30 days after the invoice date"),
        ("30D", "2024-03-01", "30 days after the invoice date"),
    ],
)  # fmt: skip
def test_a_relative_due_date_is_counted_from_the_invoice_and_the_rule_is_said(text: str, due: str, rule: str) -> None:
    assert dues(text) == {rule: (due,)}


def test_where_the_end_of_a_month_may_come_first_or_last_both_days_are_listed() -> None:
    assert [*dues("45 jours fin de mois").values()] == [("2024-03-31", "2024-03-16")]
    assert [*dues("45 days end of month").values()] == [("2024-03-16", "2024-03-31")]


@pytest.mark.parametrize("text", ["15.03.2024", "2% Skonto innerhalb 8 Tagen", "30 jours fin de mois le 10", ""])
def test_what_is_no_term_of_payment_leads_to_no_day(text: str) -> None:
    assert dues(text) == {}


def test_a_day_beyond_the_calendar_is_none() -> None:
    assert [*dues("net 30", date.max).values()] == [()]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Payment due within 30 days.\nWarranty: 12 months", {"30 days after the invoice date"}),
        ("Zahlbar innerhalb 8 Tagen mit 2 % Skonto, innerhalb 30 Tagen ohne Abzug", {"30 days after the invoice date"}),
        ("Terms: Net 45\n", {"45 days after the invoice date"}),
        ("Terms\tPO\nNet 45\t4711\n", {"45 days after the invoice date"}),
        ("Bitte überweisen Sie den Betrag innerhalb von 7 Tagen.", {"7 days after the invoice date"}),
        ("Net 83\nVAT 17\nTotal 100", set()),
        ("Claims must be made within 90 days of the invoice", set()),
        ("N 75 TAPE 3.50\nNet 52 EUR\nNetto 1 52,27", set()),
        ("If payment is late by 10 days, interest is due", set()),
        ("charges shall become immediately due", set()),
        ("The invoice is payable at the end of the month.", {"end of the invoice date's month"}),
        ("Delivery by the end of the month", set()),
    ],
)
def test_in_running_text_a_length_of_time_is_a_term_of_payment_only_where_words_say_so(
    text: str, rules: set[str]
) -> None:
    assert {terms.rule for terms in find_terms(plain(text))} == rules


@pytest.mark.parametrize(
    ("text", "due", "rule"),
    [
        ("Terms: Net 30", "2024-03-01", "30 days after the invoice date"),
        ("Invoice\tDate\tPayment terms\n123\t31/1/24\t30 days", "2024-03-01", "30 days after the invoice date"),
        ("Zahlungsziel\t14 Tage", "2024-02-14", "14 days after the invoice date"),
        ("Conditions de règlement\n30 jours", "2024-03-01", "30 days after the invoice date"),
        ("Delivery terms\t30 days", None, None),
        ("Terms\tNet 30\nPayment due within 14 days", None, None),
    ],
)
def test_the_due_date_of_an_invoice_follows_from_a_cell_that_its_heading_announces(
    text: str, due: str | None, rule: str | None
) -> None:
    fields = {"invoice_date": (FieldValue(ISSUED.isoformat(), 0.9, (0,)),)}
    value = due_date(fields, document_from_text(text, "made"), [])
    assert (value and value.value, value and value.note) == (due, rule)


def test_the_words_of_other_languages_are_terms_only_where_those_of_the_documents_own_are_not() -> None:
    text = plain("Zahlbar innerhalb von 14 Tagen")
    assert not list(find_terms(text, "fr"))
    fields = {"invoice_date": (FieldValue(ISSUED.isoformat(), 0.9, (0,)),)}
    value = due_date(fields, document_from_text(text, "made"), [], "fr")
    assert value is not None
    assert value.value == "2024-02-14"


@given(st.dates(date(1980, 1, 1), date(2060, 1, 1)), st.integers(1, 366))
def test_days_are_counted_as_the_calendar_does(issued: date, days: int) -> None:
    assert [*dues(f"net {days}", issued).values()] == [((issued + timedelta(days=days)).isoformat(),)]


@given(st.dates(date(1980, 1, 1), date(2060, 1, 1)), st.integers(1, 12))
def test_a_month_later_is_the_same_day_or_the_last_one(issued: date, months: int) -> None:
    ((found,),) = dues(f"{months} months", issued).values()
    due = date.fromisoformat(found)
    assert (due.year * 12 + due.month) - (issued.year * 12 + issued.month) == months
    assert due.day == issued.day or (due + timedelta(days=1)).day == 1


@given(st.text(max_size=60), st.dates())
def test_no_text_fails_and_what_comes_out_is_not_before_the_invoice(text: str, issued: date) -> None:
    assert all(date.fromisoformat(day) >= issued for days in dues(text, issued).values() for day in days)
