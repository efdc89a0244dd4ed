"""OpenDocument texts and spreadsheets: what is read is what LibreOffice shows."""

from __future__ import annotations

import io
import zipfile

import pytest

from nerkit.document import Document
from nerkit.errors import BrokenDocument, EncryptedFile, UnknownFormat
from nerkit.reading import read_bytes

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing")),
        ("fo", "xsl-fo-compatible"),
    )
)
_PAGE = "<style:master-page><style:{0}><text:p>{1}</text:p></style:{0}></style:master-page>"


def packed(body: str, styles: str = "", page: str = "", kind: str = "text", manifest: str = "") -> bytes:
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_NAMES}>{page}</office:document-styles>",
        "META-INF/manifest.xml": manifest,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, part in parts.items():
            opened.writestr(name, part)
    return buffer.getvalue()


def text(body: str, styles: str = "", page: str = "") -> str:
    return read_bytes(packed(body, styles, page), "x.odt").text


def sheets(body: str, styles: str = "") -> Document:
    return read_bytes(packed(body, styles, kind="spreadsheet"), "x.ods")


def test_headings_paragraphs_and_tables_stand_in_their_order() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}{cell}</table:table-row>"

    assert (
        text(
            "<text:h>Order</text:h><text:p>Number:<text:tab/>17,\n  of"
            "<text:s text:c='2'/>May<text:line-break/>net</text:p>"
            f"<table:table>{row.format('Item', 'Price')}{row.format('Desk', '5 EUR')}</table:table>"
            "<text:p>Thanks</text:p>"
        )
        == "Order\n\nNumber:\t17, of  May\nnet\n\nItem\tPrice\nDesk\t5 EUR\n\nThanks\n"
    )


def test_headers_come_first_and_footers_last() -> None:
    page = _PAGE.format("footer", "IBAN on request") + _PAGE.format("header", "Letterhead Inc.")

    assert text("<text:p>Body</text:p>", page=page) == "Letterhead Inc.\n\nBody\n\nIBAN on request\n"


_LIST = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3"/></text:list-style>'
)


def test_numbers_that_only_the_program_shows_are_text() -> None:
    def items(*inner: str, name: str = "") -> str:
        return (
            f"<text:list{name}>"
            + "".join(f"<text:list-item>{each}</text:list-item>" for each in inner)
            + "</text:list>"
        )

    inner = "<text:p>Term</text:p>" + items("<text:p>a</text:p>" + items("<text:p>x</text:p>"), "<text:p>b</text:p>")
    body = items(inner, "<text:p>Law</text:p><text:p>goes on</text:p>", name=' text:style-name="L"')
    again = items("<text:p>New</text:p>", name=' text:style-name="L"')

    lines = text(body + again, _LIST).splitlines()
    assert lines == ["1. Term", "1.1 a", "• x", "1.2 b", "2. Law", "goes on", "1. New"]


def test_text_boxes_and_notes_are_read_and_what_is_deleted_or_hidden_is_not() -> None:
    hidden = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    read = text(
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<text:p>fee<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>net of tax</text:p>"
        '</text:note-body></text:note> of <text:span text:style-name="H">secret</text:span><text:span>5 EUR</text:span>'
        "<draw:frame><draw:text-box><text:p>in a box</text:p></draw:text-box></draw:frame></text:p>",
        hidden,
    )
    assert read == "fee of 5 EUR\n\nnet of tax\n\nin a box\n"


_CELL = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"


def test_rows_of_a_spreadsheet_are_lines_and_dates_are_those_that_are_meant() -> None:
    date = _CELL.format(' office:value-type="date" office:date-value="2024-03-14"', "14/3/24")
    body = f"<table:table><table:table-row>{_CELL.format('', 'Date')}{date}</table:table-row></table:table>"

    assert sheets(body).text == "Date\t2024-03-14\n"


def test_what_a_spreadsheet_hides_is_left_out_and_said() -> None:
    body = (
        '<table:table><table:table-column/><table:table-column table:visibility="collapse"/><table:table-row>'
        + "".join(_CELL.format("", each) for each in ("Total", "secret", "5 EUR"))
        + f'</table:table-row><table:table-row table:visibility="filter">{_CELL.format("", "gone")}</table:table-row>'
        f'</table:table><table:table table:style-name="T"><table:table-row>{_CELL.format("", "away")}</table:table-row>'
        f"</table:table><table:table><table:table-row>{_CELL.format('', 'net 30')}</table:table-row></table:table>"
    )
    style = '<style:style style:name="T"><style:table-properties table:display="false"/></style:style>'
    document = sheets(body, style)

    assert document.text == "Total\t5 EUR\n\fnet 30\n"
    assert [each.message for each in document.warnings] == [
        "hidden in the file and left out (sheets: 1, rows: 1, columns: 1)"
    ]


def test_cells_that_are_repeated_a_million_times_cost_no_more_than_they_show() -> None:
    many = ' table:number-columns-repeated="1000000000"'
    body = (
        '<table:table><table:table-row table:number-rows-repeated="1000000000">'
        f"{_CELL.format(many, '')}</table:table-row>"
        f"<table:table-row>{_CELL.format(many, 'x')}</table:table-row></table:table>"
    )

    assert len(sheets(body).words) == 100


def test_a_locked_or_damaged_file_says_so_and_a_presentation_is_not_read() -> None:
    with pytest.raises(EncryptedFile):
        read_bytes(packed("", manifest="<manifest><encryption-data/></manifest>"), "x.odt")
    for body in (
        "<text:p>",
        "<text:h text:outline-level='x'>a</text:h>",
    ):
        with pytest.raises(BrokenDocument, match="save it again"):
            read_bytes(packed(body), "x.odt")
    with pytest.raises(UnknownFormat, match="presentation"):
        read_bytes(packed("", kind="presentation"), "x.odp")
