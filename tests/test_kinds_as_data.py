"""What a kind of document does stands in the schema: a user's own kind does all that nerkit's do."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest
from record_material import marked, values

import nerkit
from nerkit.errors import SchemaError
from nerkit.labels import Relation, Schema, builtin, source
from nerkit.labels.pattern import compiled
from nerkit.labels.words import with_words
from nerkit.reading import document_from_text
from nerkit.records import Record, build

ROOMS = ("records", "values", "cli")

LOAN = """
[labels.LENDER]
type = "name"
means = "who lends"

[labels.BEGINS]
type = "date"
means = "first day"

[labels.LENGTH]
type = "duration"
means = "how long"

[labels.ENDS]
type = "date"
means = "last day"

[labels.CAPITAL]
type = "amount"
means = "what is lent"

[labels.INTEREST_RATE]
type = "percent"
means = "interest"

[labels.INTEREST]
type = "amount"
means = "what is paid for it"

[labels.ACCOUNT]
type = "iban"
means = "where to pay"

[kinds.loan]
fields = ["lender", "begins", "length", "ends", "capital", "interest_rate", "interest", "account"]
parties = "lender"
borrows = false
derive = [{ way = "lasts", fields = ["begins", "length", "ends"] }]

[[checks]]
name = "interest follows from its rate"
relation = "rate"
fields = ["capital", "interest_rate", "interest"]

[[checks]]
name = "the loan ends with its term"
relation = "lasts"
fields = ["begins", "length", "ends"]
"""


def renamed() -> Schema:
    """nerkit's own schema with other names for the invoice and its fields."""
    text = source().replace("[kinds.invoice]", '[kinds.bill]\namounts = { net_amount = "subtotal", tax_rate = "vat" }')
    return Schema.parse(
        text.replace("NET_AMOUNT", "SUBTOTAL")
        .replace("net_amount =", "subtotal =")
        .replace('{ subtotal = "subtotal"', '{ net_amount = "subtotal"')
        .replace('"net_amount"', '"subtotal"')
        .replace("TAX_RATE", "VAT")
        .replace("tax_rate = 1", "vat = 1")
        .replace("tax_rate = 0", "vat = 0")
        .replace('"tax_rate"', '"vat"')
        .replace("due_date", "pay_by")
        .replace("DUE_DATE", "PAY_BY")
    )


def record_of(text: str, schema: Schema, kind: str = "auto") -> Record:
    return build(*marked(text), kind=kind, schema=schema)


