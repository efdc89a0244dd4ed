"""Dates of contracts, invoices and receipts become ISO dates, and an order that nothing decides is said."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from nerkit.locales.folding import plain
from nerkit.values import Context, read_value
from nerkit.values.dates import find_dates

ENGLISH = Context(language="en")
GERMAN = Context(language="de")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31.12.2024", "2024-12-31"),
        ("12/31/24", "2024-12-31"),
        ("2024-12-31", "2024-12-31"),
        ("2024/12/31", "2024-12-31"),
        ("31-Dec-2024", "2024-12-31"),
        ("2024-Dec-31", "2024-12-31"),
        ("13Feb20", "2020-02-13"),
        ("Oct27/20", "2020-10-27"),
        ("20240131", "2024-01-31"),
        ("Feb/10/20", "2020-02-10"),
        ("28/02/18", "2018-02-28"),
        ("31. 12. 2024", "2024-12-31"),
        ("99/12/31", "1999-12-31"),
        ("31 12 2024", "2024-12-31"),
        ("25032018", "2018-03-25"),
        ("(06/25/2016)", "2016-06-25"),
        ("25/12/2018 8:13:39 PM", "2018-12-25"),
        ("19/10/201820:49:59", "2018-10-19"),
        ("2019-06-10T00:00:00", "2019-06-10"),
        ("January 6, 2012", "2012-01-06"),
        ("this 6th day of January, 2012", "2012-01-06"),
        ("6 January 2012", "2012-01-06"),
        ("July 11 , 2006", "2006-07-11"),
        ("Sept. 3rd, 2009", "2009-09-03"),
        ("MARCH 3RD, 2009", "2009-03-03"),
        ("June30,2019", "2019-06-30"),
        ("8th day of May 2014", "2014-05-08"),
        ("the first day of June 2001", "2001-06-01"),
        ("thirty-first day of December, 1999", "1999-12-31"),
        ("(1st)  day of January, 1996", "1996-01-01"),
        ("the 3rd (third) day of May, 2010", "2010-05-03"),
        ("1s t day of June, 2004.", "2004-06-01"),
        ("20 March day of 1998", "1998-03-20"),
        ("the 1st of      March, 2003,", "2003-03-01"),
        ("20th day of Friday, March 2020", "2020-03-20"),
        ("JUNE\n              1, 1998", "1998-06-01"),
        ("May 5, two thousand and four", "2004-05-05"),
        ("first of May, nineteen ninety-nine", "1999-05-01"),
        ("den 5. März 2018", "2018-03-05"),
        ("5. Maerz 2018", "2018-03-05"),
        ("1. Jänner 2020", "2020-01-01"),
        ("03. DEZ. 2019", "2019-12-03"),
        ("1er mars 2019", "2019-03-01"),
        ("le 14 août 2020", "2020-08-14"),
        ("3 févr. 2021", "2021-02-03"),
        ("am fünften März zweitausendachtzehn", "2018-03-05"),
        ("den einundzwanzigsten Dezember 1999", "1999-12-21"),
        ("le quinze mars deux mille vingt", "2020-03-15"),
        ("1er mai mil neuf cent quatre-vingt-dix-neuf", "1999-05-01"),
        ("12th day of the month of June 2018", "2018-06-12"),
        ("7th day of March, A.D. 2018", "2018-03-07"),
        ("5.III.2018", "2018-03-05"),
        ("ThuAug09,2012", "2012-08-09"),
        ("Aug262017", "2017-08-26"),
        ("4/4/20127:33AM", "2012-04-04"),
        ("June 1-5, 2018", "2018-06-01"),
        ("Oct. 27 & 28, 1999", "1999-10-27"),
        ("Payment is due on 15 April 2021 at the latest", "2021-04-15"),
        ("am 7ten Februar 2024", "2024-02-07"),
        ("1° mars 2024", "2024-03-01"),
        ("am 5. des Monats März 2018", "2018-03-05"),
        ("2018, January 5", "2018-01-05"),
        ("2024. 03. 15.", "2024-03-15"),
        ("３１／１２／２０２４", "2024-12-31"),
    ],
)
def test_a_date_is_read_in_every_common_form(text: str, iso: str) -> None:
    value = read_value("date", text)
    assert (value.value, value.alternatives) == (iso, ())


@pytest.mark.parametrize(
    "text", ["May __, 2014", "September ___, 2019", "May 1, 20__", "31/02/2024", "2024", "May 2014", "06/01/2", ""]
)
def test_without_a_full_date_there_is_no_value_and_a_note(text: str) -> None:
    value = read_value("date", text)
    assert value.value is None
    assert value.note


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("as of the date last signed below", "the date stands elsewhere"),
        ("the day and year first above written", "the date stands elsewhere"),
        ("May __, 2014", "blanks where the date belongs"),
        ("May 2014", "no full date"),
    ],
)
def test_what_is_no_date_says_why(text: str, why: str) -> None:
    value = read_value("date", text)
    assert (value.value, value.note) == (None, why)


@pytest.mark.parametrize(("text", "year"), [("01/01/69", "2069"), ("01/01/70", "1970"), ("01/01/00", "2000")])
def test_two_digit_years_turn_at_seventy(text: str, year: str) -> None:
    assert read_value("date", text).value == f"{year}-01-01"


@pytest.mark.parametrize(
    ("text", "context", "best", "others"),
    [
        ("03/04/2024", Context(), "2024-03-04", ("2024-04-03",)),
        ("03/04/2024", ENGLISH, "2024-03-04", ("2024-04-03",)),
        ("03/04/2024", GERMAN, "2024-04-03", ("2024-03-04",)),
        ("03.04.2024", Context(), "2024-04-03", ("2024-03-04",)),
        ("03/04/2024", Context(language="en", day_first=True), "2024-04-03", ()),
        ("03.04.2024", Context(language="de", day_first=False), "2024-03-04", ()),
        ("04/04/2024", ENGLISH, "2024-04-04", ()),
        ("13/04/2024", Context(day_first=False), "2024-04-13", ()),
    ],
)
def test_the_document_decides_between_day_and_month_and_else_both_are_listed(
    text: str, context: Context, best: str, others: tuple[str, ...]
) -> None:
    value = read_value("date", text, context)
    assert (value.value, value.alternatives) == (best, others)
    assert value.ambiguous == bool(others)


@given(
    st.dates(date(1970, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["en", "de", "fr"]),
    st.sampled_from(["d MMMM y", "dd MMM y", "MMMM d, y", "y-MM-dd", "d-MMM-yy", "dd MMM yy"]),
)
def test_what_the_calendar_writes_in_three_languages_reads_back(day: date, language: str, form: str) -> None:
    assert read_value("date", format_date(day, form, locale=language)).value == day.isoformat()


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.booleans(), st.sampled_from("/.-"), st.booleans())
def test_numeric_dates_read_back_where_the_order_is_known(day: date, day_first: bool, mark: str, short: bool) -> None:
    first, second = ("%d", "%m") if day_first else ("%m", "%d")
    text = day.strftime(mark.join((first, second, "%y" if short else "%Y")))
    assert read_value("date", text, Context(day_first=day_first)).value == day.isoformat()


@pytest.mark.parametrize("text", ["1 SET 19.80", "5 mai 2024", "2 out 2024", "on 5 Jänner 2024", "5 pro 2024"])
def test_months_of_other_languages_make_no_dates_where_the_language_is_known(text: str) -> None:
    assert list(find_dates(plain(text), "en")) == []


@pytest.mark.parametrize("text", ["1 mars 19.80", "3 May 12,50 EUR"])
def test_decimals_behind_a_month_are_no_year(text: str) -> None:
    assert list(find_dates(plain(text))) == []
    assert read_value("date", "Dec 12.20").value == "2020-12-12"


def test_a_date_in_another_language_than_its_document_is_read_too() -> None:
    assert read_value("date", "le 5 mars 2024", GERMAN).value == "2024-03-05"
