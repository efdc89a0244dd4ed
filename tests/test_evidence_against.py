"""What is no invoice and no receipt does not come out as one, however much on it looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nerkit.document import Entity
from nerkit.locales import codes, locale
from nerkit.reading import document_from_text
from nerkit.records import build

QUOTE = "{title}\n{prepared}: Ann Lee\n{valid}: 3 Apr 2024\nRoof\t9,460.00\nTotal\t9,460.00\n"


def kind_of(text: str, *labelled: tuple[str, str], language: str | None = None) -> str:
    document = document_from_text(text, "a.txt")
    document = replace(document, language=language) if language else document
    entities = [
        Entity(label, text.rindex(words), text.rindex(words) + len(words), words, 0.9) for label, words in labelled
    ]
    return build(document, entities).kind


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        (
            "Meridian Diagnostics\nPatient Name: ORTEGA\nDOB: 04/22/1979\nSpecimen: Serum\nTSH\t2.31\t0.40-4.50\n07:45",
            [("SELLER", "Meridian Diagnostics"), ("INVOICE_DATE", "04/22/1979"), ("TOTAL_AMOUNT", "2.31")],
        ),
        (
            "Chat transcript\nTicket: #48213\nAgent: Lucy\n[13:02] I was charged twice, $59.00 each on Feb 18, 2024.",
            [("TOTAL_AMOUNT", "$59.00"), ("INVOICE_DATE", "Feb 18, 2024")],
        ),
        (
            "Northgate plc\nREMITTANCE ADVICE\nInvoice No\tInvoice Date\tPaid\nINV-20418\t12/01/2024\t5,998.10",
            [("SELLER", "Northgate plc"), ("INVOICE_NUMBER", "INV-20418"), ("TOTAL_AMOUNT", "5,998.10")],
        ),
        (
            "Halden Inc.\tPURCHASE ORDER\nPO Number: 4500118273\nVendor: Kessler LLC\nTotal\t3,774.00",
            [("SELLER", "Kessler LLC"), ("ORDER_NUMBER", "4500118273"), ("TOTAL_AMOUNT", "3,774.00")],
        ),
        (
            "Stadt Freiburg\nGewerbesteuerbescheid 2022\nHebesatz: 430 %\nNachzahlung: 7.384,00 EUR fällig 05.06.2024",
            [("SELLER", "Stadt Freiburg"), ("TOTAL_AMOUNT", "7.384,00 EUR"), ("DUE_DATE", "05.06.2024")],
        ),
        (
            "Hagemann GmbH\n2. Mahnung\nMahnstufe: 2\nRechnung RE-177 über 1.184,05 EUR\nMahngebühr\t5,00 EUR",
            [("SELLER", "Hagemann GmbH"), ("INVOICE_NUMBER", "RE-177"), ("TOTAL_AMOUNT", "1.184,05 EUR")],
        ),
    ],
)
def test_a_document_of_another_kind_is_neither_invoice_nor_receipt(text: str, labelled: list[tuple[str, str]]) -> None:
    assert kind_of(text, *labelled) not in ("invoice", "receipt")


@pytest.mark.parametrize("code", codes())
def test_a_quote_is_no_invoice_in_any_language(code: str) -> None:
    words = locale(code).kinds["invoice"].not_cues
    said = {key: words[key][0].replace("*", "") for key in ("offer", "prepared")}
    text = QUOTE.format(title="Lindqvist", prepared=said["prepared"], valid=said["offer"])
    labelled = ("SELLER", "Lindqvist"), ("BUYER", "Ann Lee"), ("TOTAL_AMOUNT", "9,460.00")
    assert kind_of(text, *labelled, language=code) not in ("invoice", "receipt")


def test_all_languages_know_the_same_evidence_against_invoices_and_receipts() -> None:
    kinds = ("invoice", "receipt")
    groups = {code: {kind: set(locale(code).kinds[kind].not_cues) for kind in kinds} for code in codes()}
    assert all(found == groups["en"] and len(found["invoice"]) > 10 for found in groups.values())
    assert all(locale(code).kinds["invoice"].not_titles for code in codes())


def test_an_invoice_and_a_receipt_stay_what_they_are() -> None:
    invoice = "Lindqvist Roofing\nINVOICE\nInvoice No: 17\nBill to: Ann Lee\nYour order\nTotal\t9,460.00"
    number, total = ("INVOICE_NUMBER", "17"), ("TOTAL_AMOUNT", "9,460.00")
    assert kind_of(invoice, ("SELLER", "Lindqvist Roofing"), number, ("BUYER", "Ann Lee"), total) == "invoice"
    receipt = "CORNER SHOP\nMilk\t1.09\nTOTAL\t1.09\nVISA\t1.09\nThank you\n02/03/2016 15:56:15"
    labelled = ("SELLER", "CORNER SHOP"), ("TOTAL_AMOUNT", "1.09"), ("INVOICE_DATE", "02/03/2016")
    assert kind_of(receipt, *labelled) == "receipt"
