"""Terms and notice periods become ISO 8601 durations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.locales.folding import plain
from nerkit.values import Context, read_value
from nerkit.values.durations import find_durations
from nerkit.values.iso_durations import is_duration, length_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two (2) years", "P2Y"),
        ("eighteen months", "P18M"),
        ("12-month", "P12M"),
        ("30 days", "P30D"),
        ("thirty (30) days", "P30D"),
        ("thirty-day", "P30D"),
        ("ninety(90)days", "P90D"),
        ("sixty (60) days' prior written notice", "P60D"),
        ("one hundred eighty (180) days", "P180D"),
        ("twelve (12)         months", "P12M"),
        ("twelve (12)-month", "P12M"),
        ("1 (one) year", "P1Y"),
        ("three (3) year(s)", "P3Y"),
        ("two weeks", "P2W"),
        ("5 business days", "P5D"),
        ("thirty (30) calendar days", "P30D"),
        ("one year and six months", "P1Y6M"),
        ("two (2) years and thirty (30) days", "P2Y30D"),
        ("successive 1 year", "P1Y"),
        ("three (3) successive one (1) year terms", "P1Y"),
        ("a period of one year", "P1Y"),
        ("annual", "P1Y"),
        ("year-to-year", "P1Y"),
        ("month-to-month", "P1M"),
        ("each year thereafter", "P1Y"),
        ("half a year", "P6M"),
        ("fiscal quarter", None),
        ("four (4) full fiscal quarters", "P12M"),
        ("the third anniversary of the Effective Date", "P3Y"),
        ("1.5 years", "P18M"),
        ("one and one-half years", "P18M"),
        ("two and a half years", "P30M"),
        ("one-half year", "P6M"),
        ("2½ years", "P30M"),
        ("55.5 months", "P55M15D"),
        ("48 hours", "PT48H"),
        ("2 Jahre", "P2Y"),
        ("drei Monate", "P3M"),
        ("14 Tage", "P14D"),
        ("einundzwanzig Tage", "P21D"),
        ("zweijährige", "P2Y"),
        ("12-monatige Laufzeit", "P12M"),
        ("deux ans", "P2Y"),
        ("30 jours", "P30D"),
        ("six mois", "P6M"),
        ("quatre-vingt-dix jours", "P90D"),
        ("dix-huit mois", "P18M"),
        ("anderthalb Jahre", "P18M"),
        ("un an et demi", "P18M"),
        ("zwei und ein halbes Jahr", "P30M"),
        ("ein halbes Jahr", "P6M"),
        ("eineinhalbjährig", "P18M"),
        ("d'année en année", "P1Y"),
        ("einjährig", "P1Y"),
        ("sechsmonatig", "P6M"),
        ("14-tägig", "P14D"),
        ("vierteljährlich", "P3M"),
        ("trimestre", "P3M"),
        ("6 mths", "P6M"),
        ("3~year", "P3Y"),
        ("biweekly", None),
        ("semi-monthly", None),
        ("thirty [30] days", "P30D"),
        ("thirty\n\n      (30)            days", "P30D"),
        ("within (30) days", "P30D"),
        ("thirty (30) or more days", "P30D"),
        ("two (2) London banking days", "P2D"),
        ("one-hundred-and-eighty (180) days", "P180D"),
        ("the fifteenth (15th) day", None),
        ("50 in a year", "P1Y"),
        ("bi-annual", None),
        ("perpetual", None),
        ("until terminated by either party", None),
    ],
)
def test_a_length_of_time_is_read_in_three_languages(text: str, value: str | None) -> None:
    assert read_value("duration", text).value == value


def test_where_words_and_figures_differ_the_figures_count_and_the_words_are_kept() -> None:
    value = read_value("duration", "twelve (24) months")
    assert (value.value, value.alternatives) == ("P24M", ("P12M",))
    assert value.note


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("3-5 years", "P3Y", "P5Y"),
        ("three to five years", "P3Y", "P5Y"),
        ("six (6) to twelve (12) months", "P6M", "P12M"),
        ("zwei bis drei Wochen", "P2W", "P3W"),
    ],
)
def test_of_a_range_the_shorter_end_is_the_value_and_the_longer_one_is_said(text: str, first: str, last: str) -> None:
    value = read_value("duration", text)
    assert (value.value, value.alternatives) == (first, (last,))
    assert value.note


def test_a_range_is_one_wherever_it_stands() -> None:
    for words in range(50):
        before = "a " * words
        assert read_value("duration", f"{before}3-5 years", Context(language="en")).value == "P3Y", words
        assert read_value("percent", f"{before}10-15%", Context(language="en")).value == "10", words


@pytest.mark.parametrize("text", ["0-5 years", "5-5 years", "6-5 years", "1.5-5 years"])
def test_a_range_goes_up_from_a_whole_number_above_zero(text: str) -> None:
    value = read_value("duration", text)
    assert (value.value, value.alternatives) == ("P5Y", ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two weeks and three days", "P2W3D"),
        ("one year, 6 months and 10 days", "P1Y6M10D"),
        ("one day and 12 hours", "P1DT12H"),
        ("six months and one year", "P6M"),
        ("one year and one year", "P1Y"),
        ("one year and two (3) months", "P1Y"),
    ],
)
def test_lengths_are_joined_from_the_long_unit_to_the_short_one_where_neither_is_in_doubt(
    text: str, value: str
) -> None:
    assert read_value("duration", text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25 years", "P3M"),
        ("1.5 quarters", "P4M15D"),
        ("0.5 months", "P15D"),
        ("1.5 weeks", "P10.5D"),
        ("half a day", "P0.5D"),
        ("2.5 hours", "PT2.5H"),
    ],
)
def test_a_fraction_of_a_unit_becomes_days_or_months_and_one_of_a_day_or_an_hour_stays(text: str, value: str) -> None:
    assert read_value("duration", text).value == value


@given(st.integers(1, 99), st.sampled_from([("year", "Y"), ("month", "M"), ("week", "W"), ("day", "D")]))
def test_figures_read_back_with_every_unit(number: int, unit: tuple[str, str]) -> None:
    assert read_value("duration", f"{number} {unit[0]}s").value == f"P{number}{unit[1]}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2 an article of 3 tage", "en"),
        ("day to day", None),
        ("2 jours", "de"),
        ("tres days", "en"),
        ("4.2 An offer", None),
    ],
)
def test_words_of_another_language_make_no_duration(text: str, language: str | None) -> None:
    assert list(find_durations(plain(text), language)) == []


def test_a_duration_in_another_language_than_its_document_is_read_too() -> None:
    assert read_value("duration", "zwei Jahre", Context(language="en")).value == "P2Y"
    assert read_value("duration", "half a month", Context(language="fr")).value == "P15D"


@pytest.mark.parametrize(
    ("text", "value"), [("im dritten Jahrestag", "P3Y"), ("chaque semaine", "P1W"), ("each day", "P1D")]
)
def test_anniversaries_and_each_unit_are_lengths_in_every_language(text: str, value: str) -> None:
    assert read_value("duration", text).value == value


def test_the_length_of_a_canonical_duration_is_known_by_its_units() -> None:
    assert length_of("P1Y6M")[:2] == (1, 6)  # type: ignore[index]
    assert length_of("P1Y6M").all_months == 18  # type: ignore[union-attr]
    assert length_of("P2W1.5D").all_days == 15.5  # type: ignore[union-attr]
    assert length_of("PT8H").hours == 8  # type: ignore[union-attr]
    assert all(length_of(text) is None for text in ("", "1Y", "P1Y ", "PT", "P١Y", "P" + "9" * 5000 + "D"))
    assert is_duration("P1D")
    assert not is_duration("P")


def test_a_unit_of_several_words_is_one_however_they_stand_apart() -> None:
    assert [hit.value for hit in find_durations("30 ti denni a 30 ti  denni", "cs")] == ["P30D", "P30D"]
    assert read_value("duration", "12 helgfria  vardagar", Context("sv")).value == "P12D"
