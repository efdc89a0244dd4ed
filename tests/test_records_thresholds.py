"""Where the records change their mind: each bound just within and just beyond."""

from __future__ import annotations

from datetime import date

import pytest
from record_material import marked, record_of, values

from nerkit.document import Box, Document, Word
from nerkit.labels import Relation, builtin
from nerkit.labels.words import with_words
from nerkit.records.relations import holds, later, misses
from nerkit.records.surroundings import Surroundings
from nerkit.values import read_value
from nerkit.values.decimals import readings

LABELS = tuple(with_words(builtin(), None).labels.values())


class TestRelations:
    @pytest.mark.parametrize(
        ("relation", "given", "held"),
        [
            ("sum", ["100.00", "19.00", "119.00"], True),
            ("sum", ["100.00", "19.00", "119.01"], True),
            ("sum", ["100.00", "19.00", "118.99"], True),
            ("sum", ["100.00", "19.00", "119.02"], False),
            ("sum", ["100.00", "19.00", "118.98"], False),
            ("sum", ["-100.00", "-19.00", "-119.00"], True),
            ("sum", ["5.00", "-5.00", "0.00"], None),
            ("sum", ["1.00", "2.00", "3.00", "6.00"], True),
            ("at_most", ["100.00", "100.00"], True),
            ("at_most", ["100.01", "100.00"], True),
            ("at_most", ["100.02", "100.00"], False),
            ("at_most", ["-100.00", "50.00"], False),
            ("at_most", ["50.00", "-100.00"], True),
            ("at_most", ["1.00", "3.00", "2.00"], False),
            ("order", ["2024-01-01", "2024-01-01"], True),
            ("order", ["2024-01-02", "2024-01-01"], False),
            ("order", ["2024-01-01", "2024-01-03", "2024-01-02"], False),
            ("rate", ["100.00", "19", "19.01"], True),
            ("rate", ["100.00", "19", "19.02"], False),
            ("lasts", ["2014-02-10", "P1Y", "2015-02-10"], True),
            ("lasts", ["2014-02-10", "P1Y", "2015-02-09"], True),
            ("lasts", ["2014-02-10", "P1Y", "2015-02-11"], False),
            ("lasts", ["2014-02-10", "P1Y", "2015-02-08"], False),
            ("lasts", ["2014-02-10", "PT5H", "2015-02-08"], None),
            ("differ", ["Acme Ltd", "Bolt GmbH"], True),
            ("differ", ["Acme Ltd", "ACME Limited"], False),
            ("differ", ["Acme Ltd", "Bolt GmbH", "Acme Ltd"], False),
            ("order", ["2024-01-01", "soon"], None),
            ("sum", ["much", "more", "1.00"], None),
        ],
    )
    def test_it_holds_to_the_cent_and_to_the_day(self, relation: Relation, given: list[str], held: bool | None) -> None:
        assert holds(relation, given) is held

    def test_it_says_by_how_much_it_does_not(self) -> None:
        assert str(misses("sum", ["100.00", "19.00", "120.00"])) == "-1.00"
        assert str(misses("rate", ["200.00", "5", "9.00"])) == "1.00"
        assert misses("order", ["2024-01-05", "2024-01-01"]) == 4
        assert misses("lasts", ["2014-02-10", "P1Y", "2015-03-10"]) == 28

    @pytest.mark.parametrize(
        ("length", "end"),
        [
            ("P2Y", date(2018, 2, 28)),
            ("P1M", date(2016, 3, 29)),
            ("P2W", date(2016, 3, 14)),
            ("P10D", date(2016, 3, 10)),
            ("P1Y1M1W1D", date(2017, 4, 6)),
            ("P0D", None),
            ("P1.5D", None),
            ("PT8H", None),
            ("P", None),
            ("P9999Y", None),
        ],
    )
    def test_a_length_of_time_leads_from_a_day_to_a_day(self, length: str, end: date | None) -> None:
        assert later(date(2016, 2, 29), length) == end


