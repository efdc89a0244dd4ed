"""Several taxes are one tax, and a percentage is a tax rate only with evidence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from line_items_material import checks, record_of

from nerkit.locales.countries import tax_rates
from nerkit.reading import document_from_text
from nerkit.records import build
from nerkit.records.given import Given

HEAD = "Invoice No: 5541\nInvoice date: 8 July 2022\n\nShelving\t1,000.00\n"


def values(text: str, field: str, *labelled: tuple[str, str], kind: str = "invoice") -> list[str]:
    return [value.value for value in record_of(text, *labelled, kind=kind).fields.get(field, ())]


class TestSeveralTaxes:
    def test_of_two_names_and_one_rate_are_one_tax(self) -> None:
        text = HEAD + "Taxable value\t1,000.00\nCGST 9%\t90.00\nSGST 9%\t90.00\nTotal\t1,180.00\n"
        record = record_of(text, ("NET_AMOUNT", "1,000.00"), ("TAX_AMOUNT", "90.00"), ("TOTAL_AMOUNT", "1,180.00"))
        (tax,) = record.fields["tax_amount"]
        assert (tax.value, tax.derived) == ("180.00", "sum of the taxes by rate")
        assert [each.to_dict()["amount"]["value"] for each in record.taxes or ()] == ["90.00", "90.00"]
        assert [rate.value for rate in record.fields["tax_rate"]] == ["9"]
        assert checks(record)["taxes by rate = tax"]

    def test_lead_to_the_total_that_was_rounded_for_cash(self) -> None:
        text = (
            "Benzina s.r.o.\nNatural 95\t1 219,62 A\nVoda\t129,00 A\nKáva\t55,00 B\nCELKEM\t1 403,62\n"
            "Zaokrouhlení\t0,38\nK ÚHRADĚ\t1 404,00\n\nDPH\tZáklad\tDaň\tCelkem\n"
            "A 21%\t1 114,56\t234,06\t1 348,62\nB 12%\t49,11\t5,89\t55,00\n"
        )
        labelled = ("ROUNDING_AMOUNT", "0,38"), ("TOTAL_AMOUNT", "1 404,00")
        record = record_of(text, *labelled, kind="receipt")
        fields = {name: [value.value for value in values] for name, values in record.fields.items()}
        assert (fields["net_amount"], fields["tax_amount"]) == (["1163.67"], ["239.95"])
        assert fields["total_amount"] == ["1404.00"]
        assert [item.to_dict()["amount"]["value"] for item in record.line_items or ()] == ["1219.62", "129.00", "55.00"]

    def test_of_two_rates_on_the_same_net_are_one_tax(self) -> None:
        text = HEAD + "Subtotal\t1,000.00\nGST 5%\t50.00\nQST 9.975%\t99.75\nTotal CAD\t1,149.75\n"
        labelled = ("NET_AMOUNT", "1,000.00"), ("TAX_AMOUNT", "99.75"), ("TOTAL_AMOUNT", "1,149.75")
        assert values(text, "tax_amount", *labelled) == ["149.75"]
        assert values(text, "tax_rate", *labelled) == ["5", "9.975"]

    @pytest.mark.parametrize(
        ("taxes", "total", "tax"),
        [
            ("GST 5%\t1.75\nPST 7%\t2.45\n", "39.17", "4.20"),
            ("CGST 2.5%\t0.87\nSGST 2.5%\t0.87\n", "36.71", "1.74"),
        ],
    )
    def test_on_one_net_that_stands_nowhere_are_one_tax(self, taxes: str, total: str, tax: str) -> None:
        text = f"Maple Hardware\nHammer\t24.99\nScrews\t9.98\n{taxes}TOTAL\t{total}\nDebit\t{total}\n"
        first = taxes.split("\t")[1][:4]
        assert values(text, "tax_amount", ("TAX_AMOUNT", first), ("TOTAL_AMOUNT", total), kind="receipt") == [tax]

    def test_that_is_said_twice_is_no_more(self) -> None:
        text = "Maple Hardware\nHammer\t24.99\nGST 5%\t1.19\nTOTAL\t24.99\nTax 5%\t1.19\n"
        assert values(text, "tax_amount", ("TAX_AMOUNT", "1.19"), ("TOTAL_AMOUNT", "24.99"), kind="receipt") == ["1.19"]

    def test_that_share_the_net_between_them_are_one_tax(self) -> None:
        text = "Rechnung\nSpeisen\t107,00\nWein\t238,00\nNettobetrag\t300,00\n"
        text += "zzgl. 7% MwSt.\t7,00\nzzgl. 19% MwSt.\t38,00\nGesamtbetrag EUR\t345,00\n"
        labelled = ("NET_AMOUNT", "300,00"), ("TAX_AMOUNT", "7,00"), ("TOTAL_AMOUNT", "345,00")
        assert values(text, "tax_amount", *labelled) == ["45.00"]
        assert values(text, "tax_rate", *labelled) == ["7", "19"]

    def test_in_a_table_without_a_row_of_sums_give_net_and_tax_of_the_whole(self) -> None:
        table = "MwSt-Satz\tNetto\tMwSt\tBrutto\n7%\t149,53\t10,47\t160,00\n19%\t25,21\t4,79\t30,00\n"
        record = record_of("Rechnung\nGesamtbetrag EUR\t190,00\n" + table, ("TOTAL_AMOUNT", "190,00"))
        net, tax = record.fields["net_amount"][0], record.fields["tax_amount"][0]
        assert (net.value, tax.value, tax.currency) == ("174.74", "15.26", "EUR")
        assert Decimal(net.value) + Decimal(tax.value) == Decimal("190.00")

    def test_a_row_of_such_a_table_is_not_the_whole(self) -> None:
        table = "MwSt-Satz\tNetto\tMwSt\tBrutto\n7%\t149,53\t10,47\t160,00\n19%\t25,21\t4,79\t30,00\n"
        labelled = ("NET_AMOUNT", "149,53"), ("TAX_AMOUNT", "10,47"), ("TOTAL_AMOUNT", "160,00"), ("AMOUNT", "190,00")
        for stated, sums in (("190,00", ["174.74", "15.26", "190.00"]), ("", ["149.53", "10.47", "160.00"])):
            text = f"Rechnung\nGesamtbetrag EUR\t{stated}\n{table}"
            found = labelled if stated else labelled[:3]
            names = ("net_amount", "tax_amount", "total_amount")
            assert [value for name in names for value in values(text, name, *found)] == sums

    def test_in_a_table_that_adds_up_are_the_sums_where_the_record_takes_parts_of_it(self) -> None:
        text = "Steuer %\tNetto\tSteuer\tBrutto\nA= 19,0%\t1,88\t0,36\t2,24\nB= 7,0%\t4,20\t0,29\t4,49\n"
        text += "Gesamtbetrag\t6,08\t0,65\t6,73\n"
        names = ("net_amount", "tax_amount", "total_amount")
        for labelled in ([("NET_AMOUNT", "0,65")], [("TOTAL_AMOUNT", "4,49")], [("TOTAL_AMOUNT", "0,65")], []):
            found = [*labelled, ("AMOUNT", "6,73")]
            assert [values(text, name, *found, kind="receipt") for name in names] == [["6.08"], ["0.65"], ["6.73"]]
        more = "Pfand ohne Steuer\t10,00\nSumme\t16,73\n"
        assert values(text + more, "total_amount", ("TOTAL_AMOUNT", "16,73"), kind="receipt") == ["16.73"]

    def test_take_a_net_with_them_that_only_the_tax_of_one_rate_led_to(self) -> None:
        text = "Factuur\n3 x\tBeurt\t€ 95,00\t€ 285,00\n1 x\tAccu\t€ 506,00\t€ 506,00\nSubtotaal\t€ 791,00\n"
        text += "9% btw\t€ 25,65\n21% btw\t€ 106,26\nTotaal\t€ 922,91\n"
        rates = ("TAX_RATE", "9%"), ("TAX_RATE", "21%")
        labelled = *rates, ("TAX_AMOUNT", "€ 106,26"), ("TOTAL_AMOUNT", "€ 922,91")
        assert values(text, "tax_amount", *labelled) == ["131.91"]
        assert values(text, "net_amount", *labelled) == ["791.00"]

    def test_under_a_heading_of_initials_are_read_without_a_percent_sign(self) -> None:
        text = "BASE IMPONIBLE\t% I.V.A.\tCUOTA I.V.A.\tTOTAL FACTURA\n125,38\t21,00\t26,33\t151,71 €\n"
        assert values(text, "tax_rate", ("TOTAL_AMOUNT", "151,71 €")) == ["21"]

    def test_whose_sum_was_taken_for_the_net_lead_to_another(self) -> None:
        text = (
            "Chleb\t22,48 C\nProszek\t29,99 A\nPTU A 23,00%\t5,61\nPTU C 5,00%\t1,07\nSUMA PTU\t6,68\nSUMA PLN\t52,47\n"
        )
        labelled = ("NET_AMOUNT", "6,68"), ("TOTAL_AMOUNT", "52,47")
        assert values(text, "tax_amount", *labelled, kind="receipt") == ["6.68"]
        assert values(text, "net_amount", *labelled, kind="receipt") == ["45.79"]

    def test_that_a_receipt_holds_without_what_they_are_of_are_one_tax(self) -> None:
        text = "TICKET\nCROISSANT x3\t6,20\nCAFE\t1,50\nTOTAL TTC\t7,70 €\nDONT TVA 5,5%\t0,32\nDONT TVA 10%\t0,14\n"
        labelled = ("TOTAL_AMOUNT", "7,70 €"), ("TAX_AMOUNT", "0,14")
        assert values(text, "tax_amount", *labelled, kind="receipt") == ["0.46"]
        assert values(text.replace("0,32", "0,52"), "tax_amount", *labelled, kind="receipt") == ["0.14"]

    def test_one_that_the_total_contains_is_the_tax_and_the_total_no_base(self) -> None:
        text = "Invoice no. 5\nTotal: EUR 1,190.00 (incl. 19 % VAT, 190.00)\n"
        record = record_of(text, ("TOTAL_AMOUNT", "1,190.00"))
        assert [value.value for value in record.fields["tax_amount"]] == ["190.00"]
        (tax,) = record.taxes or ()
        assert tax.base is None or tax.base.derived
        assert all(checks(record).values())

    def test_do_not_take_the_place_of_a_tax_that_leads_to_the_total(self) -> None:
        text = HEAD + "Subtotal\t1,000.00\nTax 5%\t50.00\nTax 10%\t7.00\nTotal\t1,050.00\n"
        labelled = ("NET_AMOUNT", "1,000.00"), ("TAX_AMOUNT", "50.00"), ("TOTAL_AMOUNT", "1,050.00")
        assert values(text, "tax_amount", *labelled) == ["50.00"]

    def test_that_stand_twice_count_once(self) -> None:
        text = HEAD + "Subtotal\t1,000.00\nVAT 20%\t200.00\nTotal\t1,200.00\nIncluded tax: VAT 20%\t200.00\n"
        record = record_of(text, ("NET_AMOUNT", "1,000.00"), ("TAX_AMOUNT", "200.00"), ("TOTAL_AMOUNT", "1,200.00"))
        assert len(record.taxes or ()) == 1
        assert [tax.value for tax in record.fields["tax_amount"]] == ["200.00"]

    def test_in_text_that_is_laid_out_with_spaces_are_read_like_those_in_cells(self) -> None:
        table = "VAT rate     Net      VAT     Gross\n"
        table += "20%          100.00   20.00   120.00\n5%           40.00    2.00     42.00\n"
        record = record_of("Receipt\nTotal        162.00\n\n" + table, ("TOTAL_AMOUNT", "162.00"), kind="receipt")
        found = [[cell.value for cell in tax.cells.values()] for tax in record.taxes or ()]
        assert found == [["5", "40.00", "2.00"], ["20", "100.00", "20.00"]]
        assert record.fields["tax_amount"][0].value == "22.00"


class TestRates:
    @pytest.mark.parametrize(
        ("line", "rates"),
        [
            ("Cocoa\t70%\t12.00", []),  # a measure
            ("Early payment\t2%\t12.00", []),
            ("VAT rate: 20%", ["20"]),
            ("VAT 22.4%", []),  # no country has it, and it leads to nothing
            ("Sales tax 21.3%\t213.00", ["21.3"]),  # it leads to the tax
        ],
    )
    def test_a_percentage_is_a_tax_rate_only_with_evidence(self, line: str, rates: list[str]) -> None:
        text = HEAD + f"{line}\nSubtotal\t1,000.00\nTax\t213.00\nTotal\t1,213.00\n"
        share = next(word for word in line.split() if word.endswith("%"))
        labelled = ("NET_AMOUNT", "1,000.00"), ("TAX_AMOUNT", "213.00"), ("TOTAL_AMOUNT", "1,213.00")
        assert values(text, "tax_rate", ("TAX_RATE", share), *labelled) == rates

    def test_a_country_that_has_another_rate_speaks_against_one(self) -> None:
        text = "Rechnung\nUSt-IdNr. DE136695976\nMwSt. 25 %\nUSt 19 %\n"
        labelled = ("TAX_RATE", "25 %"), ("TAX_RATE", "19 %"), ("VAT_ID", "DE136695976")
        assert values(text, "tax_rate", *labelled) == ["19"]

    def test_rates_of_countries_are_percentages_without_zero(self) -> None:
        assert tax_rates()["DE"] == {Decimal(rate) for rate in (19, 16, 7, 5)}
        assert all(0 < rate <= 40 for rates in tax_rates().values() for rate in rates)


def test_what_an_xml_says_needs_no_evidence_on_the_page() -> None:
    document = document_from_text("Invoice\nCocoa\t70%\t12.00\nTotal\t82.00\n", "a.txt")
    given = Given("tax_rate", "3.5", "xml"), Given("tax_amount", "2.00", "xml"), Given("total_amount", "82.00", "xml")
    record = build(document, [], kind="invoice", given={"invoice": given})
    assert [rate.value for rate in record.fields["tax_rate"]] == ["3.5"]
    assert [tax.value for tax in record.fields["tax_amount"]] == ["2.00"]


def test_the_rate_of_a_table_of_taxes_is_no_net_though_it_is_printed_like_one() -> None:
    text = (
        "ICA Torget\nMjölk\t15,90\nBananer\t21,81\nFalukorv\t31,90\nTidning\t45,00\nPantretur\t-12,00\n"
        "Totalt SEK\t102,61\n"
        "Moms%\tMoms\tNetto\tBrutto\n12,00\t7,46\t62,15\t69,61\n6,00\t2,55\t42,45\t45,00\n"
    )
    labelled = ("NET_AMOUNT", "12,00"), ("TOTAL_AMOUNT", "102,61")
    assert values(text, "net_amount", *labelled, kind="receipt") == []


def test_what_is_taken_from_a_total_is_no_net() -> None:
    text = HEAD + "Total charges\t1,000.00\nInsurance payment\t-700.00\nAdjustments\t-23.50\nAmount due\t276.50\n"
    labelled = ("NET_AMOUNT", "-23.50"), ("TOTAL_AMOUNT", "1,000.00")
    assert values(text, "net_amount", *labelled) == []
    assert values(text, "total_amount", *labelled) == ["1000.00"]


def test_the_net_of_a_credit_is_negative_like_its_total() -> None:
    text = HEAD + "Net\t-100.00\nVAT 20%\t-20.00\nTotal\t-120.00\n"
    labelled = ("NET_AMOUNT", "-100.00"), ("TAX_AMOUNT", "-20.00"), ("TOTAL_AMOUNT", "-120.00")
    assert values(text, "net_amount", *labelled) == ["-100.00"]
