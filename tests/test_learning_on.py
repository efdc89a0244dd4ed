"""What people have checked becomes a corpus; a model learns on from it, and is replaced by one that is better alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from training_material import contract, write_material
from typer.testing import CliRunner

from nerkit import models
from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.errors import CorpusError, ModelError
from nerkit.evaluation.counts import Figure
from nerkit.evaluation.significance import Difference
from nerkit.labels import builtin
from nerkit.models.lineage import Lineage, ModelVersion
from nerkit.pipeline import load
from nerkit.reading import document_from_text
from nerkit.store import SqliteStore, StoredRecord, StoreEntry
from nerkit.training.checked_records import labelled, part_of, write_checked
from nerkit.training.retraining import is_better, retrain
from nerkit.training.run import train

TEXT = "Brightwater Ltd\nInvoice INV-1 of 14 May 2021, again INV-1\nBuyer: Tall Oaks LLC\nTotal 119.00 EUR\n"


def entity(text: str, label: str) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"label": label, "text": text, "start": start, "end": start + len(text), "confidence": 0.9, "boxes": []}


ENTITIES = [
    entity("Brightwater Ltd", "BUYER"),
    entity("INV-1", "INVOICE_NUMBER"),
    entity("14 May 2021", "DUE_DATE"),
    entity("119.00", "TOTAL_AMOUNT"),
    entity("Tall Oaks LLC", "PARTY"),
]


def value(text: str, *entities: int) -> list[dict[str, Any]]:
    return [{"value": text, "confidence": 0.9, "entities": list(entities)}]


def row(**record: Any) -> dict[str, Any]:
    return {"source": "a.txt", "kind": "invoice", "model": "m", "record": record, "entities": ENTITIES, "checks": []}


FOUND = row(
    invoice_number=value("INV-1", 1), due_date=value("2021-05-14", 2), buyer=value("Brightwater Ltd", 0),
    total_amount=value("119.00", 3),
)  # fmt: skip
CHECKED = row(
    invoice_number=value("INV-1", 1), seller=value("Brightwater Ltd", 0), buyer=value("Tall Oaks LLC"),
    total_amount=value("119.00", 3), order_number=value("A-77"),
)  # fmt: skip


def learnt() -> LabelledDocument:
    history = [
        StoredRecord("id", 1, "t", "m", "new", FOUND),
        StoredRecord("id", 2, "t", "ann", "checked", CHECKED),
    ]
    return labelled(document_from_text(TEXT, "a.txt"), history, builtin())


class TestCorpus:
    def test_what_a_record_says_is_marked_where_it_stands(self) -> None:
        document = learnt()
        assert [(TEXT[span.start : span.end], span.label) for span in document.spans] == [
            ("Brightwater Ltd", "SELLER"),
            ("INV-1", "INVOICE_NUMBER"),
            ("Tall Oaks LLC", "BUYER"),
            ("119.00", "TOTAL_AMOUNT"),
        ]
        assert document.record["seller"] == [["Brightwater Ltd"]]

    def test_what_stands_nowhere_and_what_was_not_said_is_left_open(self) -> None:
        document = learnt()
        assert "ORDER_NUMBER" not in document.closed
        assert {"SELLER", "BUYER", "DUE_DATE", "IBAN"} <= document.closed
        again = TEXT.rindex("INV-1")
        assert document.open_spans == (Span(again, again + 5, "INVOICE_NUMBER"),)

    def test_a_part_stays_what_it_is_and_most_is_for_training(self) -> None:
        parts = [part_of(f"{number * 2654435761 % 2**32:064x}") for number in range(1000)]
        assert 650 < parts.count("train") < 750
        assert min(parts.count("dev"), parts.count("test")) > 100

    def test_checked_records_with_their_documents_are_written(self, tmp_path: Path) -> None:
        with SqliteStore(tmp_path / "records.sqlite") as store:
            with pytest.raises(CorpusError, match="--keep"):
                write_checked(store, tmp_path / "corpus", builtin())
            digests = {"train": "0" * 64, "dev": "c" * 64, "test": "f" * 64}
            for part, digest in digests.items():
                store.put([StoreEntry.found(part, FOUND, digest, TEXT.encode())])
                store.put([StoreEntry(part, CHECKED, "ann", "checked", digest)])
            store.put([StoreEntry("unkept", CHECKED, "ann", "checked"), StoreEntry.found("new", FOUND)])
            said = CliRunner().invoke(app, ["store", "corpus", str(store.path), "-o", str(tmp_path / "corpus")])
            assert said.exit_code == 0, said.output
            assert "1 train, 1 dev, 1 test" in said.stderr
            assert "1 left out" in said.stderr
        for part in digests:
            (document,) = jsonl.read(tmp_path / "corpus", part)
            assert replace(document, document=learnt().document) == learnt()


def difference(points: float, p: float) -> Difference:
    return Difference(Figure(points, points, points), p)


class TestLineage:
    def test_a_model_is_better_where_one_difference_says_so_and_none_says_otherwise(self) -> None:
        clear, worse, chance = difference(0.1, 0.01), difference(-0.1, 0.01), difference(-0.2, 0.5)
        assert is_better([clear, chance])
        assert not any(map(is_better, ([clear, worse], [worse], [chance], [])))

    def test_the_version_in_use_stands_for_the_folder_and_one_may_go_back(self, tmp_path: Path) -> None:
        better = ModelVersion(1, 0, "2026-01-01", {"checked": "0" * 64}, "1" * 64, better=True, verdict=("said",))
        lineage = Lineage(tmp_path, "default").with_version(better)
        worse = replace(better, version=2, parent=1, better=False)
        lineage = lineage.with_version(worse)
        lineage.write()
        assert Lineage.read(tmp_path) == lineage
        assert lineage.current == 1
        with pytest.raises(ModelError, match="v1"):
            models.find(tmp_path)
        listed = CliRunner().invoke(app, ["models", "list", str(tmp_path)]).stdout
        assert [line[0] for line in listed.splitlines() if line[0] != " "] == ["0", "1", "2"]
        assert CliRunner().invoke(app, ["models", "use", str(tmp_path), "0"]).exit_code == 0
        assert models.find(tmp_path) == models.find("default")
        wrong = CliRunner().invoke(app, ["models", "use", str(tmp_path), "7"])
        assert "there is no version 7" in str(wrong.exception)
        (tmp_path / "lineage.json").write_text(json.dumps({"current": 1}))
        with pytest.raises(ModelError, match="cannot be read"):
            models.find(tmp_path)


def write_parts(folder: Path, documents: list[LabelledDocument]) -> Path:
    folder.mkdir()
    for number, part in enumerate(("train", "dev", "test")):
        share = documents[:-20] if part == "train" else documents[len(documents) - 10 * number :][:10]
        jsonl.write(folder / f"{part}.jsonl", share)
    return folder


def test_a_model_learns_on_and_is_used_when_it_is_better(tmp_path: Path) -> None:
    import random

    rng = random.Random(8)
    start = train(write_material(tmp_path / "start", train=6, dev=4), ["training.epochs=1"])
    old = write_parts(tmp_path / "old", [contract(rng, number) for number in range(40)])
    new = write_parts(tmp_path / "new", [contract(rng, number) for number in range(100)])
    settings = ["training.epochs=4", "training.learning_rate=0.02", "training.batch_tokens=256"]
    arguments = [str(tmp_path / "models"), str(new), "--corpus", str(old), "--from", str(start)]
    done = CliRunner().invoke(app, ["retrain", *arguments, *(f"--set={each}" for each in settings)])
    assert done.exit_code == 0, done.output
    (made,) = Lineage.read(tmp_path / "models").versions
    assert made.better
    assert "in use now" in done.stderr
    assert set(made.data) == {str(new), str(old)}
    card = load(tmp_path / "models").tagger.model.card
    assert card["version"] == "1"
    assert made.data[str(new)] in card["data"]
    again = retrain(tmp_path / "models", [new], "default", ["training.epochs=1", "training.learning_rate=0.0001"])
    assert (again.versions[1].parent, again.versions[1].better, again.current) == (1, False, 1)
    with pytest.raises(CorpusError, match="nerkit store corpus"):
        retrain(tmp_path / "models", [tmp_path], "default")
