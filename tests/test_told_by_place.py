"""What nothing on a bill announces its place tells: whose it is, the date of a letter, the period that is billed."""

from __future__ import annotations

import pytest

from nerkit.document import Entity
from nerkit.labels import builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found

BILL = "\nBill to\nHollis & Ware Ltd\n\nTeam plan\t12\t$14.50\t$174.00\n{}\nTotal\t$174.00\n"


def fields(text: str, *labelled: tuple[str, str], kind: str = "invoice") -> dict[str, list[str]]:
    document = document_from_text(text, "a.txt")
    given = [Entity(label, at := text.index(held), at + len(held), held, 0.9) for label, held in labelled]
    record = build(document, with_found(document, given, builtin(), kind), kind=kind)
    return {name: [value.value for value in values] for name, values in record.fields.items()}


class TestNameAtTheHead:
    @pytest.mark.parametrize("head", ["SuperStore", "INVOICE\nSuperStore", "Zielony Kram J. Wrona"])
    def test_is_the_seller_where_nobody_else_is(self, head: str) -> None:
        assert fields(f"{head}\n{BILL.format('')}")["seller"] == [head.removeprefix("INVOICE\n")]

    @pytest.mark.parametrize(
        "head", ["Invoice", "Tax Invoice\nInvoice date", "4417 Elm Street", "Page 1/2", "hello there"]
    )
    def test_is_no_title_and_nothing_with_figures(self, head: str) -> None:
        assert "seller" not in fields(f"{head}\n{BILL.format('')}")

    @pytest.mark.parametrize("title", ["RECHNUNG", "TAXI-QUITTUNG", "Quittung"])
    def test_is_the_seller_though_the_tagger_takes_the_title_for_it(self, title: str) -> None:
        text = f"{title}\nTaxi Özdemir\nFahrpreis\t18,40\nGesamt\t18,40\n"
        assert fields(text, ("SELLER", title), kind="receipt")["seller"] == ["Taxi Özdemir"]
        assert fields(text, ("SELLER", "Taxi Özdemir"), kind="receipt")["seller"] == ["Taxi Özdemir"]

    def test_is_nobody_where_the_seller_is_known(self) -> None:
        text = f"SuperStore\nAcme Ltd\n{BILL.format('')}"
        assert fields(text, ("SELLER", "Acme Ltd"))["seller"] == ["Acme Ltd"]


class TestTheOnlyDay:
    @pytest.mark.parametrize("line", ["06/14/20247:52 PM", "Table 12, 14 June 2024", "2024-06-14 and 14.06.2024"])
    def test_that_a_receipt_names_is_its_own(self, line: str) -> None:
        text = f"The Copper Kettle\n{line}\nChowder\t17.00\nTotal\t17.00\n"
        assert fields(text, ("TOTAL_AMOUNT", "17.00"), kind="receipt")["invoice_date"] == ["2024-06-14"]

    def test_is_one_of_several_where_there_are_more(self) -> None:
        text = "The Copper Kettle\n14 June 2024\nBest before 15 July 2025\nTotal\t17.00\n"
        assert "invoice_date" not in fields(text, ("TOTAL_AMOUNT", "17.00"), kind="receipt")

    def test_may_be_another_on_an_invoice(self) -> None:
        text = "The Copper Kettle\nDelivered on 14 June 2024\nTotal\t17.00\n"
        assert "invoice_date" not in fields(text, ("TOTAL_AMOUNT", "17.00"))


class TestDateBehindAPlace:
    @pytest.mark.parametrize(
        ("line", "date"),
        [
            ("Leer, den 4. Januar 2024", "2024-01-04"),
            ("Thurins, le 9 février 2024", "2024-02-09"),
            ("Milano, 23/10/2023", "2023-10-23"),
        ],
    )
    def test_is_the_date_of_the_invoice(self, line: str, date: str) -> None:
        assert fields(f"Sabine Korte\n{line}\n\nRECHNUNG 7\n")["invoice_date"] == [date]

    def test_is_none_where_more_stands_behind_it(self) -> None:
        assert "invoice_date" not in fields("Sabine Korte\nin Leer, den 4. Januar 2024 geliefert\n\nRECHNUNG 7\n")


class TestPeriodAloneInItsCell:
    def test_is_what_is_billed(self) -> None:
        found = fields("Invoice no. 7\n" + BILL.format("Oct 3 – Nov 3, 2024"))
        assert (found["period_start"], found["period_end"]) == (["2024-10-03"], ["2024-11-03"])

    def test_may_stand_in_brackets_behind_a_heading(self) -> None:
        found = fields("Invoice no. 7\n" + BILL.format("Current charges (Oct 3 – Nov 3, 2024)"))
        assert (found["period_start"], found["period_end"]) == (["2024-10-03"], ["2024-11-03"])

    @pytest.mark.parametrize("lines", ["Oct 3 – Nov 3, 2024\nNov 3 – Dec 3, 2024", "stay Oct 3 – Nov 3, 2024"])
    def test_is_none_among_others_or_within_a_line(self, lines: str) -> None:
        assert "period_start" not in fields("Invoice no. 7\n" + BILL.format(lines))


