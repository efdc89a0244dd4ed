"""Results for other programs: Parquet and workbooks hold what the JSON lines hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pyarrow import parquet
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.exports import exported_values, write_parquet, write_xlsx
from nerkit.labels import builtin

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"
INVOICE = """\
Brightwater Supplies

INVOICE

Invoice number: {}
Invoice date: 03/04/2021

Bill to: Hartwell Foods

Description\tQuantity\tUnit price\tAmount
Paper, A4\t10\t100.00\t1000.00

Net total\t1000.00
Tax\t119.00
Total\t1119.00
"""
"""Nothing in it says in which country the day is of April, and in which of March."""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A PDF, a text with a date that may be two, one whose number looks like a formula, and an empty file."""
    folder = tmp_path_factory.mktemp("work") / "inbox"
    folder.mkdir()
    (folder / "a.pdf").write_bytes((SAMPLES / "invoice-usd-en.pdf").read_bytes())
    (folder / "b.txt").write_text(INVOICE.format("INV-2"))
    (folder / "c.txt").write_text(INVOICE.format("=INV-3"))
    (folder / "empty.txt").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder.parent)
        yield folder


@pytest.fixture(scope="module")
def rows(inbox: Path) -> list[dict[str, Any]]:
    tag("run.jsonl")
    return [json.loads(line) for line in Path("run.jsonl").read_text().splitlines()]


def tag(output: str, *more: str, status: int = 3) -> str:
    done = CliRunner().invoke(app, ["tag", "inbox", "-o", output, "--workers", "0", *more])
    assert done.exit_code == status, done.output
    return done.stderr


def test_parquet_has_a_row_a_document_and_the_whole_json_beside(inbox: Path, rows: list[dict[str, Any]]) -> None:
    tag("run.parquet")
    table = parquet.read_table("run.parquet").to_pylist()
    assert [json.loads(row["json"]) for row in table] == rows
    first = table[0]
    assert (first["kind"], first["pages"], first["error"]) == ("invoice", 1, None)
    total = next(value for value in first["values"] if value["field"] == "total_amount")
    assert (total["value"], total["currency"], total["box"]["page"], total["doubtful"]) == ("7632.00", "USD", 1, False)
    assert {(cell["table"], cell["row"]) for cell in first["cells"]} >= {("line_items", 5), ("taxes", 1)}
    assert table[-1]["error"]["code"] == "empty-file"
    assert not list(Path().glob("run.parquet.*"))


def test_row_groups_hold_all_rows_in_their_order(tmp_path: Path) -> None:
    rows = [{"source": f"{number}\udce9.txt", "error": {"code": "x", "message": "y"}} for number in range(2500)]
    write_parquet(iter(rows), tmp_path / "many.parquet")
    table = parquet.read_table(tmp_path / "many.parquet")
    assert table.column("source").to_pylist() == [f"{number}\\udce9.txt" for number in range(2500)]
    assert parquet.ParquetFile(tmp_path / "many.parquet").num_row_groups == 3


@pytest.fixture(scope="module")
def book(inbox: Path) -> Any:
    tag("run.xlsx")
    return load_workbook("run.xlsx")


@pytest.fixture
def sheet(book: Any) -> dict[tuple[int, str], Any]:
    """The cells of the invoices by row and heading."""
    sheet = book["invoice"]
    names = [cell.value for cell in sheet[1]]
    return {
        (row[0].row, name): cell for row in sheet.iter_rows(min_row=2) for name, cell in zip(names, row, strict=True)
    }


