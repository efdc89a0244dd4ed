"""Mentions have exact borders, do not overlap, and are what their type's reader can read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nerkit.values import read_value
from nerkit.values.currencies import currencies_in
from nerkit.values.typed_spans import mentions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("made this 6th day of January, 2012 by", [("date", "6th day of January, 2012")]),
        ("as of January 6, 2012, the", [("date", "January 6, 2012")]),
        ("Price\t$1,234.56\nMwSt. 19 %", [("amount", "$1,234.56"), ("percent", "19 %")]),
        ("for two (2) years or 30 days", [("duration", "two (2) years"), ("duration", "30 days")]),
        ("USD 5 million, US$2 and 19,00 €.", [("amount", "USD 5 million"), ("amount", "US$2"), ("amount", "19,00 €")]),
        ("five percent (5%) per year", [("percent", "five percent (5%)")]),
        ("Dollars ($500,000) on 31.12.2024", [("amount", "$500,000"), ("date", "31.12.2024")]),
        ("Total\t9.00\nTax\t1,234.50 x", [("amount", "9.00"), ("amount", "1,234.50")]),
        ("4 $ 1,500.00", [("amount", "$ 1,500.00")]),
        ("Section 10.12 and 1.2.20, version 2.10\n", []),
        ("\n1.44\n\n10.12 Notices", []),
        (":30 AFA-TV20-02H\t$145.00", [("amount", "$145.00")]),
        ("2\tRail BEF\t198,54\t2 pcs", [("amount", "198,54")]),
        ("May 20 14 units", []),
        ("contract 2018-12-130044, phone 555-1234", []),
        ("", []),
    ],
)
def test_only_what_has_the_form_of_a_value_is_a_mention(text: str, found: list[tuple[str, str]]) -> None:
    assert [(mention.type, text[mention.start : mention.end]) for mention in mentions(text)] == found


PIECES = st.sampled_from(
    ["January 6, 2012", "6th day of May 2014", "$1,234.56", "EUR 5", "19 %", "two (2) years", "30 days", "the", "in",
     "10.12", "Section", "\n", "\t", "(", ")", ",", "$", "1", "-", "and", "€", "12/31/24"]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=80))
def test_mentions_stand_apart_in_order_without_space_at_their_ends_and_can_be_read(text: str) -> None:
    found = mentions(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for mention in found:
        span = text[mention.start : mention.end]
        assert span
        assert span == span.strip()
        assert read_value(mention.type, span).value is not None


@pytest.mark.parametrize(
    "unit", [" ", "1", "1 ", "111 ", "1.", "$ ", "achtzehn", "ein und ", "one and ", "may 1 ", "1 of ", "two ("]
)
def test_a_long_text_of_one_repeated_piece_is_read_to_its_end(unit: str) -> None:
    # What would take hours with a pattern that backtracks over it.
    text = unit * (60_000 // len(unit)) + " on 31.12.2024"
    last = mentions(text)[-1]
    assert text[last.start : last.end] == "31.12.2024"


def test_a_word_of_one_language_is_no_currency_in_a_document_of_another() -> None:
    text = "the 3 real estate brokers sold 20 real houses"
    assert mentions(text, "en") == []
    assert currencies_in("Real estate in Costa Real", "en") == (frozenset(), frozenset())
    assert [mention.type for mention in mentions("100 reais", "pt")] == ["amount"]
