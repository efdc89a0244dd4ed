"""Telephone numbers, e-mail and web addresses in the one form in which each is compared."""

from __future__ import annotations

import pytest

from nerkit.values import Context, read_value

GERMAN = Context("de", True, "EUR", ",")
SWISS = Context("de", True, "CHF", ".")
BRITISH = Context("en", True, "GBP", ".")
AMERICAN = Context("en", False, "USD", ".")


@pytest.mark.parametrize(
    ("text", "context", "number", "country"),
    [
        ("Tel.: 0431 / 123 45-0", GERMAN, "+49431123450", "DE"),
        ("044 668 18 00", SWISS, "+41446681800", "CH"),
        ("020 7946 0958", BRITISH, "+442079460958", "GB"),
        ("(212) 555-0123", AMERICAN, "+12125550123", "US"),
        ("Phone +49 (0)431 12345-0 ext.", AMERICAN, "+49431123450", None),
        ("0044 20 7946 0958", GERMAN, "+442079460958", "DE"),
    ],
)
def test_a_telephone_number_gets_the_country_code_of_its_document(
    text: str, context: Context, number: str, country: str | None
) -> None:
    value = read_value("phone", text, context)
    assert value.value == number
    assert value.note == (f"no country code: read as a number of {country}" if country else None)


def test_without_a_country_a_local_number_has_no_value() -> None:
    assert read_value("phone", "0431 12345-0").value is None
    assert read_value("phone", "12.03.2024", GERMAN).value is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("E-Mail: Orders@Holzhandel-Nord.DE.", "Orders@holzhandel-nord.de"),
        ("sales (at) mills.co.uk", "sales@mills.co.uk"),
        ("<sales @ mills.co.uk>", "sales@mills.co.uk"),
        ("müller@bäcker.de", "müller@bäcker.de"),
        ("ap@mills.example", "ap@mills.example"),
        ("ap@mills", None),
        ("a..b@mills.co.uk", None),
    ],
)
def test_an_address_is_read_without_what_stands_around_it(text: str, address: str | None) -> None:
    assert read_value("email", text).value == address


def test_a_reserved_domain_is_said() -> None:
    assert read_value("email", "ap@mills.local").note == "a reserved domain"


@pytest.mark.parametrize(
    ("text", "address", "note"),
    [
        ("www.Mills.co.uk/Orders).", "https://www.mills.co.uk/Orders", "no scheme: taken as https"),
        ("see HTTP://mills.co.uk:8080/a_(b)?c=1#d, page 2", "http://mills.co.uk:8080/a_(b)?c=1#d", None),
        ("(https://mills.co.uk/a_(b))", "https://mills.co.uk/a_(b)", None),
        ("[https://mills.co.uk/a]; b", "https://mills.co.uk/a", None),
        ("info@mills.co.uk", None, "no web address"),
    ],
)
def test_a_web_address_has_its_scheme_and_host_in_small_letters(text: str, address: str | None, note: str) -> None:
    value = read_value("url", text)
    assert (value.value, value.note) == (address, note)
