"""The lines of an invoice, its taxes by rate, and whether all of it adds up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nerkit.benchmarks.line_items import by_proof, compare, compared, counted
from nerkit.corpora.lines import read as read_lines
from nerkit.document import Document, Entity
from nerkit.reading import document_from_text
from nerkit.records import Record, build
from nerkit.records.cells import Tax
from nerkit.records.line_items import Lines, line_items
from nerkit.records.taxes import taxes
from nerkit.values.context import context_of

INVOICE = """Rechnung Nr. 17

Pos\tBezeichnung\tMenge\tEinheit\tEinzelpreis\tUSt. %\tBetrag
1\tTrennblätter A4\t20\tStk.\t9,90\t19\t198,00
2\tJoghurt Banane\t50\tkg\t5,50\t7\t275,00
Zwischensumme\t473,00
19 % USt.\tvon\t198,00\t37,62
7 % USt.\tvon\t275,00\t19,25
Gesamtbetrag\t529,87
"""


def lines_of(text: str) -> Lines:
    document = document_from_text(text, "invoice.txt")
    return line_items(document, context_of(document.text, document.language))


def rows(text: str) -> list[dict[str, str]]:
    return [{name: cell.value for name, cell in item.cells.items()} for item in lines_of(text).items]


def taxes_of(text: str) -> list[tuple[str | None, ...]]:
    document = document_from_text(text, "invoice.txt")
    context = context_of(document.text, document.language)
    found = taxes(document, context, line_items(document, context), {})
    return [tuple(cell.value if cell else None for cell in (tax.rate, tax.base, tax.amount)) for tax in found]


def record_of(text: str, *labelled: tuple[str, str], kind: str = "invoice") -> Record:
    document = document_from_text(text, "invoice.txt")
    entities = []
    for label, words in labelled:
        start = document.text.rindex(words)
        entities.append(Entity(label, start, start + len(words), words, 0.95))
    return build(document, entities, kind=kind)


def checks(record: Record) -> dict[str, bool]:
    return {check.check: check.passed for check in record.checks}


class TestLines:
    def test_each_row_below_the_heading_is_a_line_with_canonical_values(self) -> None:
        assert rows(INVOICE) == [
            {
                "description": "Trennblätter A4",
                "quantity": "20",
                "unit": "Stk.",
                "unit_price": "9.90",
                "tax_rate": "19",
                "amount": "198.00",
            },
            {
                "description": "Joghurt Banane",
                "quantity": "50",
                "unit": "kg",
                "unit_price": "5.50",
                "tax_rate": "7",
                "amount": "275.00",
            },
        ]

    @pytest.mark.parametrize(
        "heading",
        [
            "Description\tQty\tUnit Price\tLine Total",
            "Leistung\tAnzahl\tE-Preis\tGesamtpreis",
            "Désignation\tQté\tP.U. HT\tMontant HT",
            "PARTICULARS\tHOURS\tRATE\tAMOUNT (USD)",
        ],
    )
    def test_headings_are_known_in_three_languages(self, heading: str) -> None:
        (line,) = rows(f"{heading}\nConsulting\t3\t80.00\t240.00\nTotal\t240.00\n")
        assert line == {"description": "Consulting", "quantity": "3", "unit_price": "80.00", "amount": "240.00"}

    def test_numbers_decide_what_a_doubtful_heading_means(self) -> None:
        (first, second) = rows("Amount\tProduct\tPrice\tTotal\n400\tBalloons\t0.79\t316.00\n2\tTape\t1.50\t3.00\n")
        assert (first["quantity"], first["unit_price"], first["amount"]) == ("400", "0.79", "316.00")
        assert second["quantity"] == "2"

    def test_numbers_decide_between_a_group_of_thousands_and_decimals(self) -> None:
        (line,) = rows("Artikel\tMenge\tPreis\tBetrag\nSchweinesteak\t5,000\t5,50\t27,50\n")
        assert line["quantity"] == "5"

    def test_a_unit_may_stand_beside_the_quantity(self) -> None:
        (line,) = rows("Description\tQuantité\tPrix unitaire\tPrix HT\nHuile\t25 Liter(s)\t19,80 €\t495,00 €\n")
        assert (line["quantity"], line["unit"], line["amount"]) == ("25", "Liter(s)", "495.00")

    def test_lines_of_a_description_are_joined_and_a_hyphen_stays(self) -> None:
        heading = "Bezeichnung\tPreis\tMenge\tBetrag\n"
        found = rows(heading + "Beamer-\t122,50\t1\t122,50\nDeckenhalterung\nKabel\t3,00\t2\t6,00\n")
        assert [row["description"] for row in found] == ["Beamer-Deckenhalterung", "Kabel"]

    def test_a_table_goes_on_over_the_page_and_what_is_carried_forward_is_no_line(self) -> None:
        heading = "Bezeichnung\tMenge\tEinzelpreis\tGesamt\n"
        first = f"{heading}Reis\t2\t3,00\t6,00\nÜbertrag\t6,00\n"
        second = f"{heading}Übertrag\t6,00\nSalz\t3\t1,00\t3,00\nSumme\t9,00\n"
        assert [row["description"] for row in rows(f"{first}\f{second}")] == ["Reis", "Salz"]

    def test_sub_totals_and_taxes_are_no_lines(self) -> None:
        assert len(rows(INVOICE.replace("Gesamtbetrag", "Zwischensumme\t473,00\nGesamtbetrag"))) == 2

    def test_what_stands_below_the_table_is_no_line_where_the_lines_add_up_without_it(self) -> None:
        heading = "Bezeichnung\tMenge\tPreis\tBetrag\n"
        text = heading + "Reis\t2\t3,00\t6,00\nSalz\t3\t1,00\t3,00\nRegister\t\t\t103.441,00\nSumme\t9,00\n"
        assert [row["amount"] for row in rows(text)] == ["6.00", "3.00"]

    def test_a_line_without_a_quantity_is_one_where_the_amounts_add_up(self) -> None:
        text = "Description\tAmount\nLegal advice\t204.99\nFiling fee\t95.01\nTotal\t{}\n"
        assert [row["amount"] for row in rows(text.format("300.00"))] == ["204.99", "95.01"]
        assert rows(text.format("811.10")) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Dear Ms Hill,\nthe total amount for the description was 12.00 pounds.\nYours",
            "Tax\tBase\tAmount\n20 %\t81.90\t16.38\n",
            "Payment\tDate\tAmount\nWire\t2024-03-05\t201.00\n",
            "Program\tSpots\tRate\nEvening News\t5\t4,800.00\nMorning Show\t3\t900.00\nGross total\t31,250.00\n",
            "",
        ],
    )
    def test_where_nothing_looks_like_lines_there_are_none(self, text: str) -> None:
        assert rows(text) == []

    @given(st.text(alphabet="ab 1,.\t\n\f%€-", max_size=200), st.booleans())
    def test_no_text_is_too_odd(self, text: str, headed: bool) -> None:
        text = "Description\tQty\tPrice\tAmount\n" * headed + text
        found = lines_of(text)
        for item in found.items:
            assert "amount" in item.cells
            for cell in item.cells.values():
                assert all(0 <= start < end for start, end in cell.spans)


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

    @pytest.mark.parametrize(
        "text",
        [
            SLIP.replace("7.50", "7.60"),
            "Total\t7.50\n2 Tea\t3.00\nCheese cake\t4.50\n",
            "Tea\t3.00\nTotal\t3.00\n",
            "CASH\t10.00\nVISA\t5.00\nTotal paid\t15.00\n",
            "Rent from 01.05.2024\nRent to 31.05.2024\nTotal\t36.10\n",
            "01/27/20\t4.00\n02/24/20\t6.00\nTotal\t10.00\n",
        ],
        ids=["no sum", "sum above", "one row", "payments", "dates", "no words"],
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
            prices = zip(starts, ("3.00", "4.50"), strict=True)
            text = "".join(f"{start} Tea\t{price}\n" for start, price in prices)
            return [row.get("quantity") for row in rows(f"{text}Total\t7.50\n")]

        assert quantities("2x", "3") == ["2", "3"]
        assert quantities("2", "Lemon") == ["2", None]
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

    @given(st.lists(st.integers(1, 99_999), min_size=2, max_size=12), st.integers(1, 50))
    def test_they_are_found_with_their_sum_and_not_without(self, cents: list[int], miss: int) -> None:
        def text(total: int) -> str:
            lines = [f"Thing\t{number // 100}.{number % 100:02}" for number in cents]
            return "\n".join([*lines, f"Total\t{total // 100}.{total % 100:02}"])

        assume(not any(sum(cents[:n]) == cents[n] for n in range(2, len(cents))))  # such a row reads as a sum
        assert [row["amount"] for row in rows(text(sum(cents)))] == [f"{n // 100}.{n % 100:02}" for n in cents]
        assert rows(text(sum(cents) + miss)) == []


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

    def test_what_stands_left_of_a_charge_is_not_its_name(self) -> None:
        text = INVOICE.replace("Zwischensumme\t473,00", "19 %\t198,00\tVersandkosten\t7,00\nNetto\t480,00")
        assert self.charges(text) == [{"description": "Versandkosten", "amount": "7.00"}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from nerkit.corpora.generator import generate

    folder = tmp_path_factory.mktemp("generated")
    generate(folder, 12, seed=4711)
    return folder


class TestPages:
    def test_the_lines_that_were_drawn_on_pages_are_found_there(self, folder: Path) -> None:
        total, _ = counted(list(compare(read_lines(folder))))
        assert total.wanted > 10
        assert total.f1 > 0.95

    def test_without_their_headings_most_are_found_and_hardly_any_is_wrong(self, folder: Path) -> None:
        done = list(compare(read_lines(folder), unheaded=True))
        total, _ = counted(done)
        assert total.precision > 0.9
        assert total.recall > 0.4
        assert by_proof(done)["product and sum"][0] > 0

    def test_each_cell_knows_where_it_stands(self, folder: Path) -> None:
        document, _ = next(iter(read_lines(folder)))
        for item in line_items(document, context_of(document.text, document.language)).items:
            for cell in item.cells.values():
                assert cell.boxes
                assert all(document.boxes(start, end)[0] in cell.boxes for start, end in cell.spans)
            tops = [cell.boxes[0].top for name, cell in item.cells.items() if name in ("quantity", "amount")]
            assert max(tops) - min(tops) < 3

    def test_the_lines_of_photographed_receipts_are_known_by_the_classes_of_their_boxes(self, tmp_path: Path) -> None:
        boxes = [("Prod_quantity", "2x", 0, 0), ("Prod_item", "Tea", 40, 0), ("Prod_price", "$3.00", 300, 0)]
        boxes += [("Prod_item", "Cake", 40, 30), ("Prod_price", "4.50", 300, 30), ("Prod_item", "plain", 40, 60)]
        row = {
            "document": "a.jpeg",
            "boxes": [
                {"label": f"{label}_value", "text": text, "box": [x, y, x + 35, y, x + 35, y + 20, x, y + 20]}
                for label, text, x, y in boxes
            ],
        }
        (tmp_path / "train.jsonl").write_text(json.dumps(row), encoding="utf-8")
        ((document, lines),) = read_lines(tmp_path)
        assert "Cake" in document.text
        assert lines == [
            {"description": "Tea", "amount": "3.00", "quantity": "2"},
            {"description": "Cake", "amount": "4.50"},
        ]

    def test_a_line_is_right_once_and_where_amount_and_quantity_are(self) -> None:
        found = lines_of(INVOICE).items
        wanted = [{"amount": "198", "quantity": "20"}] * 2
        counts = compared("a", wanted, found).counts
        assert (counts.hits, counts.extra, counts.missed) == (1, 1, 1)


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

    def test_a_discount_is_no_tax(self) -> None:
        assert taxes_of("abzgl. Sondernachlass 10 % von\t147,30\t-14,73\n2 % Skonto auf 100,00 = 2,00\n") == []

    def test_a_tax_whose_base_stands_nowhere_takes_that_of_its_lines_and_says_so(self) -> None:
        text = INVOICE.replace("\tvon\t198,00", "").replace("\tvon\t275,00", "")
        (low, high) = record_of(text, ("TOTAL_AMOUNT", "529,87")).taxes or ()
        assert isinstance(low, Tax)
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


class TestOutput:
    def test_invoices_have_line_items_and_taxes_and_contracts_have_not(self) -> None:
        invoice = record_of(INVOICE, ("TOTAL_AMOUNT", "529,87")).to_dict()
        assert invoice["line_items"][0]["amount"]["value"] == "198.00"
        assert set(invoice["line_items"][0]["amount"]) == {"value", "currency", "spans", "boxes"}
        assert invoice["charges"] == []
        assert [tax["rate"]["value"] for tax in invoice["taxes"]] == ["7", "19"]
        assert "line_items" not in record_of(INVOICE, kind="contract").to_dict()

    def test_a_receipt_has_lines_only_where_they_add_up(self) -> None:
        text = "Item\tQty\tPrice\tAmount\nTea\t2\t1.50\t3.00\nCake\t1\t4.00\t4.00\nTotal\t{}\n"
        right = record_of(text.format("7.00"), ("TOTAL_AMOUNT", "7.00"), kind="receipt")
        wrong = record_of(text.format("9.99"), ("TOTAL_AMOUNT", "9.99"), kind="receipt")
        assert len(right.line_items or ()) == 2
        assert wrong.line_items == ()


def test_a_span_is_the_text_of_its_cell() -> None:
    document: Document = document_from_text(INVOICE, "a.txt")
    for item in line_items(document, context_of(document.text, document.language)).items:
        (start, end), *_ = item.cells["description"].spans
        assert document.text[start:end] == item.cells["description"].value
