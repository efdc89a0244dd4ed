"""What is known of each candidate for a field: the numbers that the scorer weighs."""

from __future__ import annotations

import math

import pytest
from record_material import marked

from nerkit.labels import builtin
from nerkit.records.choosing.candidate_features import Describer, FeatureValues
from nerkit.records.choosing.candidates import candidates
from nerkit.records.mentions import Readings

SCHEMA = builtin()
INVOICE = SCHEMA.kinds["invoice"]


def described(text: str, field: str = "total_amount") -> list[FeatureValues]:
    document, entities = marked(text)
    read = Readings.of(document, entities, SCHEMA)
    mentions = [mention for mention in read.mentions if mention]
    found = candidates(SCHEMA.labels[field.upper()].type, mentions, INVOICE, SCHEMA, read.context)
    return Describer(document, SCHEMA, INVOICE).describe(field, found)


def test_an_amount_is_described_by_its_sign_its_size_and_its_cents() -> None:
    less, most, none = described("Total [[TOTAL_AMOUNT|-0,50 €]] or [[TOTAL_AMOUNT|7 €]] or [[TOTAL_AMOUNT|0,00 €]]")
    assert (less.get("negative"), less.get("with cents"), less.get("largest")) == (1.0, 1.0, None)
    assert (most.get("negative"), most.get("with cents"), most.get("largest")) == (None, None, 1.0)
    assert (none.get("zero"), less.get("zero"), none.get("with cents")) == (1.0, None, 1.0)


@pytest.mark.parametrize(("sure", "surer"), [(0.5, 0.0), (0.7, 0.85), (0.9, 2.2), (0.999, 3.0)])
def test_how_much_surer_one_is_than_the_next_counts_up_to_twenty_times(sure: float, surer: float) -> None:
    first, second = described(f"[[TOTAL_AMOUNT:{sure}|5,00 €]] or [[TOTAL_AMOUNT:0.5|7,00 €]]")
    assert first.get("surer than others", 0.0) == pytest.approx(surer, abs=0.01)
    assert second.get("surer than others", 0.0) == pytest.approx(-surer, abs=0.01)


def test_a_candidate_without_rivals_is_the_only_one_and_surer_than_none() -> None:
    (only,) = described("Total [[TOTAL_AMOUNT|5,00 €]] and again [[TOTAL_AMOUNT|5,00 €]]")
    assert (only["only candidate"], only["first"], only.get("surer than others")) == (1.0, 1.0, None)
    assert only["repeated"] == only["seen often"] == pytest.approx(math.log(2))


def test_an_identifier_with_a_checksum_counts_whatever_it_was_taken_for() -> None:
    text = (
        "[[VAT_ID|DE75 5121 0800 1245 1261 99]] [[VAT_ID|DE136695976]] [[INVOICE_NUMBER|DE89 3704 0044 0532 0130 00]]"
    )
    (account,) = described(text, "iban")
    assert account["only VAT_ID"] == 0.9
    (number,) = described(text, "vat_id")
    assert "only VAT_ID" not in number
