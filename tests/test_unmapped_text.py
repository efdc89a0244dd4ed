"""What the letters of a PDF do not say, its picture does: word by word, and never in silence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nerkit.document import Document
from nerkit.errors import BrokenPdf, UnknownFormat
from nerkit.reading import read_bytes
from tests.typeset_material import Font, Run, made_pdf

LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
NAMES = "Ho\ufb00man O\ufb03ce Sta\ufb03ng and Gri\ufb03n Re\ufb01nery"
LETTERS = "Hoffman Office Staffing and Griffin Refinery"
OTHERS = "The seller delivers paper and pays within thirty days of the invoice date"


def read(data: bytes, **options: object) -> Document:
    return read_bytes(data, "made.pdf", cache=False, **options)  # type: ignore[arg-type]


def one_line(text: str, font: Font) -> bytes:
    return made_pdf([Run(40, 200, text), Run(40, 160, OTHERS, font=1)], [font, Font()])


def said(document: Document) -> list[str]:
    return [str(notice) for notice in document.warnings]


@pytest.mark.parametrize("face", ["DejaVuSans", "DejaVuSerif"])
def test_the_letters_of_a_ligature_are_no_fake_bold(face: str) -> None:
    document = read(one_line(NAMES, Font(face, says=LIGATURES)), ocr="never")

    assert document.text.startswith(LETTERS)
    assert document.warnings == ()


def test_text_drawn_twice_in_one_place_is_read_once_even_with_ligatures() -> None:
    font = Font(says=LIGATURES)

    assert read(made_pdf([Run(40, 200, NAMES), Run(40, 200, NAMES)], [font]), ocr="never").text == LETTERS + "\n"


@pytest.mark.parametrize("nothing", ["", None, "\ufffd", "\ue001", "\x86"])
def test_a_ligature_that_maps_to_nothing_is_read_from_the_picture(nothing: str | None) -> None:
    document = read(one_line(NAMES, Font(says=dict.fromkeys(LIGATURES, nothing))))

    assert document.text == f"{LETTERS}\n\n{OTHERS}\n"
    assert document.pages[0].source == "text"
    assert said(document) == ["page 1: 5 words with letters that the text layer does not tell, read by OCR"]
    recognised = [document.text[w.start : w.end] for w in document.words if w.confidence is not None]
    assert recognised == ["Hoffman", "Office", "Staffing", "Griffin", "Refinery"]


def test_without_ocr_what_is_missing_shows_and_is_said() -> None:
    document = read(one_line(NAMES, Font(says=dict.fromkeys(LIGATURES, ""))), ocr="never")

    assert "Ho\ufffdman O\ufffdce" in document.text
    assert said(document) == ["page 1: 5 words with letters that the text layer does not tell, OCR is switched off"]


def test_without_an_engine_the_rest_of_the_page_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "rapidocr", None)

    document = read(one_line(NAMES, Font(says=dict.fromkeys(LIGATURES, ""))))

    assert OTHERS in document.text
    assert said(document) == [
        "page 1: 5 words with letters that the text layer does not tell, kept, as there is no OCR engine"
    ]


def test_words_of_a_font_without_any_mapping_are_read_from_the_picture() -> None:
    data = made_pdf(
        [
            Run(40, 240, "Invoice number 4711 of 12 March 2024"),
            *(Run(40, 200 - 20 * i, OTHERS, font=1) for i in range(3)),
        ],
        [Font(silent=True), Font()],
    )
    document = read(data)

    assert document.text.startswith("Invoice number 4711 of 12 March 2024\n")
    assert document.text.count(OTHERS) == 3
    assert document.pages[0].source == "text"


def test_a_page_without_any_mapping_is_recognised_as_a_whole() -> None:
    document = read(made_pdf([Run(40, 200 - 20 * i, OTHERS) for i in range(3)], [Font(silent=True)]))

    assert document.pages[0].source == "ocr"
    assert document.text.count(OTHERS) == 3
    assert said(document) == ["page 1: unreadable text layer, read by OCR"]


def shifted(by: int) -> dict[str, str]:
    """Every letter says that it is the one so many places further."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    wrong = letters[by:] + letters[:by]
    return dict(zip(letters + letters.upper(), wrong + wrong.upper(), strict=True))


@pytest.mark.parametrize("by", [1, 3, 13])
def test_a_font_whose_letters_make_no_words_is_read_from_the_picture(by: int) -> None:
    wrong = "Payment within fourteen days after receipt of goods by the customer of Northwind Paper"
    data = made_pdf(
        [Run(40, 260, wrong, size=10), *(Run(40, 200 - 14 * i, OTHERS, font=1) for i in range(12))],
        [Font(says=shifted(by)), Font()],
    )
    document = read(data)

    assert document.text.startswith(wrong)
    assert document.text.count(OTHERS) == 12


def test_days_codes_and_addresses_of_the_net_are_not_doubted() -> None:
    codes = "MTWTF-- MRBPBA3037EH http://www.fox5dc.com -1-1--- ESKSAL20001H SPENCERNEWREVISED2R"
    document = read(made_pdf([Run(40, 280 - 14 * i, codes, size=8) for i in range(9)]), ocr="never")

    assert document.warnings == ()


def test_a_bullet_without_a_meaning_asks_for_no_recognition() -> None:
    runs = [Run(40, 200 - 20 * i, "☺ " + OTHERS) for i in range(3)]
    document = read(made_pdf(runs, [Font(says={"☺": "\uf0b7"})]))

    assert document.warnings == ()
    assert document.text.count(OTHERS) == 3


def test_a_space_that_maps_to_nothing_is_a_space() -> None:
    document = read(made_pdf([Run(40, 200, OTHERS)], [Font(says={" ": ""})]), ocr="never")

    assert document.text == OTHERS + "\n"
    assert document.warnings == ()


def test_a_character_beyond_the_basic_plane_is_one_character() -> None:
    document = read(made_pdf([Run(40, 200, "☺ a☺b " + NAMES)], [Font(says={"☺": "😀", **LIGATURES})]), ocr="never")

    assert document.text == f"😀 a😀b {LETTERS}\n"
    assert document.words[0].end == 1


def test_a_pdf_compressed_by_brotli_is_named_as_what_it_is() -> None:
    data = made_pdf([Run(40, 200, OTHERS)]).replace(b"/FlateDecode", b"/BrotliDecode")

    with pytest.raises(UnknownFormat, match="compressed by Brotli"):
        read(data)


def test_a_pdf_that_pdfium_refuses_is_read_in_a_second_try() -> None:
    whole = made_pdf([Run(40, 200, OTHERS), Run(40, 160, NAMES)], [Font(says=LIGATURES)])
    damaged = whole.replace(
        b"/Root 1 0 R", b"/Root 2 0 R"
    )  # the trailer names the tree of pages instead of the catalogue

    document = read(damaged)

    assert document.text == read(whole).text
    assert [notice.code for notice in document.warnings] == ["damaged-file"]
    for word, meant in zip(document.words, read(whole).words, strict=True):
        assert word.box is not None
        assert meant.box is not None
        assert word.box.x0 == pytest.approx(meant.box.x0, abs=1)
        assert word.box.bottom == pytest.approx(meant.box.bottom, abs=4)


def test_a_pdf_that_no_one_reads_stays_an_error() -> None:
    with pytest.raises(BrokenPdf):
        read(made_pdf([Run(40, 200, OTHERS)])[:-300])