def test_no_python_file_of_records_values_and_cli_names_a_kind() -> None:
    room = Path(nerkit.__file__).parent
    kinds = set(builtin().kinds) - set(get_args(Relation))  # "order" is a relation of dates, too
    naming = [
        f"{path.relative_to(room)}:{node.lineno}"
        for name in ROOMS
        for path in sorted((room / name).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in kinds
    ]
    assert naming == []


class TestOwnKind:
    def test_has_lines_taxes_and_values_that_follow(self) -> None:
        text = """Rechnung Nr. [[INVOICE_NUMBER|471102]] vom [[INVOICE_DATE|05.06.2024]]

Menge\tBezeichnung\tEinzelpreis\tBetrag
2\tStuhl\t30,00\t60,00
1\tTisch\t40,00\t40,00

Netto\t[[SUBTOTAL|100,00 €]]
[[VAT|19 %]] MwSt
Gesamt\t[[TOTAL_AMOUNT|119,00 €]]
Zahlbar innerhalb [[DURATION|14 Tagen]]
"""
        record = record_of(text, renamed())
        assert record.kind == "bill"
        assert [item.cells["amount"].value for item in record.line_items or ()] == ["60.00", "40.00"]
        assert values(record, "tax_amount") == ["19.00"]
        assert record.fields["tax_amount"][0].derived == "total − subtotal"
        assert values(record, "pay_by") == ["2024-06-19"]
        assert record.taxes is not None
        passed = {check.check: check.passed for check in record.checks}
        assert passed["net × tax rate = tax"]
        assert passed["lines = net"]

    def test_derives_and_checks_by_the_types_of_its_fields(self) -> None:
        text = """[[LENDER|Nordbank AG]] lends [[CAPITAL|EUR 1,000.00]] from [[BEGINS|1 May 2024]] for
[[LENGTH|two years]] at [[INTEREST_RATE|5 %]], that is [[INTEREST|EUR 60.00]], to be paid to
[[ACCOUNT|DE75 5121 0800 1245 1261 99]]."""
        record = record_of(text, Schema.parse(LOAN))
        assert values(record, "lender") == ["Nordbank AG"]
        assert values(record, "ends") == ["2026-05-01"]
        assert record.fields["ends"][0].derived == "begins + length"
        assert [(check.check, check.passed, check.detail) for check in record.checks] == [
            ("interest follows from its rate", False, "off by -10.00"),
            ("account: IBAN is valid", True, None),
        ]
        assert record.line_items is record.taxes is record.charges is None

    def test_is_as_sure_of_what_follows_as_of_what_it_follows_from_and_of_the_rule(self) -> None:
        text = "[[LENDER|Nordbank AG]] lends from [[BEGINS:0.9|1 May 2024]] for [[LENGTH:0.9|two years]]."
        sure = record_of(text, Schema.parse(LOAN))
        unsure = record_of(text, Schema.parse(LOAN.replace('"ends"] }', '"ends"], right = 0.5 }')))

        assert unsure.fields["ends"][0].confidence == pytest.approx(sure.fields["ends"][0].confidence / 2)
        assert unsure.fields["begins"] == sure.fields["begins"]

    @pytest.mark.parametrize("right", ["0.0", "1.5", "nan"])
    def test_refuses_a_rule_whose_probability_is_none(self, right: str) -> None:
        with pytest.raises(SchemaError, match="right is a probability above 0"):
            Schema.parse(LOAN.replace('"ends"] }', f'"ends"], right = {right} }}'))

    def test_reads_the_last_day_of_a_period_and_derives_the_first(self) -> None:
        stay = LOAN.replace(
            'way = "lasts", fields = ["begins", "length", "ends"]', 'way = "period", fields = ["begins", "ends"]'
        )
        record = record_of("Zeitraum [[ENDS|15.01.–02.02.2024]]", Schema.parse(stay))
        assert (values(record, "begins"), values(record, "ends")) == (["2024-01-15"], ["2024-02-02"])

    @pytest.mark.parametrize(("ends", "detail"), [("30 April 2026", None), ("2 May 2026", "off by 1 days")])
    def test_checks_that_a_term_leads_to_the_end(self, ends: str, detail: str | None) -> None:
        text = f"from [[BEGINS|1 May 2024]] for [[LENGTH|two years]] to [[ENDS|{ends}]]"
        (check,) = record_of(text, Schema.parse(LOAN)).checks
        assert (check.check, check.detail) == ("the loan ends with its term", detail)


PACKING = """
[labels.GOODS]
type = "quantity"
means = "net weight"
[labels.PACKAGES]
type = "quantity"
means = "tare"
[labels.WHOLE]
type = "quantity"
means = "gross weight"
[kinds.list]
fields = ["goods", "packages", "whole"]
borrows = false
derive = [{ way = "sum", fields = ["goods", "packages", "whole"] }]
[[checks]]
name = "net ≤ gross"
relation = "at_most"
fields = ["goods", "whole"]
"""


def test_quantities_of_one_unit_add_up_and_are_compared() -> None:
    schema = Schema.parse(PACKING)
    (tare,) = record_of("net [[GOODS|30 kg]] gross [[WHOLE|32.5 kg]]", schema).fields["packages"]
    assert (tare.value, tare.unit, tare.derived) == ("2.5", "KGM", "whole − goods")
    (check,) = record_of("net [[GOODS|34 kg]] gross [[WHOLE|32.5 kg]]", schema).checks
    assert (check.check, check.passed) == ("net ≤ gross", False)
    mixed = record_of("net [[GOODS|300 kg]] gross [[WHOLE|1 t]]", schema)
    assert mixed.checks == ()
    assert "packages" not in mixed.fields


def test_a_credit_note_at_two_rates_gets_its_tax() -> None:
    text = """Gutschrift Nr. [[INVOICE_NUMBER|471102]]
Netto\t[[NET_AMOUNT|-200,00 €]]
[[TAX_RATE:0.98|7 %]] und [[TAX_RATE:0.98|19 %]] MwSt
Gesamt\t[[TOTAL_AMOUNT|-226,00 €]]"""
    (tax,) = build(*marked(text), kind="invoice").fields["tax_amount"]
    assert (tax.value, tax.currency, tax.derived) == ("-26.00", "EUR", "total − net")


class TestWhatTellsKindsApart:
    SLIP = """[labels.WEIGHT]
type = "text"
means = "weight"
[kinds.slip]
fields = ["weight"]
"""

    def kind(self, text: str, slip: str, other: str = "") -> tuple[str, float]:
        schema = Schema.parse(self.SLIP + slip + "\n[kinds.rest]\nfields = ['weight']\n" + other)
        record = build(document_from_text(text, "a.txt"), [], schema=schema)
        return record.kind, record.kind_confidence

    @pytest.mark.parametrize("text", ["DELIVERY NOTE\n4 pallets", "Delivery note No. 17\n4 pallets"])
    def test_a_title_alone_makes_a_document_one_of_its_kind(self, text: str) -> None:
        name, confidence = self.kind(text, "titles = ['delivery note']")
        assert name == "slip"
        assert confidence > 0.9

    @pytest.mark.parametrize("text", ["Delivery note: 17", "Invoice No. 4\nDelivery note 17", "Invoice\nDelivery note"])
    def test_a_title_that_a_document_only_refers_to_says_nothing(self, text: str) -> None:
        bill = "[kinds.bill]\nfields = ['weight']\ntitles = ['invoice']\ntitle = 0"
        assert self.kind(f"{text}\n4 pallets", "titles = ['delivery note']", bill)[0] == "other"
        body = "cues = ['net', 'total', 'pay']\ntitles = ['invoice']\ntitle = 0\nnot_titles = ['delivery note']"
        assert self.kind(f"{text}\nnet 10\ntotal 12\npay", body)[0] == "slip"

    def test_a_title_within_a_sentence_says_nothing(self) -> None:
        text = "Our delivery note is sent by separate mail and no claims arise.\nThe delivery note says more."
        assert self.kind(text, "titles = ['delivery note']")[0] == "other"

    def test_cues_speak_for_a_kind_and_against_it(self) -> None:
        cues = "cues = ['pallets?', 'tons?', 'carrier', 'driver']\n"
        text = "4 pallets of 2 tons. The carrier and the driver sign."
        assert self.kind(text, cues)[0] == "slip"
        assert self.kind(text, cues + "not_cues = ['\\bsign\\b', 'of 2']")[0] == "other"

    def test_shapes_count_between_kinds(self) -> None:
        cues = "cues = ['a', 'b', 'c']"
        text = "a b c"
        assert self.kind(text, f"{cues}\nshape = {{ short = 1.0 }}", cues)[0] == "slip"
        assert self.kind(text, cues, f"{cues}\nshape = {{ short = 1.0 }}")[0] == "rest"

    def test_a_quote_that_an_invoice_refers_to_does_not_make_it_a_quote(self) -> None:
        cues = "cues = ['net', 'total', 'pay']\ntitles = ['invoice']\nnot_titles = ['quote']\ntitle = 0"
        body = "net 10\ntotal 12\npay"
        assert self.kind(f"Quote No. 17\nInvoice No. 4\n{body}", cues)[0] == "slip"
        assert self.kind(f"Invoice\nQuote\n{body}", cues)[0] == "slip"
        assert self.kind(f"Quote No. 17\n{body}", cues)[0] == "other"
        assert self.kind(f"Quote\nValid for 30 days\nInvoice to follow\n{body}", cues)[0] == "other"


def test_labels_and_kinds_of_known_names_have_the_words_of_a_language_where_they_have_none_of_their_own() -> None:
    schema = Schema.parse("""
[labels.DUE_DATE]
type = "date"
means = "to pay by"
[labels.INVOICE_DATE]
type = "date"
means = "day"
words = ["am"]
[kinds.invoice]
fields = ["invoice_date", "due_date"]
titles = ["Beleg"]
""")
    joined = with_words(schema, "de")
    assert joined.labels["INVOICE_DATE"].words == ("am",)
    assert {"zahlbar bis", "due date"} <= set(joined.labels["DUE_DATE"].words)
    assert "échéance" not in joined.labels["DUE_DATE"].words
    assert "échéance" in with_words(schema, None).labels["DUE_DATE"].words
    assert joined.kinds["invoice"].titles == ("Beleg",)
    assert any(compiled(cue).search("rechnungsnr. 17") for cue in joined.kinds["invoice"].cues)


def test_a_group_of_cues_counts_once_whatever_the_language() -> None:
    for text in ("invoice", "rechnung", "facture", "invoice / rechnung / facture"):
        cues = with_words(builtin(), None).kinds["invoice"].cues
        assert sum(compiled(cue).search(text) is not None for cue in cues) == 1
