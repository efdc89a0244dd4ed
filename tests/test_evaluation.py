"""Span scores, record scores and their report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document, Entity
from nerkit.evaluation import Counts, Gold, evaluate, record_scores, score_files, span_scores
from nerkit.evaluation.records import bootstrap, field_errors
from nerkit.records import FieldValue, Record

TEXT = "Invoice 17 of 3 May 2024, total 20.00"


def labelled(*spans: Span, closed: tuple[str, ...] = (), open_spans: tuple[Span, ...] = ()) -> LabelledDocument:
    return LabelledDocument(
        Document("a.txt", TEXT, (), ()), spans=spans, closed=frozenset(closed), open_spans=open_spans
    )


class TestSpans:
    def test_an_entity_is_right_only_with_its_borders_and_its_label(self) -> None:
        gold = labelled(Span(0, 5, "DATE"), Span(6, 9, "AMOUNT"), closed=("DATE", "AMOUNT"))
        found = [Span(0, 5, "DATE"), Span(6, 8, "AMOUNT"), Span(0, 5, "AMOUNT")]
        scores = span_scores([gold], [found])
        assert scores.by_name["DATE"] == Counts(hits=1)
        assert scores.by_name["AMOUNT"] == Counts(hits=0, extra=2, missed=1)
        assert scores.micro == Counts(1, 2, 1)
        assert scores.micro.precision == pytest.approx(1 / 3)
        assert scores.micro.recall == pytest.approx(1 / 2)
        assert scores.micro.f1 == pytest.approx(2 / 5)
        assert scores.macro_f1 == pytest.approx(1 / 2)

    def test_a_label_that_the_corpus_leaves_unknown_counts_neither_way(self) -> None:
        scores = span_scores([labelled(closed=("DATE",))], [[Span(0, 5, "IBAN"), Span(0, 5, "DATE")]])
        assert scores.by_name == {"DATE": Counts(extra=1)}

    def test_a_known_span_of_an_unknown_label_is_still_wanted_and_wrong_borders_are_still_wrong(self) -> None:
        scores = span_scores([labelled(Span(0, 5, "TITLE"))], [[Span(0, 4, "TITLE"), Span(10, 12, "TITLE")]])
        assert scores.by_name == {"TITLE": Counts(extra=1, missed=1)}

    def test_what_meets_an_open_span_of_its_label_counts_neither_way(self) -> None:
        gold = labelled(closed=("DATE", "TERM"), open_spans=(Span(10, 20, "DATE"),))
        scores = span_scores([gold], [[Span(19, 25, "DATE"), Span(12, 14, "TERM")]])
        assert scores.by_name == {"TERM": Counts(extra=1)}

    def test_predictions_for_other_documents_are_refused(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            span_scores([labelled()], [])

    spans = st.builds(
        lambda start, size, label: Span(start, start + size, label),
        st.integers(0, 30),
        st.integers(1, 5),
        st.sampled_from(["DATE", "TERM", "PARTY"]),
    )

    @given(gold=st.sets(spans), found=st.sets(spans))
    def test_finding_and_wanting_are_two_sides_of_one_score(self, gold: set[Span], found: set[Span]) -> None:
        closed = ("DATE", "TERM", "PARTY")
        there = span_scores([labelled(*gold, closed=closed)], [found]).micro
        back = span_scores([labelled(*found, closed=closed)], [gold]).micro
        assert (there.hits, there.extra, there.missed) == (back.hits, back.missed, back.extra)
        assert there.hits + there.missed == len(gold)
        assert there.hits + there.extra == len(found)
        assert there.f1 == back.f1 <= 1

    @given(gold=st.sets(spans))
    def test_gold_against_itself_is_perfect(self, gold: set[Span]) -> None:
        scores = span_scores([labelled(*gold)], [gold])
        assert scores.micro == Counts(hits=len(gold))


class TestRecords:
    def test_any_accepted_reading_is_right_and_tolerated_values_count_neither_way(self) -> None:
        gold = Gold({"party": [["Nike, Inc.", "Nike"], ["Eric Sprunk"]]}, {"party": ["EMPLOYEE"]})
        record = {"party": [{"value": v} for v in ("NIKE", "Employee", "Some One")]}
        assert record_scores([gold], [record]).by_name == {"party": Counts(hits=1, extra=1, missed=1)}

    def test_equal_values_count_once_and_a_value_that_says_nothing_counts_neither_way(self) -> None:
        gold = Gold({"party": [["Nike"], [""], []], "due_date": [["soon"], ["2024-05-03"]]})
        record = {
            "party": [{"value": v} for v in ("NIKE", "Nike.", "…")],
            "due_date": [{"value": v} for v in ("3 May 2024", None, "2024-05-04")],
        }
        assert record_scores([gold], [record]).by_name == {"party": Counts(hits=1), "due_date": Counts(1, 1, 0)}

    def test_one_value_that_is_a_reading_of_two_wanted_ones_finds_both(self) -> None:
        gold = Gold({"party": [["Nike", "Nike Retail"], ["Nike Retail", "Nike Europe"]]})
        found = [{"party": [{"value": "Nike Retail"}]}]
        assert record_scores([gold], found).by_name == {"party": Counts(hits=2)}

    def test_a_field_that_is_not_asked_for_in_one_document_counts_neither_way_there(self) -> None:
        gold = [Gold({"iban": [["DE1"]]}, unasked=frozenset({"iban", "bic"})), Gold({"iban": [["DE2"]]})]
        record = {"iban": [{"value": "DE3"}]}
        assert record_scores(gold, [record, record]).by_name == {"iban": Counts(extra=1, missed=1)}
        assert field_errors(gold[0], record, ["iban"]) == []

    def test_a_field_that_gold_lacks_in_one_document_is_wrong_there(self) -> None:
        gold = [Gold({"iban": [["DE75 1234"]]}), Gold({})]
        record = {"iban": [{"value": "DE751234"}], "bic": [{"value": "X"}]}
        assert record_scores(gold, [record, record]).by_name == {"iban": Counts(hits=1, extra=1)}

    def test_files_are_matched_by_name_and_missing_documents_are_counted(self, tmp_path: Path) -> None:
        gold, predictions = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
        rows = [{"source": f"pdf/{name}.pdf", "record": {"total_amount": [["20.00"]]}} for name in "abc"]
        rows.append({"source": "d.pdf", "record": {"total_amount": [["20.00"]]}, "unasked": ["total_amount"]})
        gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        out = [
            {"source": "/elsewhere/a.pdf", "record": {"total_amount": [{"value": "20"}]}},
            {"source": "b.pdf", "error": {"code": "encrypted-pdf", "message": "…"}},
        ]
        predictions.write_text("\n".join(map(json.dumps, out)), encoding="utf-8")
        scores, missing = score_files(predictions, gold)
        assert (scores.micro, missing) == (Counts(hits=1, missed=2), 2)

    def test_the_interval_holds_the_score_and_narrows_with_more_documents(self) -> None:
        few = [Counts(hits=2, extra=1, missed=1), Counts(hits=3), Counts(missed=3)]
        low, high = bootstrap(few)
        assert low <= sum(few, Counts()).f1 <= high
        assert low < high
        low_many, high_many = bootstrap(few * 50)
        assert high_many - low_many < (high - low) / 2
        assert bootstrap(few) == (low, high)

    def test_the_interval_of_a_flawless_run_is_a_point(self) -> None:
        assert bootstrap([Counts(hits=2)] * 5) == (1.0, 1.0)


@dataclass(frozen=True)
class Result:
    entities: tuple[Entity, ...]
    record: Record


def test_a_pipeline_is_evaluated_by_its_entities_and_its_records() -> None:
    def pipeline(document: Document) -> Result:
        entity = Entity("INVOICE_NUMBER", 8, 10, "17", 0.9)
        fields = {"invoice_number": (FieldValue("17", 0.9, (0,)),), "total_amount": (FieldValue("2.00", 0.9, ()),)}
        return Result((entity,), Record("invoice", 1.0, fields=fields))

    document = Document("a.txt", TEXT, (), ())
    gold = LabelledDocument(
        document,
        spans=(Span(8, 10, "INVOICE_NUMBER"), Span(32, 37, "TOTAL_AMOUNT")),
        closed=frozenset({"INVOICE_NUMBER", "TOTAL_AMOUNT"}),
        record={"invoice_number": [["17"]], "total_amount": [["20.00"]]},
    )
    report = evaluate(pipeline, [gold, LabelledDocument(document)])
    assert report.documents == 2
    assert report.spans.micro == Counts(hits=1, missed=1)
    assert report.records.micro == Counts(hits=1, extra=1, missed=1)
    as_json = json.loads(json.dumps(report.to_dict()))
    assert as_json["records"]["by_name"]["total_amount"]["f1"] == 0
    text = str(report)
    assert "INVOICE_NUMBER" in text
    assert "total_amount" in text
    assert "95 % interval" in text
