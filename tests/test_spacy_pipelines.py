"""Pipelines of spaCy with nerkit: streams, storing and loading, spaCy's own tools, other components beside it."""

from __future__ import annotations

import json
import pickle
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
import torch
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy_material import CONTRACT, INVOICE, entities, with_pipe

import nerkit
from nerkit import labels, models
from nerkit.errors import ConfigError, DocError, ModelError
from nerkit.spacy import extensions
from nerkit.spacy.stored import KEY

TEXTS = [INVOICE.replace("0815", f"08{number:02}") for number in range(6)]


def test_a_stream_gives_what_single_texts_give(tagging: Language) -> None:
    single = [tagging(text) for text in [*TEXTS, "", CONTRACT]]
    stream = list(tagging.pipe([*TEXTS, "", CONTRACT], batch_size=4))
    assert [[row[:3] for row in entities(doc)] for doc in stream] == [[row[:3] for row in entities(d)] for d in single]
    assert [doc._.kind for doc in stream] == [doc._.kind for doc in single]
    assert any(entities(doc) for doc in stream)


def test_contexts_go_with_their_texts(tagging: Language) -> None:
    pairs = list(tagging.pipe(((text, number) for number, text in enumerate(TEXTS)), as_tuples=True, batch_size=4))
    assert [(doc.text, number) for doc, number in pairs] == [(text, number) for number, text in enumerate(TEXTS)]


