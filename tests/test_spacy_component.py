"""In spaCy: `nlp.add_pipe("nerkit")` behaves like a component that spaCy brought along."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
import torch
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

import nerkit
from nerkit import labels, models
from nerkit.errors import ConfigError, DocError, ModelError
from nerkit.spacy import extensions
from nerkit.spacy.stored import KEY

CONTRACT = (Path(__file__).parents[1] / "corpora" / "samples" / "contract.txt").read_text(encoding="utf-8")
INVOICE = "Acme GmbH\nInvoice No. RE-2024/0815\nInvoice date: 12 March 2024\nTotal amount: EUR 1,880.00\n"
TEXTS = [INVOICE.replace("0815", f"08{number:02}") for number in range(6)]


@pytest.fixture(scope="module")
def contract(tagging: Language) -> Doc:
    return tagging(CONTRACT)


def with_pipe(tagging: Language, **config: Any) -> Language:
    """A pipeline with another config and the model that is loaded already."""
    nlp = spacy.blank("en")
    nlp.add_pipe("nerkit", config=config)._model = tagging.get_pipe("nerkit")._loaded()
    return nlp


def entities(doc: Doc) -> list[tuple[str, int, int, float]]:
    return [(span.label_, span.start_char, span.end_char, span._.confidence) for span in doc.ents]


def test_it_is_there_once_nerkit_is_installed_with_nothing_imported_and_nothing_else_changes() -> None:
    program = (
        "import spacy\n"
        "from spacy.tokens import Doc\n"
        "nlp = spacy.blank('en')\n"
        "assert not Doc.has_extension('record')\n"
        "nlp.add_pipe('nerkit')\n"
        "print(nlp.pipe_names, Doc.has_extension('record'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("['nerkit'] True\n", "")


def test_a_doc_has_the_entities_and_the_record_that_nerkit_gives_for_the_text(tagging: Language, contract: Doc) -> None:
    result = nerkit.load().text(CONTRACT).to_dict()
    found = [(row["label"], row["start"], row["end"]) for row in contract.user_data["nerkit"]["entities"]]
    assert found == [(row["label"], row["start"], row["end"]) for row in result["entities"]]
    assert contract._.record == result["record"]
    assert contract._.kind == result["kind"] == "contract"
    assert contract.user_data["nerkit"]["checks"] == result["checks"]


def test_entities_carry_confidence_and_value(contract: Doc) -> None:
    term = next(span for span in contract.ents if span.label_ == "TERM")
    amount = next(span for span in contract.ents if span.label_ == "AMOUNT")
    assert (term.text, term._.value) == ("two (2) years", "P2Y")
    assert (amount.text, amount._.value, amount._.currency) == ("$18,500.00", "18500.00", None)
    assert all(0 < span._.confidence <= 1 for span in contract.ents)


def test_a_stretch_that_is_no_entity_has_neither(contract: Doc) -> None:
    assert (contract[:1]._.confidence, contract[:1]._.value) == (None, None)


@pytest.mark.parametrize("way", ["bytes", "docbin", "json"])
def test_what_was_found_survives_storing(tagging: Language, contract: Doc, way: str) -> None:
    if way == "bytes":
        again = Doc(tagging.vocab).from_bytes(contract.to_bytes())
    elif way == "docbin":
        stored = DocBin(store_user_data=True, docs=[contract]).to_bytes()
        (again,) = DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab)
    else:
        again = Doc(tagging.vocab).from_bytes(contract.to_bytes())
        assert json.loads(json.dumps(again._.record)) == contract._.record
    assert entities(again) == entities(contract)
    assert [span._.value for span in again.ents] == [span._.value for span in contract.ents]
    assert (again._.record, again._.kind) == (contract._.record, contract._.kind)


def test_confidence_goes_with_a_part_of_a_doc_and_with_docs_joined(contract: Doc) -> None:
    last = contract.ents[-1]
    part = contract[last.start - 5 : last.end + 5].as_doc(copy_user_data=True)
    assert [span._.confidence for span in part.ents] == [last._.confidence]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy says that attributes of whole Docs are not joined
        joined = Doc.from_docs([contract, contract])
    assert joined.ents[-1]._.confidence == last._.confidence


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


def test_entities_of_other_components_are_kept(tagging: Language) -> None:
    nlp = with_pipe(tagging)
    nlp.add_pipe("entity_ruler", before="nerkit").add_patterns([{"label": "MONEY", "pattern": "EUR 1,880.00"}])
    labels = {span.text: span.label_ for span in nlp(INVOICE).ents}
    assert labels["EUR 1,880.00"] == "MONEY"
    assert "INVOICE_DATE" in labels.values()


def test_entities_of_other_components_give_way_when_told_so_where_they_overlap(tagging: Language) -> None:
    nlp = with_pipe(tagging, overwrite_ents=True)
    ruler = nlp.add_pipe("entity_ruler", before="nerkit")
    ruler.add_patterns([{"label": "MONEY", "pattern": "EUR 1,880.00"}, {"label": "WORD", "pattern": "amount"}])
    labels = {span.text: span.label_ for span in nlp(INVOICE).ents}
    assert "MONEY" not in labels.values()
    assert labels["amount"] == "WORD"
    assert "TOTAL_AMOUNT" in labels.values()


def test_blocked_tokens_stay_blocked(tagging: Language) -> None:
    doc = tagging.make_doc(INVOICE)
    start = next(token.i for token in doc if token.text == "2024")
    doc.set_ents([], blocked=[doc[start : start + 1]])
    tagged = tagging.get_pipe("nerkit")(doc)
    assert tagged[start].ent_iob_ == "B"
    assert tagged[start].ent_type_ == ""
    assert all(not span.start <= start < span.end for span in tagged.ents)


def test_all_entities_stand_in_a_span_group_where_one_is_named(tagging: Language) -> None:
    nlp = with_pipe(tagging, spans_key="nerkit")
    nlp.add_pipe("entity_ruler", before="nerkit").add_patterns([{"label": "MONEY", "pattern": "EUR 1,880.00"}])
    doc = nlp(INVOICE)
    group = {span.label_: span for span in doc.spans["nerkit"]}
    assert group["TOTAL_AMOUNT"].text.endswith("1,880.00")
    assert group["TOTAL_AMOUNT"]._.value == "1880.00"
    left_out = [doc.user_data["nerkit"]["entities"][i]["label"] for i in doc.user_data["nerkit"]["left_out"]]
    assert left_out == ["TOTAL_AMOUNT"]


def test_only_entities_that_are_sure_enough_are_set(tagging: Language, contract: Doc) -> None:
    sure = with_pipe(tagging, min_confidence=0.9)(CONTRACT)
    assert [span.text for span in sure.ents] == [span.text for span in contract.ents if span._.confidence >= 0.9]
    assert 0 < len(sure.ents) < len(contract.ents)


def test_the_kind_can_be_given_and_the_record_left_out(tagging: Language) -> None:
    receipt = with_pipe(tagging, kind="receipt")(INVOICE)
    bare = with_pipe(tagging, record=False)(INVOICE)
    assert receipt._.kind == "receipt"
    assert (bare._.record, bare._.kind) == (None, None)
    assert bare.ents


@pytest.mark.parametrize("config", [{"kind": "letter"}, {"min_confidence": 2.0}])
def test_a_config_that_makes_no_sense_is_refused_at_once(config: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        spacy.blank("en").add_pipe("nerkit", config=config)


def test_a_setting_that_is_unknown_or_of_the_wrong_type_is_refused_by_spacy() -> None:
    for config in ({"min_confidenc": 0.5}, {"min_confidence": "high"}, {"record": [1]}):
        with pytest.raises(ValueError, match=r"Config (validation )?error"):
            spacy.blank("en").add_pipe("nerkit", config=config)


def whitespace_only(nlp: Language) -> Language:
    nlp.tokenizer = Tokenizer(nlp.vocab)
    return nlp


def test_with_a_tokenizer_without_rules_the_nearest_tokens_are_taken_and_listed(tagging: Language) -> None:
    doc = whitespace_only(with_pipe(tagging))(INVOICE.replace("EUR 1,880.00", "EUR1,880.00."))
    info = doc.user_data["nerkit"]
    amount = next(span for span in doc.ents if span.label_ == "TOTAL_AMOUNT")
    assert amount.text == "EUR1,880.00."
    assert amount._.value == "1880.00"
    wide = {info["entities"][row["entity"]]["label"]: doc.text[row["start"] : row["end"]] for row in info["misaligned"]}
    assert wide["TOTAL_AMOUNT"] == "EUR1,880.00."
    own = next(row for row in info["entities"] if row["label"] == "TOTAL_AMOUNT")
    assert doc.text[own["start"] : own["end"]] in ("EUR1,880.00", "1,880.00")


def test_of_two_entities_in_one_token_the_more_probable_one_is_taken(tagging: Language) -> None:
    nlp = with_pipe(tagging)
    text = INVOICE.replace(" ", "_")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=[text], spaces=[False])
    doc = nlp(text + "Due_date:_14/04/2024")
    found = doc.user_data["nerkit"]["entities"]
    assert len(found) > 1
    assert [span.label_ for span in doc.ents] == [max(found, key=lambda row: row["confidence"])["label"]]
    assert len(doc.user_data["nerkit"]["left_out"]) == len(found) - 1


PIECES = st.sampled_from(
    [INVOICE, "‮مرحبا بالعالم‬", "שלום 12.03.2024", "👩‍👩‍👧 €5", "\x00\x07", "\x1c", "\n\n\t", "é́", "Total:EUR19.00,"]
)


@given(text=st.lists(st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]))), max_size=8).map("".join))
def test_any_text_is_tagged_with_entities_that_do_not_overlap(tagging: Language, text: str) -> None:
    doc = tagging(text)
    assert doc.text == text
    places = [(span.start, span.end) for span in doc.ents]
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    for row in doc.user_data["nerkit"]["entities"]:
        assert text[row["start"] : row["end"]].strip()
    Doc(tagging.vocab).from_bytes(doc.to_bytes())


def test_a_text_of_a_million_characters_is_tagged_to_its_end_once_spacy_allows_it(tagging: Language) -> None:
    text = "-" * 1_000_001 + "\n\n" + INVOICE
    nlp = with_pipe(tagging)
    with pytest.raises(ValueError, match="max_length"):
        nlp(text)
    nlp.max_length = 2_000_000
    assert "INVOICE_DATE" in {span.label_ for span in nlp(text).ents}


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


def test_bytes_cannot_write_outside_their_folder(tagging: Language) -> None:
    import srsly

    for name in ("../evil", "/tmp/evil", "a/../../evil"):
        with pytest.raises(ModelError, match="reaches out"):
            tagging.get_pipe("nerkit").from_bytes(srsly.msgpack_dumps({name: b""}))


def test_displacy_draws_each_label_in_its_colour(contract: Doc) -> None:
    drawn = spacy.displacy.render(contract, style="ent", jupyter=False)
    for span in contract.ents:
        assert f"background: {labels.colour(span.label_)};" in drawn


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
    doc = nlp(CONTRACT)
    assert len(doc.user_data["sure"]["entities"]) < len(doc.user_data["nerkit"]["entities"])


def test_the_bundled_models_can_be_named(tagging: Language) -> None:
    assert models.names()
    assert with_pipe(tagging, model=models.DEFAULT).get_pipe("nerkit").source == models.DEFAULT
