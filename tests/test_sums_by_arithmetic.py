"""Sums that nobody has seen and that arithmetic shows."""

from __future__ import annotations

import pytest
from line_items_material import record_of


def values(text: str, field: str, *labelled: tuple[str, str], kind: str = "invoice") -> list[str]:
    return [value.value for value in record_of(text, *labelled, kind=kind).fields.get(field, ())]


class TestATaxLine:
    TEXT = "Rechnungsbetrag\t1.163,40 €\nGesamtbeitrag\t1.000,00 €\nVersicherungsteuer\t163,40 €\n"
    SEEN = ("AMOUNT", "1.000,00 €"), ("AMOUNT", "163,40 €"), ("TOTAL_AMOUNT", "1.163,40 €")

    def test_with_one_amount_that_leaves_another_of_the_total_is_tax_and_net(self) -> None:
        assert values(self.TEXT, "tax_amount", *self.SEEN) == ["163.40"]
        assert values(self.TEXT, "net_amount", *self.SEEN) == ["1000.00"]

    def test_that_leaves_an_amount_which_stands_nowhere_says_nothing(self) -> None:
        text = self.TEXT.replace("1.000,00", "1.001,00")
        seen = ("AMOUNT", "1.001,00 €"), *self.SEEN[1:]
        assert values(text, "tax_amount", *seen) == []

    def test_about_something_else_says_nothing(self) -> None:
        text = self.TEXT.replace("Versicherungsteuer", "Bearbeitung")
        assert values(text, "tax_amount", *self.SEEN) == []

    def test_below_a_table_of_taxes_is_about_what_is_not_taxed(self) -> None:
        rows = "Moms%\tMoms\tNetto\tBrutto\n12,00\t11,12\t92,65\t103,77\nIcke momspl.\t4,00\n"
        text = f"Kaffe\t103,77\nPant\t4,00\nTotalt\t107,77 SEK\n{rows}"
        seen = ("TOTAL_AMOUNT", "107,77 SEK"), ("AMOUNT", "103,77"), ("AMOUNT", "4,00")
        assert values(text, "tax_amount", *seen, kind="receipt") == ["11.12"]
        assert values(text, "net_amount", *seen, kind="receipt") == []


def test_the_tax_of_rows_that_prove_themselves_is_not_read_as_the_net() -> None:
    text = "Kaffe\t103,77\nTotalt\t107,77 SEK\n\nMoms%\tMoms\tNetto\tBrutto\n12,00\t11,12\t92,65\t103,77\n"
    turned = ("TOTAL_AMOUNT", "107,77 SEK"), ("NET_AMOUNT", "11,12"), ("TAX_AMOUNT", "92,65")
    assert values(text, "tax_amount", *turned, kind="receipt") == ["11.12"]
    assert values(text, "total_amount", *turned, kind="receipt") == ["107.77"]


def test_what_is_free_of_tax_takes_what_the_other_taxes_leave_of_the_total() -> None:
    text = "Cola\t24,93 A\nChleb\t4,19 D\nPTU A 23%\t4,66\nPTU D 0%\t0,00\nSUMA PTU\t4,66\nSUMA PLN\t29,12\n"
    assert values(text, "tax_amount", ("TOTAL_AMOUNT", "29,12"), kind="receipt") == ["4.66"]
    small = text.replace("29,12", "20,12")
    assert values(small, "tax_amount", ("TOTAL_AMOUNT", "20,12"), kind="receipt") == []


def test_what_the_lines_of_a_receipt_add_up_to_is_its_total() -> None:
    text = "Pfandbon\t-0,45\nKäse\t0,79 E\nFisch\t4,22 E\nSalami\t1,29 E\nSUMME EUR\t5,85\nBar\t10,00\n"
    cash = ("AMOUNT", "10,00")
    assert values(text, "total_amount", ("AMOUNT", "5,85"), cash, kind="receipt") == ["5.85"]
    assert values(text.replace("5,85", "5,95"), "total_amount", ("AMOUNT", "5,95"), cash, kind="receipt") == []


@pytest.mark.parametrize("label", ["AMOUNT", "NET_AMOUNT"])
def test_the_only_amount_of_a_bill_is_its_total(label: str) -> None:
    text = "Invoice Number\tDue\tCharges\n34278587\t6/24/2017\t$56,651.49\n"
    assert values(text, "total_amount", (label, "$56,651.49")) == ["56651.49"]
    assert values(text, "net_amount", (label, "$56,651.49")) == []


def test_the_only_amount_on_the_picture_of_a_receipt_may_be_any_of_its_amounts() -> None:
    assert values("Tea\t2.50\n", "total_amount", ("AMOUNT", "2.50"), kind="receipt") == []


def test_one_of_several_amounts_is_no_total_by_itself() -> None:
    text = "Charges\t$56,651.49\nDeposit\t$100.00\n"
    assert values(text, "total_amount", ("AMOUNT", "$56,651.49"), ("AMOUNT", "$100.00")) == []


def test_a_net_that_holds_its_tax_is_the_total() -> None:
    text = "Fahrpreis\t20,00 EUR\ninkl. 7% MwSt\t1,31 EUR\nGesamt\t20,00 EUR\n"
    seen = ("NET_AMOUNT", "20,00 EUR"), ("TAX_AMOUNT", "1,31 EUR"), ("TAX_RATE", "7%")
    assert values(text, "total_amount", *seen, kind="receipt") == ["20.00"]
    assert values(text, "net_amount", *seen, kind="receipt") == ["18.69"]
    other = text.replace("1,31", "1,40")
    seen = ("NET_AMOUNT", "20,00 EUR"), ("TAX_AMOUNT", "1,40 EUR"), ("TAX_RATE", "7%")
    assert values(other, "net_amount", *seen, kind="receipt") == ["20.00"]
