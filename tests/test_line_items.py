"""The lines of an invoice with headings, over pages, in the output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_items_material import INVOICE, lines_of, record_of, rows

from nerkit.benchmarks.line_item_accuracy import by_proof, compare, compared, counted
from nerkit.corpora.line_item_corpora import read as read_lines
from nerkit.document import Document
from nerkit.reading import document_from_text
from nerkit.records.billing.line_items import line_items
from nerkit.values.context import context_of


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

    def test_headings_of_another_language_than_the_documents_own_are_known_too(self) -> None:
        document = document_from_text("Leistung\tAnzahl\tE-Preis\tGesamtpreis\nTea\t3\t80.00\t240.00\n", "invoice.txt")
        (line,) = line_items(document, context_of(document.text, "fr")).items
        assert (line.cells["quantity"].value, line.cells["amount"].value) == ("3", "240.00")

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
