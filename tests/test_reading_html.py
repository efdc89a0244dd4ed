"""Web pages: what is read is what a browser shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.errors import BrokenDocument, EmptyFile
from nerkit.reading import read_bytes
from nerkit.reading.detect import detect
from nerkit.reading.flow import Flow


def html(body: str, head: str = "") -> str:
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "x.html").text


def test_cells_are_parted_by_tabs_rows_by_lines_and_blocks_by_blank_lines() -> None:
    page = "<h1>Invoice</h1><table><tr><th>Item<th>Price</tr><tr><td>Desk</td><td>5 EUR</td></tr></table><p>Thanks"

    assert html(page) == "Invoice\n\nItem\tPrice\nDesk\t5 EUR\n\nThanks\n"


def test_lines_of_neighbouring_cells_stand_side_by_side() -> None:
    page = "<table><tr><td>Number<br>Date</td><td></td><td>17<br>1 May 2024</td></tr></table>"

    assert html(page) == "Number\t17\nDate\t1 May 2024\n"


def test_tables_within_tables_keep_their_rows() -> None:
    page = "<table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table></td><td>d</td></tr></table>"

    assert html(page) == "a\tb\td\nc\n"


def test_what_a_browser_does_not_show_is_left_out() -> None:
    page = (
        "<script>secret()</script><style>secret</style><p hidden>secret</p><!-- secret --><template>secret</template>"
        '<div style="color: red; DISPLAY:none">secret</div><p>sh&shy;own\u200b</p>'
    )

    assert html(page, "<title>secret</title>") == "shown\n"


def test_white_space_and_entities_are_what_a_browser_makes_of_them() -> None:
    assert html("Fees:\n   <b>5&nbsp;000</b> &euro;&#33;<br><br>A &amp; B") == "Fees: 5 000 €!\n\nA & B\n"
    assert html("<pre>  Item    Price\n  Desk        5\n</pre>end") == "  Item    Price\n  Desk        5\n\nend\n"


def test_a_page_names_its_encoding_itself() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Счёт</body></html>'

    document = read_bytes(page.encode("cp1251"), "x.html")

    assert (document.text, document.warnings) == ("Счёт\n", ())


def test_a_page_that_is_utf_8_is_read_so_whatever_it_claims() -> None:
    assert html("Grüße, 5 €", '<meta charset="iso-8859-1">') == "Grüße, 5 €\n"


def test_a_page_in_the_wrapping_of_a_filing_is_a_page() -> None:
    page = b"<DOCUMENT>\n<TYPE>EX-10.1\n<TEXT>\n<HTML><BODY><P>Agreement</P></BODY></HTML>\n</TEXT>\n</DOCUMENT>"

    assert read_bytes(page, "ex10.txt").text == "Agreement\n"


def test_a_thousand_comments_do_not_take_for_ever_to_tell_a_page_from_text() -> None:
    assert detect(b"<!---->" * 1000 + b" plain") == "text"
    assert detect(b"<!---->" * 100 + b"<html>") == "html"


def test_a_page_without_text_is_empty_and_one_nested_without_end_is_broken() -> None:
    with pytest.raises(EmptyFile):
        html("<script>nothing()</script>")
    with pytest.raises(BrokenDocument, match="nested"):
        html("<div>" * 5000 + "deep")


@given(st.recursive(st.just("w"), lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=30))
def test_no_word_of_a_table_is_lost_however_it_is_nested(shape: object) -> None:
    def table(item: object) -> str:
        cells = "".join(f"<td>{table(inner)}</td>" for inner in item) if isinstance(item, list) else None
        return f"<table><tr>{cells}</tr></table>" if cells else "w"

    page = table(shape)

    assert html(page).split() == ["w"] * page.count("w")


def test_a_flow_ends_in_one_line_feed_and_parts_blocks_by_one_blank_line() -> None:
    flow = Flow()
    flow.block()
    flow.text(" one ")
    flow.block()
    flow.block()
    flow.text("two")
    flow.line_feed()
    flow.line_feed()

    assert flow.finish() == "one\n\ntwo\n"
