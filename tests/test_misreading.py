"""A value of a scan is as sure as that it is the right one and that its letters were read right."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from nerkit.records import Record, build
from nerkit.records.misreading import read_right
from tests.record_material import INVOICE, marked

TWICE = INVOICE + "\n[[SELLER|Lieferant GmbH]]\n"


def recognised(text: str, sure: float, *, doubtful: str = "") -> Record:
    """The record of a scan whose words the engine is so sure of; of those in `doubtful` it has 0.8."""
    document, entities = marked(text)
    words = tuple(
        replace(word, confidence=0.8 if document.text[word.start : word.end] in doubtful.split() else sure)
        for word in document.words
    )
    pages = tuple(replace(page, source="ocr") for page in document.pages)
    return build(replace(document, words=words, pages=pages), entities, kind="invoice")


def confidence(record: Record, field: str) -> float:
    return record.fields[field][0].confidence


def test_a_name_that_the_engine_doubts_is_less_sure_than_the_same_name_on_a_digital_page() -> None:
    digital = build(*marked(INVOICE), kind="invoice")
    doubted = recognised(INVOICE, 0.9999, doubtful="Lieferant")

    assert confidence(doubted, "seller") < 0.6 * confidence(digital, "seller")
    assert confidence(doubted, "buyer") == pytest.approx(confidence(digital, "buyer"), abs=0.01)


def test_an_amount_or_a_date_is_as_sure_as_before_since_misread_it_would_be_none() -> None:
    digital, doubted = build(*marked(INVOICE), kind="invoice"), recognised(INVOICE, 0.8)

    for field in ("total_amount", "invoice_date", "iban"):
        assert confidence(doubted, field) == confidence(digital, field)


def test_a_number_whose_checksum_fails_was_probably_misread_while_a_digital_page_says_what_it_says() -> None:
    broken = INVOICE.replace("1261 99", "1261 98")
    digital, scan = build(*marked(broken), kind="invoice"), recognised(broken, 0.9999)

    assert confidence(digital, "iban") > 0.8
    assert confidence(scan, "iban") < 0.3


def test_a_name_that_was_read_alike_at_two_places_is_hardly_doubted() -> None:
    once = recognised(INVOICE, 0.9999, doubtful="Lieferant GmbH")
    twice = recognised(TWICE, 0.9999, doubtful="Lieferant GmbH")

    assert confidence(once, "seller") < confidence(twice, "seller")


def test_the_surer_the_engine_is_of_the_words_and_the_fewer_they_are_the_likelier_they_were_read_right() -> None:
    by_confidence = [read_right([0.9999, sure]) for sure in (0.0, 0.5, 0.9, 0.99, 0.9999, 1.0)]
    by_number = [read_right([0.99] * count) for count in (12, 6, 3, 1)]

    assert all(less < more for less, more in pairwise(by_confidence))
    assert all(less < more for less, more in pairwise(by_number))
    assert read_right([None, None]) == 1.0


def test_words_are_misread_together_so_that_ten_cost_less_than_ten_times_what_one_costs() -> None:
    assert read_right([0.98] * 10) > read_right([0.98]) ** 10
