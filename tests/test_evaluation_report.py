"""`nerkit evaluate` from end to end: intervals, two models against each other, predictions in files, the page."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Entity
from nerkit.errors import CorpusError
from nerkit.evaluation import Comparison, EvaluationReport, Predictions, agreement, read_predictions
from nerkit.evaluation.counts import CountTable
from nerkit.evaluation.predictions import Predicted
from nerkit.evaluation.report_page import page
from nerkit.evaluation.significance import difference
from nerkit.evaluation.text_tables import short_names
from nerkit.reading import document_from_text

TEXT = "Invoice 17 of 3 May 2024 <script>alert(1)</script> & total 20.00 EUR"
NUMBER, DATE, TOTAL = Span(8, 10, "INVOICE_NUMBER"), Span(14, 24, "INVOICE_DATE"), Span(59, 64, "TOTAL_AMOUNT")


def gold(name: str, *spans: Span, text: str = TEXT) -> LabelledDocument:
    closed = frozenset({"INVOICE_NUMBER", "INVOICE_DATE", "TOTAL_AMOUNT"})
    record = {"invoice_number": [["17"]], "total_amount": [["20.00"]]}
    return LabelledDocument(document_from_text(text, name), spans, closed, kind="invoice", record=record)


def found(*spans: Span, number: str = "17", total: str = "20.00") -> Predicted:
    record = {"invoice_number": [{"value": number}], "total_amount": [{"value": total, "currency": "EUR"}]}
    return Predicted(tuple(Entity(s.label, s.start, s.end, TEXT[s.start : s.end], 0.8) for s in spans), record)


GOLD = [gold(f"{name}.txt", NUMBER, DATE, TOTAL) for name in "abcd"]
GOOD = Predictions("good", [found(NUMBER, DATE, TOTAL)] * 3 + [found(NUMBER, replace(DATE, end=19))])
POOR = Predictions("poor", [found(NUMBER, number="18")] * 4)


def write_predictions(path: Path, predictions: Predictions, sources: list[str]) -> Path:
    rows = [
        {
            "source": f"/elsewhere/{source}",
            "record": each.record,
            "entities": [{name: getattr(e, name) for name in Entity.__slots__} for e in each.entities],
        }
        for source, each in zip(sources, predictions.documents, strict=False)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


class TestReport:
    def test_every_figure_has_an_interval_that_holds_it(self) -> None:
        data = json.loads(json.dumps(EvaluationReport.of(GOLD, GOOD).to_dict()))
        rows = [
            *data["spans"]["by_name"].values(),
            *data["measures"].values(),
            *data["words"]["by_name"].values(),
            *data["records"]["by_name"].values(),
            *data["thresholds"].values(),
        ]
        assert len(rows) > 20
        for row in rows:
            for name, (low, high) in row["intervals"].items():
                assert low <= row[name] + 1e-9
                assert row[name] <= high + 1e-9
        assert data["spans"]["by_name"]["TOTAL_AMOUNT"]["intervals"]["recall"][0] < 0.75

    def test_a_record_is_right_as_a_whole_only_if_every_field_is(self) -> None:
        wrong_in_one = [found(), found(number="18"), found(total="2.00"), found()]
        report = EvaluationReport.of(GOLD, Predictions("x", wrong_in_one))
        assert report.whole_records.value == 0.5
        assert report.record_table.micro.rates()["micro"].f1.value == 0.75

    def test_documents_with_the_most_errors_come_first_and_flawless_ones_not_at_all(self) -> None:
        predictions = [found(NUMBER, DATE, TOTAL), found(NUMBER, DATE), found(Span(0, 3, "INVOICE_DATE")), found(DATE)]
        assert EvaluationReport.of(GOLD, Predictions("x", predictions)).worst() == [2, 3, 1]

    def test_documents_whose_record_alone_is_wrong_come_behind_those_with_wrong_entities(self) -> None:
        everything = (NUMBER, DATE, TOTAL)
        predictions = [found(*everything), found(*everything, number="18", total="2.00"), found(NUMBER, DATE)]
        report = EvaluationReport.of(GOLD[:3], Predictions("x", predictions))
        assert report.worst() == [2, 1]
        assert [(e.field, e.missed, e.extra) for e in report.field_errors[1]] == [
            ("invoice_number", ("17",), ("18",)),
            ("total_amount", ("20.00",), ("2.00",)),
        ]

    def test_what_was_never_wanted_has_no_recall_and_what_was_never_found_no_precision(self) -> None:
        unwanted = Span(14, 24, "DUE_DATE")
        documents = [replace(GOLD[0], spans=(NUMBER,), closed=GOLD[0].closed | {"DUE_DATE"})]
        rates = EvaluationReport.of(documents, Predictions("x", [found(unwanted)])).span_table.rates()
        assert rates["DUE_DATE"].said_recall is None
        assert rates["DUE_DATE"].said_precision is not None
        assert rates["INVOICE_NUMBER"].said_precision is None

    def test_one_document_says_nothing_of_others_and_has_no_interval(self) -> None:
        report, other = (
            EvaluationReport.of(GOLD[:1], replace(each, documents=each.documents[:1])) for each in (GOOD, POOR)
        )
        data = json.loads(json.dumps(report.to_dict()))
        rows = [*data["spans"]["by_name"].values(), *data["records"]["by_name"].values()]
        assert [ends for row in rows for ends in row["intervals"].values()] == [None] * 3 * len(rows)
        shown = f"{report}\n{Comparison(report, other)}\n{page(report, Comparison(report, other))}"
        assert "no interval of one document" in shown
        assert "1.000 – 1.000" not in shown
        assert "1.0000 to 1.0000" not in shown
        assert "on 1 document that cannot be told from chance" in shown
        assert "interval +" not in shown


class TestComparison:
    def test_a_difference_in_every_document_means_something_and_is_said_so(self) -> None:
        many = EvaluationReport.of(GOLD * 5, replace(GOOD, documents=list(GOOD.documents) * 5))
        other = EvaluationReport.of(GOLD * 5, replace(POOR, documents=list(POOR.documents) * 5))
        comparison = Comparison(many, other)
        assert comparison.spans.means_something
        assert comparison.spans.f1.low > 0
        assert comparison.labels["TOTAL_AMOUNT"].p < 0.01
        assert "good is" in comparison.sentences[0]
        assert "above poor" in comparison.sentences[0]
        assert comparison.sentences[0].endswith("more than chance explains.")
        assert Comparison(other, many).spans.f1.value == pytest.approx(-comparison.spans.f1.value)

    def test_two_documents_are_too_few_to_tell(self) -> None:
        good, poor = (
            EvaluationReport.of(GOLD[:2], replace(each, documents=each.documents[:2])) for each in (GOOD, POOR)
        )
        comparison = Comparison(good, poor)
        assert not comparison.spans.means_something
        assert "on 2 documents that cannot be told from chance" in comparison.sentences[0]

    def test_the_same_predictions_do_the_same(self) -> None:
        report = EvaluationReport.of(GOLD, GOOD)
        assert Comparison(report, report).spans.p == 1
        assert "do the same in every document" in Comparison(report, report).sentences[0]

    counts = st.lists(st.tuples(*[st.integers(0, 4)] * 6), min_size=1, max_size=6)

    @given(rows=counts)
    def test_p_is_the_share_of_all_swaps_that_differ_as_much(self, rows: list[tuple[int, ...]]) -> None:
        both = np.array(rows, dtype=float).reshape(-1, 2, 3)

        def f1(sums: np.ndarray) -> float:
            return 2 * sums[0] / max(0.25, 2 * sums[0] + sums[1] + sums[2])

        def gap(swaps: tuple[int, ...]) -> float:
            ours = sum(document[swap] for document, swap in zip(both, swaps, strict=True))
            theirs = sum(document[1 - swap] for document, swap in zip(both, swaps, strict=True))
            return abs(f1(ours) - f1(theirs))

        observed = gap((0,) * len(both))
        exact = np.mean([gap(swaps) >= observed - 1e-12 for swaps in product((0, 1), repeat=len(both))])
        tables = (CountTable(("all",), both[:, [side]]) for side in (0, 1))
        assert difference(*tables)["all"].p == pytest.approx(exact, abs=0.03)

    def test_asking_about_more_labels_asks_for_more_proof(self) -> None:
        rng = np.random.default_rng(3)
        ours, theirs = (rng.integers(0, 5, size=(30, 8, 3)).astype(float) for _ in range(2))
        names = tuple("abcdefgh")
        together = difference(CountTable(names, ours), CountTable(names, theirs))
        for i, name in enumerate(names):
            alone = difference(CountTable((name,), ours[:, [i]]), CountTable((name,), theirs[:, [i]]))[name]
            assert together[name].p >= alone.p - 0.02

    def test_other_documents_cannot_be_compared(self) -> None:
        with pytest.raises(ValueError, match="same documents"):
            difference(CountTable(("a",), np.zeros((2, 1, 3))), CountTable(("a",), np.zeros((3, 1, 3))))


class TestPredictions:
    def test_a_file_that_tag_wrote_gives_the_figures_of_the_model_itself(self, tmp_path: Path) -> None:
        path = write_predictions(tmp_path / "out.jsonl", GOOD, [each.document.source for each in GOLD])
        read = read_predictions(path, GOLD)
        assert (read.same_text, read.notes) == (True, ())
        ours, theirs = EvaluationReport.of(GOLD, read).to_dict(), EvaluationReport.of(GOLD, GOOD).to_dict()
        assert ours | {"predictions": ""} == theirs | {"predictions": ""}

    def test_a_document_without_a_prediction_is_missed_and_said(self, tmp_path: Path) -> None:
        read = read_predictions(write_predictions(tmp_path / "p.jsonl", GOOD, ["a.txt", "b.txt"]), GOLD)
        assert read.notes == ("2 of 4 documents have no prediction; there all counts as missed",)
        assert EvaluationReport.of(GOLD, read).spans.micro.missed == 6

    def test_a_failed_file_found_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "p.jsonl"
        path.write_text(json.dumps({"source": "a.txt", "error": {"code": "broken-pdf", "message": "…"}}) + "\n")
        assert EvaluationReport.of(GOLD[:1], read_predictions(path, GOLD[:1])).records.micro.missed == 2

    def test_where_the_text_is_another_only_records_are_scored(self, tmp_path: Path) -> None:
        other = [gold("a.txt", NUMBER, text="No. 17")]
        read = read_predictions(write_predictions(tmp_path / "p.jsonl", GOOD, ["a.txt"]), other)
        report = EvaluationReport.of(other, read)
        assert "another text" in read.notes[0]
        assert report.spans.by_name == {}
        assert report.records.micro.f1 == 1
        assert "records are scored" in page(report)

    @pytest.mark.parametrize("line", ["[]", "{", '{"source": "a.txt", "entities": [{"label": "SECRET"}]}', "\xff"])
    def test_what_is_no_prediction_is_named_by_line_and_not_quoted(self, tmp_path: Path, line: str) -> None:
        path = tmp_path / "p.jsonl"
        path.write_bytes(b'{"source": "b.txt"}\n' + line.encode("latin-1") + b"\n")
        with pytest.raises(CorpusError, match=r"p\.jsonl, line 2: not what nerkit tag") as error:
            read_predictions(path, GOLD)
        assert "SECRET" not in str(error.value)

    def test_predictions_for_other_files_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match="file names have to be the same"):
            read_predictions(write_predictions(tmp_path / "p.jsonl", GOOD, ["z.txt"]), GOLD)


class TestPage:
    def test_documents_are_named_by_their_files_where_that_tells_them_apart(self) -> None:
        assert short_names(["in/a.pdf", "out/b.pdf"]) == ["a.pdf", "b.pdf"]
        assert short_names(["in/a.pdf", "out/a.pdf"]) == ["in/a.pdf", "out/a.pdf"]

    def test_the_page_needs_nothing_else_and_shows_text_as_text(self) -> None:
        report = EvaluationReport.of(GOLD, GOOD)
        written = page(report, Comparison(report, EvaluationReport.of(GOLD, POOR)))
        tree = html.fromstring(written.encode())
        assert not tree.xpath("//script | //link | //img | //iframe | //@src | //@href | //@onload")
        assert "url(" not in written
        assert "http" not in written
        assert "<script>alert(1)</script>" in tree.text_content()

    def test_the_worst_document_stands_with_gold_beside_prediction(self) -> None:
        tree = html.fromstring(page(EvaluationReport.of(GOLD, GOOD)).encode())
        (sides,) = tree.xpath("//details//tbody/tr")
        left, right = sides.xpath("./td")
        marks = [[(mark.get("class"), mark.text) for mark in side.xpath(".//mark")] for side in (left, right)]
        assert marks == [
            [("right", "17"), ("missed", "3 May 2024"), ("missed", "20.00")],
            [("right", "17"), ("wrong", "3 May")],
        ]

    def test_text_far_from_any_error_is_left_out(self) -> None:
        long = TEXT + " far" * 500 + " end"
        report = EvaluationReport.of([gold("a.txt", NUMBER, DATE, text=long)], Predictions("x", [found(NUMBER)]))
        assert page(report).count("far") < 100

    def test_a_wrong_field_stands_with_what_is_wanted_and_what_was_found(self) -> None:
        wrong = [found(NUMBER, DATE, TOTAL, total="<b>2.00")]
        tree = html.fromstring(page(EvaluationReport.of(GOLD[:1], Predictions("x", wrong))).encode())
        (row,) = tree.xpath("//details//tbody/tr")
        assert [cell.text_content() for cell in row] == ["total_amount", "20.00", "<b>2.00"]

    def test_a_flawless_report_has_a_page_too(self) -> None:
        report = EvaluationReport.of(GOLD[:1], Predictions("x", [found(NUMBER, DATE, TOTAL)]))
        assert "most errors" not in page(report)


class TestAgreement:
    TEN = "a b c d e f g h i j"

    def annotated(self, *spans: Span, name: str = "a") -> LabelledDocument:
        return LabelledDocument(document_from_text(self.TEN, name), spans, frozenset({"DATE", "TERM"}))

    def test_kappa_worked_by_hand(self) -> None:
        # Of ten words both mark one, and each one more alone: 0.8 agree, and 0.2² + 0.8² would by chance.
        result = agreement([self.annotated(Span(0, 3, "DATE"))], [self.annotated(Span(2, 5, "DATE"))])
        assert result.kappa()["DATE"].value == pytest.approx((0.8 - 0.68) / (1 - 0.68))
        assert result.kappa()["all"].value == pytest.approx((0.8 - 0.68) / (1 - 0.68))
        assert result.f1()["DATE"].f1.value == 0
        assert [each.kind for each in result.differences] == ["borders"]

    def test_every_difference_is_listed_with_what_it_is(self) -> None:
        first = self.annotated(Span(0, 1, "DATE"), Span(4, 5, "DATE"), Span(8, 9, "TERM"), Span(12, 13, "TERM"))
        second = self.annotated(Span(0, 1, "DATE"), Span(4, 5, "TERM"), Span(8, 11, "DATE"), Span(16, 17, "TERM"))
        result = agreement([first], [second])
        assert [each.kind for each in result.differences] == [
            *("label", "label and borders", "only in the first", "only in the second"),
        ]
        assert result.f1()["DATE"].f1.value == pytest.approx(2 * 1 / (2 + 2))

    def test_full_agreement_is_one(self) -> None:
        result = agreement([self.annotated(Span(0, 1, "DATE"))], [self.annotated(Span(0, 1, "DATE"))])
        assert (result.kappa()["DATE"].value, result.f1()["all"].f1.value, result.differences) == (1, 1, [])

    def test_it_does_not_matter_who_is_first(self) -> None:
        first, second = [self.annotated(Span(0, 3, "DATE"))], [self.annotated(Span(0, 3, "DATE"), Span(4, 9, "TERM"))]
        there, back = agreement(first, second), agreement(second, first)
        assert there.kappa() == back.kappa()
        assert {k: r.f1 for k, r in there.f1().items()} == {k: r.f1 for k, r in back.f1().items()}

    def test_documents_that_are_not_the_same_are_refused(self) -> None:
        with pytest.raises(CorpusError, match="share no document"):
            agreement([self.annotated()], [self.annotated(name="b")])
        with pytest.raises(CorpusError, match="another text"):
            agreement([self.annotated()], [LabelledDocument(document_from_text("z", "a"))])
        with pytest.raises(CorpusError, match="twice"):
            agreement([self.annotated(), self.annotated()], [self.annotated()])


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


class TestCommand:
    def test_predictions_against_others_in_json_and_as_a_page(self, tmp_path: Path) -> None:
        jsonl.write(tmp_path / "gold.jsonl", GOLD)
        names = [each.document.source for each in GOLD]
        good = write_predictions(tmp_path / "good.jsonl", GOOD, names)
        poor = write_predictions(tmp_path / "poor.jsonl", POOR, names)
        report = tmp_path / "report.html"
        done = run(good, tmp_path / "gold.jsonl", "--against", poor, "--html", report, "--json")
        assert done.exit_code == 0, done.output
        data = json.loads(done.stdout)
        assert data["documents"] == 4, "a file that is named itself is taken whole"
        assert data["comparison"]["against"] == "poor.jsonl"
        assert "Against poor.jsonl" in report.read_text(encoding="utf-8")
        text = run(good, tmp_path / "gold.jsonl", "--against", poor)
        assert "points of F1 above poor.jsonl" in " ".join(text.stdout.split())

    def test_a_model_and_what_tag_wrote_with_it_have_the_same_figures(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        output = tmp_path / "tagged.jsonl"
        tagged = CliRunner().invoke(app, ["tag", str(tmp_path / "a.txt"), "--format", "jsonl", "-o", str(output)])
        assert tagged.exit_code == 0, tagged.output
        jsonl.write(tmp_path / "gold.jsonl", [GOLD[0]])
        by_model, by_file = (json.loads(run(m, tmp_path / "gold.jsonl", "--json").stdout) for m in ("default", output))
        assert by_model["spans"] == by_file["spans"]
        assert by_model["records"] == by_file["records"]

    def test_two_annotators(self, tmp_path: Path) -> None:
        jsonl.write(tmp_path / "a.jsonl", GOLD[:2])
        jsonl.write(tmp_path / "b.jsonl", [gold("a.txt", NUMBER, DATE), gold("b.txt", NUMBER, DATE, TOTAL)])
        done = run("--agreement", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
        assert done.exit_code == 0, done.output
        assert "only in the first" in done.stdout
        data = json.loads(run("--agreement", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--json").stdout)
        assert data["labels"]["INVOICE_DATE"]["f1"]["value"] == 1
        assert [each["kind"] for each in data["differences"]] == ["only in the first"]

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "--agreement"),
            (("default",), "CORPUS"),
            (("default", "x", "--agreement", "a", "b"), "alone"),
            (("p.jsonl", "x", "--target-precision", "0.9", "-o", "m"), "needs a model"),
        ],
    )
    def test_wrong_usage_says_what_is_right(self, arguments: tuple[str, ...], message: str) -> None:
        done = run(*arguments)
        assert done.exit_code == 2
        assert message in done.output

    def test_a_corpus_that_is_not_there_or_needs_its_folder(self) -> None:
        assert "needs its FOLDER" in str(run("default", "sroie").exception)
        assert "is not there" in str(run("default", "nowhere.jsonl").exception)
