"""A run says which of its documents are the same again, copies, or a credit note and its invoice."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from e_invoice_material import CII, CREDIT_NOTE
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.document import Document
from nerkit.labels import builtin
from nerkit.reading.plain import document_from_text
from nerkit.related import Sightings, fingerprint

INVOICE = """Kabelwerk Nord GmbH
Am Hafen 3
20095 Hamburg
USt-IdNr.: DE136695976

Rechnung Nr. RE-2024-0815
Rechnungsdatum: 05.03.2024

Pos  Bezeichnung        Menge  Einheit  Einzelpreis  Betrag
1    Kabel NYM          10     Stk      12,00        120,00
2    Zange              2      Stk      15,00        30,00

Nettobetrag 150,00 EUR
19 % MwSt 28,50 EUR
Gesamtbetrag 178,50 EUR
IBAN: DE02 1203 0000 0000 2020 51
"""

CREDIT = """Kabelwerk Nord GmbH
Am Hafen 3
20095 Hamburg
USt-IdNr.: DE136695976

Gutschrift Nr. GS-2024-0007
Datum: 12.03.2024
zu unserer Rechnung RE-2024-0815

Nettobetrag 30,00 EUR
19 % MwSt 5,70 EUR
Gesamtbetrag 35,70 EUR
IBAN: DE02 1203 0000 0000 2020 51
"""


def tagged(folder: Path, *options: object) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["tag", str(folder), "--workers", "0", *map(str, options)])
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def relations(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["relation"], Path(one["source"]).name) for one in row.get("related", ())]


def test_the_later_document_names_the_earlier_one(tmp_path: Path) -> None:
    texts = {
        "1.txt": INVOICE,
        "2.txt": INVOICE,  # the same bytes
        "3.txt": INVOICE.replace("\n\n", "\n \n"),  # the same text
        "4.txt": f"Rechnungskopie\n{INVOICE}",  # the same invoice, printed again
        "5.txt": CREDIT,
        "6.txt": INVOICE.replace("RE-2024-0815", "RE-2024-0816"),
        "7.xml": CII,  # the same invoice in another form
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)

    rows = {Path(row["source"]).name: relations(row) for row in tagged(tmp_path)}
    assert rows == {
        "1.txt": [],
        "2.txt": [("same_bytes", "1.txt")],
        "3.txt": [("same_text", "1.txt")],
        "4.txt": [("copy_of", "1.txt")],
        "5.txt": [("credits", "1.txt")],
        "6.txt": [],
        "7.xml": [("same_document", "1.txt"), ("credited_by", "5.txt")],
    }


def test_an_invoice_behind_its_credit_note_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CREDIT)
    (tmp_path / "b.txt").write_text(f"{INVOICE}\nKopie\n")

    rows = tagged(tmp_path)
    assert [relations(row) for row in rows] == [[], [("credited_by", "a.txt")]]


def test_xml_says_which_invoice_a_credit_note_is_about(tmp_path: Path) -> None:
    preceding = (
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-9</cbc:ID></cac:InvoiceDocumentReference>"
        "</cac:BillingReference><cac:AccountingSupplierParty>"
    )
    (tmp_path / "a.xml").write_text(CREDIT_NOTE.replace("<cac:AccountingSupplierParty>", preceding, 1))
    (tmp_path / "b.xml").write_text(
        CREDIT_NOTE.replace("CreditNote", "Invoice").replace("CN 17", "F 9").replace("381", "380")
    )

    rows = tagged(tmp_path)
    assert rows[0]["e_invoice"]["preceding"] == "F-9"
    assert [relations(row) for row in rows] == [[], [("credited_by", "a.xml")]]


def test_a_run_that_goes_on_knows_what_was_done_before(tmp_path: Path) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out.jsonl"
    inbox.mkdir()
    (inbox / "a.txt").write_text(INVOICE)
    tagged(inbox, "-o", out)
    first = out.read_text()
    (inbox / "b.txt").write_text(INVOICE.upper().lower())
    tagged(inbox, "-o", tmp_path / "whole.jsonl")
    whole = [json.loads(line) for line in (tmp_path / "whole.jsonl").read_text().splitlines()]

    seen = Sightings(builtin())
    seen.take(json.loads(first), "")
    again = seen.take(whole[1], "")
    assert [(one.relation, Path(one.source).name) for one in again] == relations(whole[1]) == [("same_text", "a.txt")]


def test_spreadsheets_and_tables_show_relations(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(INVOICE)

    def printed(form: str) -> str:
        return CliRunner().invoke(app, ["tag", str(tmp_path), "--workers", "0", "--format", form]).stdout

    assert [line for line in printed("csv").splitlines() if ",related," in line and "same_bytes" in line]
    assert "same bytes" in printed("table")
    assert "same bytes" in printed("html")


def row(number: int, **more: Any) -> dict[str, Any]:
    values = {"invoice_number": f"R-{number:06}", "seller": "Kabelwerk Nord GmbH", "total_amount": f"{number}.00"}
    record = {name: [{"value": value, "currency": "EUR"}] for name, value in values.items()}
    return {"source": f"{number}.pdf", "kind": "invoice", "record": record, "fingerprint": {}, **more}


def test_the_total_is_compared_with_its_currency_and_names_as_they_are_read() -> None:
    seen = Sightings(builtin())
    seen.take(row(5), "")
    other = row(5)
    other["record"]["total_amount"][0]["currency"] = "USD"
    spelt = row(5)
    spelt["record"]["seller"][0]["value"] = "KABELWERK NORD GMBH"

    assert seen.take(other, "") == ()
    assert [one.relation for one in seen.take(spelt, "")] == ["same_document"]


def test_a_part_of_a_file_is_named_with_its_pages() -> None:
    seen = Sightings(builtin())
    seen.take(row(1, page_range=[3, 4], part=2), "digest")
    (relation,) = seen.take(row(1, page_range=[1, 2], part=1), "digest")

    assert relation.to_dict() == {"relation": "same_document", "source": "1.pdf", "page_range": [3, 4]}


def test_what_was_seen_lies_on_the_disk_and_not_in_memory() -> None:
    seen = Sightings(builtin())
    seen.take(row(0), "")
    tracemalloc.start()
    for number in range(1, 2000):
        assert seen.take(row(number), f"{number}") == ()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 100_000  # 50 bytes a document
    assert [one.relation for one in seen.take(row(7), "")] == ["same_document"]


def document(text: str, language: str) -> Document:
    from dataclasses import replace

    return replace(document_from_text(text, "a.txt"), language=language)


@pytest.mark.parametrize(
    ("language", "line", "marks"),
    [
        ("en", "INVOICE (COPY)", ("copy",)),
        ("fr", "DUPLICATA", ("copy",)),
        ("pl", "Duplikat faktury", ("copy",)),
        ("en", "Credit Note No: CN-17", ("credit",)),
        ("it", "Nota di credito n. 4", ("credit",)),
        ("en", "Please keep a copy of this for your records", ()),
        ("en", "Copy to: accounts department", ()),
        ("de", "Kopierpapier A4, weiß", ()),
    ],
)
def test_a_heading_marks_copies_and_credit_notes(language: str, line: str, marks: tuple[str, ...]) -> None:
    found = fingerprint(document(f"Some Company Ltd\n{line}\nand what else there is\n", language), "invoice")

    assert found.marks == marks