class TestRowOfSums:
    ROWS = "Stawka\tNetto\tVAT\tBrutto\n-\t1 200,00\t-\t1 200,00\n23%\t4 000,00\t920,00\t4 920,00\n{}\nDo zapłaty: {}\n"

    def found(self, row: str, total: str) -> dict[str, list[str]]:
        text = "Faktura VAT nr 5\nNabywca: Ambit Sp. z o.o.\n" + self.ROWS.format(row, total)
        sums = [("AMOUNT", part) for part in row.split("\t")[1:] if part]
        return fields(text, *sums, ("TOTAL_AMOUNT", total))

    def test_gives_net_and_tax_beside_the_total(self) -> None:
        found = self.found("RAZEM\t5 200,00\t920,01\t6 120,01", "6 120,01")
        assert (found["net_amount"], found["tax_amount"]) == (["5200.00"], ["920.01"])

    def test_may_have_a_tax_of_nothing_among_its_sums(self) -> None:
        text = "Base\tIVA 21%\tRec. equiv.\tTotal\n640,50\t134,51\t0,00\t775,01\n"
        seen = ("AMOUNT", "640,50"), ("AMOUNT", "134,51"), ("AMOUNT", "0,00"), ("TOTAL_AMOUNT", "775,01")
        found = fields(text, *seen)
        assert (found["net_amount"], found["tax_amount"]) == (["640.50"], ["134.51"])

    def test_gives_nothing_where_it_does_not_add_up(self) -> None:
        assert "net_amount" not in self.found("RAZEM\t5 200,00\t950,00\t6 120,01", "6 120,01")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("P.IVA 05511870487", "05511870487"),  # none of these checksums holds
        ("C.I.F. B-41778203", "B41778203"),
        ("NIF 44871205L", "44871205L"),
        ("ABN 12 345 678 901", "12345678901"),
        ("VAT no. DE 136 695 977", "DE136695977"),  # the letters of the country are a part of it
        ("EU OSS VAT EU372041333", "EU372041333"),  # this one's does
    ],
)
def test_a_number_with_the_name_that_a_country_has_for_it_is_a_tax_payers(line: str, number: str) -> None:
    assert fields(f"INVOICE 7\nAcme\n{line}\n")["vat_id"] == [number]


@pytest.mark.parametrize("line", ["P.IVA 123", "Tel. 05511870487", "BTW: nee"])
def test_a_number_of_another_length_or_without_such_a_name_is_none(line: str) -> None:
    assert "vat_id" not in fields(f"INVOICE 7\nAcme\n{line}\n")


def test_an_account_number_goes_on_behind_what_was_found_of_it() -> None:
    text = "INVOICE 7\nIBAN DE89 3704 0044 0532 0130 00\n"
    assert fields(text, ("IBAN", "DE89 3704 0044 0532 0130"))["iban"] == ["DE89370400440532013000"]


def test_a_country_without_account_numbers_has_none() -> None:
    assert "iban" not in fields("INVOICE 7\nBSB 064-118 Acc 1044 7721\n", ("IBAN", "BSB 064-118 Acc 1044 7721"))


def test_a_label_word_that_is_joined_to_a_number_is_a_part_of_it() -> None:
    assert fields("INVOICE 7\nPO-3333\tdue on receipt\n")["order_number"] == ["PO-3333"]


def test_what_was_paid_before_has_no_sign() -> None:
    text = "INVOICE 7\nTotal\t$478.50\nLess deposit paid\t-$100.00\nBalance due\t$378.50\n"
    labelled = ("TOTAL_AMOUNT", "$478.50"), ("PREPAID_AMOUNT", "-$100.00"), ("AMOUNT_DUE", "$378.50")
    assert fields(text, *labelled)["prepaid_amount"] == ["100.00"]


def test_a_number_in_parts_is_whole_though_the_tagger_saw_its_end() -> None:
    text = "INVOICE\nInvoice No.\tDated\nDST/23-24/0871\t18-Nov-23\n"
    assert fields(text, ("INVOICE_NUMBER", "24/0871"))["invoice_number"] == ["DST/23-24/0871"]
    assert fields("INVOICE 7\nOrder No.: VEW/2023-24/11\n")["order_number"] == ["VEW/2023-24/11"]


def test_what_words_announce_as_another_number_is_no_tax_payers() -> None:
    text = "FACTURE 7\nN° client : 1 234 567 890\n"
    document = document_from_text(text, "a.txt")
    doubtful = Entity("VAT_ID", at := text.index("1 234"), at + 13, "1 234 567 890", 0.6)
    record = build(document, with_found(document, [doubtful], builtin(), "invoice"), kind="invoice")
    found = {name: [value.value for value in values] for name, values in record.fields.items()}
    assert found["customer_number"] == ["1 234 567 890"]
    assert "vat_id" not in found
