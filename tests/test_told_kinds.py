"""Kinds that say what they are in their heading: their values are found by label words, in twelve languages."""

from __future__ import annotations

import pytest

from nerkit.document import Entity
from nerkit.labels import Schema, builtin
from nerkit.locales import codes, locale
from nerkit.reading import document_from_text
from nerkit.records import build, with_found

TOLD = ("order", "quote", "delivery_note", "reminder", "statement", "payslip", "utility_bill")

ORDER = """Halden Engineering Inc.
PURCHASE ORDER

PO Number: 4500118273
Order Date: 02/12/2024
Vendor: Kessler Fasteners LLC
"""

QUOTE = """Lindqvist Roofing
QUOTATION

Quote No: Q-2024-17
Quote Date: 03 May 2024
Valid until: 31 May 2024
Customer: Ann Lee
"""

LIEFERSCHEIN = """Holz Braun GmbH
Lieferschein

Lieferscheinnummer: LS-2024-88
Bestellnummer: 4711
Lieferdatum: 12.03.2024
Kunde: Tischlerei Fink
"""

MAHNUNG = """Hagemann GmbH
2. Mahnung

Kundennummer: 40911
Rechnungsnummer: RE-2024-0177
Rechnungsdatum: 22.01.2024
Mahngebühr: 10,00 EUR
Offener Betrag: 1.203,92 EUR
IBAN: DE89 3704 0044 0532 0130 00
"""

RELEVE = """Banque du Lac
RELEVÉ DE COMPTE

Numéro de compte : 00012345678
Solde initial : 1 200,00 €
Solde final : 980,50 €
"""

NOMINA = """Talleres Ebro S.L.
NÓMINA

Trabajador: Lucía Ortega
Número de cuenta: 12
Total devengado: 2.100,00 €
Líquido a percibir: 1.650,25 €
"""

STROM = """Stadtwerke Au GmbH
Stromrechnung

Rechnungsnummer: 2024-5561
Rechnungsdatum: 05.02.2024
Zählernummer: 1EMH0012345678
Tarif: Naturstrom Fix
Verbrauch: 2.340 kWh
Restbetrag: 120,50 EUR
"""


def fields(text: str) -> tuple[str, dict[str, list[str]]]:
    document = document_from_text(text, "a.txt")
    record = build(document, with_found(document, (), builtin()))
    return record.kind, {name: [value.value for value in values] for name, values in record.fields.items()}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (ORDER, "order", {"order_number": "4500118273", "order_date": "2024-02-12", "seller": "Kessler Fasteners LLC"}),
        (
            QUOTE,
            "quote",
            {"quote_number": "Q-2024-17", "quote_date": "2024-05-03", "valid_until": "2024-05-31", "buyer": "Ann Lee"},
        ),
        (
            LIEFERSCHEIN,
            "delivery_note",
            {
                "delivery_note_number": "LS-2024-88",
                "delivery_date": "2024-03-12",
                "order_number": "4711",
                "buyer": "Tischlerei Fink",
            },
        ),
        (
            MAHNUNG,
            "reminder",
            {
                "invoice_number": "RE-2024-0177",
                "invoice_date": "2024-01-22",
                "customer_number": "40911",
                "reminder_fee": "10.00",
                "amount_due": "1203.92",
                "iban": "DE89370400440532013000",
            },
        ),
        (
            RELEVE,
            "statement",
            {"account_number": "00012345678", "opening_balance": "1200.00", "closing_balance": "980.50"},
        ),
        (NOMINA, "payslip", {"employee": "Lucía Ortega", "gross_pay": "2100.00", "net_pay": "1650.25"}),
        (
            STROM,
            "utility_bill",
            {
                "invoice_number": "2024-5561",
                "invoice_date": "2024-02-05",
                "meter_number": "1EMH0012345678",
                "tariff": "Naturstrom Fix",
                "consumption": "2340",
                "total_amount": "120.50",
                "amount_due": "120.50",
            },
        ),
    ],
)
def test_its_heading_tells_the_kind_and_label_words_its_values(text: str, kind: str, expected: dict[str, str]) -> None:
    assert fields(text) == (kind, {name: [value] for name, value in expected.items()})