class TestValues:
    @pytest.mark.parametrize(("year", "read"), [(1599, False), (1600, True), (2199, True), (2200, False)])
    def test_a_date_is_of_the_years_from_1600_to_2199(self, year: int, read: bool) -> None:
        assert read_value("date", f"May 5, {year}").value == (f"{year}-05-05" if read else None)

    @pytest.mark.parametrize(
        ("numeral", "count"),
        [
            ("123,456.78", 1),
            ("12,34,567.89", 1),
            ("1234,567.89", 0),
            ("1,2,345.67", 0),
            ("1,2345.67", 0),
            (",123,456", 0),
            ("1,234.567,89", 0),
        ],
    )
    def test_groups_have_three_digits_or_as_in_india_two(self, numeral: str, count: int) -> None:
        assert len(readings(numeral)) == count


PREAMBLE = "between [[PARTY|Acme Ltd]] and [[PARTY|Bolt GmbH]] and [[PARTY:{sure}|Carol Dorn]], who agree."


def parties(text: str) -> list[str]:
    return values(record_of(text, "contract"), "party")


class TestParties:
    @pytest.mark.parametrize(("sure", "third"), [(0.9, ["Carol Dorn"]), (0.89, [])])
    def test_a_name_without_a_role_beside_two_parties_is_at_least_nine_tenths_sure(
        self, sure: float, third: list[str]
    ) -> None:
        assert parties(PREAMBLE.format(sure=sure)) == ["Acme Ltd", "Bolt GmbH", *third]

    def test_a_role_or_a_second_mention_is_as_good(self) -> None:
        text = PREAMBLE.format(sure=0.5)
        assert "Carol Dorn" in parties(text + "\n\n[[PARTY:0.5|Carol Dorn]]")
        assert "Carol Dorn" in parties(text.replace("]], who", ']] (the "Agent"), who'))

    @pytest.mark.parametrize(("sure", "signs"), [(0.6, True), (0.59, False)])
    def test_who_signs_is_a_party_from_six_tenths_on(self, sure: float, signs: bool) -> None:
        text = f"[[PARTY|Acme Ltd]] agrees {'and so on ' * 400} Agreed: [[PARTY:{sure}|Jo Doe]]"
        assert ("Jo Doe" in parties(text)) == signs

    @pytest.mark.parametrize(("at", "named"), [(2999, True), (3000, False)])
    def test_the_preamble_ends_after_three_thousand_characters(self, at: int, named: bool) -> None:
        head = "between [[PARTY|Acme Ltd]] and [[PARTY|Bolt GmbH]]"
        filler = "." * (at - len("between Acme Ltd and Bolt GmbH"))
        assert ("Carol Dorn" in parties(head + filler + "[[PARTY|Carol Dorn]]")) == named

    @pytest.mark.parametrize(("behind", "named"), [(1499, True), (1500, False)])
    def test_behind_a_cover_it_goes_on_for_half_as_many_after_the_first_role(self, behind: int, named: bool) -> None:
        first = '[[PARTY|Acme Ltd]] ("Seller")'
        length = len('Acme Ltd ("Seller")')
        second = '[[PARTY|Bolt GmbH]] ("Buyer")'
        text = (
            "." * 4000 + first + second + "." * (behind - length - len('Bolt GmbH ("Buyer")')) + "[[PARTY|Carol Dorn]]"
        )
        assert ("Carol Dorn" in parties(text)) == named

    @pytest.mark.parametrize(("before_the_end", "signs"), [(3000, True), (3001, False)])
    def test_who_signs_does_so_in_the_last_three_thousand_characters(self, before_the_end: int, signs: bool) -> None:
        tail = "." * (before_the_end - len("Jo Doe"))
        text = f"[[PARTY|Acme Ltd]] agrees {'.' * 4000}[[PARTY|Jo Doe]]{tail}"
        text = text[: -len(" Counsel LLP")] + " [[PARTY|Counsel LLP]]"
        assert parties(text) == ["Acme Ltd", "Jo Doe" if signs else "Counsel LLP"]

    def test_where_nobody_is_named_and_nobody_signs_who_is_mentioned_is_a_party(self) -> None:
        assert parties("." * 4000 + "[[PARTY|Acme Ltd]]" + "." * 4000) == ["Acme Ltd"]

    def test_a_single_word_is_short_for_no_other_name(self) -> None:
        assert parties("between [[PARTY|Acme]] and [[PARTY|Bolt Holding GmbH]]") == ["Acme", "Bolt Holding GmbH"]

    @pytest.mark.parametrize(("apart", "dated"), [(500, True), (501, False)])
    def test_a_signature_stands_within_five_hundred_characters_of_its_date(self, apart: int, dated: bool) -> None:
        signs = "/s/ Ann Lee"
        before = signs + "." * (apart - len("/s/") - len("Dated: ") - len(" Ann Lee")) + "Dated: [[DATE|March 9, 2011]]"
        after = "Dated: [[DATE|March 9, 2011]]" + "." * (apart - len("/s/")) + signs
        for text in (before, after):
            record = record_of("[[TITLE|NDA]] between [[PARTY|Acme Ltd]] and [[PARTY|Bolt GmbH]]\n" + text, "contract")
            assert (values(record, "agreement_date") == ["2011-03-09"]) == dated


