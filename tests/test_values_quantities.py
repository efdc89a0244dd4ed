"""Numbers, and quantities with their units as codes of UN/ECE Recommendation 20."""

from __future__ import annotations

import pytest

from nerkit.values import Context, read_value
from nerkit.values.units import symbol, unit_after

GERMAN = Context("de", True, "EUR", ",")
ENGLISH = Context("en", False, "USD", ".")
FRENCH = Context("fr", True, "EUR", ",")


@pytest.mark.parametrize(
    ("text", "context", "number"),
    [
        ("1.250,5", GERMAN, "1250.5"),
        ("1,250", GERMAN, "1.25"),
        ("1,250", ENGLISH, "1250"),
        ("no. -3", ENGLISH, "-3"),
        ("− 2,50", GERMAN, "-2.5"),
        ("twelve", ENGLISH, "12"),
        ("none", ENGLISH, None),
    ],
)
def test_a_number_is_read_by_the_marks_of_its_document(text: str, context: Context, number: str | None) -> None:
    value = read_value("number", text, context)
    assert (value.value, value.ambiguous) == (number, False)


def test_three_digits_behind_one_mark_have_two_readings_where_nothing_decides() -> None:
    value = read_value("number", "1.250")
    assert (value.value, value.alternatives) == ("1250", ("1.25",))
    assert value.note == "three digits after one mark: a group or decimals"


@pytest.mark.parametrize(
    ("text", "context", "number", "unit"),
    [
        ("Gewicht: 1.250,5 kg brutto", GERMAN, "1250.5", "KGM"),
        ("kg 12,5", GERMAN, "12.5", "KGM"),
        ("4 Paletten", GERMAN, "4", "XPX"),
        ("2 Stk.", GERMAN, "2", "H87"),
        ("12 pallets", ENGLISH, "12", "XPX"),
        ("1,250 lbs", ENGLISH, "1250", "LBR"),
        ("3 m³", ENGLISH, "3", "MTQ"),
        ("2 kilograms", ENGLISH, "2", "KGM"),
        ("6 heures", FRENCH, "6", "HUR"),
        ("3 colis", FRENCH, "3", "XPK"),
        ("4 Paletten", ENGLISH, "4", "XPX"),
        ("10 in stock", ENGLISH, "10", None),
        ("20", ENGLISH, "20", None),
        ("kg", ENGLISH, None, None),
    ],
)
def test_a_quantity_has_the_code_of_its_unit(text: str, context: Context, number: str | None, unit: str | None) -> None:
    value = read_value("quantity", text, context)
    assert (value.value, value.unit) == (number, unit)


@pytest.mark.parametrize(
    ("code", "written"), [("KGM", "kg"), ("KWH", "kWh"), ("MWH", "MWh"), ("KWT", "kW"), ("X1", "X1")]
)
def test_a_unit_is_shown_by_its_symbol_as_people_write_it(code: str, written: str) -> None:
    assert symbol(code) == written
    assert code == "X1" or unit_after(f" {written.lower()}") == unit_after(f" {written}") == code
