"""`nerkit silver`: what a model labels for another one to learn from, and what it leaves open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.models import find
from nerkit.reading import document_from_text
from nerkit.tagging import Tagger
from nerkit.training import train
from nerkit.training.silver import silver
from tests.training_material import LABELS, write_material

AGREEMENT = """SERVICES AGREEMENT

This Services Agreement is made as of March 3, 2014 by and between Harrow Bay Logistics, Inc., a Delaware corporation,
and Dorado Mills LLC ("Customer"). Tern Lane, c/o Whitlock, notified it on 5 May.
This Agreement shall be governed by the laws of the State of Texas.
"""


@pytest.fixture
def tagger() -> Tagger:
    return Tagger.load(find("default"))


def test_what_the_model_is_sure_of_is_marked_and_the_rest_of_what_it_found_is_open(tagger: Tagger) -> None:
    document = document_from_text(AGREEMENT, "services.txt")
    entities = tagger.tag(document)
    between = sorted(entity.confidence for entity in entities)[len(entities) // 2]
    (labelled,) = silver(tagger, [document], sure=between)
    assert 0 < len(labelled.spans) < len(entities)
    for spans, sure in ((labelled.spans, True), (labelled.open_spans, False)):
        wanted = {(e.start, e.end, e.label) for e in entities if (e.confidence >= between) is sure}
        assert {(span.start, span.end, span.label) for span in spans} == wanted
    assert labelled.closed == set(tagger.model.tagset.labels), "what was not found counts as absent"
    assert labelled.document == document


def test_what_a_threshold_would_reject_is_not_taken_for_absent(tagger: Tagger) -> None:
    documents = [document_from_text(AGREEMENT, f"{number}.txt") for number in range(3)]
    found = tagger.tag(documents[0])
    tagger.model.set_thresholds(dict.fromkeys(tagger.model.tagset.labels, 1.01))
    assert not tagger.tag(documents[0])
    for labelled in silver(tagger, documents):
        assert len(labelled.spans) + len(labelled.open_spans) == len(found)
    assert not tagger.tag(documents[0]), "the tagger has its thresholds back"


def test_another_model_learns_from_what_the_command_wrote_although_one_file_was_bad(tmp_path: Path) -> None:
    config = write_material(tmp_path)
    teacher = train(config)
    texts = tmp_path / "texts"
    texts.mkdir()
    for labelled in jsonl.read(tmp_path / "dev.jsonl", "all"):
        (texts / f"{labelled.document.source}.txt").write_text(labelled.document.text, encoding="utf-8")
    (texts / "torn.pdf").write_bytes(b"%PDF-1.7 and no more")
    out = tmp_path / "silver.jsonl"
    done = CliRunner().invoke(app, ["silver", str(teacher), str(texts), "-o", str(out)])
    assert done.exit_code == 3, "one file could not be read"
    assert re.search(r"error\[[\w-]+\]: .*torn\.pdf", done.output)
    documents = list(jsonl.read(out, "all"))
    assert len(documents) == 10
    assert all(document.closed == LABELS for document in documents)
    marked = sum(len(document.spans) for document in documents)
    assert f"10 documents, {marked} entities" in done.output
    table = f'[[train]]\nreader = "jsonl"\npath = "{out}"\nsplit = "all"\n'
    config.write_text(config.read_text(encoding="utf-8") + table, encoding="utf-8")
    student = train(config, [f"output={tmp_path / 'student'}", f"train.0.path={out}"])
    gold = jsonl.read(tmp_path / "dev.jsonl", "all")
    found = Tagger.load(student).tag_many(labelled.document for labelled in gold)
    assert sum(map(len, found)) > marked / 2, "from labels of the first model alone"


def test_it_asks_what_is_to_be_labelled(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["silver", "default", "-o", str(tmp_path / "silver.jsonl")])
    assert done.exit_code == 2
    assert "--corpus" in done.output


def test_a_file_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(AGREEMENT, encoding="utf-8")
    done = CliRunner().invoke(app, ["silver", "default", str(text), "-o", str(tmp_path / "no" / "silver.jsonl")])
    assert done.exit_code != 0
    assert "cannot write to" in str(done.exception)
