"""Lines of tables without a heading, and discounts and charges between lines."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from line_items_material import INVOICE, checks, lines_of, record_of, rows

SLIP = """Corner Shop

Tea\t3.00
Cheese cake\t4.50
Subtotal\t7.50
VAT\t1.50
Total\t9.00
CASH\t10.00
CHANGE\t1.00
"""


class TestLinesWithoutAHeading:
    def test_rows_that_add_up_to_a_sum_below_them_are_lines(self) -> None:
        assert rows(SLIP) == [
            {"description": "Tea", "amount": "3.00"},
            {"description": "Cheese cake", "amount": "4.50"},
        ]

    @pytest.mark.parametrize(("unit", "word"), [("Std", "à"), ("timer", "á"), ("heures", "à"), ("ore", "a")])
    def test_a_word_between_quantity_and_price_is_no_description(self, unit: str, word: str) -> None:
        text = f"Brunner Beratung\n\nBeratung 12.5 {unit} {word} 180.00\t2250.00\nSpesen\t86.40\nTotal\t2336.40\n"
        (first, _) = rows(text)
        assert (first["description"], first["quantity"], first["unit"]) == ("Beratung", "12.5", unit)

    def test_count_where_a_heading_that_stands_elsewhere_leads_to_no_sum(self) -> None:
        till = """      Kruidenier Bos

