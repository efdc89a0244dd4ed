"""`nerkit debug`: what is wrong with a corpus is found before anything is trained on it, the worst first."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.corpora.debug import CorpusPart, DebugReport, Finding, Severity, debug, read_parts
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.splits import split_of
from nerkit.errors import CorpusError
from nerkit.reading import document_from_text
from tests.training_material import contract

WORDS = [f"word{i}" for i in range(400)]


def labelled(text: str, *marked: tuple[str, str], source: str = "a", closed: tuple[str, ...] = ()) -> LabelledDocument:
    """A document in which the first occurrence of each marked text has its label."""
    spans = [Span(text.index(part), text.index(part) + len(part), label) for part, label in marked]
    names = frozenset({label for _, label in marked} | set(closed))
    return LabelledDocument(document_from_text(text, source), tuple(spans), names)


def prose(seed: int, words: int = 120) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def found(*documents: LabelledDocument) -> dict[str, Finding]:
    return {finding.code: finding for finding in debug([CorpusPart("train", list(documents))]).findings}


def across(train: str, test: str) -> dict[str, Finding]:
    parts = [CorpusPart("train", [labelled(train, source="a")]), CorpusPart("test", [labelled(test, source="b")])]
    return {finding.code: finding for finding in debug(parts).findings}


@pytest.fixture
def clean() -> list[LabelledDocument]:
    rng = random.Random(3)
    documents = [contract(rng, i) for i in range(30)]
    return [
        LabelledDocument(document_from_text(f"{d.document.text} {prose(i)}", d.document.source), d.spans, d.closed)
        for i, d in enumerate(documents)
    ]


class TestSpans:
    def test_a_clean_corpus_has_nothing_to_mend(self, clean: list[LabelledDocument]) -> None:
        assert debug([CorpusPart("train", clean)]).findings == []

    def test_spans_that_overlap_are_errors(self) -> None:
        finding = found(labelled("Acme Global Inc. pays", ("Acme Global", "PARTY"), ("Global Inc.", "SELLER")))[
            "overlap"
        ]
        assert (finding.severity, finding.count) == (Severity.ERROR, 1)
        assert "overlaps PARTY 0–11" in str(finding.places[0])

    def test_spans_that_only_touch_do_not_overlap(self) -> None:
        assert "overlap" not in found(labelled("EUR19.00", ("EUR", "CURRENCY"), ("19.00", "AMOUNT")))

    def test_a_span_that_ends_inside_a_token_says_what_a_model_would_take(self) -> None:
        finding = found(labelled("See exhibit A and Borealis today", ("Bor", "PARTY")))["misaligned"]
        assert finding.places[0].note == "taken as “Borealis”"

    def test_white_space_at_the_ends_of_a_span_is_no_other_fault(self) -> None:
        codes = found(labelled("paid by Acme today", (" Acme ", "PARTY")))
        assert codes["white-space"].count == 1
        assert "misaligned" not in codes

    @pytest.mark.parametrize(
        ("gap", "note"),
        [("\t", "a gap between two cells"), ("\n\n", "a blank line"), ("\f", "the end of a page")],
    )
    def test_a_span_over_a_gap_is_noted_and_one_over_two_lines_is_not(self, gap: str, note: str) -> None:
        finding = found(labelled(f"Acme{gap}Borealis", (f"Acme{gap}Borealis", "PARTY")))["gap"]
        assert finding.places[0].note == f"runs over {note}"
        assert "gap" not in found(labelled("Acme\nBorealis", ("Acme\nBorealis", "PARTY")))


class TestTwins:
    def test_a_text_in_two_parts_is_an_error_whatever_its_case_and_white_space(self) -> None:
        text = prose(1)
        finding = across(text, text.upper().replace(" ", "\n"))["same-document-in-two-parts"]
        assert finding.severity == Severity.ERROR
        assert finding.places[0].source == "b"
        assert "the same text as a in train" in str(finding.places[0])

    def test_a_text_with_a_few_other_words_is_nearly_the_same(self) -> None:
        words = prose(1, 400).split()
        words[50], words[300] = "4711", "4712"
        codes = across(prose(1, 400), " ".join(words))
        assert codes["near-duplicate-in-two-parts"].count == 1
        assert "same-document-in-two-parts" not in codes

    def test_other_texts_of_the_same_words_are_no_twins(self) -> None:
        assert not {code for code in across(prose(1), prose(2)) if "duplicate" in code or "same" in code}

    def test_what_comes_twice_in_one_part_is_told_apart_from_what_leaks(self) -> None:
        text = prose(4)
        assert found(labelled(text, source="a"), labelled(text, source="b"))["duplicate"].count == 1

    @given(seed=st.integers(0, 50), words=st.integers(1, 40), others=st.integers(0, 8))
    def test_a_copy_is_found_among_any_others(self, seed: int, words: int, others: int) -> None:
        text = prose(seed, words)
        train = [labelled(prose(1000 + i, 60), source=f"other-{i}") for i in range(others)]
        report = debug(
            [
                CorpusPart("train", [*train, labelled(text, source="a")]),
                CorpusPart("test", [labelled(text, source="b")]),
            ]
        )
        assert "same-document-in-two-parts" in {finding.code for finding in report.findings}


class TestConsistency:
    def documents(self, *last: tuple[str, str]) -> list[LabelledDocument]:
        usual = [
            labelled(f"{prose(i)} from Acme Inc. as agreed", ("Acme Inc.", "SELLER"), source=str(i)) for i in range(6)
        ]
        return [*usual, labelled(f"{prose(9)} from ACME Inc. as agreed", *last, source="odd", closed=("SELLER",))]

    def test_a_text_that_is_labelled_but_for_once_is_shown_where_it_is_not(self) -> None:
        finding = found(*self.documents())["unmarked"]
        assert [place.source for place in finding.places] == ["odd"]
        assert "unmarked here, 6 times SELLER" in str(finding.places[0])

    def test_a_text_with_another_label_once_is_shown(self) -> None:
        finding = found(*self.documents(("ACME Inc.", "BUYER")))["two-labels"]
        assert "BUYER “ACME Inc.”, 6 times SELLER elsewhere" in str(finding.places[0])

    def test_what_is_not_marked_throughout_is_not_called_unmarked(self) -> None:
        documents = self.documents()
        open_document = LabelledDocument(documents[-1].document)
        assert "unmarked" not in found(*documents[:-1], open_document)

    def test_a_part_of_a_longer_labelled_text_is_not_called_unmarked(self) -> None:
        documents = [labelled(f"{prose(i)} in York", ("York", "PLACE"), source=str(i)) for i in range(6)]
        longer = labelled(f"{prose(9)} in New York", ("New York", "PLACE"), source="longer")
        assert "unmarked" not in found(*documents, longer)

    def test_a_text_labelled_once_and_mostly_not_is_a_note(self) -> None:
        text = " and ".join(["the Company"] * 8)
        finding = found(labelled(text, ("the Company", "PARTY")))["marked-seldom"]
        assert (finding.severity, finding.count) == (Severity.NOTE, 1)

    def test_a_date_that_has_a_role_once_is_no_slip(self) -> None:
        documents = [labelled(f"{prose(i)} on 2024-05-03", ("2024-05-03", "DATE"), source=str(i)) for i in range(6)]
        role = labelled(f"{prose(9)} on 2024-05-03", ("2024-05-03", "DUE_DATE"), source="due")
        assert "two-labels" not in found(*documents, role)


class TestLabels:
    def test_rare_labels_and_those_that_look_like_one(self) -> None:
        codes = found(labelled("Acme and Borealis", ("Acme", "Vertrags partei"), ("Borealis", "vertrags_partei")))
        assert codes["rare-label"].count == 2
        assert codes["labels-alike"].severity == Severity.ERROR
        assert "'Vertrags partei' and 'vertrags_partei'" in codes["labels-alike"].says

    def test_a_label_that_is_not_in_train_can_never_be_learnt(self) -> None:
        parts = [
            CorpusPart("train", [labelled(f"{prose(1)} Acme", ("Acme", "SELLER"))]),
            CorpusPart("test", [labelled(f"{prose(2)} Borealis", ("Borealis", "BUYER"))]),
        ]
        codes = {finding.code: finding for finding in debug(parts).findings}
        assert codes["not-learnt"].says == "1 label not in train: BUYER"
        assert codes["not-in-test"].says == "1 label not in test: SELLER"

    def test_a_corpus_without_spans_is_an_error(self) -> None:
        assert "no-labels" in found(labelled("nothing"))


class TestReport:
    def test_the_worst_comes_first(self) -> None:
        text = f"{prose(1)} Acme Inc. "
        report = debug([CorpusPart("train", [labelled(text, ("Acme Inc. ", "A"), ("Inc.", "B"))] * 2)])
        severities = [finding.severity for finding in report.findings]
        assert severities == sorted(severities)
        assert report.findings[0].code == "overlap"
        assert report.has_errors


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    lines = [
        {"text": "Rechnung 4711 von Müller", "spans": [{"start": 9, "end": 13, "label": "Номер"}], "source": "a"},
        {"text": "Invoice 4712", "spans": [{"start": 8, "end": 99, "label": "Номер"}], "source": "b"},
        {"tex": "Invoice 4713"},
    ]
    rows = [json.dumps(line, ensure_ascii=False) for line in lines]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join([*rows, '{"text": "secret']) + "\n", encoding="utf-8")
    return path


class TestFiles:
    def test_every_line_that_cannot_be_read_is_named_and_the_others_are_looked_at(self, faulty: Path) -> None:
        (part,) = [part for part in read_parts([str(faulty)]) if part.unreadable]
        assert [place.source.rpartition("/")[2] for place in part.unreadable] == [
            "mine.jsonl, line 3",
            "mine.jsonl, line 4",
            "b",
        ]
        finding = debug(read_parts([str(faulty)])).findings[0]
        assert (finding.code, finding.count) == ("unreadable", 3)
        assert not any("secret" in str(place) for place in finding.places)

    def test_one_file_is_parted_as_training_parts_it(self, tmp_path: Path, clean: list[LabelledDocument]) -> None:
        jsonl.write(tmp_path / "all.jsonl", clean)
        parts = {part.name: part.documents for part in read_parts([str(tmp_path / "all.jsonl")])}
        assert list(parts) == ["train", "dev", "test"]
        for name, documents in parts.items():
            assert documents == [each for i, each in enumerate(clean) if split_of(i) == name]

    def test_files_and_folders_give_their_own_parts(self, tmp_path: Path, clean: list[LabelledDocument]) -> None:
        jsonl.write(tmp_path / "train.jsonl", clean[:20])
        jsonl.write(tmp_path / "dev.jsonl", clean[20:])
        folder = read_parts([str(tmp_path)])
        files = read_parts([str(tmp_path / "dev.jsonl"), str(tmp_path / "train.jsonl")])
        assert (
            [(p.name, len(p.documents)) for p in folder]
            == [("train", 20), ("dev", 10)]
            == [(p.name, len(p.documents)) for p in files]
        )

    def test_other_tools_formats_are_read_with_their_overlaps(self, tmp_path: Path) -> None:
        row = {"text": "Acme Global Inc.", "label": [[0, 11, "A"], [5, 16, "B"]]}
        (tmp_path / "doccano.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
        report = debug(read_parts([str(tmp_path / "doccano.jsonl")]))
        assert report.findings[0].code == "overlap"

    def test_what_is_no_corpus_is_refused_in_a_line(self, tmp_path: Path) -> None:
        (tmp_path / "empty.jsonl").touch()
        (tmp_path / "letter.txt").write_text("Dear Sir")
        for name, says in (("empty.jsonl", "is empty"), ("letter.txt", "of no format"), ("nothing", "is not there")):
            with pytest.raises(CorpusError, match=says):
                read_parts([str(tmp_path / name)])


class TestCommand:
    def test_a_person_reads_what_to_mend_in_order(self, faulty: Path) -> None:
        said = CliRunner().invoke(app, ["debug", str(faulty)])
        assert said.exit_code == 0, said.output
        assert said.stdout.index("1. error  3 lines or spans cannot be read") < said.stdout.index("Номер, 1 span")

    def test_json_holds_counts_and_every_place(self, faulty: Path) -> None:
        data = json.loads(CliRunner().invoke(app, ["debug", str(faulty), "--json"]).stdout)
        assert data["labels"]["Номер"]["texts"] == 1
        assert [len(finding["places"]) for finding in data["findings"] if finding["code"] == "unreadable"] == [3]

    def test_with_strict_an_error_decides_the_exit_status(
        self, tmp_path: Path, faulty: Path, clean: list[LabelledDocument]
    ) -> None:
        good = tmp_path / "train.jsonl"
        jsonl.write(good, clean)
        assert CliRunner().invoke(app, ["debug", str(faulty), "--strict"]).exit_code == 3
        assert CliRunner().invoke(app, ["debug", str(good), "--strict"]).exit_code == 0


def test_a_report_says_that_nothing_was_found(clean: list[LabelledDocument]) -> None:
    from nerkit.evaluation.text_tables import as_text

    assert "Nothing to mend was found." in as_text(DebugReport([CorpusPart("train", clean)], {}, []))
