"""A legal form that OCR has read with figures is written with letters."""

from __future__ import annotations

import pytest

from nerkit.values.misread_forms import mended_form
from nerkit.values.names import read_name


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Stokrotka sp. z 0.0", "Stokrotka sp. z o.o"),
        ("CARREFOUR Polska SP. Z O. 0", "CARREFOUR Polska SP. Z O. O"),
        ("Rossmann SDP SP. Z 0.0. Sklep nr 2151", "Rossmann SDP SP. Z O.O. Sklep nr 2151"),
        ("Truhlářství Dub s.r.0.", "Truhlářství Dub s.r.o."),
        ("Caseificio Enza S.r.1.", "Caseificio Enza S.r.l."),
    ],
)
def test_figures_in_a_legal_form_are_letters(read: str, meant: str) -> None:
    assert mended_form(read) == meant
    assert (read_name(read).value or "").rstrip(".") == meant.rstrip(".")


@pytest.mark.parametrize(
    "name", ["Studio 100 N.V.", "Shop 5.A", "Kino 0.0", "24 Hour Ltd.", "Sp. z 0.0.", "3M", "Sklep nr 2151"]
)
def test_other_figures_stay(name: str) -> None:
    assert mended_form(name) == name
