"""Plain text in any encoding, and Markdown: what is read is what a person sees."""

from __future__ import annotations

import codecs
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.errors import UnknownFormat
from nerkit.reading import document_from_text, read_bytes, wire
from nerkit.reading.detect import detect
from nerkit.reading.markdown import LONGEST


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("Grüße aus Köln: 5 € für die Möbel\n", "cp1252", "Windows-1252"),
        ("This “Agreement” – as set out in § 5 – is Meadow’s.\n", "cp1252", "Windows-1252"),
        ("Faktura: Żółta Łódź Sp. z o.o., ul. Świętokrzyska 5, należność 1 250,00 zł\n", "cp1250", "Windows-1250"),
        ("Facture n° 17: 1 250,00 € payables à réception, Évry\n", "iso8859-15", "ISO-8859-15"),
        ("請求書 番号 1234 株式会社山田商事 御中 合計金額 12,345円\n", "shift_jis", "Shift-JIS"),
        ("Vevő: Kovács Kft., fizetési határidő 8 nap\n", "cp1250", "Windows-1250"),
        ("Cumpărător: Preţul total, cu TVA\n", "cp1250", "Windows-1250"),
        ("Smlouva o nájmu bytu, kterou uzavřely strany\n", "cp1250", "Windows-1250"),
        ("Satıcı: Şişli A.Ş.\n", "cp1254", "Windows-1254"),
        ("Condições de pagamento; não há comissões\n", "cp1252", "Windows-1252"),
        ("5 m³ Wasser à 12 £\n", "cp1252", "Windows-1252"),
        ("Счёт № 12 от 5 мая 2024 г. Продавец: ООО «Ромашка», Москва\n", "cp1251", "Windows-1251"),
        ("Agreement of 1 May 2024 über 5 €\n", "utf-16-le", "UTF-16-LE"),
        ("Agreement of 1 May 2024 über 5 €\n", "utf-16-be", "UTF-16-BE"),
    ],
)
def test_text_in_another_encoding_is_read_and_says_what_was_assumed(text: str, encoding: str, said: str) -> None:
    document = read_bytes(text.encode(encoding), "x.txt")

    assert document.text == text
    assert len(document.warnings) == 1
    assert f"taken for {said}:" in document.warnings[0].message


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_that_says_its_encoding_needs_no_warning(mark: str) -> None:
    assert read_bytes("Grüße, 5 €\n".encode(mark), "x.txt").warnings == ()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_every_utf_8_text_comes_back_as_it_is(text: str) -> None:
    data = b"A " + text.encode()
    document = read_bytes(data, "x.txt")

    assert document.text == data.decode()
    assert document.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("sign", ["\x01", "\x07", "\x1b"])
def test_one_control_character_does_not_make_a_text_unknown(encoding: str, sign: str) -> None:
    assert read_bytes(f"Grüße,{sign} 5 €\n".encode(encoding), "x.txt").text == "Grüße, 5 €\n"


def test_a_null_in_a_text_is_passed_over_and_a_vertical_tab_ends_a_line() -> None:
    assert read_bytes(b"Invoice\0 17\n", "x.txt").text == "Invoice 17\n"
    assert read_bytes(b"Invoice 17\x0bTotal\n", "x.txt").text == "Invoice 17\nTotal\n"


def test_bytes_with_many_control_characters_are_no_text() -> None:
    with pytest.raises(UnknownFormat):
        read_bytes(b"Invoice 17\x01\x02" * 100, "x.txt")


def test_markdown_is_read_as_a_viewer_shows_it() -> None:
    text = (
        '# Services Agreement\n**Seller:** Ash & Co. _(the "Seller")_\n1. Term: [two years](https://example.org)\n\n'
        "| Fee | Term |\n|---|---:|\n| 5 EUR | 2 years |\n"
    )

    assert read_bytes(text.encode(), "x.md").text == (
        'Services Agreement\n\nSeller: Ash & Co. (the "Seller")\n1. Term: two years\n\nFee\tTerm\n5 EUR\t2 years\n'
    )


def test_a_table_in_plain_text_is_read_as_one_and_other_plain_text_as_it_is() -> None:
    table = "Item | Price\n--- | ---\nDesk | 5 EUR\n"
    rules = "Total *net*\n-----------\n5_000_ EUR\n"

    assert read_bytes(table.encode(), "x.txt").text == "Item\tPrice\nDesk\t5 EUR\n"
    assert read_bytes(rules.encode(), "x.txt").text == rules


def test_text_longer_than_a_book_is_read_as_it_is_written() -> None:
    table = "a|b\n---|---\n" + "1|2\n" * (LONGEST // 4)

    assert read_bytes(table.encode(), "x.txt").text == table


def test_a_memorandum_is_no_mail() -> None:
    assert detect(b"From: The board\nTo: All staff\nDate: 1 May 2024\n\nBy this memorandum ...\n") == "text"


def test_marks_of_utf_32_are_told_from_those_of_utf_16() -> None:
    assert read_bytes(codecs.BOM_UTF32_LE + "5 €".encode("utf-32-le"), "x.txt").text == "5 €"


@given(st.text("ab \t\n"))
def test_the_words_of_a_text_are_as_good_as_a_tuple_of_them(text: str) -> None:
    words = document_from_text(text, "a.txt").words
    there = tuple(words)
    assert [text[word.start : word.end] for word in there] == text.split()
    assert words == there
    assert there == words
    assert hash(words) == hash(there)
    assert (len(words), words[1:], words[-1:], list(reversed(words))) == (
        *(len(there), there[1:], there[-1:], list(reversed(there))),
    )
    assert [words[i] for i in range(-len(there), len(there))] == [there[i] for i in range(-len(there), len(there))]
    assert pickle.loads(pickle.dumps(words)) == words
    assert wire.document_from_json(wire.document_to_json(document_from_text(text, "a.txt"))).words == words
