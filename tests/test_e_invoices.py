"""E-invoices: the record is what the XML says, and the page is held against it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from counted_calls import calls
from e_invoice_material import CII, CREDIT_NOTE, carrying

import nerkit
from nerkit.benchmarks.planted import plant
from nerkit.einvoices import statement_of
from nerkit.einvoices.syntax import profile_of, syntaxes
from nerkit.labels import builtin
from nerkit.reading import read_bytes, wire
from nerkit.reading.files import find


@pytest.fixture(scope="module")
def pipeline() -> nerkit.Pipeline:
    return nerkit.load()


def result_of(pipeline: nerkit.Pipeline, folder: Path, name: str, data: bytes, **options: Any) -> dict[str, Any]:
    path = folder / name
    path.write_bytes(data)
    return pipeline(path, **options).to_dict()


def plain(xml: str) -> list[tuple[str, str]]:
    """Every element with a text, by the name of its parent and its own: an independent reading."""
    found = []
    for parent in ElementTree.fromstring(xml).iter():
        for element in parent:
            if element.text and element.text.strip():
                names = (each.tag.rpartition("}")[2] for each in (parent, element))
                found.append(("/".join(names), element.text.strip()))
    return found


def values(result: dict[str, Any]) -> dict[str, list[str]]:
    return {name: [value["value"] for value in found] for name, found in result["record"].items()}


def test_the_record_of_cii_is_what_its_elements_say(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    result = result_of(pipeline, tmp_path, "a.xml", CII.encode())
    said = dict(plain(CII))  # the last of a name: taxes in the currency of the invoice, not in that of the tax
    found = values(result)

    assert found["invoice_number"] == [said["ExchangedDocument/ID"]]
    assert found["order_number"] == [said["BuyerOrderReferencedDocument/IssuerAssignedID"]]
    assert [day.replace("-", "") for day in found["invoice_date"]] == [said["IssueDateTime/DateTimeString"]]
    assert [day.replace("-", "") for day in found["due_date"]] == [said["DueDateDateTime/DateTimeString"]]
    assert (found["seller"], found["buyer"]) == ([said["SellerTradeParty/Name"]], [said["BuyerTradeParty/Name"]])
    sums = "SpecifiedTradeSettlementHeaderMonetarySummation"
    assert found["net_amount"] == [said[f"{sums}/TaxBasisTotalAmount"]]
    assert found["tax_amount"] == [said[f"{sums}/TaxTotalAmount"]]
    assert found["total_amount"] == [said[f"{sums}/GrandTotalAmount"]]
    assert found["iban"] == [said["PayeePartyCreditorFinancialAccount/IBANID"].replace(" ", "")]
    assert found["vat_id"] == [said["SpecifiedTaxRegistration/ID"]]
    assert found["tax_rate"] == ["19"]
    assert found["address"] == ["Am Hafen 3, 20095 Hamburg, DE"]
    assert {value["evidence"] for held in result["record"].values() for value in held} == {"xml"}
    assert {value["confidence"] for held in result["record"].values() for value in held} == {1.0}
    assert all(check["passed"] for check in result["checks"])


ORDER = (
    CII.replace("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", "urn:un:unece:uncefact:data:ORDER:100")
    .replace("CrossIndustryInvoice", "SCRDMCCBDACIOMessageStructure")
    .replace("data:ORDER:100", "data:SCRDMCCBDACIOMessageStructure:100")
    .replace("InformationEntity:100", "InformationEntity:128")
    .replace("DataType:100", "DataType:128")
    .replace("urn:cen.eu:en16931:2017", "urn:order-x.eu:1p0:comfort")
    .replace("InvoiceCurrencyCode", "OrderCurrencyCode")
    .replace("<ram:TypeCode>380<", "<ram:TypeCode>220<")
)


def test_an_order_has_its_number_its_date_and_who_is_registered_for_tax(
    pipeline: nerkit.Pipeline, tmp_path: Path
) -> None:
    result = result_of(pipeline, tmp_path, "order.xml", ORDER.encode())
    said, found = dict(plain(ORDER)), values(result)

    assert (result["kind"], result["e_invoice"]["syntax"]) == ("order", "Order-X")
    assert found["order_number"] == [said["ExchangedDocument/ID"]]
    assert [day.replace("-", "") for day in found["order_date"]] == [said["IssueDateTime/DateTimeString"]]
    assert found["vat_id"] == [said["SpecifiedTaxRegistration/ID"]]


def test_each_value_says_where_in_the_xml_it_stands(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    from lxml import etree

    result = result_of(pipeline, tmp_path, "a.xml", CII.encode())
    root = etree.fromstring(CII.encode())
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    for name in ("invoice_number", "seller", "total_amount", "tax_amount", "vat_id"):
        (value,) = result["record"][name]
        (element,) = root.xpath(value["place"], namespaces=prefixes)
        assert element.text == value["value"]
        (entity,) = (result["entities"][index] for index in value["entities"])
        assert entity["text"] == value["value"]


def test_lines_charges_and_taxes_come_from_the_xml(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    result = result_of(pipeline, tmp_path, "a.xml", CII.encode())
    (line,), (charge,), (tax,) = result["line_items"], result["charges"], result["taxes"]

    assert {name: cell["value"] for name, cell in line.items()} == {
        "article": "K-7",
        "description": "Kabel NYM, grau",
        "quantity": "250",
        "unit": "MTR",
        "unit_price": "0.60",  # 60.00 for a hundred
        "allowance": "-10.00",
        "tax_rate": "19",
        "amount": "140.00",
    }
    assert (charge["description"]["value"], charge["amount"]["value"]) == ("Fracht", "10.00")
    assert [tax[name]["value"] for name in ("rate", "base", "amount")] == ["19", "150.00", "28.50"]
    assert {"check": "quantity × unit price = amount", "passed": True} in result["checks"]
    assert result["e_invoice"]["attachments"] == [{"name": "reel.csv", "mime_type": "text/csv", "bytes": 8}]


def test_a_credit_note_keeps_its_signs_and_says_that_it_gives_back(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    result = result_of(pipeline, tmp_path, "a.xml", CREDIT_NOTE.encode())
    said, found = dict(plain(CREDIT_NOTE)), values(result)

    assert result["kind"] == "invoice"
    assert result["e_invoice"]["credits"] is True
    assert result["e_invoice"]["profile"] == "Peppol BIS Billing"
    assert found["invoice_number"] == [said["CreditNote/ID"]]
    assert found["due_date"] == [said["PaymentMeans/PaymentDueDate"]]
    assert (found["period_start"], found["period_end"]) == (["2024-05-01"], ["2024-05-31"])
    assert Decimal(found["total_amount"][0]) == Decimal(said["LegalMonetaryTotal/TaxInclusiveAmount"])
    assert result["record"]["total_amount"][0]["currency"] == "SEK"
    assert found["seller"] == ["Norrsken Energi AB"]
    assert "order_number" not in found  # "NA" says that there is none
    assert result["line_items"][0]["quantity"]["value"] == "50"


def test_every_field_of_an_invoice_has_its_place_in_each_syntax() -> None:
    for syntax in {syntax.name: syntax for syntax in syntaxes().values()}.values():
        known = syntax.fields.keys() | syntax.joined.keys()
        assert set(builtin().kinds["invoice"].fields) <= known, syntax.name


def test_a_pdf_has_the_record_of_its_xml_with_the_places_on_its_page(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    result = result_of(pipeline, tmp_path, "a.pdf", carrying(CII.encode()))
    alone = result_of(pipeline, tmp_path, "a.xml", CII.encode())

    assert values(result) == values(alone)
    assert [path.name for path in find([tmp_path / "a.pdf"]).files] == ["a.pdf"]
    shown = {"invoice_date": "05.03.2024", "total_amount": "178,50 EUR", "iban": "DE02 1203 0000 0000 2020 51"}
    for name, text in shown.items():
        (value,) = result["record"][name]
        entity = result["entities"][value["entities"][0]]
        assert text in entity["text"] or entity["text"] in text
        assert entity["boxes"][0]["page"] == 1
    assert result["line_items"][0]["amount"]["boxes"]
    assert {"check": "page agrees with its XML", "passed": True} in result["checks"]


CHANGES = {
    "total_amount": ("GrandTotalAmount>178.50", "GrandTotalAmount>187.50", "187.50"),
    "iban": ("DE02 1203 0000 0000 2020 51", "DE89370400440532013000", "DE89370400440532013000"),
    "invoice_date": ("20240305", "20240306", "2024-03-06"),
    "due_date": ("20240404", "20240414", "2024-04-14"),
    "invoice_number": ("RE-2024-0815", "RE-2024-0816", "RE-2024-0816"),
    "seller": ("Kabelwerk Nord GmbH", "Kabelwerk Steinbach GmbH", "Kabelwerk Steinbach GmbH"),
}


def test_a_page_that_contradicts_its_xml_is_reported_with_both_values(
    pipeline: nerkit.Pipeline, tmp_path: Path
) -> None:
    for field, (was, now, value) in CHANGES.items():
        result = result_of(pipeline, tmp_path, f"{field}.pdf", carrying(CII.replace(was, now).encode()))
        (check,) = (check for check in result["checks"] if check["check"] == "page agrees with its XML")
        assert not check["passed"]
        (found,) = check["contradictions"]
        assert (found["field"], found["xml"]["value"]) == (field, value)
        if found["page"]:
            assert found["page"]["value"] != value
            assert result["entities"][found["page"]["entities"][0]]["boxes"]
        held = next(each for each in result["record"][field] if each["value"] == value)
        assert held["confidence"] <= 0.5


def test_what_the_xml_leaves_out_stays_as_the_page_has_it(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    without = CII.replace("<ram:IBANID>DE02 1203 0000 0000 2020 51</ram:IBANID>", "")
    result = result_of(pipeline, tmp_path, "a.pdf", carrying(without.encode()))
    (value,) = result["record"]["iban"]
    assert value["value"] == "DE02120300000000202051"
    assert "evidence" not in value


def test_without_its_xml_a_pdf_is_read_as_any_other(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    result = result_of(pipeline, tmp_path, "a.pdf", carrying(CII.encode()), xml=False)
    plain_page = result_of(pipeline, tmp_path, "b.pdf", carrying())
    assert "e_invoice" not in result
    assert result["record"] == plain_page["record"]
    assert result["checks"] == plain_page["checks"]


def test_xml_that_will_not_do_is_said_and_the_page_is_read(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    page = result_of(pipeline, tmp_path, "page.pdf", carrying())
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>' + CII.partition("?>")[2]
    deep = "<a>" * 100 + "</a>" * 100
    for code, xml in (
        ("xml-broken", CII[:2000]),
        ("xml-broken", bomb),
        ("xml-broken", deep),
        ("xml-foreign", "<a><b>1</b></a>"),
    ):
        result = result_of(pipeline, tmp_path, "a.pdf", carrying(xml.encode()))
        assert [warning["code"] for warning in result["warnings"]] == [code]
        assert result["record"] == page["record"]


def test_of_two_e_invoices_the_first_counts_and_that_they_differ_is_said(
    pipeline: nerkit.Pipeline, tmp_path: Path
) -> None:
    other = CII.replace("RE-2024-0815", "RE-2024-0999").encode()
    result = result_of(pipeline, tmp_path, "a.pdf", carrying(CII.encode(), other))
    assert values(result)["invoice_number"] == ["RE-2024-0815"]
    assert [warning["code"] for warning in result["warnings"]] == ["xml-several"]
    twice = result_of(pipeline, tmp_path, "b.pdf", carrying(CII.encode(), CII.encode()))
    assert twice["warnings"] == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("urn:cen.eu:en16931:2017", "urn:factur-x.eu:1p0:minimum", "has lines"),
        ("<ram:ID>RE-2024-0815</ram:ID>", "", "has no invoice_number"),
        ("urn:cen.eu:en16931:2017", "urn:example", "not known"),
    ],
)
def test_xml_that_lies_about_its_profile_is_taken_and_said(was: str, now: str, said: str) -> None:
    statement, notices = statement_of(CII.replace(was, now).encode())
    assert statement is not None
    assert statement.fields["total_amount"][0].value == "178.50"
    (notice,) = notices
    assert notice.code == "xml-profile"
    assert said in notice.message


def test_a_profile_is_known_by_its_guideline() -> None:
    known = {
        "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0": "XRechnung",
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0": "Peppol BIS Billing",
        "urn:factur-x.eu:1p0:basicwl": "Factur-X BASIC WL",
        "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic": "ZUGFeRD/Factur-X BASIC",
        "urn:ferd:CrossIndustryDocument:invoice:1p0:comfort": "ZUGFeRD COMFORT",
        "urn:cen.eu:en16931:2017": "EN 16931",
    }
    assert {guideline: profile.name for guideline in known if (profile := profile_of(guideline))} == known


@pytest.mark.parametrize("number", ["9" * 30, "9" * 15 + "." + "9" * 30, "0." + "0" * 29 + "1", "-" + "9" * 15])
def test_numbers_of_any_size_are_plain_decimals_or_none(pipeline: nerkit.Pipeline, tmp_path: Path, number: str) -> None:
    xml = re.sub(r"(<ram:\w*(?:Amount|Quantity|Percent)\b[^>]*>)[^<]*", rf"\g<1>{number}", CII)
    result = result_of(pipeline, tmp_path, "bill.xml", xml.encode())
    found = values(result)
    assert found["invoice_number"] == ["RE-2024-0815"]
    assert ("total_amount" in found) == (len(number) != 30)
    for name in found.keys() & {"net_amount", "tax_amount", "total_amount", "amount_due", "tax_rate"}:
        assert all(re.fullmatch(r"-?\d{1,16}(?:\.\d{1,12})?", value) for value in found[name])


def test_other_xml_is_the_text_that_it_is(tmp_path: Path) -> None:
    document = read_bytes(b"<?xml version='1.0'?><note><to>Ann</to></note>", "note.xml")
    assert "<to>Ann</to>" in document.text
    assert [notice.code for notice in document.warnings] == ["xml-foreign"]
    (tmp_path / "note.xml").write_bytes(b"<?xml version='1.0'?><note/>")
    (tmp_path / "bill.xml").write_bytes(CII.encode())
    assert [path.name for path in find([tmp_path]).files] == ["bill.xml"]


def test_what_is_stated_travels_between_processes_as_it_is() -> None:
    for document in (read_bytes(CII.encode(), "a.xml"), read_bytes(carrying(CREDIT_NOTE.encode()), "a.pdf")):
        assert document.statements
        assert wire.document_from_json(wire.loads(wire.dumps(wire.document_to_json(document)))) == document


def test_the_benchmark_counts_what_was_planted_and_what_was_found(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    (tmp_path / "sound.pdf").write_bytes(carrying(CII.encode()))
    (tmp_path / "other.pdf").write_bytes(carrying(CII.replace("178.50", "278.50").encode()))
    counts = plant([tmp_path], pipeline, times=1)
    assert counts.sound == 1
    assert counts.alarmed == [str(tmp_path / "other.pdf")]
    assert {"iban", "seller", "total_amount", "invoice_date"} <= {name for name, n in counts.found.items() if n}
    assert all(counts.planted[name] == 1 for name in counts.planted)


def test_a_gold_record_stands_for_the_e_invoice_that_a_pdf_does_not_carry(
    pipeline: nerkit.Pipeline, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(carrying())
    record = {"total_amount": [["178.50"]], "iban": [["DE02120300000000202051"]], "invoice_date": [["2024-03-05"]]}
    (tmp_path / "gold.jsonl").write_text(json.dumps({"source": "a.pdf", "kind": "invoice", "record": record}))
    counts = plant([tmp_path], pipeline, times=2)
    assert (counts.sound, counts.alarmed) == (1, [])
    assert counts.planted == counts.found == dict.fromkeys(record, 2)


def test_twice_as_many_lines_are_twice_the_work() -> None:
    begins, ends = (CII.index(tag) for tag in ("<ram:IncludedSupplyChain", "<ram:ApplicableHeaderTradeAgreement"))
    line = CII[begins:ends]

    def work(lines: int) -> int:
        xml = CII.replace(line, line * lines).encode()
        return calls(lambda: statement_of(xml))

    work(1)  # what is made once
    assert work(400) < 2.1 * work(200)


def test_an_address_stands_where_its_lines_do(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    result = result_of(pipeline, tmp_path, "a.pdf", carrying(CII.encode()))
    (value,) = result["record"]["address"]
    assert result["entities"][value["entities"][0]]["text"] == "Am Hafen 3, 20095 Hamburg"
