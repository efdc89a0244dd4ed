"""From entities to a record: the fields, their values, and what the record says about itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.document import Box, Document, Entity, Page, Word
from nerkit.labels import kinds, labels
from nerkit.records import Record, build

MARK = re.compile(r"\[\[(?P<label>[A-Z_]+)(?::(?P<confidence>[\d.]+))?\|(?P<text>[^\]]*)\]\]")


def marked(text: str, *, width: float = 595.0, source: str = "a.txt") -> tuple[Document, list[Entity]]:
    """A document and its entities from a text with marks such as `[[PARTY:0.8|Nike, Inc.]]`."""
    plain, entities, last = "", [], 0
    for match in MARK.finditer(text):
        plain += text[last : match.start()]
        start = len(plain)
        plain += match["text"]
        entities.append(Entity(match["label"], start, len(plain), match["text"], float(match["confidence"] or 0.9)))
        last = match.end()
    plain += text[last:]
    words = tuple(Word(m.start(), m.end()) for m in re.finditer(r"\S+", plain))
    return Document(source, plain, words, (Page(1, width, 842.0, 0, len(plain)),)), entities


def record_of(text: str, kind: str = "auto") -> Record:
    return build(*marked(text), kind=kind)


def values(record: Record, field: str) -> list[str]:
    return [value.value for value in record.fields.get(field, ())]


def roles(text: str) -> dict[str, str | None]:
    return {value.value: value.role for value in record_of(text, "contract").fields.get("party", ())}


CONTRACT = """[[TITLE|SUPPLY AGREEMENT]]

This Agreement is made on [[AGREEMENT_DATE|April 18, 2001]] by and between [[PARTY|NIKE, Inc.]], an Oregon corporation
("NIKE"), and [[PARTY|Eric Dean Sprunk]] (the "Seller").

The term of this Agreement is [[TERM|two (2) years]]. This Agreement shall be governed by the laws of the
State of [[GOVERNING_LAW|Oregon]].

IN WITNESS WHEREOF the parties hereto have signed.

[[PARTY|Nike, Inc.]]
"""

INVOICE = """[[SELLER|Lieferant GmbH]]

Rechnung Nr. [[INVOICE_NUMBER|471102]] vom [[INVOICE_DATE|05.06.2024]]
An [[BUYER|Kunden AG]]

