"""The number and the date in the line of a title are the document's, whatever stands between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nerkit.errors import SchemaError
from nerkit.labels import Schema, builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found

PAPER = "Muster GmbH, Hauptstr. 5, 12345 Berlin\n\n{title}\n\nGesamt\t119,00 EUR\n"


def fields(title: str, kind: str = "invoice") -> dict[str, str]:
    document = document_from_text(PAPER.format(title=title), "a.txt")
    record = build(document, with_found(document, (), builtin(), kind), kind=kind)
    return {name: values[0].value for name, values in record.fields.items()}


@pytest.mark.parametrize(
    ("title", "number", "date"),
    [
        ("Handelsrechnung (380) Nr. 99877 vom 30.05.2026", "99877", "2026-05-30"),
        ("Schlussrechnung Bau (877)\tNr. 210113\tvom\t30.06.2025", "210113", "2025-06-30"),
        ("Rechnung des Versicherers Nr. 01.234.567.8-2018-1 vom", "01.234.567.8-2018-1", None),
        ("Commercial invoice (380) No. A-17 dated May 3, 2024", "A-17", "2024-05-03"),
        ("Facture commerciale n° 2024-17 du 3 mai 2024", "2024-17", "2024-05-03"),
        ("Fattura accompagnatoria n. 88/B del 12 marzo 2025", "88/B", "2025-03-12"),
        ("Facture du 22 septembre 2023\nN° 10 157 220 946", "10 157 220 946", "2023-09-22"),
        ("Facture du 22/09/2023\tMontant total\nN°12 345 678\t62,86 €", "12 345 678", "2023-09-22"),
    ],
)
def test_an_invoice_has_the_number_and_the_date_of_its_title(title: str, number: str, date: str | None) -> None:
    found = fields(title)
    assert found["invoice_number"] == number
    assert found.get("invoice_date") == date


@pytest.mark.parametrize(
    "head",
    [
        "Pracownia Glina\tFaktura nr 3/03/2024\nAnna Lis\tData wystawienia: 2024-03-12",
        "Pracownia Glina\tFaktura nr 3/03/2024\tData wystawienia: 2024-03-12",
    ],
)
def test_a_title_may_stand_right_of_a_letterhead(head: str) -> None:
    found = fields(head)
    assert (found["invoice_number"], found["invoice_date"]) == ("3/03/2024", "2024-03-12")


def test_a_number_of_parts_with_strokes_is_none_the_less_a_number() -> None:
    text = (
        "Sprzedawca: Kowalczyk Sp. z o.o.\nData wystawienia: 2023-05-30\n\nFaktura VAT nr 31/05/2023\nRazem: 5,00 zł\n"
    )
    document = document_from_text(text, "a.txt")
    record = build(document, with_found(document, (), builtin(), "invoice"), kind="invoice")
    assert [value.value for value in record.fields["invoice_number"]] == ["31/05/2023"]


@pytest.mark.parametrize(
    "line",
    [
        "Gutschrift zur Rechnung Nr. 17 vom 03.05.2024",
        "Die Rechnung mit der Nr. 4711 vom 03.05.2024 haben Sie noch nicht bezahlt",
        "Unsere Lieferung zu Auftrag Nr. 4711 vom 03.05.2024",
        "TAX INVOICE\tCustomer Number\tC-4711",
        "Ihr Zeichen: MK\tGutschrift zur Rechnung Nr. 17 vom 03.05.2024",
        "Rechnung über Wartung\nNr. 4 der Anlagen",
    ],
)
def test_what_a_line_says_of_another_document_is_not_taken(line: str) -> None:
    assert "invoice_number" not in fields(line)


def test_the_number_of_a_quote_is_a_quote_number() -> None:
    assert fields("Angebot Dachsanierung Nr. 2024-88 vom 12.03.2025", "quote") == {
        "quote_number": "2024-88",
        "quote_date": "2025-03-12",
    }


@pytest.mark.parametrize(
    ("titled", "said"),
    [('{ number = "serial" }', "not in fields"), ('{ number = "total_amount" }', "no field of type identifier")],
)
def test_a_schema_says_what_a_title_may_fill(tmp_path: Path, titled: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'extends = "nerkit"\n[kinds.invoice]\ntitled = {titled}\n')
    with pytest.raises(SchemaError, match=said):
        Schema.read(path)