@pytest.mark.parametrize("kind", TOLD)
def test_every_language_has_titles_of_these_kinds_and_words_for_their_values(kind: str) -> None:
    own = {name.upper() for name in builtin().kinds[kind].announced}
    for code in codes():
        assert locale(code).kinds[kind].titles
        assert all(locale(code).labels[name].words for name in own), code


def test_what_an_invoice_refers_to_does_not_make_it_another_kind() -> None:
    text = "Holz Braun GmbH\nRECHNUNG\n\nRechnungsnummer: 17\nLieferschein: LS-88\nBestellung: 4711\nAngebot Nr. 12\n"
    labelled = "Käufer: Tischlerei Fink\nZahlbetrag: 55,00 EUR\nIBAN: DE89 3704 0044 0532 0130 00\n"
    assert fields(text + labelled)[0] not in TOLD


def test_a_kind_of_ones_own_takes_the_place_of_nerkits() -> None:
    text = "extends = 'nerkit'\n[kinds.reminder]\nfields = ['amount_due', 'iban']\n"
    reminder = Schema.parse(text).kinds["reminder"]
    assert (reminder.fields, reminder.many) == (("amount_due", "iban"), ("iban",))
    assert (reminder.announced, reminder.headed) == (("amount_due",), ())
    assert reminder.payment == {"iban": "iban", "amount": "amount_due"}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2. Mahnung zu Rechnung Nr. 24/1198 vom 12.11.2024", "reminder"),
        ("Ihre Stromrechnung für den Zeitraum 01.02.2024 bis 31.01.2025", "utility_bill"),
        ("Votre facture d'électricité du 11 mars 2025", "utility_bill"),
        ("Betreff: Zahlungserinnerung Rechnung 24/1198", "reminder"),
    ],
)
def test_a_title_may_be_told_to_the_customer_and_go_on_with_what_it_is_about(title: str, kind: str) -> None:
    particulars = "Rechnungsnummer: 17\nRechnungsdatum: 02.02.2025\nZahlbetrag: 55,00 EUR\n"
    assert fields(f"Kiesewetter GmbH\n\n{title}\n\n{particulars}")[0] == kind


def test_a_sentence_that_begins_with_a_title_is_none() -> None:
    sentence = "Mahnung und Vollstreckung von 17 Rechnungen kosten Geld und Zeit, schreiben Sie uns."
    particulars = "RECHNUNG\nRechnungsnummer: 17\nRechnungsdatum: 02.02.2025\nZahlbetrag: 55,00 EUR\n"
    assert fields(f"Kiesewetter GmbH\n\n{particulars}\n{sentence}\n")[0] != "reminder"


def test_what_an_invoice_is_about_does_not_make_it_another_kind() -> None:
    text = "Holz Braun GmbH\nBetreff: Ihre Bestellung vom 3. Mai 2024\nRechnung Nr. 17\n\nRechnungsnummer: 17\n"
    labelled = "Käufer: Tischlerei Fink\nZahlbetrag: 55,00 EUR\nIBAN: DE89 3704 0044 0532 0130 00\n"
    assert fields(text + labelled)[0] not in TOLD


def test_the_date_of_a_reminder_is_not_that_of_its_invoice() -> None:
    text = "Kiesewetter GmbH\nJena, 10. Januar 2025\n\n2. Mahnung\n\nRechnungsnummer: 17\nOffener Betrag: 64,90 EUR\n"
    start = text.index("10. Januar 2025")
    tagged = Entity("INVOICE_DATE", start, start + len("10. Januar 2025"), "10. Januar 2025", 0.9)
    document = document_from_text(text, "a.txt")
    record = build(document, with_found(document, [tagged], builtin()))
    assert [value.value for value in record.fields["reminder_date"]] == ["2025-01-10"]
    assert "invoice_date" not in record.fields