Netto\t[[NET_AMOUNT|100,00 €]]
[[TAX_RATE|19 %]] MwSt\t[[TAX_AMOUNT|19,00 €]]
Gesamt\t[[TOTAL_AMOUNT|119,00 €]]
Zahlbar innerhalb [[DURATION|14 Tagen]] auf IBAN [[IBAN|DE75 5121 0800 1245 1261 99]]
"""


class TestContracts:
    def test_a_contract_becomes_its_parties_dates_and_terms(self) -> None:
        record = record_of(CONTRACT)
        assert record.kind == "contract"
        assert record.kind_confidence > 0.9
        assert values(record, "governing_law") == ["Oregon"]
        assert values(record, "term") == ["P2Y"]
        assert values(record, "agreement_date") == ["2001-04-18"]
        assert list(record.fields) == [name for name in kinds()["contract"].fields if name in record.fields]

    def test_mentions_of_one_party_are_one_value_with_all_its_entities_and_its_role(self) -> None:
        nike, sprunk = record_of(CONTRACT).fields["party"]
        assert (nike.role, sprunk.role) == ("NIKE", "Seller")
        assert nike.entities == (2, 6)
        assert sprunk.entities == (3,)

    def test_without_an_effective_date_the_agreement_date_is_it_and_says_so(self) -> None:
        (effective,) = record_of(CONTRACT).fields["effective_date"]
        assert (effective.value, effective.derived) == ("2001-04-18", "agreement date")

    def test_the_end_follows_from_the_term_on_the_same_day_of_the_year(self) -> None:
        (end,) = record_of(CONTRACT).fields["expiration_date"]
        assert (end.value, end.derived) == ("2003-04-18", "effective date + term")
        assert end.entities == (1, 4)

    def test_an_end_that_stands_in_the_text_is_not_derived(self) -> None:
        record = record_of(CONTRACT.replace("IN WITNESS", "It ends on [[EXPIRATION_DATE|May 1, 2002]].\n\nIN WITNESS"))
        (end,) = record.fields["expiration_date"]
        assert (end.value, end.derived) == ("2002-05-01", None)
        assert ("expiration date ≥ effective date", True) in {(check.check, check.passed) for check in record.checks}

    def test_a_contract_without_a_date_is_made_when_the_last_party_has_signed_it(self) -> None:
        signed = "By: /s/ Ann Lee\nDate: [[DATE|March 4, 2011]]\n\nBy: /s/ Bo Day\nDated: [[DATE|March 9, 2011]]\n"
        undated = "[[TITLE|NDA]] between [[PARTY|Nike, Inc.]] and [[PARTY|Acme LLC]], filed on [[DATE|May 2, 2013]]\n"
        record = record_of(undated + "." * 600 + signed, "contract")
        (made,) = record.fields["agreement_date"]
        assert (made.value, made.derived) == ("2011-03-09", "last date beside a signature")
        assert [earlier.value for earlier in made.alternatives] == ["2011-03-04"]
        assert values(record, "effective_date") == ["2011-03-09"]
        beside = record_of(undated + "/s/ Cy Fox, President    [[DATE|March 10, 2011]]", "contract")
        assert values(beside, "agreement_date") == ["2011-03-10"]
        assert values(record_of(CONTRACT + signed, "contract"), "agreement_date") == ["2001-04-18"]
        assert "agreement_date" not in record_of(undated, "contract").fields

    def test_a_date_of_another_role_never_becomes_the_effective_date(self) -> None:
        text = "made on [[AGREEMENT_DATE:0.99|May 2, 2013]], effective [[EFFECTIVE_DATE:0.6|May 9, 2013]]"
        assert values(record_of(text, "contract"), "effective_date") == ["2013-05-09"]
        assert "expiration_date" not in record_of(text, "contract").fields

    def test_nothing_is_derived_from_a_date_that_has_two_readings(self) -> None:
        text = "Agreement of [[AGREEMENT_DATE|03/04/2024]] for [[TERM|2 years]]"
        assert "expiration_date" not in record_of(text, "contract").fields

    def test_a_party_that_is_nothing_but_a_defined_term_is_no_party(self) -> None:
        text = 'between [[PARTY|Acme Ltd]] ("[[PARTY|Seller]]") and [[PARTY|Bolt GmbH]]. [[PARTY|Seller]] shall pay.'
        record = record_of(text, "contract")
        assert values(record, "party") == ["Acme Ltd", "Bolt GmbH"]
        assert record.fields["party"][0].entities == (0, 1, 3)

    def test_a_short_form_joins_the_one_company_that_it_is_short_for(self) -> None:
        text = "between [[PARTY|Nike Retail B.V.]] and [[PARTY|Bolt GmbH]]\n\n[[PARTY|Nike]]"
        assert values(record_of(text, "contract"), "party") == ["Nike Retail B.V.", "Bolt GmbH"]

    def test_a_role_stands_for_the_party_whose_name_a_form_leaves_blank(self) -> None:
        text = (
            "between [[PARTY|Acme Ltd]] and the undersigned [[PARTY|Distributor]]. The [[PARTY|Distributor]] shall pay."
        )
        assert values(record_of(text, "contract"), "party") == ["Acme Ltd", "Distributor"]
        named = text.replace("[[PARTY|Acme Ltd]]", "[[PARTY|Acme Ltd]], [[PARTY|Bolt GmbH]]")
        assert values(record_of(named, "contract"), "party") == ["Acme Ltd", "Bolt GmbH"]

    def test_who_is_first_named_behind_the_preamble_is_no_party(self) -> None:
        filler = "and so on " * 500
        behind = f"{filler} [[PARTY|Counsel LLP]] {filler} [[PARTY|Jo Doe]]"
        text = f"between [[PARTY|Acme Ltd]] and [[PARTY|Bolt GmbH]] {behind}"
        assert values(record_of(text, "contract"), "party") == ["Acme Ltd", "Bolt GmbH"]

    def test_who_is_first_named_in_the_recitals_is_no_party(self) -> None:
        text = "between [[PARTY|Acme Ltd]] and [[PARTY|Bolt GmbH]]. WHEREAS [[PARTY|Carol Inc.]] owns the shares"
        assert values(record_of(text, "contract"), "party") == ["Acme Ltd", "Bolt GmbH"]

    def test_who_signs_is_a_party_where_the_preamble_names_only_one(self) -> None:
        filler = "and so on " * 500
        text = f"[[PARTY|Acme Ltd]] agrees {filler} [[PARTY|Counsel LLP]] {filler} Agreed: [[PARTY|Jo Doe]]"
        assert values(record_of(text, "contract"), "party") == ["Acme Ltd", "Jo Doe"]
        assert values(record_of(text.replace("PARTY|Jo", "PARTY:0.5|Jo"), "contract"), "party") == ["Acme Ltd"]

    def test_a_name_that_was_cut_short_or_caught_a_word_too_many_is_the_whole_name(self) -> None:
        text = "between [[PARTY|Wells Acme LLC]] and [[PARTY|Bolt GmbH]] [[PARTY|Acme LLC]] [[PARTY|Wells Acme LLC]]"
        assert values(record_of(text, "contract"), "party") == ["Wells Acme LLC", "Bolt GmbH"]


class TestRoles:
    @pytest.mark.parametrize(
        ("after", "role"),
        [
            (' ("Seller")', "Seller"),
            (" (the “Company”)", "Company"),
            (' (hereinafter "the Buyer")', "Buyer"),
            (", a Delaware corporation with offices at 1 Main St., Reno, NV 89501 (“NIKE”)", "NIKE"),
            (", hereinafter called the Licensor,", "Licensor"),
            (" (hereinafter referred to as Tenant)", "Tenant"),
            (" (nachfolgend „Auftraggeber“ genannt)", "Auftraggeber"),
            (" – nachfolgend „Lizenzgeber“ genannt –", "Lizenzgeber"),
            (" (ci-après « le Client »)", "Client"),
            (" (Shipper)", "Shipper"),
            (" and its affiliates (collectively, the “Company”)", "Company"),
            (" (“O'Neill”)", "O'Neill"),
            (" ('Agent' or the 'Firm')", "Agent"),
        ],
    )
    def test_a_defined_term_after_a_name_is_its_role(self, after: str, role: str) -> None:
        assert roles(f"between [[PARTY|Acme Ltd]]{after} and [[PARTY|Bolt GmbH]].") == {
            "Acme Ltd": role,
            "Bolt GmbH": None,
        }

    @pytest.mark.parametrize(
        "after",
        [
            ' (together, the "Parties")',
            ' entered into this contract (the "Agreement")',
            ' in connection with a possible sale of the company (the "Sale")',
            ', a company that offers services for offices (the "Services")',
            ' is a company of the group. Other companies exist (the "Affiliates")',
        ],
    )
    def test_what_is_defined_is_not_always_the_party(self, after: str) -> None:
        assert roles(f"between [[PARTY|Bolt GmbH]] and [[PARTY|Acme Ltd]]{after}.")["Acme Ltd"] is None

    def test_the_term_belongs_to_the_name_that_it_follows_directly(self) -> None:
        text = 'between [[PARTY|Acme Ltd]] and [[PARTY|Bolt GmbH]] ("Buyer") and [[PARTY|Carl Dorn]] ("Agent")'
        assert roles(text) == {"Acme Ltd": None, "Bolt GmbH": "Buyer", "Carl Dorn": "Agent"}


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

    def test_a_slogan_is_a_worse_address_than_one_with_a_number(self) -> None:
        text = "[[ADDRESS:0.85|Coffee and Machines]] " + INVOICE + " [[ADDRESS:0.85|Am Speicher 14]]"
        assert values(record_of(text), "address") == ["Am Speicher 14"]

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
        changed, unchanged = (record_of(text.format(second), "invoice").warnings for second in ("19.00", "18.00"))
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


class TestValues:
    def test_the_best_candidate_is_shown_and_the_others_stay_as_alternatives(self) -> None:
        days = "[[DUE_DATE:0.5|2024-05-01]]\ndue [[DUE_DATE:0.95|2024-05-03]]\ndue [[DUE_DATE:0.8|2024-05-02]]"
        (due,) = record_of("due " + days, "invoice").to_dict()["record"]["due_date"]
        assert due["value"] == "2024-05-03"
        assert [(other["value"], other["entities"]) for other in due["alternatives"]] == [
            ("2024-05-02", [2]),
            ("2024-05-01", [0]),
        ]
        assert due["confidence"] > due["alternatives"][0]["confidence"] > due["alternatives"][1]["confidence"]
        assert "ambiguous" not in due

    def test_repetition_decides_between_candidates_that_are_equally_sure(self) -> None:
        text = "[[DUE_DATE|2024-05-01]] [[DUE_DATE|2024-05-02]] [[DUE_DATE|May 2, 2024]]"
        (due,) = record_of(text, "invoice").fields["due_date"]
        assert (due.value, due.entities) == ("2024-05-02", (1, 2))

    def test_an_ambiguous_date_lists_its_readings(self) -> None:
        (due,) = record_of("due [[DUE_DATE|03/04/2024]]", "invoice").to_dict()["record"]["due_date"]
        assert due["ambiguous"] is True
        assert {due["value"], *(other["value"] for other in due["alternatives"])} == {"2024-03-04", "2024-04-03"}

    def test_a_date_written_out_elsewhere_settles_an_ambiguous_one(self) -> None:
        (due,) = record_of("[[DUE_DATE|03/04/2024]], that is [[DUE_DATE|3 April 2024]]", "invoice").fields["due_date"]
        assert (due.value, due.ambiguous, due.entities) == ("2024-04-03", False, (0, 1))

    def test_an_improbable_entity_fills_no_field(self) -> None:
        assert "due_date" not in record_of("[[DUE_DATE:0.2|2024-05-01]]", "invoice").fields

    def test_an_unreadable_entity_is_warned_about_without_its_text(self) -> None:
        record = record_of("[[DUE_DATE|soon, says Bob]]", "invoice")
        assert "due_date" not in record.fields
        (warning,) = record.warnings
        assert "due_date: entity 0" in warning
        assert "Bob" not in warning

    def test_only_fields_of_the_kind_are_filled(self) -> None:
        assert list(record_of(CONTRACT, "invoice").fields) == []

    def test_an_unknown_kind_is_refused(self) -> None:
        with pytest.raises(ValueError, match="contract, invoice, receipt"):
            record_of(CONTRACT, "letter")


ENTITIES = st.lists(
    st.tuples(
        st.sampled_from(list(labels())),
        st.sampled_from(["3 May 2024", "03/04/2024", "19 %", "1.234,50 €", "$7", "Acme Ltd", "Acme", "two years", "x"]),
        st.floats(0, 1),
    ),
    max_size=12,
)


@given(rows=ENTITIES, kind=st.sampled_from(["auto", *kinds()]))
def test_every_record_is_sound(rows: list[tuple[str, str, float]], kind: str) -> None:
    text, entities = "", []
    for label, words, confidence in rows:
        entities.append(Entity(label, len(text), len(text) + len(words), words, confidence))
        text += words + "\n"
    record = build(Document("a.txt", text, (), ()), entities, kind=kind)
    assert 0 < record.kind_confidence <= 1
    if record.kind == "other":
        assert not record.fields
        return
    known = kinds()[record.kind]
    for field, found in record.fields.items():
        assert found
        assert field in known.fields
        assert len(found) == 1 or field in known.many
        assert len({(value.value, value.currency) for value in found}) == len(found)
        for value in found:
            assert value.value
            assert 0 <= value.confidence <= 1
            assert all(0 <= index < len(entities) for index in value.entities)
            types = {labels()[entities[index].label].type for index in value.entities}
            assert value.derived or types <= {labels()[field.upper()].type, "iban", "bic", "vat_id"}
    assert json.loads(json.dumps(record.to_dict()))["record"].keys() == record.fields.keys()
