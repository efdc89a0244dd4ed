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
from spacy.tokens import Doc, DocBin, Span
from spacy_material import CONTRACT, INVOICE, entities, with_pipe

import nerkit
from nerkit import labels
from nerkit.errors import ConfigError
from nerkit.spacy.extensions import write


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
    amount = next(span for span in contract.ents if span.label_ == "FEE")
    assert (term.text, term._.value) == ("two (2) years", "P2Y")
    assert (amount.text, amount._.value, amount._.currency) == ("$18,500.00", "18500.00", None)
    assert all(0 < span._.confidence <= 1 for span in contract.ents)


CREDIT = (
    "Acme GmbH\nInvoice No. RE-2024/0815\nInvoice date: 3 February 2024\nLeistungszeitraum: 15.01. - 02.02.2024\n"
    "Total credit\t($461.70)\n"
)


def test_the_value_of_an_entity_is_the_one_that_the_record_has(tagging: Language) -> None:
    doc = tagging(CREDIT)
    values = {span.label_: span._.value for span in doc.ents}
    assert values["TOTAL_AMOUNT"] == doc._.record["total_amount"][0]["value"] == "-461.70"
    assert values["PERIOD_START"] == doc._.record["period_start"][0]["value"] == "2024-01-15"
    without = with_pipe(tagging, record=False)(CREDIT)
    assert {span.label_: span._.value for span in without.ents} == values


def test_a_stretch_that_is_no_entity_has_neither(contract: Doc) -> None:
    assert (contract[:1]._.confidence, contract[:1]._.value) == (None, None)
    entity = contract.ents[0]
    assert contract[entity.start : entity.end]._.value is None, "the same place, and no entity"


def test_what_was_found_survives_as_json(tagging: Language, contract: Doc) -> None:
    again = Doc(tagging.vocab).from_json(contract.to_json(underscore=["confidence", "value", "currency"]))
    assert [(span._.confidence, span._.value) for span in again.ents] == [
        (span._.confidence, span._.value) for span in contract.ents
    ]


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


NO_ROOM = "found no room in doc.ents"


def test_entities_of_other_components_are_kept_and_have_no_value_of_ours(tagging: Language) -> None:
    nlp = with_pipe(tagging)
    nlp.add_pipe("entity_ruler", before="nerkit").add_patterns([{"label": "PERSON", "pattern": "EUR 1,880.00"}])
    with pytest.warns(UserWarning, match=NO_ROOM + r".*doc\.spans\['nerkit'\]"):
        doc = nlp(INVOICE)
    person = next(span for span in doc.ents if span.label_ == "PERSON")
    assert (person.text, person._.value, person._.currency, person._.confidence) == ("EUR 1,880.00", None, None, None)
    assert "INVOICE_DATE" in {span.label_ for span in doc.ents}
    ours = {span.label_: span._.value for span in doc.spans["nerkit"]}
    assert ours["TOTAL_AMOUNT"] == "1880.00"


def test_two_labels_at_one_place_have_a_value_each(tagging: Language) -> None:
    doc = tagging.make_doc("May 2024")
    date, amount = (Span(doc, 0, 2, label=label) for label in ("DATE", "AMOUNT"))
    write(date, value="2024-05-01", confidence=0.6)
    write(amount, value="2024.00", confidence=0.3)
    assert (date._.value, amount._.value) == ("2024-05-01", "2024.00")
    assert (date._.confidence, amount._.confidence) == (0.6, 0.3)


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
    with pytest.warns(UserWarning, match=NO_ROOM):
        tagged = tagging.get_pipe("nerkit")(doc)
    assert tagged[start].ent_iob_ == "B"
    assert tagged[start].ent_type_ == ""
    assert all(not span.start <= start < span.end for span in tagged.ents)


def test_all_entities_stand_in_a_span_group(tagging: Language) -> None:
    nlp = with_pipe(tagging, spans_key="found")
    nlp.add_pipe("entity_ruler", before="nerkit").add_patterns([{"label": "MONEY", "pattern": "EUR 1,880.00"}])
    with pytest.warns(UserWarning, match=NO_ROOM + r".*doc\.spans\['found'\]"):
        doc = nlp(INVOICE)
    group = {span.label_: span for span in doc.spans["found"]}
    assert group["TOTAL_AMOUNT"].text.endswith("1,880.00")
    assert group["TOTAL_AMOUNT"]._.value == "1880.00"
    left_out = [doc.user_data["nerkit"]["entities"][i]["label"] for i in doc.user_data["nerkit"]["left_out"]]
    assert left_out == ["TOTAL_AMOUNT"]


def test_without_a_span_group_entities_without_room_are_dropped_with_a_word(tagging: Language) -> None:
    nlp = with_pipe(tagging, spans_key=None)
    nlp.add_pipe("entity_ruler", before="nerkit").add_patterns([{"label": "MONEY", "pattern": "EUR 1,880.00"}])
    with pytest.warns(UserWarning, match=NO_ROOM + "; they are dropped"):
        doc = nlp(INVOICE)
    assert not doc.spans


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
    with pytest.warns(UserWarning, match=NO_ROOM):
        doc = nlp(INVOICE + "Due date: 14/04/2024")
    found = doc.user_data["nerkit"]["entities"]
    assert len(found) > 1
    assert [span.label_ for span in doc.ents] == [max(found, key=lambda row: row["confidence"])["label"]]
    assert len(doc.user_data["nerkit"]["left_out"]) == len(found) - 1


PIECES = st.sampled_from(
    [INVOICE, "‮مرحبا بالعالم‬", "שלום 12.03.2024", "👩‍👩‍👧 €5", "\x00\x07", "\x1c", "\n\n\t", "é́", "Total:EUR19.00,"]
)


@pytest.mark.filterwarnings("ignore:nerkit. entities that meet others")
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
