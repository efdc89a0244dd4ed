"""A name and its address stand together in their column, whatever stands beside them."""

from __future__ import annotations

from nerkit.document import Entity
from nerkit.labels import builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found

SIDE_BY_SIDE = """Invoice

BILL TO                           SHIP TO
Bluebird Veterinary Group LLC     Bluebird Veterinary Group LLC
Attn: Accounts Payable            Receiving Dock B
905 Orchard Street, Suite 210     3318 Canyon Road
Boise, ID 83706                   Nampa, ID 83686

Invoice No.: 17
"""
PERSON = """Bei Spiel GmbH

Theodor Est                       fon (555) 23 78 -0
Bahnstr. 42                       fax (555) 23 78 -51
88802 Spielkreis

Rechnungsnummer: 17
"""


def found(text: str, **tagged: str) -> list[tuple[str, str]]:
    document = document_from_text(text, "a.txt")
    starts = {label: text.index(value) for label, value in tagged.items()}
    entities = [
        Entity(label.upper(), starts[label], starts[label] + len(value), value, 0.6) for label, value in tagged.items()
    ]
    return [(one.label, one.text) for one in with_found(document, entities, builtin(), "invoice")]


def test_of_two_addresses_side_by_side_the_buyer_has_the_lines_below_its_name() -> None:
    lines = [text for label, text in found(SIDE_BY_SIDE) if label == "BUYER_ADDRESS"]
    assert lines == ["905 Orchard Street, Suite 210", "Boise, ID 83706"]


def test_lines_without_a_street_and_a_town_are_no_address() -> None:
    text = SIDE_BY_SIDE.replace("Boise, ID 83706", "Second floor   ")
    assert "BUYER_ADDRESS" not in dict(found(text))


def test_who_stands_above_the_address_of_a_buyer_is_the_buyer_where_nobody_else_is() -> None:
    assert ("BUYER", "Theodor Est") in found(PERSON, buyer_address="Bahnstr. 42")
    assert "BUYER" not in dict(found(PERSON))
    named = PERSON + "\nKunde: Kunden AG\n"
    assert [text for label, text in found(named, buyer_address="Bahnstr. 42") if label == "BUYER"] == ["Kunden AG"]


def test_a_line_of_figures_above_an_address_is_nobody() -> None:
    text = PERSON.replace("Theodor Est ", "Auftrag 4711")
    assert "BUYER" not in dict(found(text, buyer_address="Bahnstr. 42"))


def test_the_buyer_is_in_the_record() -> None:
    document = document_from_text(PERSON, "a.txt")
    start = PERSON.index("Bahnstr")
    tagged = [Entity("BUYER_ADDRESS", start, start + len("Bahnstr. 42"), "Bahnstr. 42", 0.6)]
    record = build(document, with_found(document, tagged, builtin(), "invoice"), kind="invoice")
    assert [value.value for value in record.fields["buyer"]] == ["Theodor Est"]
