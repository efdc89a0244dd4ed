"""The record of a mail: what it says itself, before its header and never what it quotes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from record_material import marked, values

from nerkit.document import Aside, AsideKind, Document, Entity
from nerkit.records import Record, build


def with_asides(text: str) -> tuple[Document, list[Entity]]:
    """Lines that begin with "header:", "attachments:" and "quoted:" are asides."""
    document, entities = marked(text)
    found = re.finditer(r"^(header|attachments|quoted):.*$", document.text, re.M)
    kinds: dict[str, AsideKind] = {"header": "header", "attachments": "attachments", "quoted": "quoted"}
    asides = tuple(Aside(each.start(), each.end(), kinds[each[1]]) for each in found)
    return replace(document, pages=(), asides=asides), entities


def record_of(text: str) -> Record:
    return build(*with_asides(text))


BODY = """Invoice number: [[INVOICE_NUMBER|CL-88123]]
Due date: [[DUE_DATE|March 28, 2024]]
Billed to: [[BUYER|Hollis Engineering plc]]
Total: [[TOTAL_AMOUNT|$54.00]]
"""
DATED = "Invoice date: [[INVOICE_DATE:0.5|March 14, 2024]]\n"
HEADER = "header: [[SELLER|Cloudly Inc.]] on [[INVOICE_DATE:0.99|Mon, 18 Mar 2024]]\n\n"


def test_the_date_of_an_invoice_comes_before_that_of_its_mail() -> None:
    assert values(record_of(HEADER + BODY + DATED), "invoice_date") == ["2024-03-14"]


def test_a_date_of_no_role_comes_before_that_of_its_mail() -> None:
    paid = "Date [[DATE|March 14, 2024]]\n"

    assert "2024-03-18" not in values(record_of(HEADER + BODY + paid), "invoice_date")


def test_what_the_text_does_not_say_is_taken_from_the_header() -> None:
    record = record_of(HEADER + BODY)

    assert values(record, "invoice_date") == ["2024-03-18"]
    assert values(record, "seller") == ["Cloudly Inc."]


def test_what_is_quoted_fills_no_field() -> None:
    record = record_of(HEADER + BODY + "quoted: on [[INVOICE_DATE:0.99|1 March 2024]] VAT [[VAT_ID|DE136695976]]\n")

    assert values(record, "invoice_date") == ["2024-03-18"]
    assert values(record, "vat_id") == []


def test_a_header_alone_makes_no_invoice_of_a_mail() -> None:
    header = "header: Invoice [[INVOICE_NUMBER|17]] of [[SELLER|Cloudly Inc.]], [[INVOICE_DATE|6 May 2024]]\n\n"

    assert record_of(f"{header}Hello, our invoice follows tomorrow.\n").kind == "other"


COVERING = """please find {} invoice [[INVOICE_NUMBER|2024-117]] of [[INVOICE_DATE|3 May 2024]] over
[[TOTAL_AMOUNT|1,190.00 EUR]], due on [[DUE_DATE|17 May 2024]], IBAN [[IBAN|DE02120300000000202051]].
"""


@pytest.mark.parametrize(
    ("attachments", "said", "kind"),
    [
        ("attachments: a.pdf\n\n", "attached", "other"),
        ("", "attached", "invoice"),
        ("attachments: a.pdf\n\n", "our", "invoice"),
    ],
)
def test_a_text_that_sends_an_invoice_on_is_none_itself(attachments: str, said: str, kind: str) -> None:
    assert record_of(attachments + COVERING.format(said)).kind == kind


def test_words_beside_the_text_keep_their_places() -> None:
    document, entities = with_asides(HEADER + BODY)

    assert len(document.own.text) == len(document.text)
    assert [document.own.text[each.start : each.end] for each in entities][2:] == [each.text for each in entities[2:]]
