"""An address is that of the name above it, whichever party the tagger took it for."""

from __future__ import annotations

import pytest

from nerkit.labels import builtin
from nerkit.records import with_found
from tests.record_material import marked


def owners(text: str) -> dict[str, str]:
    """The label of each address by its text."""
    document, entities = marked(text)
    found = with_found(document, entities, builtin(), "invoice")
    return {one.text: one.label for one in found if one.label in ("ADDRESS", "BUYER_ADDRESS")}


def test_an_address_under_the_name_of_the_other_party_is_the_other_partys() -> None:
    text = (
        "Invoice\n\nBilled to:\n[[BUYER|Trattoria Sas]]\n[[ADDRESS|12 Rose Road, Leeds]]\n+39 323321141\n"
        "Seller:\n[[SELLER|Traste Ltd]]\n[[BUYER_ADDRESS|9 Mill Lane, York]]\n"
    )
    assert owners(text) == {"12 Rose Road, Leeds": "BUYER_ADDRESS", "9 Mill Lane, York": "ADDRESS"}


def test_a_contact_may_stand_between_the_name_and_the_address() -> None:
    text = "[[SELLER|Traste Ltd]]\nOlivia Harris\n[[BUYER_ADDRESS|9 Mill Lane, York]]\n"
    assert owners(text) == {"9 Mill Lane, York": "ADDRESS"}


def test_the_name_before_it_in_its_line_owns_an_address() -> None:
    text = "Payable to [[SELLER|Raja Holdings]] [[BUYER_ADDRESS|61 Patil Ganj, Bijapur]]\n"
    assert owners(text) == {"61 Patil Ganj, Bijapur": "ADDRESS"}


def test_what_a_heading_says_of_a_name_counts_for_its_address() -> None:
    text = "Bon de commande\n\nSeller: [[BUYER:0.6|Louis Ltd]]\n[[BUYER_ADDRESS|23 Chapel Street, Bath]]\n"
    assert owners(text) == {"23 Chapel Street, Bath": "ADDRESS"}


@pytest.mark.parametrize("between", ["Ship to:\n", "Ship to:\nWarehouse\n", "a\nb\nc\nd\n"])
def test_a_name_of_another_block_owns_nothing(between: str) -> None:
    text = f"[[SELLER|Traste Ltd]]\n{between}[[BUYER_ADDRESS|9 Mill Lane, York]]\n"
    assert owners(text) == {"9 Mill Lane, York": "BUYER_ADDRESS"}
