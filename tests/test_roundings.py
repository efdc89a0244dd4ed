"""What is paid in cash is rounded: the total is what is paid, and the sum holds with the rounding."""

from __future__ import annotations

from pathlib import Path

import pytest

from nerkit.errors import SchemaError
from nerkit.labels import Schema, builtin
from nerkit.labels.words import with_words
from nerkit.records import Record, build, with_found
from nerkit.records.checks import Check
from tests.record_material import marked, values

RECEIPT = """[[SELLER|Kedai Roti Sdn Bhd]]
[[INVOICE_DATE|04-06-2018]] 10:15
Vegetables\t5.18
Pork\t2.54
Net\t[[NET_AMOUNT|7.28]]
GST 6%\t[[TAX_AMOUNT|0.44]]
Total\t[[TOTAL_AMOUNT:{before}|7.72]]
{words}\t{rounding}
Rounded Total\t[[TOTAL_AMOUNT:{after}|7.70]]
"""


def record_of(text: str) -> Record:
    document, entities = marked(text, width=220)
    return build(document, with_found(document, entities, builtin(), "receipt"), kind="receipt")


def receipt(words: str = "Rounding Adj", rounding: str = "-0.02", before: float = 0.9, after: float = 0.9) -> Record:
    return record_of(RECEIPT.format(words=words, rounding=rounding, before=before, after=after))


def sum_check(record: Record) -> Check:
    return next(check for check in record.checks if check.check == "net + tax = total")


def test_the_total_is_what_is_paid_and_its_sum_holds_with_the_rounding() -> None:
    record = receipt()
    assert values(record, "total_amount") == ["7.70"]
    assert values(record, "rounding_amount") == ["-0.02"]
    assert sum_check(record).passed


def test_a_rounding_that_lost_its_sign_still_leads_to_the_total() -> None:
    record = receipt(rounding="0.02")
    assert values(record, "total_amount") == ["7.70"]
    assert sum_check(record).passed


def test_a_rounding_that_does_not_lead_to_the_total_fails_the_check() -> None:
    record = record_of(RECEIPT.format(words="Rounding", rounding="0.05", before=0.1, after=0.9))
    assert values(record, "total_amount") == ["7.70"]
    assert not sum_check(record).passed


def test_without_a_rounding_the_total_is_the_sum() -> None:
    record = receipt(words="Change", rounding="2.28")
    assert values(record, "total_amount") == ["7.72"]
    assert values(record, "rounding_amount") == []


@pytest.mark.parametrize("large", ["6.50", "0.40"])
def test_an_amount_that_is_a_large_part_of_the_total_is_no_rounding(large: str) -> None:
    record = receipt(rounding=large)
    assert values(record, "rounding_amount") == []
    assert values(record, "total_amount") == ["7.72"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Rundung"),
        ("sv", "Öresavrundning"),
        ("cs", "Zaokrouhlení"),
        ("nl", "Afronding"),
        ("it", "Arrotondamento"),
    ],
)
def test_rounding_is_called_by_its_name_in_other_languages(language: str, words: str) -> None:
    document, entities = marked(RECEIPT.format(words=words, rounding="-0.02", before=0.9, after=0.9), width=220)
    schema = with_words(builtin(), language)
    record = build(document, with_found(document, entities, schema, "receipt"), kind="receipt", schema=schema)
    assert values(record, "rounding_amount") == ["-0.02"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('relation = "order"\nfields = ["invoice_date", "due_date"]\nrounding = "rounding_amount"', "relation sum"),
        ('relation = "sum"\nfields = ["net_amount", "tax_amount", "total_amount"]\nrounding = "seller"', "no field"),
    ],
)
def test_a_schema_says_which_rounding_would_be_right(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'extends = "nerkit"\n[[checks]]\nname = "own"\n{line}\n')
    with pytest.raises(SchemaError, match=said):
        Schema.read(path)


def test_a_tax_that_its_rate_leads_to_is_not_what_a_total_is_rounded_by() -> None:
    record = record_of(
        """[[SELLER|Gaz du Sud-Ouest]]
Facture n° [[INVOICE_NUMBER|2502118447]] du [[INVOICE_DATE|19/02/2025]]
Total hors TVA\t[[NET_AMOUNT:0.99|123,78 €]]
TVA à [[TAX_RATE|5,5 %]] sur [[AMOUNT|38,12 €]]\t[[AMOUNT:0.98|2,10 €]]
TVA à [[TAX_RATE|20 %]] sur [[NET_AMOUNT:0.85|85,66 €]]\t[[TAX_AMOUNT:0.9|17,13 €]]
Total TTC\t[[TOTAL_AMOUNT:0.99|143,01 €]]
"""
    )
    assert values(record, "rounding_amount") == []
    assert values(record, "tax_amount") == ["19.23"]
