"""Names under headings that say who it is, and amounts that are left to pay: found without any training."""

from __future__ import annotations

import pytest

from nerkit.document import Document, Entity
from nerkit.errors import SchemaError
from nerkit.labels import Schema, builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found
from nerkit.records.relations import holds

HEAD = "Invoice\n\nInvoice No.: 2024-17\nInvoice Date: 01/31/2024\n\n"


def tagged(document: Document, label: str, text: str) -> Entity:
    start = document.text.index(text)
    return Entity(label, start, start + len(text), text, 0.7)


def fields(text: str, **by_tagger: str) -> dict[str, list[str]]:
    document = document_from_text(text, "a.txt")
    entities = [tagged(document, label.upper(), value) for label, value in by_tagger.items()]
    record = build(document, with_found(document, entities, builtin(), "invoice"), kind="invoice")
    return {name: [value.value for value in values] for name, values in record.fields.items()}


def parties(text: str) -> tuple[list[str] | None, list[str] | None]:
    found = fields(text)
    return found.get("seller"), found.get("buyer")


@pytest.mark.parametrize(
    "text",
    [
        "FROM:\tCompany ABC\tTO:\tJohn Doe\nuser@abc.com\tjohn@email.com",
        "From: Company ABC\n12 Elm Road\n\nTo: John Doe\n1 High Street",
        "Seller\nCompany ABC\n12 Elm Road\n\nBill To\nJohn Doe\n1 High Street",
        "Seller\nNumber:\t998877\nName:\tCompany ABC\n\nBuyer\nNumber:\t330145\nName:\tJohn Doe",
        "Supplier:\nVAT ID : GB999999973\nCompany ABC\n\nClient:\nJohn Doe",
    ],
)
def test_headings_say_who_sells_and_who_buys(text: str) -> None:
    assert parties(HEAD + text) == (["Company ABC"], ["John Doe"])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("To: Mrs J Okafor, The Old Vicarage, Church Lane, Baslow DE45 1SR", "J Okafor"),
        ("Bill to: Harbor Lane Foods, Inc., 400 Pier Street, Suite 12, Boston MA 02110", "Harbor Lane Foods, Inc."),
        ("Customer: John Doe, 1 High Street, Leeds", "John Doe"),
        ("Client: Baker, Price and Lowell", "Baker, Price and Lowell"),
    ],
)
def test_an_address_in_the_line_of_a_name_is_no_part_of_it(line: str, name: str) -> None:
    assert parties(HEAD + line)[1] == [name]


def test_they_do_so_in_other_languages() -> None:
    seller, buyer = "Verkäufer:\nLieferant GmbH\n\n", "Käufer/Leistungsempfänger:\nNummer\t: 7\nKunden AG"
    assert parties(f"Rechnung\n\nRechnungsnummer: 17\n\n{seller}{buyer}") == (["Lieferant GmbH"], ["Kunden AG"])


@pytest.mark.parametrize(
    "text",
    [
        "Ship to\nJohn Doe\n1 High Street",
        "Attn: John Doe",
        "Bill to\n1234 High Street",
        "Bill to\tInvoice date\n",
        "We will deliver to John Doe from our warehouse.",
    ],
)
def test_where_it_is_delivered_and_who_is_asked_for_is_no_buyer(text: str) -> None:
    assert parties(HEAD + text)[1] is None


def test_of_two_under_a_heading_of_buyers_the_one_that_the_tagger_has_seen_too_counts() -> None:
    form = HEAD + "Buyer:\tJane Roe\n\nAdvertiser:\tHarbor Lane Foods (112369)\n"
    assert fields(form, buyer="Harbor Lane Foods")["buyer"] == ["Harbor Lane Foods"]


def test_what_was_paid_before_and_what_is_left_stand_beside_the_total() -> None:
    found = fields(HEAD + "Amount paid:\t40.00 EUR\nBalance due:\t60.00 EUR\n")
    assert (found["prepaid_amount"], found["amount_due"]) == (["40.00"], ["60.00"])


def test_a_number_that_is_announced_has_digits_and_no_running_text() -> None:
    text = "Rechnung\n\n{}\n\nKäufer:\nKunden AG"
    assert "invoice_number" not in fields(text.format("Rechnung des Versicherers (575)"))
    assert "invoice_number" not in fields(text.format("Gutschrift Nr. auf 4 Seiten"))
    assert fields(text.format("Rechnungsnummer: RE 2024-17 vom 3. Mai"))["invoice_number"] == ["RE 2024-17"]


def test_a_tax_is_at_most_the_net_amount_and_no_tax_says_nothing() -> None:
    assert holds("at_most", ["11.86", "0.64"]) is False
    assert holds("at_most", ["-0.64", "-11.86"]) is True
    assert holds("at_most", ["0.00", "11.86"]) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [("['buyers']", "did you mean 'buyer'"), ("['iban']", "holds no names: its label has the type iban")],
)
def test_a_headed_field_is_a_name_of_the_kind(fields: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        Schema.parse(f"extends = 'nerkit'\n[kinds.bill]\nfields = ['buyer', 'iban']\nheaded = {fields}")
