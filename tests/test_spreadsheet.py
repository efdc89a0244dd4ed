"""CSV that hides no doubt, runs no formula, and is read back as it was."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.cli.writers import csv_writer
from nerkit.document import Box, Document, Entity, Page
from nerkit.labels import builtin
from nerkit.records.placed_values import PlacedValue, TaxBreakdown
from nerkit.records.record import Alternative, Check, FieldValue, Record
from nerkit.result import Failure, Result
from nerkit.spreadsheet import COLUMNS, defused, plain, read_csv, rows, wide_columns, wide_row

BOX = Box(1, 10.0, 20.0, 30.0, 40.0)


@pytest.fixture
def result() -> Result:
    """An invoice with a doubt of every sort."""
    entities = tuple(
        Entity(label, 0, 1, "x", 0.9, (BOX,)) for label in ("SELLER", "INVOICE_DATE", "NET_AMOUNT", "IBAN")
    )
    fields = {
        "seller": (FieldValue("=HYPERLINK(A1)", 0.9, (0,)),),
        "invoice_date": (
            FieldValue("2024-03-04", 0.5, (1,), ambiguous=True, alternatives=(Alternative("2024-04-03", 0.4, (1,)),)),
        ),
        "net_amount": (FieldValue("-100.00", 0.8, (2,), currency="EUR"),),
        "total_amount": (FieldValue("-119.00", 0.7, (2,), currency="EUR", derived="net + tax"),),
        "iban": (FieldValue("DE02", 0.6, (3,), note="the checksum fails"), FieldValue("DE03", 0.6, (3,))),
    }
    checks = (
        Check("net + tax = total", False, "off by 1.00", ("net_amount", "total_amount")),
        Check("IBAN is valid", False, None, ("iban",)),
        Check("due ≥ issued", True, None, ("invoice_date", "due_date")),
        Check("carrier is there", False, None, ("carrier",)),
    )
    rate = PlacedValue("19", boxes=(BOX,))
    tax = TaxBreakdown(rate, amount=PlacedValue("-19.00", boxes=(BOX,), currency="EUR", derived="rate × base"))
    record = Record("invoice", 0.9, fields=fields, checks=checks, taxes=(tax,))
    return Result(Document("@bill.pdf", "x", (), (Page(1, 600, 800, 0, 1),)), entities, record, "model")


def by_field(result: Result) -> dict[str, dict[str, str]]:
    return {row["field"]: row for row in rows(result)}


def test_every_doubt_of_a_value_stands_in_its_row(result: Result) -> None:
    found = by_field(result)
    assert {row["kind"] for row in found.values()} == {"invoice"}
    assert found["invoice_date"]["ambiguous"] == "2024-03-04 or 2024-04-03"
    assert found["net_amount"]["check"] == "failed: net + tax = total, off by 1.00"
    assert found["invoice_date"]["check"] == "passed"
    assert "check" not in found["seller"]
    assert found["total_amount"]["derived"] == "net + tax"
    assert [row.get("note") for row in rows(result) if row["field"] == "iban"] == ["the checksum fails", None]


def test_a_value_that_stands_nowhere_has_no_place_of_another(result: Result) -> None:
    found = by_field(result)
    assert (found["net_amount"]["page"], found["net_amount"]["box"]) == ("1", "10.0 20.0 30.0 40.0")
    assert not {"page", "box"} & set(found["total_amount"])
    assert found["taxes.1.rate"]["page"] == "1"
    assert not {"page", "box"} & set(found["taxes.1.amount"])
    assert result.first_box(result.record.fields["total_amount"][0]) is None


def test_a_check_that_fails_on_what_is_not_there_is_a_row_of_its_own(result: Result) -> None:
    assert by_field(result)["check"]["check"] == "failed: carrier is there"


def test_a_failed_file_and_one_without_values_are_rows_too() -> None:
    (failed,) = rows(Failure("x.pdf", "encrypted-pdf", "open it"))
    assert failed == {"source": "x.pdf", "field": "error", "value": "encrypted-pdf", "note": "open it"}
    letter = Result(Document("letter.txt", "", (), ()), (), Record("other", 0.9), "model")
    assert list(rows(letter)) == [{"source": "letter.txt", "kind": "other"}]


def test_one_row_a_document_says_the_same_in_short(result: Result) -> None:
    columns = wide_columns(builtin(), "auto")
    (row,) = wide_row(result)
    assert set(row) <= set(columns)
    assert row["net_amount"] == "-100.00"
    assert row["net_amount.currency"] == "EUR"
    assert row["iban"] == "DE02\nDE03"
    assert row["least_confidence"] == "0.5000"
    assert row["ambiguous"] == "invoice_date: 2024-03-04 or 2024-04-03"
    assert row["derived"] == "total_amount: net + tax"
    assert row["notes"] == "iban: the checksum fails"
    assert row["failed_checks"].splitlines() == ["net + tax = total, off by 1.00", "IBAN is valid", "carrier is there"]
    (failed,) = wide_row(Failure("x.pdf", "encrypted-pdf", "open it"))
    assert failed == {"source": "x.pdf", "error": "encrypted-pdf: open it"}
    assert set(failed) <= set(columns)


def test_the_columns_of_one_kind_are_its_fields() -> None:
    columns = wide_columns(builtin(), "contract")
    assert columns[:3] == ["source", "kind", builtin().kinds["contract"].fields[0]]
    assert "total_amount" not in columns


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", "-cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert defused(text)[0] == "'"
    assert plain(defused(text)) == text


@pytest.mark.parametrize("number", ["-200.00", "+5", "-1,000.50", "1880.00", "2024-03-04", "19"])
def test_numbers_and_dates_stay_as_they_are(number: str) -> None:
    assert defused(number) == number


@pytest.mark.parametrize("text", ["Acme;=1+1", "Acme\t@SUM(A1)", "one\n-cmd|' /C calc'!A0", "a;'=1", "-5\n=1"])
def test_nor_is_what_a_spreadsheet_makes_a_cell_of_where_it_parts_at_semicolons(text: str) -> None:
    for cell in re.split("[;\\t\\n]", defused(text))[1:]:
        assert cell.startswith("'")
    assert plain(defused(text)) == text


def test_values_below_one_another_keep_their_signs() -> None:
    assert defused("-5\n-6.50\n+7") == "-5\n-6.50\n+7"


@given(st.text() | st.text("';\t\r\n=-+@1,."))
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    assert plain(defused(text)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_whole_file_is_read_back_as_it_was(result: Result, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "values.csv"
    odd = Failure("caf\udce9.pdf", "=1", "two\nlines, 'quoted'")
    with path.open("w", encoding=encoding, errors="backslashreplace", newline="") as file:
        write = csv_writer(file, COLUMNS, rows)
        write(result)
        write(odd)
    kept = [{name: cell for name, cell in row.items() if cell} for row in read_csv(path)]
    assert kept == [*rows(result), *rows(odd)]
    raw = list(csv.reader(io.StringIO(path.read_text(encoding=encoding))))
    assert not any(cell.startswith(("=", "@")) for line in raw for cell in line)


def test_the_command_writes_both_layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("=1+1.txt").write_text("Invoice number: INV-20417\nInvoice date: 14 May 2021\n\nTotal\t119.00 EUR\n")
    arguments = ["tag", "=1+1.txt", "none.txt", "--kind", "invoice", "--workers", "0"]
    assert CliRunner().invoke(app, [*arguments, "-o", "long.csv"]).exit_code == 3
    assert CliRunner().invoke(app, [*arguments, "-o", "wide.csv", "--layout", "wide", "--bom"]).exit_code == 3
    assert Path("wide.csv").read_bytes().startswith(b"\xef\xbb\xbfsource,kind,")
    assert b"'=1+1.txt,invoice" in Path("long.csv").read_bytes()
    tagged, failed = read_csv("wide.csv")
    assert (tagged["source"], tagged["kind"], tagged["total_amount"]) == ("=1+1.txt", "invoice", "119.00")
    assert failed["error"].startswith("missing-file: ")
    values = {row["field"]: row["value"] for row in read_csv("long.csv") if row["source"] == "=1+1.txt"}
    assert values["total_amount"] == tagged["total_amount"]
    assert read_csv("long.csv")[-1]["value"] == "missing-file"
    for wrong in (["--bom"], ["--layout", "wide"]):
        assert CliRunner().invoke(app, [*arguments, *wrong]).exit_code == 2