class TestSurroundings:
    @pytest.mark.parametrize(("rows", "found"), [(8, True), (9, False)])
    def test_a_heading_is_looked_for_eight_cells_upwards(self, rows: int, found: bool) -> None:
        amounts = [f"{i}.00" for i in range(1, rows + 1)]
        text = "Total\n" + "\n".join(f"[[AMOUNT|{amount}]]" for amount in amounts)
        document, entities = marked(text)
        around = Surroundings(document, LABELS).around(entities[-1].start, "amount")
        assert (around[1].labels == {"TOTAL_AMOUNT"}) == found

    @pytest.mark.parametrize(("between", "found"), [(54, True), (56, False)])
    def test_label_words_stand_within_sixty_characters(self, between: int, found: bool) -> None:
        document, entities = marked(f"Total{'.' * between} [[AMOUNT|5.00]]")
        around = Surroundings(document, LABELS).around(entities[-1].start, "amount")
        assert (around[0].labels == {"TOTAL_AMOUNT"}) == found


class TestMentions:
    @pytest.mark.parametrize(("sure", "kept"), [(0.3, True), (0.29, False)])
    def test_an_unreadable_entity_is_warned_about_from_three_tenths_on(self, sure: float, kept: bool) -> None:
        record = record_of(f"[[DUE_DATE:{sure}|soon]]", "invoice")
        assert bool(record.warnings) == kept

    def test_the_warning_says_why_it_has_no_value(self) -> None:
        record = record_of("[[IBAN|DE75 5121]] and [[TOTAL_AMOUNT|a lot]]", "invoice")
        assert [(warning.code, warning.message) for warning in record.warnings] == [
            ("no-value", "iban: entity 0 has no value (not in the form of such an identifier)"),
            ("no-value", "total_amount: entity 1 has no value (no amount)"),
        ]


class TestLinesOfBoxes:
    @pytest.mark.parametrize(("shift", "lines"), [(4.9, 1), (5.1, 2)])
    @pytest.mark.parametrize("height", [10.0, 30.0])
    def test_words_that_share_half_the_height_of_the_lower_one_are_in_one_box(
        self, shift: float, lines: int, height: float
    ) -> None:
        """The second word is 10 points high, the first one as high or higher."""
        first, second = Box(1, 0, 0, 20, height), Box(1, 22, height - 10 + shift, 40, height + shift)
        document = Document("made", "ab cd", (Word(0, 2, first), Word(3, 5, second)), ())
        assert len(document.boxes(0, 5)) == lines

    @pytest.mark.parametrize(("x0", "lines"), [(0.0, 1), (-0.1, 2)])
    def test_a_word_further_left_begins_another_line(self, x0: float, lines: int) -> None:
        first, second = Box(1, 0, 0, 20, 10), Box(1, x0, 0, 40, 10)
        document = Document("made", "ab cd", (Word(0, 2, first), Word(3, 5, second)), ())
        assert len(document.boxes(0, 5)) == lines
