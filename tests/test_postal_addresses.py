"""An address has its street and its town, whichever of its lines the tagger saw, and nothing of its neighbours."""

from __future__ import annotations

import pytest

from nerkit.labels import builtin
from nerkit.records import with_found
from nerkit.values import read_value
from tests.record_material import marked


def address(text: str) -> list[str]:
    document, entities = marked(text)
    found = with_found(document, entities, builtin(), "receipt")
    assert all(document.text[one.start : one.end] == one.text for one in found)
    return [one.text for one in found if one.label == "ADDRESS"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Markt\nLindenstr. 6\n[[ADDRESS|51061 Köln]]\nTel. 0221 96419", "Lindenstr. 6\n51061 Köln"),
        ("Markt\n*** Lindenstr. 6 ***\n***\t[[ADDRESS|51061 Köln]]\t***\n", "Lindenstr. 6 ***\n***\t51061 Köln"),
        ("SB GmbH\n[[ADDRESS|40217 Düsseldorf]]\nFriedrichstr. 152\n", "40217 Düsseldorf\nFriedrichstr. 152"),
        ("Shop\n[[ADDRESS|ul. Długa 7]]\n05-532 Łubna\nNIP 937", "ul. Długa 7\n05-532 Łubna"),
        ("Shop\n[[ADDRESS|1805 Linden Dr]]\nMadison, WI 53706\n", "1805 Linden Dr\nMadison, WI 53706"),
        ("Shop\n[[ADDRESS|7010 Cedar Ave\nFresno]]\nCA 93720\n", "7010 Cedar Ave\nFresno\nCA 93720"),
    ],
)
def test_street_and_town_belong_together(text: str, whole: str) -> None:
    assert address(text) == [whole]


@pytest.mark.parametrize(
    "text",
    [
        "Shop\n[[ADDRESS|12 Main St]]\nORDER 12345\n",
        "Shop\n[[ADDRESS|12 Main St]]\nNO 12345\n",
        "Shop\n[[ADDRESS|12 Main St]]\n\nMadison, WI 53706\n",
        "Kasse: 2\n[[ADDRESS|51061 Köln]]\nTel: 0221 96419\n",
        "[[SELLER|Markt 12]]\n[[ADDRESS|51061 Köln]]\nTel: 0221 96419\n",
        "Markt 12\tLindenstr. 6\t[[ADDRESS|51061 Köln]]\n",
    ],
)
def test_what_belongs_to_no_address_stays_out_of_it(text: str) -> None:
    assert address(text) == [entity.text for entity in marked(text)[1] if entity.label == "ADDRESS"]


def test_an_address_ends_at_an_empty_line() -> None:
    assert address("Shop\n[[ADDRESS|1247 Kailua Road\nKailua, HI 96734\n\nSave-A-Dollar]]\n") == [
        "1247 Kailua Road\nKailua, HI 96734"
    ]


def test_of_two_addresses_the_first_counts() -> None:
    text = "Sklep\n[[ADDRESS|20-209 Lublin, ul. Projektowa 1\nSupermarket 345\n26-610 Radom Limanowskiego 100]]\nNIP"
    assert address(text) == ["20-209 Lublin, ul. Projektowa 1"]


def test_a_town_that_stands_there_twice_is_one_address() -> None:
    text = "Shop\n[[ADDRESS|216 Macalister Road, 10400 Penang\n10400 Penang]]\n"
    assert address(text) == ["216 Macalister Road, 10400 Penang\n10400 Penang"]


def test_signs_around_a_line_are_no_part_of_the_value() -> None:
    assert read_value("text", "Lindenstr. 6 ******\n******\t51061 Köln").value == "Lindenstr. 6 51061 Köln"
