"""What a schema finds without any training: patterns, lists of values, label words; and what each says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from nerkit.document import Entity
from nerkit.errors import SchemaError
from nerkit.labels import Schema
from nerkit.reading import document_from_text
from nerkit.records import build, explain, with_found
from nerkit.records.finders.phrases import Phrases


def schema(label: str, more: str = "", many: str = "") -> Schema:
    return Schema.parse(
        f"[labels.WANTED]\nmeans = 'what is looked for'\n{label}\n{more}\n[kinds.note]\nfields = ['wanted']\n{many}"
    )


def found(text: str, label: str, more: str = "", many: str = "") -> list[tuple[str, float]]:
    entities = with_found(document_from_text(text, "a.txt"), (), schema(label, more, many))
    return [(entity.text, round(entity.confidence, 3)) for entity in entities]


class TestPattern:
    def test_finds_each_match_at_its_place(self) -> None:
        document = document_from_text("Note LS-17 of two\nand LS-18.", "a.txt")
        first, second = with_found(
            document, (), schema("type = 'identifier'\npattern = 'LS-\\d+'", many="many = ['wanted']")
        )
        assert document.text[first.start : first.end] == first.text == "LS-17"
        assert (second.text, second.found_by, second.confidence) == ("LS-18", "pattern", 0.9)

    @pytest.mark.parametrize("group", ["(?P<value>\\d+)", "(\\d+)"])
    def test_takes_a_group_for_the_value(self, group: str) -> None:
        assert found("weighs 12 tons", f"type = 'number'\npattern = 'weighs {group}'") == [("12", 0.9)]

    def test_knows_letters_of_any_script_and_offsets_behind_them(self) -> None:
        assert found("Größe Ärmel-42 ü", "type = 'identifier'\npattern = '\\pL+-\\d+'") == [("Ärmel-42", 0.9)]

    def test_is_as_sure_as_the_label_says(self) -> None:
        assert found("LS-17", "type = 'identifier'\npattern = 'LS-\\d+'\nconfidence = 0.6") == [("LS-17", 0.6)]

    def test_of_two_values_for_one_field_one_at_most_is_right(self) -> None:
        assert found("LS-17 LS-18 LS-17", "type = 'identifier'\npattern = 'LS-\\d+'") == [
            ("LS-17", 0.45),
            ("LS-18", 0.45),
            ("LS-17", 0.45),
        ]

    def test_what_the_type_cannot_read_is_left_out(self) -> None:
        assert found("on 31/31/2024 or 30/4/2024", "type = 'date'\npattern = '[0-9/]+'") == [("30/4/2024", 0.9)]

    @pytest.mark.parametrize(
        ("pattern", "said"),
        [
            ("(?=a)b", "it cannot look ahead"),
            ("(?<!a)b", "it cannot look behind"),
            ("(a)\\1", "it cannot refer to its own groups"),
            ("a{2000}", "it repeats at most 1,000 times"),
            ("a(b", "missing )"),
            ("a*", "it finds the empty text"),
        ],
    )
    def test_that_has_no_linear_engine_is_refused(self, pattern: str, said: str) -> None:
        with pytest.raises(SchemaError) as error:
            schema(f"type = 'text'\npattern = '{pattern}'")
        assert f"line 4: labels.WANTED.pattern: {said}" in error.value.message

    def test_takes_time_linear_in_the_text(self) -> None:
        label = "type = 'text'\npattern = '(a+)+b'"
        assert found("a" * 200_000, label) == []


class TestValues:
    LABEL = "type = 'name'\nvalues = ['DHL', 'DHL Freight', 'Müller & Söhne']"

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("by dhl freight today", "dhl freight"),
            ("by D H L", None),
            ("by DHLX", None),
            ("MULLER & SOHNE", "MULLER & SOHNE"),
            ("Müller\n& Söhne", "Müller\n& Söhne"),
        ],
    )
    def test_are_found_whatever_their_case_and_accents_the_longest_first(self, text: str, value: str | None) -> None:
        assert [text for text, _ in found(text, self.LABEL)] == ([value] if value else [])

    def test_are_shown_as_the_list_spells_them(self) -> None:
        document = document_from_text("MULLER & SOHNE", "a.txt")
        spelt = schema(self.LABEL)
        (value,) = build(document, with_found(document, (), spelt), schema=spelt).fields["wanted"]
        assert value.value == "Müller & Söhne"

    def test_may_stand_in_a_file_beside_the_schema(self, tmp_path: Path) -> None:
        (tmp_path / "carriers.txt").write_text("DHL\n\n UPS \n", encoding="utf-8")
        text = (
            "[labels.WANTED]\ntype = 'name'\nmeans = 'carrier'\nvalues = 'carriers.txt'\n[kinds.n]\nfields=['wanted']"
        )
        (tmp_path / "my.toml").write_text(text, encoding="utf-8")
        assert Schema.read(tmp_path / "my.toml").labels["WANTED"].values == ("DHL", "UPS")
        (tmp_path / "carriers.txt").unlink()
        with pytest.raises(SchemaError, match=r"my\.toml:4: labels\.WANTED\.values: .*carriers\.txt cannot be read"):
            Schema.read(tmp_path / "my.toml")

    def test_a_hundred_thousand_are_looked_up_not_tried(self) -> None:
        phrases = Phrases((f"part {number} of lot", number) for number in range(100_000))
        text = "part 5 of lot " + "part of lot 99999 " * 20_000 + "PART 99999 of Lot"
        assert [hit.meaning for hit in phrases.find(text)] == [5, 99999]


class TestLabelWords:
    NUMBER = "type = 'identifier'\nfind = 'words'\nwords = ['delivery note no', 'note']"
    WEIGHT = "type = 'quantity'\nfind = 'words'\nwords = ['weight']\nnot_words = ['weight limit']"
    NAME = "type = 'name'\nfind = 'words'\nwords = ['carrier']"
    DATE = "type = 'date'\nfind = 'words'\nwords = ['date']"

    @pytest.mark.parametrize(
        ("label", "text", "value"),
        [
            (NUMBER, "Delivery Note No.: LS-2024/17", "LS-2024/17"),
            (NUMBER, "Delivery note no\tLS-2024/17\tpage 2", "LS-2024/17"),
            (NUMBER, "Delivery note no\tIssued\nLS-2024/17\tby hand", "LS-2024/17"),
            (NUMBER, "Delivery note enclosed", None),
            (NUMBER, "Note: 3 May 2024", None),
            (NUMBER, "Delivery note no\n12.50 EUR", None),
            (WEIGHT, "Weight (gross): 1,250.5 kg", "1,250.5 kg"),
            (WEIGHT, "The weight is 12 kg", None),
            (WEIGHT, "Weight limit: 12 kg", None),
            (WEIGHT, "Pallets: 4   Weight: 12 kg   Date: 3 May 2024", "12 kg"),
            (NAME, "Carrier: DHL Freight GmbH", "DHL Freight GmbH"),
            (NAME, "Carrier\tDHL Freight GmbH", "DHL Freight GmbH"),
            (NAME, "Carrier: DHL Freight · Dock 3", "DHL Freight"),
            (NAME, "Carrier Code\tXY", None),
            (WEIGHT, "Dock 3 · Weight 12 kg · by hand", "12 kg"),
            (DATE, "Date: Friday, 3 May 2024, 12:30", "3 May 2024"),
            (DATE, "Invoice\nDate of the order\t3 May 2024", None),
        ],
    )
    def test_announce_what_stands_behind_right_of_or_below_them(self, label: str, text: str, value: str | None) -> None:
        assert [text for text, _ in found(text, label)] == ([value] if value else [])

    def test_of_another_label_end_a_value(self) -> None:
        more = "[labels.OTHER]\nmeans = 'x'\ntype = 'name'\nwords = ['driver']"
        text = "Carrier: DHL Freight Driver: Ann Lee"
        assert found(text, self.NAME, more) == [("DHL Freight", 0.5)]
        assert found("Carrier\tDriver\nDHL\tAnn Lee", self.NAME, more) == [("DHL", 0.3)]

    def test_are_shared_by_labels_however_each_writes_them(self) -> None:
        more = "[labels.OTHER]\nmeans = 'x'\ntype = 'date'\nwords = ['DATE']"
        assert found("Date: 3 May 2024", self.DATE, more) == [("3 May 2024", 0.85)]

    def test_say_less_of_what_stands_below_them(self) -> None:
        below, right = found("Weight\n12 kg", self.WEIGHT), found("Weight\t12 kg", self.WEIGHT)
        assert (below, right) == ([("12 kg", 0.6)], [("12 kg", 0.8)])


class TestBesideTheTagger:
    LABEL = "type = 'date'\nfind = 'words'\nwords = ['date']"

    def test_the_surer_of_two_that_found_the_same_counts(self) -> None:
        document = document_from_text("Date: 3 May 2024", "a.txt")
        for confidence, by in ((0.95, "model"), (0.5, "words")):
            tagged = Entity("WANTED", 6, 16, "3 May 2024", confidence)
            (entity,) = with_found(document, [tagged], schema(self.LABEL))
            assert (entity.found_by, entity.confidence) == (by, max(confidence, 0.85))

    def test_a_mention_without_a_role_gives_way(self) -> None:
        document = document_from_text("Date: 3 May 2024", "a.txt")
        more = "[labels.DATE]\ntype = 'date'\nmeans = 'a date'"
        entities = with_found(document, [Entity("DATE", 6, 16, "3 May 2024", 0.99)], schema(self.LABEL, more))
        assert [entity.label for entity in entities] == ["WANTED"]

    def test_a_field_is_as_sure_as_what_found_it(self) -> None:
        document = document_from_text("Date: 3 May 2024", "a.txt")
        own = schema(self.LABEL)
        entities = with_found(document, (), own)
        (value,) = build(document, entities, schema=own).fields["wanted"]
        assert value.confidence == pytest.approx(0.85)
        (candidate,) = explain("wanted", document, entities, "note", schema=own).candidates
        assert list(candidate.reasons) == ["found by the schema"]


def test_what_is_required_and_missing_is_a_failed_check() -> None:
    own = schema("type = 'date'\nrequired = true\nfind = 'words'\nwords = ['date']")
    for text, passed in (("Date: 3 May 2024", True), ("no day at all", False)):
        document = document_from_text(text, "a.txt")
        (check,) = build(document, with_found(document, (), own), schema=own).checks
        assert (check.check, check.passed) == ("wanted is there", passed)
