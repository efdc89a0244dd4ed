"""Records of contracts: parties and their roles, dates, terms."""

from __future__ import annotations

import pytest
from record_material import CONTRACT, record_of, values

from nerkit.labels import kinds


def roles(text: str) -> dict[str, str | None]:
    return {value.value: value.role for value in record_of(text, "contract").fields.get("party", ())}


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

    def test_a_contract_that_each_party_dates_where_it_signs_is_made_on_the_last_of_these_days(self) -> None:
        body = "[[TITLE|NDA]] between [[PARTY|Nike, Inc.]] and [[PARTY|Acme LLC]]\n" + "They agree. " * 40
        first, last = "[[AGREEMENT_DATE:0.9|March 4, 2011]]", "[[AGREEMENT_DATE:0.6|March 9, 2011]]"
        (made,) = record_of(f"{body}\nRome, {first}\nOslo, {last}\n", "contract").fields["agreement_date"]
        assert (made.value, made.derived, made.confidence) == ("2011-03-09", "last date beside a signature", 0.6)
        assert [earlier.value for earlier in made.alternatives] == ["2011-03-04"]
        opened = record_of(f"Made on {first}. {body}\nOslo, {last}\n", "contract")
        assert values(opened, "agreement_date") == ["2011-03-04"]

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

    def test_a_name_with_a_legal_form_is_short_for_no_other(self) -> None:
        text = "between [[PARTY|Acme Co.]] and [[PARTY|Acme Co. Ltd.]], who agree."
        assert values(record_of(text, "contract"), "party") == ["Acme Co.", "Acme Co. Ltd."]

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

    def test_a_name_that_the_tagger_doubts_in_the_opening_and_knows_where_it_signs_is_a_party(self) -> None:
        filler = "and so on " * 500
        signs = f"{filler} If to Bo: [[PARTY:0.4|Bo Labs S.A.]] {filler}"
        text = f"[[PARTY|Acme Ltd]] and [[PARTY:0.15|Bo Labs, S.A.]] {signs}"
        assert values(record_of(text, "contract"), "party") == ["Acme Ltd", "Bo Labs S.A."]
        assert values(record_of(text.replace("0.4", "0.2"), "contract"), "party") == ["Acme Ltd"]

    def test_who_signs_a_short_contract_is_a_party_beside_others_that_are_sure(self) -> None:
        text = (
            "[[PARTY|Acme Ltd]] and [[PARTY|Bo LLC]] agree.\n\n[[PARTY:0.5|Cy GmbH]]\nBy: Ann Lee, [[PARTY:0.5|Dee Co]]"
        )
        assert values(record_of(text, "contract"), "party") == ["Acme Ltd", "Bo LLC", "Cy GmbH"]

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
            (' as recipient ("Recipient")', "Recipient"),
            (", as Lender,", "Lender"),
            (" (Reg. No. B41987654), Lessor,", "Lessor"),
            (", ID 12345678Z, Tenant,", "Tenant"),
            (", ID 12345678. Hereinafter the Buyer,", "Buyer"),
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

    def test_a_former_name_is_no_role_and_an_article_of_another_language_is_part_of_one(self) -> None:
        assert roles("[[PARTY|Acme Inc.]] (formerly known\nas Bolt Holdings) (the “Company”)") == {
            "Acme Inc.": "Company"
        }
        english = "This agreement is made by and between the parties and shall be in force. "
        assert roles(english + "[[PARTY|El Pollo Loco, Inc.]] (“El Pollo Loco”)") == {
            "El Pollo Loco, Inc.": "El Pollo Loco"
        }

    def test_a_term_is_no_party_beside_the_one_that_it_names(self) -> None:
        """Though the tagger took its article for part of a name."""
        text = 'between [[PARTY|Acme Ltd]] ("[[PARTY|The Big Blue]]") and [[PARTY|Bolt GmbH]], who agree'
        assert roles(text) == {"Acme Ltd": "Big Blue", "Bolt GmbH": None}

    def test_the_preamble_ends_where_a_heading_of_the_language_says_so(self) -> None:
        text = "zwischen [[PARTY|Acme GmbH]] und [[PARTY|Bolt AG]]\n\nPräambel\n\nDie [[PARTY|Cargo KG]] ist Lieferant."
        assert list(roles(text)) == ["Acme GmbH", "Bolt AG"]

    def test_the_term_belongs_to_the_name_that_it_follows_directly(self) -> None:
        text = 'between [[PARTY|Acme Ltd]] and [[PARTY|Bolt GmbH]] ("Buyer") and [[PARTY|Carl Dorn]] ("Agent")'
        assert roles(text) == {"Acme Ltd": None, "Bolt GmbH": "Buyer", "Carl Dorn": "Agent"}
