"""Which values of a record count as equal: golden cases for every type of field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.evaluation.compare import comparable
from nerkit.labels import labels

FORMS: dict[str, dict[str | None, list[str]]] = {
    # field: {form in which it is compared: [what a corpus may write]}
    "seller": {
        "harbourcafegmbh": ["Harbour Café GmbH", "HARBOUR CAFE G.m.b.H.", " harbour-café\ngmbh "],
        "2": ["2", "²", "２"],
        "": ["", "—", "...", " \n"],
    },
    "invoice_number": {"re20240017": ["RE-2024/0017", "re 2024 0017"], "0017": ["0017", "#0017"]},
    "iban": {"de89370400440532013000": ["DE89 3704 0044 0532 0130 00", "de89370400440532013000"]},
    "total_amount": {
        "1880.00": ["1880", "1,880.00", "$1,880.00", "USD 1880.00", "1.880,00", "1 880,00 €", "1880.004"],
        "-12.50": ["-12.5", "-12,50", "$-12.50"],
        "1234.00": ["1,234", "1234."],
        "0.13": ["0.125001", ".13", "0,13"],
        "1.23": ["1.234"],  # a full stop alone is a decimal point
        None: ["", "n/a", "twenty", "1-2", "1.2.3"],
    },
    "net_amount": {"5.00": ["5", "5.0", "EUR 5,00"]},
    "tax_rate": {"19": ["19", "19.00", "19 %", "19.0%"], "7.5": ["7.5", "7.50 %"], "1E+2": ["100"], None: ["", "%"]},
    "due_date": {
        "2024-05-03": [
            *("2024-05-03", "05/03/2024", "5/3/24", "05-03-2024", "5-3-24", "3 May 2024", "03 may 24", "3-May-2024"),
            *(
                "3-MAY-24",
                "3/May/2024",
                "May 3, 2024",
                "may 03, 2024",
                "May/3/24",
                "2024/05/03",
                "3May2024",
                "20240503",
            ),
            " 2024-05-03\n",
        ],
        None: ["", "soon", "31/12/2024", "2024-02-30", "3. Mai 2024", "2024"],
    },
    "period_start": {"2012-01-06": ["6 January 2012", "01/06/2012"]},
    "period_end": {"2012-01-06": ["January 6, 2012", "2012-01-06"]},
    "term": {
        "12M": ["P1Y", "P12M", "1 year", "12 months", "12_months", "1.0 year", "P1Y0D"],
        "18M": ["P1Y6M", "18 months", "1.5 years"],
        "14D": ["P2W", "P14D", "2 weeks", "14-days"],
        "364D": ["P52W", "364 days"],
        "0D": ["P", "0 days"],
        None: ["", "forever", "one year", "1.2.3 years"],
    },
    "renewal_term": {"24M": ["P2Y", "two (2 years)"]},
    "notice_period": {"30D": ["P30D", "30 days"]},
    "governing_law": {
        "newyork": ["New York", "State of New York", "the laws of the State of New York", "NEW YORK"],
        "massachusetts": ["Commonwealth of Massachusetts", "Massachusetts"],
        "korea": ["Republic of Korea", "Korea"],
        "ontario": ["Province of Ontario", "Ontario law"],
        "delaware": ["Laws of Delaware"],
        "": ["the state"],
    },
}


@pytest.mark.parametrize(
    ("field", "value", "form"),
    [(field, value, form) for field, forms in FORMS.items() for form, values in forms.items() for value in values],
)
def test_a_value_is_compared_in_one_form_however_a_corpus_writes_it(field: str, value: str, form: str | None) -> None:
    assert comparable(field, value) == form


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("seller", "Harbour Café 1", "Harbour Café 11"),
        ("total_amount", "1880.00", "-1880.00"),
        ("total_amount", "1.88", "1880"),
        ("tax_rate", "19", "1.9"),
        ("due_date", "2024-05-03", "2024-03-05"),
        ("term", "P1Y", "P1M"),
        ("term", "P1M", "P30D"),  # a month is no number of days
        ("term", "P1Y", "P52W"),
        ("governing_law", "New York", "New Jersey"),
    ],
)
def test_values_that_mean_something_else_are_not_equal(field: str, one: str, other: str) -> None:
    assert comparable(field, one) != comparable(field, other)


def test_letters_that_have_no_latin_form_are_compared_as_nothing_beside_latin_ones() -> None:
    assert comparable("seller", "株式会社 Nike") == comparable("seller", "Nike")
    assert comparable("seller", "株式会社") == ""


@given(field=st.sampled_from([name.lower() for name in labels()]), value=st.text(max_size=20))
def test_no_value_fails_and_a_form_is_compared_as_itself_or_not_at_all(field: str, value: str) -> None:
    form = comparable(field, value)
    if form and field.rpartition("_")[2] not in ("term", "period"):
        assert comparable(field, form) in (form, "")
