"""A record becomes an e-invoice that the official rules accept, and reads as the same record again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from e_invoice_material import CII, CREDIT_NOTE, carrying
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import nerkit
from nerkit.benchmarks.invoice_rules import broken_rules
from nerkit.cli.e_invoice_files import convert_invoices
from nerkit.cli.main import app
from nerkit.document import StatedRow, StatedValue, Statement
from nerkit.einvoices import statement_of
from nerkit.einvoices.address_parts import address_parts
from nerkit.einvoices.writing import written_invoice
from nerkit.errors import CorpusError
from nerkit.exports.e_invoice import e_invoice

SYNTAXES = ("cii", "ubl")


@pytest.fixture(scope="module")
def pipeline() -> nerkit.Pipeline:
    return nerkit.load()


def said(statement: Statement | None) -> dict[str, Any]:
    """What a statement says, wherever it stands."""
    assert statement is not None

    def cells(row: StatedRow) -> dict[str, tuple[str, str | None]]:
        return {name: (value.value, value.currency) for name, value in row.items()}

    return {
        **{name: [(one.value, one.currency) for one in values] for name, values in statement.fields.items()},
        "line_items": [cells(row) for row in statement.line_items or ()],
        "charges": [cells(row) for row in statement.charges or ()],
        "taxes": [cells(row) for row in statement.taxes or ()],
        "type_code": statement.about.get("type_code"),
        "credits": statement.credits,
    }


def row(currency: str = "EUR", **cells: str | None) -> StatedRow:
    money = {"unit_price", "allowance", "amount", "base"}
    return {
        name: StatedValue(text, currency=currency if name in money else None) for name, text in cells.items() if text
    }


def cents(amount: Decimal) -> str:
    return f"{amount or abs(amount):.2f}"


TAXED = {"19": "S", "7": "S", "0": "Z"}
REASONS = {"E": "VATEX-EU-132", "AE": "VATEX-EU-AE", "G": "VATEX-EU-G"}


@st.composite
def invoices(draw: st.DrawFn) -> Statement:
    """Sound invoices and credit notes: several rates, discounts, charges, prepaid sums, what is free of tax."""
    exempt = draw(st.none() | st.sampled_from(sorted(REASONS)))
    rates = ["0"] if exempt else draw(st.lists(st.sampled_from(sorted(TAXED)), min_size=1, max_size=3, unique=True))
    lines, charges, bases = [], [], dict.fromkeys(rates, Decimal(0))
    for rate in [*rates, *draw(st.lists(st.sampled_from(rates), max_size=2))]:
        price = Decimal(draw(st.integers(1, 99_999))) / draw(st.sampled_from([1, 100]))
        quantity, less = draw(st.integers(1, 9)), Decimal(draw(st.sampled_from(["0", "-1.50", "2.25"])))
        amount = (price * quantity + less).quantize(Decimal("0.01"))
        bases[rate] += amount
        lines.append(
            row(
                article=draw(st.none() | st.sampled_from(["K-7", "<&>"])),
                description=draw(st.sampled_from(["Kabel NYM, grau", 'Zange "groß"', "a < b & c"])),
                quantity=str(quantity),
                unit=draw(st.sampled_from(["C62", "MTR", "HUR"])),
                unit_price=cents(price),
                allowance=cents(less) if less else None,
                tax_rate=rate,
                amount=cents(amount),
            )
        )
    for amount in draw(st.lists(st.sampled_from([Decimal("4.90"), Decimal("-2.00")]), max_size=2)):
        rate = draw(st.sampled_from(rates))
        bases[rate] += amount
        charges.append(row(description=draw(st.none() | st.just("Fracht")), amount=cents(amount)))
    taxes = {rate: (base * Decimal(rate) / 100).quantize(Decimal("0.01")) for rate, base in bases.items()}
    net, tax = sum(bases.values(), Decimal(0)), sum(taxes.values(), Decimal(0))
    prepaid = draw(st.sampled_from([None, Decimal("0.50")]))
    rounding = draw(st.sampled_from([Decimal(0), Decimal("0.01")]))
    amounts = {
        **{"net_amount": net, "tax_amount": tax, "total_amount": net + tax, "prepaid_amount": prepaid},
        **{"rounding_amount": rounding or None, "amount_due": net + tax - (prepaid or 0) + rounding},
    }
    texts = {
        **{"invoice_number": "RE 1/24", "order_number": draw(st.sampled_from(["B-9", ""])), "customer_number": "K&M"},
        **{"invoice_date": "2024-03-05", "due_date": draw(st.sampled_from(["2024-04-04", ""]))},
        **{"delivery_date": "2024-03-01", "period_start": "2024-02-01", "period_end": "2024-02-29"},
        **{"seller": "Kabelwerk Nord GmbH", "buyer": "Bageri Björk AB"},
        "address": draw(st.sampled_from(["Am Hafen 3, 20095 Hamburg, DE", "20095 Hamburg, DE", "Hamburg, DE"])),
        "buyer_address": "Storgatan 1, Port 2, 3 tr, c/o Berg, 903 26 Umeå, Västerbotten, SE",
        "bic": draw(st.sampled_from(["BYLADEM1001", ""])),
    }
    fields = {name: (StatedValue(text),) for name, text in texts.items() if text}
    fields |= {name: (StatedValue(cents(one), currency="EUR"),) for name, one in amounts.items() if one is not None}
    fields["iban"] = (StatedValue("DE02120300000000202051"), StatedValue("SE4550000000058398257466"))
    fields["vat_id"] = (StatedValue("DE136695976"), StatedValue("SE556036079301"))
    fields["tax_rate"] = tuple(map(StatedValue, rates))
    return Statement(
        "xml",
        ("invoice",),
        fields,
        tuple(lines),
        tuple(sorted(charges, key=lambda each: Decimal(each["amount"].value) >= 0)),
        tuple(
            row(
                rate=rate,
                base=cents(base),
                amount=cents(taxes[rate]),
                category=exempt or TAXED[rate],
                exemption_code=REASONS.get(exempt or ""),
            )
            for rate, base in bases.items()
        ),
        about={"currency": "EUR", "type_code": (code := draw(st.sampled_from(["380", "381", "384"])))},
        credits=code == "381",
    )


@settings(max_examples=40, deadline=None)
@given(statement=invoices(), syntax=st.sampled_from(SYNTAXES))
def test_a_complete_record_is_valid_by_the_official_rules_and_reads_as_itself(
    statement: Statement, syntax: Any
) -> None:
    written = written_invoice(statement, syntax)
    again, warnings = statement_of(written.xml)

    assert not written.draft
    assert broken_rules(written.xml) == []
    assert said(again) == said(statement)
    assert warnings == ()


@pytest.mark.parametrize("xml", [CII, CREDIT_NOTE])
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_an_e_invoice_says_is_said_in_either_syntax(xml: str, syntax: Any) -> None:
    first, _ = statement_of(xml.encode())
    assert first is not None
    written = written_invoice(first, syntax)
    again, _ = statement_of(written.xml)

    before, after = said(first), said(again)
    assert {name: after[name] for name in before.keys() - {"taxes", "charges"}} == {
        name: before[name] for name in before.keys() - {"taxes", "charges"}
    }
    for table in ("taxes", "charges"):
        assert all(old.items() <= new.items() for old, new in zip(before[table], after[table], strict=True))


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_rounding_of_nothing_that_is_stated_stays_stated(syntax: Any) -> None:
    stated = CII.replace("<ram:GrandTotalAmount", "<ram:RoundingAmount>0.00</ram:RoundingAmount><ram:GrandTotalAmount")
    statement, _ = statement_of(stated.encode())
    assert statement is not None
    read, _ = statement_of(written_invoice(statement, syntax).xml)
    again = said(read)
    assert [Decimal(value) for value, _ in again["rounding_amount"]] == [Decimal(0)]


def test_a_draft_says_by_its_terms_what_is_missing() -> None:
    statement, _ = statement_of(CII.encode())
    assert statement is not None
    written = written_invoice(statement, "cii")

    assert written.draft
    assert written.missing == ("buyer_country (BT-55)",)
    bare = replace(statement, fields={"total_amount": statement.fields["total_amount"]}, line_items=(), about={})
    missing = written_invoice(bare, "ubl").missing
    assert {"invoice_number (BT-1)", "seller (BT-27)", "seller_country (BT-40)", "line_items (BG-25)"} <= set(missing)
    assert "currency (BT-5)" not in missing  # the amount has it
    assert any("BR-11" in rule for rule in broken_rules(written.xml))  # the buyer's country


def test_sums_that_do_not_come_out_are_named_and_stay_as_they_are_stated() -> None:
    statement, _ = statement_of(CII.replace("GrandTotalAmount>178.50", "GrandTotalAmount>187.50").encode())
    assert statement is not None
    written = written_invoice(statement, "cii")

    assert written.uneven == ("net + tax = total",)
    assert b"GrandTotalAmount>187.50<" in written.xml


def test_each_party_has_its_own_vat_identifier() -> None:
    from lxml import etree

    statement = replace(
        Statement("xml", ("invoice",), {}),
        fields={
            "address": (StatedValue("1011 AB Amsterdam, NL"),),
            "vat_id": (StatedValue("DE136695976"), StatedValue("NL123456789B01")),
        },
    )
    written = written_invoice(statement, "cii")
    root = etree.fromstring(written.xml)

    def vat_id(party: str) -> str | None:
        path = f".//{{*}}{party}TradeParty/{{*}}SpecifiedTaxRegistration/{{*}}ID"
        return root.findtext(path)

    assert (vat_id("Seller"), vat_id("Buyer")) == ("NL123456789B01", "DE136695976")
    assert {"seller_vat_id", "buyer_vat_id", "buyer_country"} <= set(written.assumed)


PIECES = st.sampled_from(["Am Hafen 3", "20095 Hamburg", "Hamburg", "100 Main St", "903 26 Umeå", "Bayern", "c/o B"])


@given(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from(["DE", ""]))
def test_the_parts_of_an_address_are_the_whole_address(pieces: list[str], country: str) -> None:
    parts = address_parts(", ".join(filter(None, (*pieces, country))))
    town = " ".join(filter(None, (parts.postcode, parts.city)))
    joined = ", ".join(filter(None, (*parts.lines, town, parts.subdivision, parts.country)))

    assert joined == ", ".join(filter(None, (*pieces, country)))
    assert len(parts.lines) <= 3


def test_an_address_that_stands_in_lines_of_a_page_has_its_town() -> None:
    parts = address_parts("Lieferantenstraße 20 DE 80333 München")

    assert (parts.lines, parts.postcode, parts.city, parts.country) == (
        ("Lieferantenstraße 20",),
        "80333",
        "München",
        "DE",
    )


PAGE = """Kabelwerk Nord GmbH
Am Hafen 3
20095 Hamburg
USt-IdNr.: DE136695976

