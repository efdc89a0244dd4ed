"""In spaCy: what `nlp.add_pipe("nerkit")` sets on a doc, and how it gets on with what is there."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from itertools import pairwise
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, DocBin
from spacy_material import CONTRACT, INVOICE, entities, with_pipe

import nerkit
from nerkit import labels
from nerkit.errors import ConfigError


@pytest.fixture(scope="module")
def contract(tagging: Language) -> Doc:
    return tagging(CONTRACT)


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
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=[text], spaces=[False])
    doc = nlp(INVOICE + "Due date: 14/04/2024")
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


def test_displacy_draws_each_label_in_its_colour(contract: Doc) -> None:
    drawn = spacy.displacy.render(contract, style="ent", jupyter=False)
    for span in contract.ents:
        assert f"background: {labels.colour(span.label_)};" in drawn
