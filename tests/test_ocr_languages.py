"""Tesseract reads each page in its own language where it has the data, and says so where it has none."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import matplotlib
import pytest
from PIL import Image, ImageDraw, ImageFont

from nerkit.reading import read_bytes

GERMAN = """Rechnung Nummer 4711 vom 12. März 2024
Verkäufer: Nordwind Papier GmbH für Büroartikel
Käufer: Buchhandlung am Hafen und Söhne
Die Rechnung ist ohne Abzug zu zahlen, und
zwar auf das Konto, das für Sie eröffnet ist"""
FRENCH = """Facture numéro 4711 du 12 février 2024
Le vendeur est la société Vent du Nord à Orléans
et la librairie du port est le client de la société
Le délai de règlement est de trente jours après
la date de réception des marchandises à Orléans"""
POLISH = """Faktura numer 4711 z dnia 12 marca 2024
Sprzedawca: Wiatr od morza, sklep dla firm
Nabywca: sklep nad morzem i synowie
Do zapłaty jest kwota, która nie ma rabatu
Termin dla tej faktury to trzydzieści dni od daty"""
FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"  # it has Cyrillic letters too


def scan(text: str) -> bytes:
    image = Image.new("L", (1100, 440), 255)
    ImageDraw.Draw(image).multiline_text((40, 50), text, font=ImageFont.truetype(str(FONT), 30), spacing=26)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(150, 150))
    return buffer.getvalue()


@pytest.mark.parametrize(("text", "words"), [(GERMAN, ("März", "Söhne", "für")), (FRENCH, ("février", "société"))])
def test_a_page_is_read_in_its_own_language(text: str, words: tuple[str, ...]) -> None:
    document = read_bytes(scan(text), "scan.png", ocr_engine="tesseract")

    assert all(word in document.text for word in words)
    assert not document.warnings


def test_a_language_that_is_named_is_the_one_that_reads() -> None:
    document = read_bytes(scan(GERMAN), "scan.png", ocr_engine="tesseract", ocr_languages="eng")

    assert "Söhne" not in document.text


def test_a_language_without_data_is_named_with_what_to_install() -> None:
    (notice,) = read_bytes(scan(POLISH), "scan.png", ocr_engine="tesseract").warnings

    assert (notice.code, notice.page) == ("ocr-language", 1)
    assert "Polish" in notice.message
    assert "tesseract-ocr-pol" in notice.message


def test_a_notice_is_kept_with_what_was_read() -> None:
    first = read_bytes(scan(POLISH), "scan.png", ocr_engine="tesseract")

    assert read_bytes(scan(POLISH), "scan.png", ocr_engine="tesseract") == first


def test_letters_of_another_script_are_named_with_what_to_install() -> None:
    text = """Счет на оплату № 4711 от 12 марта 2024 года
Поставщик: ООО Северный ветер, город Москва
Покупатель: Книжный магазин Гавань
Итого к оплате: 1 880 рублей 00 копеек
Оплата в течение тридцати дней с даты выставления"""
    (notice,) = read_bytes(scan(text), "scan.png", ocr_engine="tesseract").warnings

    assert notice.code == "unknown-script"
    assert "tesseract-ocr-script-cyrl" in notice.message


def test_where_tesseract_fails_the_other_engine_reads_and_the_cause_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = stdin ] || exec {shutil.which("tesseract")} "$@"\n'
        "cat > /dev/null; echo 'Out of pages' >&2; exit 7\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    document = read_bytes(scan(GERMAN), "scan.png", cache=False)

    assert "4711" in document.text
    if document.warnings:  # none where the strong engine reads first, as it does receipts
        assert "status 7: Out of pages" in document.warnings[0].message
