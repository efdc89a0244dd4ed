"""What is particular to each format of annotated corpora: spaCy, CoNLL, Label Studio, brat, doccano, Prodigy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import spacy
from convert_material import TEXT, example
from spacy.tokens import Doc, DocBin

from nerkit.corpora.interchange import read, write
from nerkit.corpora.interchange.example import ConversionReport, InterchangeDocument, InterchangeOptions
from nerkit.corpora.labelled import LabelledDocument, Span


def test_spacy_reads_what_is_written_and_says_the_same(tmp_path: Path) -> None:
    spans = [(16, 32, "PARTY"), (TEXT.index("3 May"), len(TEXT), "DATE")]
    write(tmp_path / "a.spacy", [example(TEXT, *spans)], "spacy")
    write(tmp_path / "a.json", [example(TEXT, *spans)], "spacy-json")
    nlp = spacy.blank("en")
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(nlp.vocab)
    (row,) = json.loads((tmp_path / "a.json").read_text())
    other = Doc(nlp.vocab).from_json(row, validate=False)
    for one in (doc, other):
        assert one.text == TEXT
        assert [(ent.start_char, ent.end_char, ent.label_) for ent in one.ents] == spans


def test_a_docbin_keeps_what_else_spacy_says_about_its_tokens(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = Doc(
        nlp.vocab, ["Nike", " ", "pays", "\n"], [True, False, True, False],
        tags=["NNP", "_SP", "VBZ", "_SP"], pos=["PROPN", "SPACE", "VERB", "SPACE"], lemmas=["Nike", " ", "pay", "\n"],
        heads=[2, 0, 2, 2], deps=["nsubj", "dep", "ROOT", "dep"], morphs=["Number=Sing", "", "Tense=Pres", ""],
    )  # fmt: skip
    doc.set_ents([doc.char_span(0, 4, "PARTY")])
    doc.spans["lines"] = [doc[0:3]]
    doc.cats = {"contract": 1.0}
    doc.user_data["batch"] = 7
    DocBin(store_user_data=True, docs=[doc]).to_disk(tmp_path / "a.spacy")
    report = ConversionReport()
    write(tmp_path / "a.jsonl", read(tmp_path / "a.spacy", None, None, report), "nerkit", None, report)
    write(tmp_path / "b.spacy", read(tmp_path / "a.jsonl", None, None, report), "spacy", None, report)
    (back,) = DocBin().from_disk(tmp_path / "b.spacy").get_docs(nlp.vocab)
    before, after = doc.to_json(), back.to_json()
    assert after == before
    assert back.user_data["batch"] == 7
    assert not report


def test_what_nobody_has_annotated_stays_unknown_on_the_way_to_spacy_and_back(tmp_path: Path) -> None:
    known = example("Nike pays Acme on Monday", (0, 4, "PARTY"))
    open_span = Span(10, 14, "PARTY")
    partial = InterchangeDocument(
        LabelledDocument(known.labelled.document, known.spans, known.labelled.closed, (open_span,))
    )
    write(tmp_path / "a.spacy", [partial], "spacy")
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab)
    assert [token.ent_iob_ for token in doc] == ["B", "O", "", "O", "O"]
    assert read(tmp_path / "a.spacy")[0].labelled == partial.labelled
    write(tmp_path / "b.spacy", [partial], "spacy", InterchangeOptions(plain=True))
    assert read(tmp_path / "b.spacy")[0].labelled.open_spans == (open_span,)


def test_a_span_in_the_middle_of_a_token_is_reported_with_a_proposal(tmp_path: Path) -> None:
    given = [example("Total EUR19.00 due", (6, 12, "TOTAL_AMOUNT"), name="bill")]
    taken = {}
    for align in ("expand", "shrink", "strict"):
        report = ConversionReport()
        write(tmp_path / "a.conll", given, "conll", InterchangeOptions(align=align), report)
        (misfit,) = report.misfits
        taken[align] = misfit.taken
        assert "bill: TOTAL_AMOUNT 6–12 does not meet token borders" in str(misfit)
    assert taken == {"expand": (6, 14), "shrink": (6, 9), "strict": None}
    assert str(misfit).endswith("left out; the nearest are 6–14")


def test_what_conll_cannot_hold_is_counted(tmp_path: Path) -> None:
    report = ConversionReport()
    given = example("New York City\t, it is", (0, 8, "PARTY"), (4, 13, "PARTY"), (14, 15, "DATE"), meta={"batch": 1})
    write(tmp_path / "a.conll", [given], "conll", InterchangeOptions(), report)
    assert report.lost == {
        "overlapping spans": 1, "documents' names": 1, "documents' white space": 1, "documents' metadata": 1
    }  # fmt: skip


def test_conll_columns_are_read_and_written_where_they_are_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("-DOCSTART- -X- O O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\n\nPeter NNP I-NP S-PER\n")
    options = InterchangeOptions(columns=("token", "-", "-", "tag"), scheme="BILOU")
    (found,) = read(path, None, options)
    assert found.text == "EU rejects\nPeter\n"
    assert found.spans == (Span(0, 2, "ORG"), Span(11, 16, "PER"))
    write(tmp_path / "b.conll", [found], "conll", options)
    assert "EU\t_\t_\tU-ORG\nrejects\t_\t_\tO\n\nPeter\t_\t_\tU-PER\n" in (tmp_path / "b.conll").read_text()


def test_label_studio_exports_tell_by_their_texts_what_their_offsets_count(tmp_path: Path) -> None:
    text = "🧾 a\r\nNike"
    task = {"id": 3, "data": {"text": text}, "annotations": [{"result": []}]}
    for start, end in ((5, 9), (6, 10), (4, 8)):  # code points, UTF-16, code points with CR LF as one
        value = {"start": start, "end": end, "text": "Nike", "labels": ["PARTY"]}
        task["annotations"] = [{"result": [{"type": "labels", "value": value}]}]
        (tmp_path / "a.json").write_text(json.dumps([task]))
        (found,) = read(tmp_path / "a.json")
        assert found.spans == (Span(5, 9, "PARTY"),)


def test_what_label_studio_says_beyond_one_persons_labels_is_counted(tmp_path: Path) -> None:
    def result(kind: str, **value: Any) -> dict[str, Any]:
        return {"type": kind, "value": value, "from_name": "label", "to_name": "text"}

    label = result("labels", start=0, end=4, labels=["PARTY", "SELLER"])
    task = {
        "id": 3,
        "data": {"text": "Nike pays", "batch": 7},
        "annotations": [
            {"was_cancelled": True, "result": []},
            {"result": []},
            {"ground_truth": True, "result": [label, {"type": "relation"}, result("rectanglelabels", x=1)]},
        ],
        "predictions": [{"result": []}],
    }
    (tmp_path / "a.json").write_text(json.dumps([task]))
    report = ConversionReport()
    (found,) = read(tmp_path / "a.json", None, None, report)
    assert (found.id, found.meta) == ("3", {"batch": 7})
    assert found.spans == (Span(0, 4, "PARTY"), Span(0, 4, "SELLER"))
    assert report.lost == {
        "skipped annotations": 1, "further annotators' results": 1, "predictions": 1, "relations": 1,
        'results of the type "rectanglelabels"': 1,
    }  # fmt: skip


def test_label_studio_tasks_about_pictures_are_no_texts(tmp_path: Path) -> None:
    label = {"type": "labels", "value": {"start": 0, "end": 4, "labels": ["PARTY"]}}
    tasks = [
        {"data": {"image": "https://example.com/a.png"}, "annotations": []},
        {"data": {"article": "Nike pays"}, "annotations": [{"result": [label]}]},
    ]
    (tmp_path / "a.json").write_text(json.dumps(tasks))
    report = ConversionReport()
    assert [one.text for one in read(tmp_path / "a.json", None, None, report)] == ["Nike pays"]
    assert report.lost.total() == 1


def test_brat_writes_spans_over_line_ends_as_brat_does_and_counts_what_it_cannot_keep(tmp_path: Path) -> None:
    write(tmp_path, [example("🧾 New\nYork", (2, 10, "PARTY"), name="x/a")], "brat")
    assert (tmp_path / "x_a.ann").read_text() == "T1\tPARTY 2 5;6 10\tNew York\n"
    more = "T2\tPARTY 0 1;9 10\t🧾 k\nR1\tOwns Arg1:T1 Arg2:T2\nA1\tSure T1\nE1\tBuy:T1\n#1\tAnnotatorNotes T1\thm\n"
    (tmp_path / "x_a.ann").write_text("T1\tPARTY 2 5;6 10\tNew York\n" + more)
    report = ConversionReport()
    (found,) = read(tmp_path, None, None, report)
    assert found.spans == (Span(0, 10, "PARTY"), Span(2, 10, "PARTY"))
    assert sorted(report.lost) == [
        "attributes", "events", "gaps in discontinuous spans, which are taken from their first to their last character",
        "notes", "relations",
    ]  # fmt: skip


def test_doccano_is_read_in_all_its_forms(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 1, "text": "Nike pays", "label": [[0, 4, "PARTY"]], "batch": 7},
        {"id": 2, "text": "Nike pays", "labels": [[0, 4, "PARTY"]]},
        {"id": 3, "text": "Nike pays", "entities": [{"id": 1, "start_offset": 0, "end_offset": 4, "label": "PARTY"}],
         "relations": [{"id": 1, "from_id": 1, "to_id": 1, "type": "is"}]},
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    report = ConversionReport()
    found = read(tmp_path / "a.jsonl", None, None, report)
    assert [one.spans for one in found] == [(Span(0, 4, "PARTY"),)] * 3
    assert [one.meta for one in found] == [{"batch": 7}, {}, {}]
    assert report.lost == {"relations": 1}


def test_prodigy_examples_that_were_not_accepted_are_counted(tmp_path: Path) -> None:
    rows = [{"text": "Nike pays", "spans": [], "answer": answer} for answer in ("accept", "reject", "ignore")]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    report = ConversionReport()
    assert len(read(tmp_path / "a.jsonl", None, None, report)) == 1
    assert report.lost == {"examples that were rejected or ignored": 2}
