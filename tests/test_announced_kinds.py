"""What label words and a colon announce tells kinds apart, and makes no record of what is of none of them."""

from __future__ import annotations

from nerkit.document import Entity
from nerkit.labels import builtin
from nerkit.reading import document_from_text
from nerkit.records import Record, build, with_found

TILL = """Maple Hardware Ltd
{}
Date: 8 July 2022

Shelving                  1,000.00
Subtotal                  1,000.00
GST 5%                       50.00
QST 9.975%                   99.75
Total CAD                 1,149.75
"""
ENTITIES = (
    ("SELLER", "Maple Hardware Ltd", 1.0),
    ("INVOICE_DATE", "8 July 2022", 1.0),
    ("NET_AMOUNT", "1,000.00", 0.79),
    ("TAX_RATE", "5%", 1.0),
    ("TAX_RATE", "9.975%", 1.0),
    ("TAX_AMOUNT", "99.75", 0.79),
    ("TOTAL_AMOUNT", "1,149.75", 0.54),
)


def record(text: str, tagged: tuple[tuple[str, str, float], ...]) -> Record:
    document = document_from_text(text, "a.txt")
    starts = [(label, text.index(value), value, sure) for label, value, sure in tagged]
    entities = [Entity(label, start, start + len(value), value, sure) for label, start, value, sure in starts]
    return build(document, with_found(document, entities, builtin()))


def test_a_number_of_an_invoice_behind_a_colon_makes_an_invoice_of_what_may_be_a_receipt_too() -> None:
    assert record(TILL.format("Tel. 555-0142"), ENTITIES).kind == "receipt"
    invoice = record(TILL.format("Invoice No: 5541"), ENTITIES)
    assert invoice.kind == "invoice"
    assert [value.value for value in invoice.fields["invoice_number"]] == ["5541"]
    assert {value.value for value in invoice.fields["tax_rate"]} == {"5", "9.975"}


def test_a_form_that_names_numbers_is_no_invoice_for_that() -> None:
    form = "Stolen bicycles\n\nName: Jane Roe\nInvoice No: 5541\nOrder No: 17-4\nDate: 8 July 2022\n"
    assert record(form, (("DATE", "8 July 2022", 1.0),)).kind == "other"


def test_a_bill_with_a_meter_and_what_it_counted_is_one_of_a_utility() -> None:
    bill = "Stadtwerke Au GmbH\nRechnungsnummer: 2024-17\n{}Rechnungsdatum: 05.02.2024\nZahlbetrag: 55,00 EUR\n"
    tagged = (
        ("SELLER", "Stadtwerke Au GmbH", 1.0),
        ("INVOICE_NUMBER", "2024-17", 1.0),
        ("INVOICE_DATE", "05.02.2024", 1.0),
        ("TOTAL_AMOUNT", "55,00 EUR", 0.9),
    )
    assert record(bill.format("Tarif: Basis\n"), tagged).kind == "invoice"
    metered = record(bill.format("Zählernummer: 1EMH0012345678\nVerbrauch: 2.340 kWh\n"), tagged)
    assert metered.kind == "utility_bill"
    assert [value.value for value in metered.fields["consumption"]] == ["2340"]
