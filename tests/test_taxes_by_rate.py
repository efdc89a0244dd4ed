"""The taxes of an invoice by rate, and whether all of it adds up."""

from __future__ import annotations

from line_items_material import INVOICE, checks, record_of, taxes_of

from nerkit.records.placed_values import TaxBreakdown


class TestTaxes:
    def test_each_rate_comes_with_what_is_taxed_at_it(self) -> None:
        assert taxes_of(INVOICE) == [("7", "275.00", "19.25"), ("19", "198.00", "37.62")]

    def test_a_table_of_rates_needs_no_percent_signs(self) -> None:
        rows = "Umsatzsteuer\t129,37\t7\t9,06\nUmsatzsteuer\t64,40\t19\t12,24\n"
        text = "Steuerart\tBasisbetrag\tUSt. %\tSteuerbetrag\n" + rows
        assert taxes_of(text) == [("7", "129.37", "9.06"), ("19", "64.40", "12.24")]

    def test_a_rate_that_leads_from_its_base_to_its_tax_is_a_tax_rate_of_the_record(self) -> None:
        rows = "Umsatzsteuer\t129,37\t7%\t9,06\nUmsatzsteuer\t64,40\t19%\t12,24\n"
        text = "Steuerart\tBasisbetrag\tUSt.\tSteuerbetrag\n" + rows
        rates = record_of(text).fields["tax_rate"]
        assert {rate.value: rate.derived for rate in rates} == dict.fromkeys(["7", "19"], "rate × base = tax")
        assert "tax_rate" not in record_of(text.replace("9,06", "9,60").replace("12,24", "12,42")).fields

    def test_the_one_rate_that_was_tagged_of_two_is_not_held_against_the_whole_tax(self) -> None:
        text = INVOICE + "Tax in all\t56,87\n"
        record = record_of(text, ("NET_AMOUNT", "473,00"), ("TAX_AMOUNT", "56,87"), ("TAX_RATE", "19 %"))
        assert [rate.value for rate in record.fields["tax_rate"]] == ["19", "7"]
        assert "net × tax rate = tax" not in checks(record)
        assert checks(record)["taxes by rate = tax"]

    def test_a_share_of_an_amount_is_a_tax_only_in_a_table_of_taxes_or_where_a_word_says_so(self) -> None:
        line = "10,00 %\t100,00\t10,00\n"
        assert taxes_of(f"Depot 4711\n{line}") == []
        assert taxes_of(f"USt\tNetto\tSteuer\n{line}") == [("10", "100.00", "10.00")]
        assert taxes_of(f"USt {line}") == [("10", "100.00", "10.00")]

    def test_two_amounts_that_are_nearly_a_base_and_its_tax_are_that_and_others_are_not(self) -> None:
        assert taxes_of("USt 19,00 %\t100,00\t19,05\n") == [("19", "100.00", "19.05")]
        assert taxes_of("USt 19,00 %\t100,00\t50,00\n") == []

    def test_a_discount_is_no_tax(self) -> None:
        assert taxes_of("abzgl. Sondernachlass 10 % von\t147,30\t-14,73\n2 % Skonto auf 100,00 = 2,00\n") == []

    def test_a_tax_whose_base_stands_nowhere_takes_that_of_its_lines_and_says_so(self) -> None:
        text = INVOICE.replace("\tvon\t198,00", "").replace("\tvon\t275,00", "")
        (low, high) = record_of(text, ("TOTAL_AMOUNT", "529,87")).taxes or ()
        assert isinstance(low, TaxBreakdown)
        assert low.base is not None
        assert (low.base.value, low.base.derived, low.base.spans) == ("275.00", "lines with this rate", ())
        assert high.to_dict()["base"]["derived"] == "lines with this rate"

    def test_a_wrong_tax_is_kept_and_the_check_says_by_how_much(self) -> None:
        record = record_of(INVOICE.replace("37,62", "36,62"), ("TOTAL_AMOUNT", "529,87"))
        assert [tax.amount.value for tax in record.taxes or () if tax.amount] == ["19.25", "36.62"]
        (check,) = [check for check in record.checks if check.check == "rate × base = tax"]
        assert not check.passed
        assert check.detail == "off by 1.00"


class TestChecks:
    def test_lines_add_up_to_the_net_amount(self) -> None:
        found = checks(record_of(INVOICE, ("NET_AMOUNT", "473,00"), ("TOTAL_AMOUNT", "529,87")))
        assert found["lines = net"]
        assert found["quantity × unit price = amount"]

    def test_lines_that_do_not_add_up_are_reported_and_stay(self) -> None:
        text = INVOICE.replace("473,00", "480,00")
        record = record_of(text, ("NET_AMOUNT", "480,00"))
        (check,) = [check for check in record.checks if check.check == "lines = net"]
        assert (check.passed, check.detail) == (False, "off by -7.00")
        assert len(record.line_items or ()) == 2
        assert record.fields["net_amount"][0].value == "480.00"

    def test_shipping_may_stand_between_the_lines_and_the_net_amount(self) -> None:
        text = INVOICE.replace("Zwischensumme\t473,00", "Versandkosten\t7,00\nNetto\t480,00")
        assert checks(record_of(text, ("NET_AMOUNT", "480,00")))["lines + charges = net"]

    def test_a_line_that_does_not_multiply_out_is_named(self) -> None:
        record = record_of(INVOICE.replace("198,00\n2", "189,00\n2"), ("TOTAL_AMOUNT", "529,87"))
        (check,) = [check for check in record.checks if check.check.startswith("quantity")]
        assert (check.passed, check.detail) == (False, "not on line 1")