AANTAL OMSCHRIJVING  PRIJS BEDRAG
1      HALFV MELK           1,25
2      AVOCADO       1,19   2,38
0,652KG TOMAAT       2,99   1,95
1      HUTTENKAAS           1,49
1      STATIEGELD           0,25
SUBTOTAAL                   7,32
TOTAAL                      7,32
"""
        assert [row["amount"] for row in rows(till)] == ["1.25", "2.38", "1.95", "1.49", "0.25"]

    @pytest.mark.parametrize(
        "text",
        [
            SLIP.replace("7.50", "7.60"),
            "Total\t7.50\n2 Tea\t3.00\nCheese cake\t4.50\n",
            "Tea\t3.00\nOpening hours 8.00\t3.00\n",
            "CASH\t10.00\nVISA\t5.00\nTotal paid\t15.00\n",
            "Rent from 01.05.2024\nRent to 31.05.2024\nTotal\t36.10\n",
            "01/27/20\t4.00\n02/24/20\t6.00\nTotal\t10.00\n",
        ],
        ids=["no sum", "sum above", "one row and no sum", "payments", "dates", "no words"],
    )
    def test_without_the_proof_of_arithmetic_there_are_none(self, text: str) -> None:
        assert rows(text) == []

    def test_numbers_that_lead_to_the_amount_say_what_they_are(self) -> None:
        (first, second, third) = rows(
            "1\tWartung\t2 Std\t80,00\t19 %\t160,00\n"
            "2\tFilter 8 l\t3 Stk\t1 200,50\t19 %\t3 601,50\n"
            "3\tOlivenöl\t10 kg\t5,00\t20 %\t40,00\n"
            "Summe\t3 801,50\n"
        )
        assert first == {
            "description": "Wartung",
            "quantity": "2",
            "unit": "Std",
            "unit_price": "80.00",
            "tax_rate": "19",
            "amount": "160.00",
        }
        assert (second["description"], second["quantity"], second["unit_price"]) == ("Filter 8 l", "3", "1200.50")
        assert (third["discount"], third["quantity"], "tax_rate" in third) == ("20", "10", False)

    def test_a_number_in_front_of_most_rows_is_their_quantity_unless_it_counts_the_rows_or_is_a_day(self) -> None:
        def quantities(*starts: str) -> list[str | None]:
            prices = list(zip(starts, ("3.00", "4.50", "1.00"), strict=False))
            text = "".join(f"{start} Tea\t{price}\n" for start, price in prices)
            return [row.get("quantity") for row in rows(f"{text}Total\t{'8.50' if len(prices) > 2 else '7.50'}\n")]

        assert quantities("2x", "3") == ["2", "3"]
        assert quantities("2", "Lemon") == ["2", None]
        assert quantities("2", "Lemon", "Mint") == [None, None, None]
        assert quantities("1", "2") == [None, None]
        assert quantities("12 May 2024", "13 May 2024") == [None, None]

    def test_the_name_may_stand_above_or_below_its_numbers(self) -> None:
        above = "Tea\n2 x 1.50\t3.00\nCake\n1 x 4.50\t4.50\nTotal\t7.50\n"
        below = "Tea\t3.00\nfrom Assam\nCake\t4.50\nTotal\t7.50\n"
        assert [(row["description"], row["quantity"]) for row in rows(above)] == [("Tea", "2"), ("Cake", "1")]
        assert [row["description"] for row in rows(below)] == ["Tea from Assam", "Cake"]

    def test_the_table_goes_on_where_its_sum_is_carried_forward(self) -> None:
        text = "Reis\t6,00\nSalz\t3,00\nZwischensumme\t9,00\n\fÜbertrag\t9,00\nTee\t1,00\nSumme\t10,00\n"
        assert [row["amount"] for row in rows(text)] == ["6.00", "3.00", "1.00"]

    def test_of_two_tables_each_has_its_own_rows_columns_and_discount(self) -> None:
        first = "Pen\t1.00\nInk\t2.00\nTotal\t3.00\n\n"
        second = "A1\tRice\t6.00\nA2\tSalt\t3.00\nA3\tTea\t1.00\nDiscount\t\t-1.00\nTotal\t\t9.00\n"
        assert [row["description"] for row in rows(first + second)] == ["A1 Rice", "A2 Salt", "A3 Tea"]
        assert [charge.cells["amount"].value for charge in lines_of(first + second).charges] == ["-1.00"]

    @given(st.lists(st.integers(1, 99_999), min_size=2, max_size=12), st.integers(1, 50))
    def test_they_are_found_with_their_sum_and_not_without(self, cents: list[int], miss: int) -> None:
        def text(total: int) -> str:
            lines = [f"Thing\t{number // 100}.{number % 100:02}" for number in cents]
            return "\n".join([*lines, f"Total\t{total // 100}.{total % 100:02}"])

        assume(not any(sum(cents[:n]) == cents[n] for n in range(2, len(cents))))  # such a row reads as a sum
        assert [row["amount"] for row in rows(text(sum(cents)))] == [f"{n // 100}.{n % 100:02}" for n in cents]
        assert rows(text(sum(cents) + miss)) == []

    def test_one_row_is_a_line_where_its_amount_stands_right_below_it_as_a_sum(self) -> None:
        assert rows("Shop\nBlue chair\t3.00\nTotal\t3.00\n") == [{"description": "Blue chair", "amount": "3.00"}]
        assert rows("Blue chair\t3.00\n\nOpen daily\n\nTel 1\n\nTotal\t3.00\n") == []

    def test_three_rows_need_no_word_for_their_sum_but_two_do(self) -> None:
        assert [row["amount"] for row in rows("Tea\t3.00\nCake\t4.50\nRice\t1.25\nAltogther\t8.75\n")] == [
            "3.00", "4.50", "1.25",
        ]  # fmt: skip
        assert rows("Tea\t3.00\nCake\t4.50\nAltogther\t7.50\n") == []

    @pytest.mark.parametrize("mark", [" 1", " A", " TH", " A *", "B"])
    def test_the_class_of_a_tax_may_stand_behind_an_amount(self, mark: str) -> None:
        found = rows(f"Tea\t3.00{mark}\nCake\t4.50{mark}\nTotal\t7.50\n")
        assert [(row["description"], row["amount"]) for row in found] == [("Tea", "3.00"), ("Cake", "4.50")]

    @pytest.mark.parametrize(
        "text",
        [
            "Brot\t0,89 B\nMilch\t13,80 B\n12 Stk x\t1,15\nSUMME\t14,69\n",
            "Brot\t0,89 B\n12 Stk × 1,15\nMilch\t13,80 B\nSUMME\t14,69\n",
            "Brot\t0,89\nMilch 12 Stk x1,15\t13,80\nSUMME\t14,69\n",
            "Brot\t0,89\nMilch\n12 Stk x ( 1,15 )\t13,80\nSUMME\t14,69\n",
        ],
        ids=["below", "above", "beside", "with the amount"],
    )
    def test_quantity_and_price_side_by_side_belong_to_the_amount_that_they_make(self, text: str) -> None:
        assert rows(text)[-1] == {
            "description": "Milch", "quantity": "12", "unit": "Stk", "unit_price": "1.15", "amount": "13.80",
        }  # fmt: skip
        assert rows(text)[0]["description"] == "Brot"

    def test_an_amount_on_a_line_of_its_own_belongs_to_the_name_above_it(self) -> None:
        text = "Wireless\nHeadphones\n1 @ $49.99\nMember discount $-5.00\n$44.99\nScreen Kit\n$20.00\nSUBTOTAL $64.99\n"
        assert [(row["description"], row["amount"]) for row in rows(text)] == [
            ("Wireless Headphones", "44.99"), ("Screen Kit", "20.00"),
        ]  # fmt: skip

    def test_a_deposit_is_a_line_given_back_or_taken(self) -> None:
        text = (
            "Cola\t2,58 A\nPfand 0,15 EUR\t0,30 A *\nLEERGUT EINWEG\t-0,25 A\nPR PFANDGUTSCH202\t0,45-V\nSUMME\t2,18\n"
        )
        assert [row["amount"] for row in rows(text)] == ["2.58", "0.30", "-0.25", "-0.45"]

    def test_a_row_that_begins_like_a_sum_is_a_line_where_the_others_need_it(self) -> None:
        text = "Honey\t2.28\nTotal 03 cereal\t3.54\nSoap\t3.97\nSUBTOTAL\t9.79\nTAX\t0.47\n"
        assert [row["amount"] for row in rows(text)] == ["2.28", "3.54", "3.97"]


class TestCharges:
    @staticmethod
    def charges(text: str) -> list[dict[str, str]]:
        return [{name: cell.value for name, cell in charge.cells.items()} for charge in lines_of(text).charges]

    def test_a_discount_below_a_line_is_taken_off_it(self) -> None:
        text = INVOICE.replace("\n2\t", "\nabzgl.\t16,7 % Rabatt\t-33,00\n2\t").replace("473,00", "440,00")
        record = record_of(text, ("NET_AMOUNT", "440,00"))
        first = (record.line_items or ())[0].cells
        assert (first["amount"].value, first["allowance"].value, first["discount"].value) == (
            "165.00",
            "-33.00",
            "16.7",
        )
        assert first["amount"].derived == "amount less its discount"
        assert [text[start:end] for start, end in first["amount"].spans] == ["198,00", "-33,00"]
        assert record.charges == ()
        assert checks(record)["lines = net"]
        assert checks(record)["quantity × unit price = amount"]

    def test_a_discount_that_the_amounts_have_already_taken_off_changes_nothing(self) -> None:
        text = INVOICE.replace("\n2\t", "\nabzgl.\t10 % Rabatt\t-22,00\n2\t")
        assert [row["amount"] for row in rows(text)] == ["198.00", "275.00"]
        assert self.charges(text) == []

    def test_charges_below_the_lines_are_given_where_they_lead_to_a_sum(self) -> None:
        below = "Rabatt 10 %\t47,30\nVersandkosten: 4,90\nNettobetrag\t{}\nGesamtbetrag"
        text = INVOICE.replace("19 % USt.\tvon\t198,00\t37,62\n7 % USt.\tvon\t275,00\t19,25\nGesamtbetrag", below)
        assert self.charges(text.format("430,60")) == [
            {"description": "Rabatt 10 %", "rate": "10", "amount": "-47.30"},
            {"description": "Versandkosten:", "amount": "4.90"},
        ]
        assert [row["amount"] for row in rows(text.format("430,60"))] == ["198.00", "275.00"]
        assert self.charges(text.format("999,99")) == []

    @pytest.mark.parametrize("written", ["Discount 5 %\t(10.00)", "Promotion\t-10.00", "Less discount\t10.00"])
    def test_a_discount_counts_against_the_lines_however_it_is_written(self, written: str) -> None:
        table = "Description\tQty\tPrice\tAmount\nWork\t2\t100.00\t200.00\n"
        found = self.charges(f"{table}Goods total\t200.00\n{written}\nNet\t190.00\n")
        assert [charge["amount"] for charge in found] == ["-10.00"]

    def test_on_a_credit_note_a_discount_has_the_other_sign(self) -> None:
        table = "Description\tQty\tPrice\tAmount\nWork\t-2\t100.00\t-200.00\n"
        assert [charge["amount"] for charge in self.charges(f"{table}Discount\t10.00\nNet\t-190.00\n")] == ["10.00"]

    @pytest.mark.parametrize(("written", "amount"), [("Shipping zone 2", []), ("Shipping zone 2.00", ["2.00"])])
    def test_a_number_without_cents_is_no_amount_of_a_charge(self, written: str, amount: list[str]) -> None:
        table = "Description\tQty\tPrice\tAmount\nWork\t2\t100.00\t200.00\n"
        found = self.charges(f"{table}{written}\nNet\t202.00\n")
        assert [charge["amount"] for charge in found] == amount

    def test_lines_that_lead_to_a_sum_that_is_no_field_are_checked_against_it(self) -> None:
        assert checks(record_of(INVOICE))["lines = sum that is stated"] is True
        assert "lines = sum that is stated" not in checks(record_of(INVOICE.replace("473,00", "474,00")))

    def test_discounts_of_a_till_stand_below_the_lines_or_below_their_sum(self) -> None:
        below = "Tea\t3.00\nCake\t4.50\nStaff rebate 5%\t-0.38\nTOTAL\t7.12\n"
        assert [charge["amount"] for charge in self.charges(below)] == ["-0.38"]
        behind = "Tea\t3.00\nCake\t4.50\nSUBTOTAL\t7.50\nVoucher\t-1.50\nPoints\t-2.00\nTOTAL\t4.00\n"
        assert [charge["amount"] for charge in self.charges(behind)] == ["-1.50", "-2.00"]
        assert len(rows(behind)) == 2

    def test_what_is_called_a_charge_is_a_line_where_lines_follow(self) -> None:
        assert len(rows("Freight to Calais\t8.05\nRent\t90.00\nCleaning\t16.00\nTotal\t114.05\n")) == 3

    def test_what_stands_left_of_a_charge_is_not_its_name(self) -> None:
        text = INVOICE.replace("Zwischensumme\t473,00", "19 %\t198,00\tVersandkosten\t7,00\nNetto\t480,00")
        assert self.charges(text) == [{"description": "Versandkosten", "amount": "7.00"}]
