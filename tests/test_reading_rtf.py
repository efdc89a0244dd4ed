"""Rich Text: what is read is what a word processor shows."""

from __future__ import annotations

import pytest

from nerkit.errors import EmptyFile
from nerkit.reading import read_bytes


def rtf(body: str) -> str:
    fonts = r"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}"
    return read_bytes((r"{\rtf1\ansi\ansicpg1252\deff0" + fonts + body + "}").encode("latin-1"), "x.rtf").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\pard Hello \b World\b0 .\par Bye\par", "Hello World.\nBye\n"),
        (r"one\par\par two\par\sa200 three\par four\par", "one\n\ntwo\nthree\n\nfour\n"),
        (r"Gr\'fc\'dfe {\f1 \'b3\'f3d\'9f} \u8364?, \u-10179?\u-8704? {\uc0\u8364}5", "Grüße łódź €, 😀 €5\n"),
        (r"\{5\}\~EUR \ldblquote net\rdblquote\tab x\line y", "{5} EUR “net”\tx\ny\n"),
        (r"{\listtext\pard\plain 1.\tab}Term\par{\pntext 2.\tab}Law\par", "1.\tTerm\n2.\tLaw\n"),
        (r"a{\v hidden}b {\deleted gone}{\*\unknown no}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", "ab link\n"),
        (r"a{\pict\bin4 }}{{}b{\*\shppict{\pict 00ff}}{\object{\*\objdata 00}{\result c}}", "abc\n"),
        (r"{\footer IBAN\par}{\header Letterhead\par}fee{\footnote net}\par", "Letterhead\n\nfee\n\nIBAN\n\nnet\n"),
        (r"a{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt box\par}}}b\par", "ab\n\nbox\n"),
        (r"{\upr{plain}{\*\ud{wide \u8364?}}}", "wide €\n"),
    ],
    ids=["runs", "blank lines", "letters", "signs", "numbers", "hidden", "binary", "apart", "shape", "unicode"],
)
def test_what_is_shown_is_read(body: str, text: str) -> None:
    assert rtf(body) == text


def test_rows_of_tables_are_lines_and_tabs_part_their_cells() -> None:
    body = (
        r"\trowd\cellx100\cellx200\pard\intbl Item\cell Price\cell\row"
        r"\trowd\pard\intbl Desk\par of oak\cell 5 EUR\cell\row\pard Thanks\par"
    )

    assert rtf(body) == "Item\tPrice\nDesk\t5 EUR\nof oak\nThanks\n"


def test_a_damaged_file_is_read_as_far_as_it_goes() -> None:
    assert rtf(r"\trowd\intbl a\cell b" + "{" * 5000) == "a\tb\n"
    assert rtf(r"a}}}b") == "a\n"
    with pytest.raises(EmptyFile):
        rtf(r"\pard\par")
