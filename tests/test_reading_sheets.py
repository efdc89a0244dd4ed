"""Excel workbooks: what is read is what Excel shows."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from nerkit.document import Document
from nerkit.errors import ArchiveTooLarge, BrokenDocument, FileTooLarge
from nerkit.reading import packed_xml, read_bytes, sheets
from nerkit.reading.detect import detect
from nerkit.reading.number_formats import shown


def saved(fill: Callable[[Worksheet], object]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    fill(book.active)
    book.save(buffer)
    return buffer.getvalue()


def workbook(fill: Callable[[Worksheet], object]) -> Document:
    return read_bytes(saved(fill), "x.xlsx")


def rewritten(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its members changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == member else content)
    return buffer.getvalue()


def test_rows_are_lines_and_tabs_part_cells() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Invoice", None, 4711])
        sheet.merge_cells("A1:B1")
        sheet["A3"], sheet["B3"], sheet["C3"] = "Desk\nof oak", True, 5.5

    assert workbook(fill).text == "Invoice\t4711\n\nDesk\tTRUE\t5.5\nof oak\n"


def test_numbers_and_dates_are_shown_in_their_formats() -> None:
    def fill(sheet: Worksheet) -> None:
        values = (
            (datetime.date(2024, 3, 14), "dd.mm.yyyy"),
            (1880.5, '#,##0.00 "€"'),
            (0.19, "0%"),
            (datetime.datetime(2024, 3, 14, 10, 30), "m/d/yy h:mm"),
        )
        for row, (value, form) in enumerate(values, start=1):
            sheet.cell(row, 1, value).number_format = form

    assert workbook(fill).text.splitlines() == ["2024-03-14", "1,880.50 €", "19%", "2024-03-14 10:30"]


def test_sheets_are_parted_by_form_feeds_and_what_is_hidden_is_left_out_and_said() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["Total", "5", "secret"], ["note"], ["VAT", "1"]):
            sheet.append(row)
        sheet.row_dimensions[2].hidden = sheet.column_dimensions["C"].hidden = True
        book = sheet.parent
        book.create_sheet("terms").append(["net 30"])
        book.create_sheet("away").append(["away"])
        book["away"].sheet_state = "veryHidden"

    document = workbook(fill)

    assert document.text == "Total\t5\nVAT\t1\n\fnet 30\n"
    assert [(each.code, each.message) for each in document.warnings] == [
        ("hidden", "hidden in the file and left out (sheets: 1, rows: 1, columns: 1)")
    ]


def test_a_formula_shows_the_value_that_was_saved_and_says_where_there_is_none() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["C1"] = "Total", "=2*3", "=1+1"

    data = rewritten(
        saved(fill),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>2*3</f><v></v>", b"<f>2*3</f><v>6</v>").replace(
            b"<f>2*3</f><v/>", b"<f>2*3</f><v>6</v>"
        ),
    )
    document = read_bytes(data, "x.xlsx")

    assert document.text == "Total\t6\n"
    assert [each.code for each in document.warnings] == ["formula"]


def test_days_may_be_counted_from_1904() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.parent.epoch = datetime.datetime(1904, 1, 1)
        sheet["A1"] = datetime.date(2024, 3, 14)

    assert workbook(fill).text == "2024-03-14\n"


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567, "#,##0", "1234567"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-5, "$#,##0.00", "-$5.00"),
        (0, '0.00;-0.00;"-"', "-"),
        (1880, r"_-* #,##0.00\ [$€-407]_-;-* #,##0.00\ [$€-407]_-", "1,880.00 €"),
        (0.195, "0.0%", "19.5%"),
        (2.5, "0.##", "2.5"),
        (5, "00000", "00005"),
        (123456789, "000-00-0000", "123-45-6789"),
        (1234567, '#,##0.0,,"M"', "1.2M"),
        (0.1 + 0.2, "General", "0.3"),
        (2.675, "0.00", "2.68"),
        (45365, "[$-407]d. mmmm yyyy", "2024-03-14"),
        (45365, "mmm-yy", "2024-03"),
        (45365.5, "h:mm", "12:00"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (-1, "yyyy-mm-dd", "-1"),
        (5, ";;;", ""),
        (99, '[>=100]"many";0', "99"),
        (1e300, "0.00", "1.00000E+300"),
    ],
)
def test_a_number_in_a_format(number: float, form: str, text: str) -> None:
    assert shown(number, form) == text


def test_a_workbook_is_known_by_its_content() -> None:
    assert detect(saved(lambda sheet: sheet.append(["x"]))) == "excel"


def test_more_cells_than_anyone_reads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 20)

    with pytest.raises(FileTooLarge, match="more than 20 cells"):
        workbook(lambda sheet: [sheet.append(["x", 1]) for _ in range(11)])


BOMB = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("member", "change"),
    [
        ("xl/worksheets/sheet1.xml", lambda xml: xml[:-40]),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="1"', b'r="one"', 1)),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>5</v>", b"<v>five</v>")),
        ("xl/workbook.xml", lambda xml: b"<workbook"),
        ("xl/_rels/workbook.xml.rels", lambda xml: b""),
    ],
    ids=["cut off", "row", "number", "workbook", "relations"],
)
def test_a_damaged_workbook_says_so(member: str, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BrokenDocument, match="save it again"):
        read_bytes(rewritten(saved(lambda sheet: sheet.append(["x", 5])), member, change), "x.xlsx")


def test_entities_of_a_workbook_are_not_expanded() -> None:
    data = saved(lambda sheet: sheet.append(["x"]))

    changed = rewritten(data, "xl/sharedStrings.xml", lambda xml: BOMB + xml.replace(b">x<", b">x<![CDATA[]]>&b;<"))
    assert read_bytes(changed, "x.xlsx").text == "x\n"


def test_sheets_that_unpack_to_more_than_anyone_reads_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rewritten(
        saved(lambda sheet: sheet.append(["x"])), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 60_000
    )
    assert read_bytes(data, "x.xlsx").text == "x\n"

    monkeypatch.setattr(packed_xml, "STREAMED_BYTES", 50_000)
    with pytest.raises(ArchiveTooLarge, match="print it to a PDF"):
        read_bytes(data, "x.xlsx")
