"""Names keep their legal form and lose what contracts put around them; jurisdictions get one short name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.values import Context, read_value
from nerkit.values.names import name_key, same_name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NIKE,\n  INC.", "NIKE, INC."),
        ("Acme Corp., a Delaware corporation", "Acme Corp."),
        ("Acme Laboratories an Illinois corporation", "Acme Laboratories"),
        ("Acme Corporation, having its principal place of business at Utrecht", "Acme Corporation"),
        ("Acme Co., Ltd.,", "Acme Co., Ltd."),
        ("Foo LLC and its affiliates", "Foo LLC"),
        ('Foo Ltd. (the "Company")', "Foo Ltd."),
        ("JANE DOE (“EMPLOYEE”)", "JANE DOE"),
        ("Foo Inc. (formerly known as Bar Inc.)", "Foo Inc."),
        ('"Bar GmbH",', "Bar GmbH"),
        ("Müller GmbH & Co. KG, mit Sitz in Berlin", "Müller GmbH & Co. KG"),
        ("Dupont S.A.S., société par actions simplifiée au capital de 100 euros", "Dupont S.A.S."),
        ("STORE (CITY CENTRE) SDN BHD", "STORE (CITY CENTRE) SDN BHD"),
        ("Acme (UK) Limited", "Acme (UK) Limited"),
        ("Acme Media (12345)", "Acme Media"),
        ("Committee for District 4(#136462", "Committee for District 4"),
        ("Acme Media (UK)", "Acme Media (UK)"),
        ("Smith Family Trust (2004)", "Smith Family Trust (2004)"),
        ("Studio (54)", "Studio (54)"),
        ("(Foo Inc.)", "Foo Inc."),
        ("Smith & Sons, and", "Smith & Sons"),
        ("A. B. Smith", "A. B. Smith"),
        ('the "Licensee"', "Licensee"),
        ('"Customer" or "you"', "Customer"),
        ('(each a "Party")', "Party"),
        ("Foo, Inc. d/b/a Bar", "Foo, Inc. d/b/a Bar"),
        ("/s/ Jane Q. Doe", "Jane Q. Doe"),
        ("By: /s/Jane Doe", "Jane Doe"),
        ("Jane Doe, M.D.", "Jane Doe"),
        ("Mr. John Doe, Jr.", "John Doe, Jr."),
        ("Herrn\nMax Mustermann", "Max Mustermann"),
        ("Dr. Brandt Labor KG", "Dr. Brandt Labor KG"),
        ("“Acme Inc.”", "Acme Inc."),
        ("by and between Acme Inc. and", "Acme Inc."),
        ("Seller: Acme Inc.", "Acme Inc."),
        ("Acme Limited (company number 0123456)", "Acme Limited"),
        ("Acme GmbH (HRB 12345)", "Acme GmbH"),
        ("Acme (a Delaware corporation)", "Acme"),
        ("Acme AG, ein Unternehmen der Muster-Gruppe", "Acme AG"),
        ("la société Acme S.A.R.L. au capital de 1000 euros", "Acme S.A.R.L."),
        ("Firma Acme GmbH", "Acme GmbH"),
        ("Acme Inc., Attn: Jane Doe", "Acme Inc."),
        ("Acme Corp. [●]", "Acme Corp."),
        ("Acme GmbH, Berlin", "Acme GmbH"),
        ("Acme GmbH, Musterstr. 1, 12345 Berlin", "Acme GmbH"),
        ("Acme Inc., 12 Main St, Chicago, IL 60601", "Acme Inc."),
        ("Acme GmbH, Muster & Co. KG", "Acme GmbH, Muster & Co. KG"),
        ("Acme GmbH – nachstehend Auftragnehmer genannt –", "Acme GmbH"),
        ("Acme Inc., Seller", "Acme Inc."),
        ("Acme Bank, N.A., as Administrative Agent", "Acme Bank, N.A."),
        ("Norsk AS Holding", "Norsk AS Holding"),
        ("der Acme GmbH, Hamburg, vertreten durch den Geschäftsführer", "Acme GmbH"),
        ("Acme UG (haftungsbeschränkt), Weg 3, 20457 Hamburg", "Acme UG (haftungsbeschränkt)"),
        ("Max Mustermann e.K., Inhaber Max Mustermann", "Max Mustermann e.K."),
        ("Biosys-\ntems, Inc.", "Biosystems, Inc."),
        ("• Acme Corp. ®", "Acme Corp."),
        ("Acme Inc., formerly known as Foo Inc.", "Acme Inc."),
        ("ACME SDN BHD (123456-X)", "ACME SDN BHD"),
        ("(1) ACME LIMITED, a company", "ACME LIMITED"),
        ("1. FC Musterstadt e.V.", "1. FC Musterstadt e.V."),
        ("BILL TO\nAcme, Inc.", "Acme, Inc."),
        ("Jane Doe, Esq.", "Jane Doe"),
        ("_____ Inc.", None),
        ("_____ GmbH & Co. KG", None),
        ("Acme B.V., Rotterdam", "Acme B.V."),
        ("Acme SAS, 12 rue Lepic, 75018 Paris", "Acme SAS"),
        ("Acme S.A., une banque de droit suisse", "Acme S.A."),
        ("Capital One Bank", "Capital One Bank"),
        ("FA Cup Ltd", "FA Cup Ltd"),
        ("___", None),
    ],
)
def test_a_name_is_freed_of_its_description(text: str, value: str | None) -> None:
    assert read_value("name", text).value == value


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Nike, Inc.", "NIKE INC"),
        ("Nike, Inc.", "Nike Incorporated"),
        ("Café & Co", "CAFE AND CO."),
        ("Acme S.A.", "ACME SA"),
        ("The Acme Company", "Acme Co."),
        ("The Acme", "Acme"),
        ("Straße GmbH", "STRASSE GMBH"),
        ("Power 2 Ship", "Power2Ship"),
        ("Acme Limited Liability Company", "ACME, L.L.C."),
        ("Acme S.à r.l.", "ACME SARL"),
        ("Müller & Söhne", "Müller und Söhne"),
        ("Acme Gesellschaft mit beschränkter Haftung", "Acme GmbH"),
    ],
)
def test_two_spellings_of_a_name_are_the_same(a: str, b: str) -> None:
    assert same_name(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("Nike, Inc.", "Nike GmbH"), ("Acme", "Acme Holdings"), ("The", "***"), ("***", "---")]
)
def test_other_names_and_other_legal_forms_are_not_the_same(a: str, b: str) -> None:
    assert not same_name(a, b)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Acme Verder Inc.", "en", "Acme Verder Inc."),
        ("Bolt Mit Sitz Ltd", "en", "Bolt Mit Sitz Ltd"),
        ("Bolt KG mit Sitz in Köln", "de", "Bolt KG"),
        ("Bolt SAS dont le siège est à Lyon", "fr", "Bolt SAS"),
        ("Bolt Ltd having its seat in York", "de", "Bolt Ltd"),
    ],
)
def test_what_describes_a_name_is_said_in_the_document_s_languages(text: str, language: str, value: str) -> None:
    assert read_value("name", text, Context(language=language)).value == value


@pytest.mark.parametrize("filler", ["( ", "and ", "— ", "GmbH, ", "by: "])
def test_pages_of_text_are_no_name(filler: str) -> None:
    read = read_value("name", filler * 10_000)
    assert (read.value, read.note) == (None, "too long for a name")


@given(st.text(max_size=60))
def test_a_name_is_the_same_as_itself_in_other_white_space(name: str) -> None:
    assert same_name(name, "  " + name.replace(" ", "\n ") + "\t")
    assert name_key(name).isalnum() or not name_key(name)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" “RESELLER\n AGREEMENT” ", "RESELLER AGREEMENT"),
        ("Software Licence Agreement:", "Software Licence Agreement"),
        ("SUPPLY AGREEMENT (No. 2)", "SUPPLY AGREEMENT (No. 2)"),
    ],
)
def test_a_title_loses_quotes_and_closing_punctuation(text: str, value: str) -> None:
    assert read_value("title", text).value == value


def test_the_lines_of_an_address_become_one() -> None:
    assert read_value("text", "1 High Street,\n  Newtown\tAB1 2CD").value == "1 High Street, Newtown AB1 2CD"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("State of New York", "New York"),
        ("STATE OF NEW YORK", "New York"),
        ("NY", "New York"),
        ("N.Y.", "New York"),
        ("New York, New York", "New York"),
        ("the laws of the State of California, USA", "California"),
        ("the Commonwealth of Massachusetts", "Massachusetts"),
        ("District of Columbia", "District of Columbia"),
        ("Province of Ontario, Canada", "Ontario"),
        ("British Columbia and the federal laws of Canada", "British Columbia"),
        ("Victoria, Australia", "Victoria"),
        ("laws of England and Wales", "England and Wales"),
        ("English law", "England"),
        ("the People's Republic of China", "China"),
        ("Hong Kong", "Hong Kong"),
        ("the Republic of Korea", "South Korea"),
        ("British Virgin Islands", "British Virgin Islands"),
        ("the Netherlands", "Netherlands"),
        ("Bundesrepublik Deutschland", "Germany"),
        ("deutsches Recht", "Germany"),
        ("droit français", "France"),
        ("Suisse", "Switzerland"),
        ("Italian Law", "Italy"),
        ("United States Trademark Act (15 U.S.C.)", "United States"),
        ("laws of the United States and the State of Florida", "Florida"),
        ("droit luxembourgeois", "Luxembourg"),
        ("französisches Recht", "France"),
        ("Zurich, Switzerland", "Switzerland"),
        ("R.O.C.", "Taiwan"),
        ("Russian Federation", "Russia"),
        ("Turkey", "Türkiye"),
        ("Penna.", "Pennsylvania"),
        ("US", "United States"),
        ("N. Carolina", "North Carolina"),
        ("Swiss substantive law", "Switzerland"),
        ("Australian law", "Australia"),
        ("les lois de la République française", "France"),
        ("Angleterre", "England"),
    ],
)
def test_a_jurisdiction_is_the_most_specific_place_that_the_text_names(text: str, place: str) -> None:
    value = read_value("place", text)
    assert (value.value, value.note) == (place, None)


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("das Recht der Schweiz", "de", "Switzerland"),
        ("Georgia", "en", "Georgia"),
        ("Géorgie", "fr", "Georgia"),
        ("droit suisse", "de", "Switzerland"),
        ("laws of Sweden", "fr", "Sweden"),
        ("lois norvégiennes", "fr", "Norway"),
    ],
)
def test_places_are_read_in_the_document_s_language_and_where_it_has_none_in_all(
    text: str, language: str, place: str
) -> None:
    assert read_value("place", text, Context(language=language)).value == place


def test_pages_of_text_are_searched_for_a_place_at_their_beginning_only() -> None:
    assert read_value("place", "Delaware " + "12 " * 100_000).value == "Delaware"


def test_an_unknown_place_stays_as_it_stands_without_its_frame() -> None:
    value = read_value("place", "the laws of the State of Ruritania,")
    assert value.value == "Ruritania"
    assert value.note


@pytest.mark.parametrize(("text", "place"), [("Deleware", "Delaware"), ("State of New Yrok", "New York")])
def test_one_slip_in_the_name_of_a_jurisdiction_is_mended_and_said(text: str, place: str) -> None:
    value = read_value("place", text)
    assert (value.value, value.note) == (place, "a known jurisdiction with one letter wrong")


@given(st.text(max_size=60))
def test_a_name_has_no_quotes_commas_or_spaces_around_it(text: str) -> None:
    value = read_value("name", text).value or "a"
    assert value == value.strip(" ,;:") == " ".join(value.split())
