"""What payment codes say becomes evidence for the record, and the page is held against it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from code_material import DEBTOR, IBAN, NOBODY, QR_IBAN, epc, modules, page, swiss
from record_material import INVOICE, marked
from stdnum import iban as ibans
from stdnum import iso11649
from stdnum.ch import esr

from nerkit import load
from nerkit.document import Box, Code
from nerkit.evidence import given_by_codes, payment_of
from nerkit.evidence.billing_information import billing_of
from nerkit.labels import builtin
from nerkit.records import Record, build


def record_of(text: str, *codes: str) -> tuple[Record, list[str]]:
    document, entities = marked(text)
    document = replace(document, codes=tuple(Code("QR Code", code, Box(1, 0, 0, 99, 99)) for code in codes))
    given, warnings = given_by_codes(document, builtin())
    return build(document, entities, given=given), [notice.message for notice in warnings]


def test_a_swiss_bill_says_who_is_paid_how_much_and_what_for() -> None:
    payment = payment_of(swiss())
    assert payment is not None
    assert payment.to_dict() == {
        "scheme": "swiss-qr-bill",
        "iban": IBAN,
        "amount": "199.95",
        "currency": "CHF",
        "reference": "RF18539007547034",
        "message": "Auftrag vom 15.06.2024",
        "payee": {"name": "Muster Gärtnerei AG", "address": "Seestrasse 12, 8001 Zürich", "country": "CH"},
        "debtor": {"name": "Petra Beispiel", "address": "Marktgasse 28, 9400 Rorschach", "country": "CH"},
    }
    assert ibans.is_valid(IBAN)
    assert ibans.is_valid(QR_IBAN)


def test_addresses_of_two_lines_and_line_ends_of_windows_are_read() -> None:
    text = swiss().replace(
        "S\nMuster Gärtnerei AG\nSeestrasse\n12\n8001\nZürich", "K\nMuster AG\nSeestr. 1\n8001 Zürich\n\n"
    )
    payment = payment_of(text.replace("\n", "\r\n"))
    assert payment is not None
    assert payment.payee.lines == ("Seestr. 1", "8001 Zürich")


def test_a_sepa_code_says_so_too() -> None:
    payment = payment_of(epc(reference="RF18 5390 0754 7034", text=""))
    assert payment is not None
    assert (payment.scheme, payment.iban, payment.amount, payment.currency, payment.reference, payment.payee.name) == (
        *("epc", "DE75512108001245126199", "119.50", "EUR", "RF18539007547034", "Lieferant GmbH"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.com/a?b=1",
        "SPC",
        "BCD\n002",
        swiss().replace("EPD", "XYZ"),
        swiss(amount="1e3"),
        swiss() + "\n\na\nb\nc",
    ],
)
def test_what_is_no_payment_is_none(text: str) -> None:
    assert payment_of(text) is None


@pytest.mark.parametrize("reference", ["210000000003139471430009017", "210000000003139471430009018"])
def test_references_are_held_to_their_check_digit(reference: str) -> None:
    payment = payment_of(swiss(iban=QR_IBAN, kind="QRR", reference=reference))
    assert payment is not None
    assert (payment.faults == ()) == esr.is_valid(reference)
    assert iso11649.is_valid("RF18539007547034")


def test_the_billing_information_of_swico_is_read() -> None:
    billing = billing_of(
        "//S1/10/X.66711\\/8824/11/200712/20/MW-2020-04/30/107978798/31/200601200630/32/2.5/40/3:5;0:30"
    )
    assert billing.invoice_number == "X.66711/8824"
    assert (billing.invoice_date, billing.due_date) == ("2020-07-12", "2020-08-11")
    assert (billing.period_start, billing.period_end, billing.tax_rate) == ("2020-06-01", "2020-06-30", "2.5")
    assert billing.vat_id == "CHE107978798"
    assert not any(getattr(billing_of("//S1/11/209999/30/1/32/8:100;2:50/40/0:x"), key) for key in billing.__slots__)


def test_a_slip_alone_makes_a_record() -> None:
    record, warnings = record_of("", swiss(billing="//S1/10/4711/11/240605/40/0:30"))
    found = {name: (value.value, value.currency, value.evidence) for name, (value,) in record.fields.items()}
    assert (record.kind, warnings) == ("invoice", [])
    assert found == {
        "invoice_number": ("4711", None, "qr"),
        "invoice_date": ("2024-06-05", None, "qr"),
        "due_date": ("2024-07-05", None, "qr"),
        "seller": ("Muster Gärtnerei AG", None, "qr"),
        "buyer": ("Petra Beispiel", None, "qr"),
        "address": ("Seestrasse 12, 8001 Zürich", None, "qr"),
        "buyer_address": ("Marktgasse 28, 9400 Rorschach", None, "qr"),
        "total_amount": ("199.95", "CHF", "qr"),
        "amount_due": ("199.95", "CHF", "qr"),
        "iban": (IBAN, None, "qr"),
    }


def test_another_total_on_the_page_stays_since_the_code_may_ask_for_a_part() -> None:
    record, _ = record_of(INVOICE, epc(amount="EUR50.00"))
    (total,) = record.fields["total_amount"]
    assert (total.value, total.evidence) == ("119.00", "text")
    assert [check.passed for check in record.checks if check.check == "page agrees with its code"] == [True]


def test_an_account_that_the_page_does_not_name_is_reported() -> None:
    record, _ = record_of(INVOICE, epc(iban="DE89370400440532013000"))
    (check,) = (check for check in record.checks if check.check == "page agrees with its code")
    assert (check.passed, check.fields) == (False, ("iban",))


def test_a_code_with_a_wrong_account_gives_nothing_and_says_why() -> None:
    record, warnings = record_of(INVOICE, epc(iban="DE89370400440532013001"))
    assert all(value.evidence == "text" for found in record.fields.values() for value in found)
    assert warnings == ["its payment code has wrong check digits: iban"]


def test_a_code_that_breaks_its_rules_is_said_and_one_of_something_else_is_not() -> None:
    assert record_of(INVOICE, "SPC\n0200\n1")[1] == ["its payment code breaks the rules of its form"]
    assert record_of(INVOICE, "https://example.com")[1] == []


def test_instalments_give_what_they_agree_on() -> None:
    record, _ = record_of("", swiss(amount="50.00"), swiss(amount="60.00", debtor=NOBODY))
    assert "total_amount" not in record.fields
    assert [value.value for value in record.fields["iban"]] == [IBAN]
    assert record.first("buyer") is not None
    assert DEBTOR[1] == record.fields["buyer"][0].value


def test_a_bill_of_nothing_has_no_total() -> None:
    record, _ = record_of("", swiss(amount="0.00"))
    assert "total_amount" not in record.fields


def test_a_file_with_a_payment_code_gives_its_record_and_the_code(tmp_path: Path) -> None:
    file = tmp_path / "bill.pdf"
    file.write_bytes(page(("Rechnung Nr. 4711", "Gesamtbetrag CHF 199.95"), modules(swiss()), as_shapes=True))
    row = load()(file).to_dict()
    assert {value["evidence"] for name in ("iban", "seller") for value in row["record"][name]} == {"qr"}
    assert row["codes"][0]["payment"]["iban"] == IBAN