class TestWorkbook:
    def test_it_has_a_sheet_a_kind_and_one_of_failures(self, book: Any) -> None:
        assert set(book.sheetnames) == {"invoice", "failed"}
        assert [cell.value for cell in book["failed"][2]][1] == "empty-file"
        assert book["invoice"].max_row == 4

    def test_amounts_and_dates_are_numbers_and_link_to_the_page(
        self, inbox: Path, sheet: dict[tuple[int, str], Any]
    ) -> None:
        total, day = sheet[2, "total_amount"], sheet[2, "due_date"]
        assert total.value == 7632
        assert (total.hyperlink.target, total.hyperlink.location) == (r"inbox\a.pdf", "page=1")
        assert day.value == datetime(2024, 6, 13)
        assert sheet[2, "total_amount.currency"].value == "USD"
        assert sheet[3, "total_amount"].hyperlink is None, "a text has no pages"

    def test_what_is_doubtful_is_marked(self, sheet: dict[tuple[int, str], Any]) -> None:
        assert sheet[3, "invoice_date"].fill.fgColor.rgb == "FFFFE699"
        assert "invoice_date: 2021-03-04 or 2021-04-03" in sheet[3, "ambiguous"].value
        assert sheet[2, "invoice_date"].fill.fgColor.rgb != "FFFFE699"

    def test_no_cell_is_a_formula(self, book: Any) -> None:
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
            "s",
            "n",
            "d",
            "inlineStr",
        }

    def test_a_value_that_looks_like_a_formula_is_a_text(self, tmp_path: Path) -> None:
        number = {"value": "=INV-3", "confidence": 1.0, "entities": []}
        row = {"source": "a", "kind": "invoice", "record": {"invoice_number": [number]}, "checks": [], "entities": []}
        write_xlsx([row], tmp_path / "a.xlsx", builtin())
        cells = [cell for cell in load_workbook(tmp_path / "a.xlsx")["invoice"][2] if cell.value == "=INV-3"]
        assert [cell.data_type for cell in cells] in (["s"], ["inlineStr"])

    def test_more_digits_than_a_spreadsheet_keeps_stay_a_text(self, tmp_path: Path) -> None:
        amount = {"value": "12345678901234567.89", "confidence": 1.0, "entities": []}
        row = {"source": "a", "kind": "invoice", "record": {"total_amount": [amount]}, "checks": [], "entities": []}
        write_xlsx([row], tmp_path / "a.xlsx", builtin())
        assert "12345678901234567.89" in [cell.value for cell in load_workbook(tmp_path / "a.xlsx")["invoice"][2]]


def test_a_run_that_writes_a_workbook_goes_on_as_one_that_writes_json_lines_does(inbox: Path) -> None:
    said = tag("stopped.xlsx", "--fail-fast")
    assert "what was done is in stopped.xlsx.jsonl.part" in said
    (inbox / "empty.txt").write_text(INVOICE.format("INV-4"))
    tag("stopped.xlsx", "--resume", status=0)
    assert load_workbook("stopped.xlsx")["invoice"].max_row == 5
    assert not list(Path().glob("stopped.xlsx.*"))
    (inbox / "empty.txt").write_text("")


def test_what_goes_to_no_standard_output_says_so(inbox: Path) -> None:
    done = CliRunner().invoke(app, ["tag", str(inbox), "--format", "parquet"])
    assert "name a file with -o, as in -o run.parquet" in str(done.exception)


def test_csv_may_have_these_columns_alone(inbox: Path) -> None:
    tag("run.csv", "--columns", "source,invoice_number, total_amount")
    lines = Path("run.csv").read_text().splitlines()
    assert lines[0] == "source,invoice_number,total_amount"
    assert lines[1].endswith("a.pdf,INV-20583,7632.00")
    assert len(lines) == 5
    done = CliRunner().invoke(app, ["tag", "inbox", "-o", "run.csv", "--columns", "source,totl_amount"])
    assert "did you mean 'total_amount'?" in str(done.exception)


def test_the_values_of_a_document_come_with_their_doubts(rows: list[dict[str, Any]]) -> None:
    cells = {cell.field: cell for cell in exported_values(rows[1])}
    assert cells["invoice_date"].doubtful
    assert set(cells["invoice_date"].readings) == {"2021-04-03", "2021-03-04"}
    assert not list(exported_values(rows[-1]))
