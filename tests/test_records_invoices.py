"""Records of invoices and receipts: amounts that add up, who sells to whom, when to pay."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from record_material import INVOICE, marked, record_of, values

from nerkit.document import Box
from nerkit.records import build


class TestInvoices:
    def test_an_invoice_becomes_numbers_dates_and_amounts_with_their_currency(self) -> None:
        record = record_of(INVOICE)
        assert record.kind == "invoice"
        row = record.to_dict()["record"]["total_amount"][0]
        assert (row["value"], row["currency"]) == ("119.00", "EUR")
        assert values(record, "invoice_date") == ["2024-06-05"]
        assert values(record, "tax_rate") == ["19"]

    def test_sums_that_hold_are_reported_as_passed(self) -> None:
        checks = {check.check: check.passed for check in record_of(INVOICE).checks}
        assert checks["net + tax = total"]
        assert checks["net × tax rate = tax"]
        assert checks["IBAN is valid"]

    def test_a_sum_that_fails_is_reported_and_removes_nothing(self) -> None:
        record = record_of(INVOICE.replace("119,00", "129,00"))
        (check,) = (check for check in record.checks if check.check == "net + tax = total")
        assert (check.passed, check.detail) == (False, "off by -10.00")
        assert values(record, "total_amount") == ["129.00"]

    def test_a_wrong_checksum_is_reported_and_removes_nothing(self) -> None:
        record = record_of(INVOICE.replace("1261 99", "1261 98"))
        assert {check.check: check.passed for check in record.checks}["IBAN is valid"] is False
        assert values(record, "iban") == ["DE75512108001245126198"]

    def test_the_due_date_follows_from_the_terms_of_payment(self) -> None:
        (due,) = record_of(INVOICE).fields["due_date"]
        assert (due.value, due.derived) == ("2024-06-19", "invoice date + terms of payment")

    def test_nothing_is_due_before_it_is_billed(self) -> None:
        early = INVOICE.rstrip("\n") + "\nAnzahlung vom [[DUE_DATE|20.05.2024]]\n"
        (due,) = record_of(early).fields["due_date"]
        assert due.value == "2024-06-19"
        assert values(record_of(early.replace("20.05.2024", "30.06.2024")), "due_date") == ["2024-06-30"]

    def test_a_discount_period_is_no_term_of_payment(self) -> None:
        text = INVOICE.replace("Zahlbar innerhalb [[DURATION|14 Tagen]]", "2 % Skonto zahlbar in [[DURATION|14 Tagen]]")
        assert "due_date" not in record_of(text).fields

    def test_tax_is_derived_only_where_the_rate_confirms_it(self) -> None:
        without = INVOICE.replace("[[TAX_AMOUNT|19,00 €]]", "")
        (tax,) = record_of(without).fields["tax_amount"]
        assert (tax.value, tax.currency) == ("19.00", "EUR")
        assert tax.derived
        assert "tax_amount" not in record_of(without.replace("[[TAX_RATE|19 %]]", "")).fields
        assert "tax_amount" not in record_of(without.replace("19 %", "7 %")).fields

    def test_with_several_rates_the_tax_lies_between_them(self) -> None:
        mixed = INVOICE.replace("[[TAX_AMOUNT|19,00 €]]", "").replace("19 %", "19 %]] [[TAX_RATE|7 %")
        assert "tax_amount" in record_of(mixed).fields
        assert "tax_amount" not in record_of(mixed.replace("[[TAX_RATE|19 %]]", "[[TAX_RATE|10 %]]")).fields

    @pytest.mark.parametrize(("field", "value"), [("net_amount", "100.00"), ("total_amount", "119.00")])
    def test_the_one_of_net_tax_and_total_that_is_missing_follows_from_the_others(self, field: str, value: str) -> None:
        label = field.upper()
        without = re.sub(rf"\[\[{label}\|[^]]*\]\]", "", INVOICE)
        (derived,) = record_of(without).fields[field]
        assert derived.value == value
        assert derived.derived

    def test_the_lines_of_an_address_in_a_column_are_one_address(self) -> None:
        document, entities = marked(INVOICE + "[[ADDRESS|Am Speicher 14]] Tel. 1\n[[ADDRESS|20457 Hamburg]] Fax 2")
        boxes = iter((Box(1, 50, 700, 120, 708), Box(1, 50, 710, 115, 718)))
        entities = [replace(e, boxes=(next(boxes),)) if e.label == "ADDRESS" else e for e in entities]
        assert values(build(document, entities), "address") == ["Am Speicher 14 20457 Hamburg"]

    def test_in_the_same_place_a_slogan_is_a_worse_address_than_one_with_a_number(self) -> None:
        def probabilities(first: str, second: str) -> list[float]:
            record = record_of(f"[[ADDRESS:0.97|{first}]] " + INVOICE + f" [[ADDRESS:0.97|{second}]]")
            (address,) = record.fields["address"]
            found = {address.value: address.confidence} | {one.value: one.confidence for one in address.alternatives}
            return [found[first], found[second]]

        slogan, street = "Coffee and Machines", "Am Speicher 14"
        slogan_first, slogan_second = probabilities(slogan, street), probabilities(street, slogan)
        assert slogan_first[0] < slogan_second[0]
        assert slogan_second[1] < slogan_first[1]

    def test_all_tax_rates_are_kept(self) -> None:
        assert values(record_of(INVOICE + "[[TAX_RATE|7,00 %]]"), "tax_rate") == ["19", "7"]

    def test_the_net_amount_is_never_the_larger_one_while_there_is_another(self) -> None:
        text = "Net [[NET_AMOUNT:0.9|500.00]]\nNet [[NET_AMOUNT:0.8|100.00]]\nTotal [[TOTAL_AMOUNT|119.00]]"
        (net,) = record_of(text, "invoice").fields["net_amount"]
        assert net.value == "100.00"
        assert net.alternatives[0].value == "500.00"

    def test_of_competing_amounts_those_that_add_up_are_chosen(self) -> None:
        text = "[[NET_AMOUNT|100.00]] [[TAX_AMOUNT:0.8|7.00]] [[TAX_AMOUNT:0.6|19.00]] [[TOTAL_AMOUNT|119.00]]"
        record = record_of(text, "invoice")
        (tax,) = record.fields["tax_amount"]
        assert tax.value == "19.00"
        assert [other.value for other in tax.alternatives] == ["7.00"]
        assert {check.check: check.passed for check in record.checks}["net + tax = total"]

    def test_what_a_check_has_changed_is_said(self) -> None:
        text = (
            "Net [[NET_AMOUNT|100.00]]\nTax [[TAX_AMOUNT:0.9|7.00]]\nLevy [[TAX_AMOUNT:0.8|{}]]\n"
            "Total [[TOTAL_AMOUNT|119.00]]"
        )
        changed, unchanged = (
            map(str, record_of(text.format(second), "invoice").warnings) for second in ("19.00", "18.00")
        )
        assert any("tax_amount" in warning and "net + tax = total" in warning for warning in changed)
        assert not any("net + tax = total" in warning for warning in unchanged)

    def test_a_much_surer_amount_wins_over_one_that_adds_up(self) -> None:
        text = (
            "Net [[NET_AMOUNT|100.00]]\nTax [[TAX_AMOUNT:0.99|7.00]]\nOther [[AMOUNT:0.99|19.00]]\n"
            "Total [[TOTAL_AMOUNT|119.00]]"
        )
        assert values(record_of(text, "invoice"), "tax_amount") == ["7.00"]

    def test_an_amount_without_a_currency_says_so(self) -> None:
        (row,) = record_of("Total [[TOTAL_AMOUNT|119.00]]", "invoice").to_dict()["record"]["total_amount"]
        assert (row["value"], row["currency"], row["entities"]) == ("119.00", None, [0])


class TestReceipts:
    TEXT = """[[SELLER|Corner Shop]]
[[ADDRESS|1 Main Road]]
Cash receipt [[INVOICE_DATE|2024-05-03]] 12:30
Total [[TOTAL_AMOUNT|7.50]]
Cash 10.00
Change 2.50
Thank you, please come again
[[SELLER|Mall Ltd]]
"""

    def test_a_till_receipt_is_told_from_an_invoice(self) -> None:
        record = record_of(self.TEXT)
        assert record.kind == "receipt"
        assert values(record, "address") == ["1 Main Road"]

    def test_the_seller_is_the_name_at_the_top(self) -> None:
        (seller,) = record_of(self.TEXT).fields["seller"]
        assert seller.value == "Corner Shop"
        assert [other.value for other in seller.alternatives] == ["Mall Ltd"]
