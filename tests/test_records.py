"""From entities to a record of any kind: its values, and that it is always sound."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_material import CONTRACT, record_of

from nerkit.document import Document, Entity
from nerkit.labels import kinds, labels
from nerkit.records import build


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
        text = "due [[DUE_DATE|2024-05-01]], due [[DUE_DATE|2024-05-02]], due [[DUE_DATE|May 2, 2024]]"
        (due,) = record_of(text, "invoice").fields["due_date"]
        assert (due.value, due.entities) == ("2024-05-02", (1, 2))

    def test_an_ambiguous_date_lists_its_readings(self) -> None:
        (due,) = record_of("due [[DUE_DATE|03/04/2024]]", "invoice").to_dict()["record"]["due_date"]
        assert due["ambiguous"] is True
        assert {due["value"], *(other["value"] for other in due["alternatives"])} == {"2024-03-04", "2024-04-03"}

    def test_a_date_written_out_elsewhere_settles_an_ambiguous_one(self) -> None:
        text = "due [[DUE_DATE|03/04/2024]], that is [[DUE_DATE|3 April 2024]]"
        (due,) = record_of(text, "invoice").fields["due_date"]
        assert (due.value, due.ambiguous, due.entities) == ("2024-04-03", False, (0, 1))

    def test_an_improbable_entity_fills_no_field(self) -> None:
        assert "due_date" not in record_of("[[DUE_DATE:0.2|2024-05-01]]", "invoice").fields

    def test_an_unreadable_entity_is_warned_about_without_its_text(self) -> None:
        record = record_of("[[DUE_DATE|soon, says Bob]]", "invoice")
        assert "due_date" not in record.fields
        (warning,) = record.warnings
        assert "due_date: entity 0" in warning.message
        assert "Bob" not in warning.message

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
