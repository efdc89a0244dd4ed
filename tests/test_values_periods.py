"""Of a period the first day may leave its year to the last one; both days are read, in the order that both allow."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.document import Entity
from nerkit.labels import builtin
from nerkit.locales.folding import plain
from nerkit.reading import document_from_text
from nerkit.records.meant import completed
from nerkit.records.record import FieldValue
from nerkit.records.times.billed_period import other_end
from nerkit.values import Context, read_value
from nerkit.values.context import context_of
from nerkit.values.date_values import BORROWED
from nerkit.values.periods import find_periods

ENDS = ("period_start", "period_end")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("19. September - 16. Oktober 2017", "2017-09-19", "2017-10-16"),
        ("1. Mai – 31. Juli 2017", "2017-05-01", "2017-07-31"),
        ("14. 10. - 15. 10. 2023", "2023-10-14", "2023-10-15"),
        ("25 September to 2 October 2023", "2023-09-25", "2023-10-02"),
        ("15.01.–02.02.2024", "2024-01-15", "2024-02-02"),
        ("15.01. - 02.02.24", "2024-01-15", "2024-02-02"),
        ("vom 15.01. bis zum 02.02.2024", "2024-01-15", "2024-02-02"),
        ("20.12.-05.01.2024", "2023-12-20", "2024-01-05"),
        ("12/20-1/15/24", "2023-12-20", "2024-01-15"),
        ("1.-31.3.2024", "2024-03-01", "2024-03-31"),
        ("1. bis 31. März 2024", "2024-03-01", "2024-03-31"),
        ("15. Januar bis 2. Februar 2024", "2024-01-15", "2024-02-02"),
        ("January 15 - February 2, 2024", "2024-01-15", "2024-02-02"),
        ("Dec 20 to Jan 5, 2024", "2023-12-20", "2024-01-05"),
        ("1st to 31st March 2024", "2024-03-01", "2024-03-31"),
        ("du 1er au 31 mars 2024", "2024-03-01", "2024-03-31"),
        ("du 15 janvier au 2 février 2024", "2024-01-15", "2024-02-02"),
    ],
)
def test_a_first_day_without_a_year_takes_that_of_the_last_or_the_one_before(text: str, first: str, last: str) -> None:
    read = read_value("date", text)
    assert (read.value, read.note) == (first, BORROWED)
    assert meant(text, ("PERIOD_END", text)) == [last]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1/15/24 - 2/2/24", "2024-01-15", "2024-02-02"),
        ("November 01, 2014 to October 31, 2017", "2014-11-01", "2017-10-31"),
        ("June 1-5, 2018", "2018-06-01", "2018-06-05"),
        ("1/5/24 - 1/28/24", "2024-01-05", "2024-01-28"),
    ],
)
def test_what_ends_a_period_is_its_last_day(text: str, first: str, last: str) -> None:
    assert (read_value("date", text).value, *meant(text, ("PERIOD_END", text))) == (first, last)


def test_why_a_rate_is_zero_stands_behind_it() -> None:
    for text, why in (("USt 0 % (Reverse Charge)\t0,00 €", "reverse charge"), ("USt 0 %\nReverse Charge", None)):
        assert read_value("percent", *meant(text, ("TAX_RATE", "0 %"))).note == why


@pytest.mark.parametrize("text", ["12.5 - 31.12.2024", "5 - 2024-03-05", "45.50 bis 31.12.2024", "29.02.-03.03.2023"])
def test_a_number_that_is_no_day_begins_no_period(text: str) -> None:
    assert list(find_periods(plain(text))) == []


def test_a_period_whose_days_have_but_one_order_decides_for_its_document() -> None:
    assert context_of("03/04/2024 and 20/12-05/01/2024").day_first is True
    assert context_of("03/04/2024 and 12/20-01/05/2024").day_first is False


def meant(text: str, *parts: tuple[str, str]) -> list[str]:
    """What the values of entities are read from: `parts` are labels and texts."""
    entities = [Entity(label, text.index(part), text.index(part) + len(part), part, 0.9) for label, part in parts]
    return [entity.text for entity in completed(document_from_text(text, "made"), entities, builtin())]


@pytest.mark.parametrize(
    ("text", "label", "part", "value"),
    [
        ("Zeitraum 15.01.–02.02.2024, fällig", "PERIOD_START", "15.01.", "2024-01-15"),
        ("Zeitraum 15.01.–02.02.2024, fällig", "PERIOD_END", "15.01.–02.02.2024", "2024-02-02"),
        ("Flight June 1-5, 2018", "PERIOD_END", "June 1-5, 2018", "2018-06-05"),
        ("this sixth day of January, two thousand twelve", "AGREEMENT_DATE", "sixth day of January", "2012-01-06"),
        ("on 3 March or in 2019", "EFFECTIVE_DATE", "3 March", None),
        ("on 3 March 2019 or 4 April 2020", "EFFECTIVE_DATE", "3 March 2019", "2019-03-03"),
        ("Total\t($461.70)\n", "TOTAL_AMOUNT", "$461.70", "-461.70"),
        ("Total   (461.70)", "TOTAL_AMOUNT", "461.70", "-461.70"),
        ("Five Dollars ($5.00) are due", "AMOUNT", "$5.00", "5.00"),
        ("Total\t$461.70\n", "TOTAL_AMOUNT", "$461.70", "461.70"),
    ],
)
def test_an_entity_means_what_its_document_makes_of_it(text: str, label: str, part: str, value: str | None) -> None:
    (read_from,) = meant(text, (label, part))
    assert read_value(builtin().labels[label].type, read_from).value == value


@given(st.dates(date(1971, 1, 1), date(2068, 12, 31)), st.integers(0, 364), st.booleans(), st.sampled_from("./"))
def test_a_period_of_less_than_a_year_reads_back(first: date, days: int, day_first: bool, mark: str) -> None:
    last = first + timedelta(days=days)
    day, month = ("%d", "%m") if day_first else ("%m", "%d")
    text = f"{first:{day}{mark}{month}{mark if mark == '.' else ''}} - {last:{day}{mark}{month}{mark}%Y}"
    context = Context(day_first=day_first)
    read = read_value("date", text, context)
    if read.note == BORROWED:
        assert read.value == first.isoformat()
    else:  # 29 February is no day of the year in which the period ends
        assert (first.month, first.day) == (2, 29)
        assert first.year != last.year
    assert read_value("date", *meant(text, ("PERIOD_END", text)), context).value == last.isoformat()


@given(st.text() | st.text(alphabet="0123456789./- tobismaiy", max_size=40))
def test_no_text_fails_and_periods_stand_apart(text: str) -> None:
    found = list(find_periods(plain(text)))
    assert all(period.first.start <= period.last.start for period in found)
    assert all(a.last.end <= b.first.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "given", "value", "missing", "other"),
    [
        ("Leistungszeitraum 15.01.–02.02.2024", "period_end", "2024-02-02", "period_start", "2024-01-15"),
        ("Flight 12/28/23 - 1/5/24", "period_start", "2023-12-28", "period_end", "2024-01-05"),
        ("Service 02.03.-04.05.2024", "period_end", "2024-05-04", "period_start", "2024-03-02"),
        ("Leistungszeitraum 15.01.–02.02.2024", "period_end", "2024-02-03", None, None),
        ("15.01.–02.02.2024 und 20.01.–02.02.2024", "period_end", "2024-02-02", None, None),
    ],
)
def test_the_day_of_a_billed_period_that_was_not_found_follows_from_the_text_that_names_both(
    text: str, given: str, value: str, missing: str | None, other: str | None
) -> None:
    fields = {given: (FieldValue(value, 0.9, (0,)),)}
    found = other_end(fields, document_from_text(text, "made"), ENDS)
    assert (found and (found[0], found[1].value)) == ((missing, other) if missing else None)


def test_a_period_with_both_its_days_is_left_alone() -> None:
    fields = {field: (FieldValue("2024-02-02", 0.9, (0,)),) for field in ENDS}
    assert other_end(fields, document_from_text("15.01.–02.02.2024", "made"), ENDS) is None
