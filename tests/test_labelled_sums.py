"""Net, tax and total that are printed without decimals."""

from __future__ import annotations

import pytest

from nerkit.labels import builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found
from tests.record_material import marked, values

BILLS = {
    "da": "FAKTURA\nFakturanr.\t118\n\nTavle\t1\t8500\t8500\n\nSubtotal\t8500\nMoms 25 %\t2125\nI alt DKK\t10625\n",
    "en": "INVOICE\nInvoice no\t118\n\nPanel\t1\t8500\t8500\n\nSubtotal\t8500\nVAT 25%\t2125\nTotal\t10625\n",
    "de": "RECHNUNG\nRechnungsnr.: 118\n\nTafel\t1\t8500\t8500\n\nNetto\t8500\nMwSt 25 %\t2125\nGesamtbetrag\t10625\n",
    "pl": "FAKTURA\nNumer: 118\n\nTablica\t1\t8500\t8500\n\nRazem netto\t8500\nKwota VAT\t2125\nDo zapłaty\t10625\n",
}


@pytest.mark.parametrize("language", BILLS)
def test_amounts_without_decimals_that_add_up_are_net_tax_and_total(language: str) -> None:
    document = document_from_text(BILLS[language], "a.txt")
    record = build(document, with_found(document, (), builtin(), "invoice"), kind="invoice")
    assert [values(record, f"{name}_amount") for name in ("net", "tax", "total")] == [["8500"], ["2125"], ["10625"]]


@pytest.mark.parametrize("total", ["10626", "6375"])
def test_those_that_do_not_add_up_are_none(total: str) -> None:
    document = document_from_text(BILLS["en"].replace("10625", total), "a.txt")
    found = with_found(document, (), builtin(), "invoice")
    assert not {entity.label for entity in found} & {"NET_AMOUNT", "TAX_AMOUNT", "TOTAL_AMOUNT"}


def test_a_total_that_the_tagger_has_seen_is_enough() -> None:
    text = BILLS["en"] + "\nPay\t[[TOTAL_AMOUNT|20.00]]\n"
    document, entities = marked(text)
    found = with_found(document, entities, builtin(), "invoice")
    assert [entity.text for entity in found if entity.label == "TOTAL_AMOUNT"] == ["20.00"]