@pytest.fixture
def two_threads() -> Iterator[None]:
    """Torch at work on two threads, of which a fork has only one."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("two_threads")
def test_worker_processes_give_the_same_even_after_work_in_this_process(tagging: Language) -> None:
    here = list(tagging.pipe(TEXTS))
    tagging(CONTRACT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork in a process with threads
        there = list(tagging.pipe(TEXTS, batch_size=2, n_process=2))
    assert [[row[:3] for row in entities(doc)] for doc in there] == [[row[:3] for row in entities(doc)] for doc in here]
    assert all(
        span._.confidence == pytest.approx(other._.confidence, abs=1e-4)
        for doc, same in zip(there, here, strict=True)
        for span, other in zip(doc.ents, same.ents, strict=True)
    )
    assert [doc._.record.keys() for doc in there] == [doc._.record.keys() for doc in here]


def test_one_bad_doc_does_not_end_the_stream(tagging: Language) -> None:
    nlp = with_pipe(tagging)
    failed: list[tuple[str, str]] = []
    nlp.set_error_handler(lambda name, pipe, docs, error: failed.append((docs[0].text, type(error).__name__)))
    docs = [nlp.make_doc(text) for text in TEXTS]
    docs[2].user_data[KEY] = "no document"
    assert [doc.text for doc in nlp.pipe(docs, batch_size=4)] == [text for i, text in enumerate(TEXTS) if i != 2]
    assert failed == [(TEXTS[2], "DocError")]


def test_without_an_error_handler_the_error_comes_out(tagging: Language) -> None:
    doc = tagging.make_doc(TEXTS[0])
    doc.user_data[KEY] = "no document"
    with pytest.raises(DocError, match="damaged"):
        list(tagging.pipe([doc]))


@pytest.mark.parametrize("way", ["disk", "bytes", "pickle"])
def test_a_pipeline_takes_its_model_along(tagging: Language, tmp_path: Path, way: str) -> None:
    nlp = with_pipe(tagging, model=str(tmp_path / "gone"), min_confidence=0.5)
    if way == "disk":
        nlp.to_disk(tmp_path / "pipeline")
        again = spacy.load(tmp_path / "pipeline")
        suffixes = {path.suffix for path in (tmp_path / "pipeline" / "nerkit").rglob("*")}
        assert suffixes == {".safetensors", ".json", ".txt"}
    elif way == "bytes":
        again = spacy.util.load_model_from_config(nlp.config).from_bytes(nlp.to_bytes())
    else:
        again = spacy.blank("en")
        again.add_pipe("nerkit")
        again._components = [("nerkit", pickle.loads(pickle.dumps(nlp.get_pipe("nerkit"))))]
    assert [row[:3] for row in entities(again(INVOICE))] == [row[:3] for row in entities(nlp(INVOICE))]
    assert entities(again(INVOICE))


def test_a_model_that_needs_another_nerkit_says_so_when_the_pipeline_is_loaded(
    tagging: Language, tmp_path: Path
) -> None:
    tagging.to_disk(tmp_path)
    config = tmp_path / "nerkit" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text(encoding="utf-8")), "format": 99}), encoding="utf-8")
    with pytest.raises(ModelError, match="get a newer nerkit"):
        spacy.load(tmp_path)


def test_a_model_that_is_not_there_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("nerkit", config={"model": "nowhere"})
    with pytest.raises(ModelError, match="there is no model"):
        nlp("text")


def test_a_models_own_kinds_and_scorer_count_in_spacy_too_and_go_with_the_pipeline(
    tagging: Language, tmp_path: Path
) -> None:
    tagging.get_pipe("nerkit").to_disk(tmp_path / "mine")
    schema = labels.source().replace("[kinds.invoice]", "[kinds.bill]")
    (tmp_path / "mine" / "schema.toml").write_text(schema, encoding="utf-8")
    (tmp_path / "mine" / "scorer.toml").write_text("least = 0.4\n")
    nlp = spacy.blank("en")
    pipe = nlp.add_pipe("nerkit", config={"model": str(tmp_path / "mine"), "kind": "bill"})
    nlp.to_disk(tmp_path / "saved")
    again = spacy.blank("en").add_pipe("nerkit", config={"model": "gone", "kind": "bill"}).from_bytes(pipe.to_bytes())
    for each in (pipe, spacy.load(tmp_path / "saved").get_pipe("nerkit"), again):
        doc = each(nlp.make_doc(INVOICE))
        assert doc._.kind == "bill"
        assert [row["confidence"] for row in doc._.record["invoice_date"]] == [0.5]  # a scorer that knows nothing
    with pytest.raises(ConfigError, match="unknown kind 'invoice': use auto, contract, bill"):
        spacy.blank("en").add_pipe("nerkit", config={"model": str(tmp_path / "mine"), "kind": "invoice"})(doc)


def test_what_a_models_own_schema_finds_is_found_in_spacy_and_its_lists_go_with_it(
    tagging: Language, tmp_path: Path
) -> None:
    tagging.get_pipe("nerkit").to_disk(tmp_path / "mine")
    (tmp_path / "mine" / "schema.toml").write_text(
        "extends = 'nerkit'\n[labels.CARRIER]\ntype = 'name'\nmeans = 'who brings it'\nvalues = 'carriers.txt'\n"
        "[kinds.slip]\nfields = ['carrier']\ntitles = ['slip']\n",
        encoding="utf-8",
    )
    (tmp_path / "mine" / "carriers.txt").write_text("DHL Freight\n", encoding="utf-8")
    nlp = spacy.blank("en")
    pipe = nlp.add_pipe("nerkit", config={"model": str(tmp_path / "mine")})
    again = spacy.blank("en").add_pipe("nerkit", config={"model": "gone"}).from_bytes(pipe.to_bytes())
    for each in (pipe, again):
        doc = each(nlp.make_doc("Slip\nbrought by dhl freight on Monday"))
        assert doc._.record["carrier"][0]["value"] == "DHL Freight"
        assert "CARRIER" in [span.label_ for span in doc.ents]


def test_bytes_cannot_write_outside_their_folder(tagging: Language) -> None:
    import srsly

    for name in ("../evil", "/tmp/evil", "a/../../evil"):
        with pytest.raises(ModelError, match="reaches out"):
            tagging.get_pipe("nerkit").from_bytes(srsly.msgpack_dumps({name: b""}))


def test_spacys_tools_know_it(tagging: Language) -> None:
    analysis = tagging.analyze_pipes()
    assert analysis["problems"] == {"nerkit": []}
    assert {"doc.ents", "doc._.record", "span._.confidence"} <= set(analysis["summary"]["nerkit"]["assigns"])
    assert not analysis["summary"]["nerkit"]["retokenizes"]
    assert "PARTY" in tagging.pipe_labels["nerkit"]
    with tagging.select_pipes(disable=["nerkit"]):
        assert not tagging(INVOICE).ents


def test_it_is_scored_as_ner_is(tagging: Language) -> None:
    doc = tagging(INVOICE)
    reference = tagging.make_doc(INVOICE)
    reference.set_ents([Span(reference, span.start, span.end, span.label_) for span in doc.ents[:-1]])
    scores = tagging.evaluate([Example(tagging.make_doc(INVOICE), reference)])
    assert scores["ents_r"] == 1.0
    assert scores["ents_p"] == pytest.approx((len(doc.ents) - 1) / len(doc.ents))


def test_labels_are_explained(tagging: Language) -> None:
    assert nerkit.explain("IBAN") == spacy.explain("IBAN") == "account for the payment (BT-84)"
    assert spacy.explain("DATE") == "Absolute or relative dates or periods"
    assert nerkit.explain("NONSENSE") is None


@pytest.fixture
def taken() -> Iterator[None]:
    """A program in which `doc._.record` has another meaning."""
    before = Doc.get_extension("record")
    Doc.set_extension("record", getter=len, force=True)
    extensions._warned.clear()
    yield
    Doc.set_extension("record", getter=before[2], setter=before[3], force=True)


@pytest.mark.usefixtures("taken")
def test_an_attribute_that_is_taken_stays_what_it_is_and_one_warning_says_so(tagging: Language) -> None:
    with pytest.warns(UserWarning, match=r"Doc\._\.record is taken"):
        with_pipe(tagging)
    doc = with_pipe(tagging)(INVOICE)  # a second warning would be an error
    assert doc._.record == len(doc)
    assert doc._.kind == "invoice"


def test_two_components_go_beside_each_other(tagging: Language) -> None:
    nlp = with_pipe(tagging)
    nlp.add_pipe("nerkit", name="sure", config={"min_confidence": 0.9})._model = tagging.get_pipe("nerkit")._loaded()
    with pytest.warns(UserWarning, match="sure: entities that meet others found no room"):
        doc = nlp(CONTRACT)
    assert len(doc.user_data["sure"]["entities"]) < len(doc.user_data["nerkit"]["entities"])


def test_the_bundled_models_can_be_named(tagging: Language) -> None:
    assert models.names()
    assert with_pipe(tagging, model=models.DEFAULT).get_pipe("nerkit").source == models.DEFAULT