Rechnung Nr. RE-2024-0815
Rechnungsdatum: 05.03.2024
Fällig am: 04.04.2024

Pos  Bezeichnung        Menge  Einheit  Einzelpreis  Betrag
1    Kabel NYM          10     Stk      12,00        120,00
2    Zange              2      Stk      15,00        30,00

Nettobetrag 150,00 EUR
19 % MwSt 28,50 EUR
Gesamtbetrag 178,50 EUR
IBAN: DE02 1203 0000 0000 2020 51
"""


def test_what_is_read_from_a_page_becomes_an_e_invoice(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE)
    result = pipeline(path, kind="invoice").to_dict()
    written = e_invoice(result, "cii")
    statement, _ = statement_of(written.xml)

    assert statement is not None
    for name in ("invoice_number", "invoice_date", "total_amount", "iban"):
        assert statement.fields[name][0].value == result["record"][name][0]["value"]
    assert [line["unit"].value for line in statement.line_items or ()] == ["H87", "H87"]  # pieces


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def record_of(path: Path) -> Mapping[str, Any]:
    return said(statement_of(path.read_bytes())[0])


def test_tag_writes_an_e_invoice_to_a_file_and_several_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(carrying(CII.encode()))
    (tmp_path / "in" / "b.xml").write_text(CREDIT_NOTE)

    one = run("tag", tmp_path / "in" / "a.pdf", "-o", tmp_path / "a.xml", "--syntax", "ubl")
    several = run("tag", tmp_path / "in", "--format", "xml", "-o", tmp_path / "out", "--workers", 0)
    printed = run("tag", tmp_path / "in" / "b.xml", "--format", "xml")

    assert (one.exit_code, several.exit_code, printed.exit_code) == (0, 0, 0)
    assert b"<inv:Invoice" in (tmp_path / "a.xml").read_bytes()
    assert "missing: buyer_country (BT-55)" in one.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.xml", "b.xml"]
    assert record_of(tmp_path / "out" / "a.xml")["total_amount"] == [("178.50", "EUR")]
    statement, _ = statement_of(printed.stdout.encode())
    assert statement is not None
    assert statement.credits


def test_a_draft_is_in_doubt_where_strictness_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(CII)

    assert run("tag", tmp_path / "a.xml", "--format", "xml", "--strict").exit_code == 3
    assert run("convert", tmp_path / "a.xml", tmp_path / "b.xml", "--strict").exit_code == 3
    assert run("convert", tmp_path / "a.xml", tmp_path / "b.xml").exit_code == 0


def test_what_is_no_invoice_fails_with_its_code(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("This Agreement is made between A Corp. and B Ltd.\n" * 5)
    failed = run("tag", tmp_path / "a.txt", "--format", "xml", "--kind", "contract")

    assert failed.exit_code == 3
    assert "error[no-e-invoice]" in failed.stderr
    assert failed.stdout == ""


def test_convert_goes_from_syntax_to_syntax_and_from_results_to_xml(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(CII)
    to_ubl = run("convert", tmp_path / "a.xml", tmp_path / "ubl.xml", "--to", "ubl")
    back = run("convert", tmp_path / "ubl.xml", tmp_path / "cii.xml", "--to", "cii")
    tagged = run("tag", tmp_path / "ubl.xml", tmp_path / "cii.xml", "-o", tmp_path / "r.jsonl", "--workers", 0)
    of_results = run("convert", tmp_path / "r.jsonl", tmp_path / "out", "--to", "cii")

    assert [each.exit_code for each in (to_ubl, back, tagged, of_results)] == [0, 0, 0, 0]
    assert record_of(tmp_path / "ubl.xml") == record_of(tmp_path / "cii.xml")
    assert record_of(tmp_path / "out" / "ubl.xml") == record_of(tmp_path / "ubl.xml")
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert rows[0]["record"].keys() == rows[1]["record"].keys()


@pytest.mark.parametrize(("name", "content"), [("a.txt", "hello"), ("a.jsonl", '{"source": "x", "error": {}}\n')])
def test_convert_says_what_holds_no_e_invoice(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)

    with pytest.raises(CorpusError, match="holds no e-invoice"):
        convert_invoices(tmp_path / name, tmp_path / "b.xml", "cii")
    assert not (tmp_path / "b.xml").exists()
