"""Which candidate fills a field: what the scorer looks at, what it learns, and how it explains itself."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_material import INVOICE, marked, values

from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Box
from nerkit.errors import FieldError, ModelError
from nerkit.labels import builtin
from nerkit.labels.words import with_words
from nerkit.records import build, explain
from nerkit.records.choosing.scorer import ALL, FILE, RelationOdds, Scorer, default, probability
from nerkit.records.record import Alternative, FieldValue
from nerkit.records.relations import holds
from nerkit.records.surroundings import Surroundings
from nerkit.training.judging import Tagged
from nerkit.training.scorer_fitting import train_scorer

NUMBERS = """Our number\t[[INVOICE_NUMBER:{ours}|4000001987]]
Customer number\t[[INVOICE_NUMBER:{other}|7781]]
Invoice number\t[[INVOICE_NUMBER:{right}|4711]]
"""


def test_label_words_outweigh_a_tagger_that_is_a_little_surer_of_another_number() -> None:
    document, entities = marked(NUMBERS.format(ours=0.95, other=0.97, right=0.95))
    at_the_top = [replace(e, boxes=(Box(1, 200, y, 250, y + 8),)) for e, y in zip(entities, (60, 72, 84), strict=True)]
    assert values(build(document, at_the_top, kind="invoice"), "invoice_number") == ["4711"]


def test_an_amount_without_a_role_becomes_the_total_where_its_words_say_so() -> None:
    text = INVOICE.replace("[[TOTAL_AMOUNT|", "[[AMOUNT:0.95|")
    assert values(build(*marked(text)), "total_amount") == ["119.00"]


def test_one_name_does_not_become_seller_and_buyer() -> None:
    record = build(*marked("Seller: [[SELLER|Acme Ltd]]\nInvoice to\nTotal [[TOTAL_AMOUNT|5.00]]"), kind="invoice")
    assert "buyer" not in record.fields


@pytest.mark.parametrize(
    ("text", "left", "above"),
    [
        ("Total amount due: [[TOTAL_AMOUNT|5.00]]", {"TOTAL_AMOUNT", "AMOUNT_DUE"}, set()),
        ("Net\t[[NET_AMOUNT|4.00]]\tVAT\t[[TOTAL_AMOUNT|1.00]]", {"TAX_AMOUNT"}, set()),
        ("Rechnungsbetrag: [[TOTAL_AMOUNT|5,00]]", {"TOTAL_AMOUNT"}, set()),
        ("Endrechnungsbetrag: [[TOTAL_AMOUNT|5,00]]", {"TOTAL_AMOUNT"}, set()),
        ("TotalTTC [[TOTAL_AMOUNT|5,00]]", {"TOTAL_AMOUNT"}, set()),
        ("19 % MwSt\t[[TAX_AMOUNT|5,00]]", {"TAX_AMOUNT"}, set()),
        ("hello [[TOTAL_AMOUNT|5,00]]", set(), set()),
    ],
)
def test_label_words_are_found_left_of_a_value(text: str, left: set[str], above: set[str]) -> None:
    document, entities = marked(text)
    around = Surroundings(document, with_words(builtin(), None).labels.values()).around(entities[-1].start, "amount")
    assert [announced.labels for announced in around] == [left, above]


def test_label_words_are_found_above_a_value_in_its_column() -> None:
    document, entities = marked("Item      Subtotal      Total\nTea       4.00          [[TOTAL_AMOUNT|5.00]]")
    words = tuple(replace(word, box=None) for word in document.words)
    surroundings = Surroundings(replace(document, words=words, pages=()), with_words(builtin(), None).labels.values())
    _, above = surroundings.around(entities[0].start, "amount")
    assert above.labels == {"TOTAL_AMOUNT"}


def test_words_for_another_number_speak_against_a_candidate() -> None:
    document, entities = marked(NUMBERS.format(ours=0.9, other=0.9, right=0.9))
    surroundings = Surroundings(document, with_words(builtin(), None).labels.values())
    said = [surroundings.around(entity.start, "identifier")[0] for entity in entities]
    assert [words.speaks_for("INVOICE_NUMBER") for words in said] == [False, False, True]
    assert [words.speaks_against("INVOICE_NUMBER") for words in said] == [False, True, False]


def test_an_explanation_adds_up_to_the_probability_and_shows_what_the_record_chose() -> None:
    document, entities = marked(INVOICE + "\nTotal\t[[TOTAL_AMOUNT:0.4|120,00 €]]")
    record = build(document, entities)
    explanation = explain("total_amount", document, entities, record.kind)
    (chosen,) = [candidate for candidate in explanation.candidates if candidate.chosen]
    (shown,) = record.fields["total_amount"]
    assert (chosen.value, chosen.probability) == (shown.value, shown.confidence)
    assert "net + tax = total" in chosen.reasons
    assert sum(candidate.probability for candidate in explanation.candidates) <= 1 + 1e-9
    assert shown.confidence + sum(other.confidence for other in shown.alternatives) <= 1 + 1e-9
    for candidate in explanation.candidates:
        assert probability(sum(candidate.reasons.values())) == pytest.approx(candidate.probability, abs=0.02)


def test_every_tax_rate_above_the_threshold_is_chosen() -> None:
    document, entities = marked(INVOICE + "[[TAX_RATE|7,00 %]] MwSt")
    explanation = explain("tax_rate", document, entities, "invoice")
    assert {c.value for c in explanation.candidates if c.chosen} == set(values(build(document, entities), "tax_rate"))


def test_a_field_that_no_score_fills_cannot_be_explained() -> None:
    document, entities = marked(INVOICE)
    with pytest.raises(FieldError, match="preamble"):
        explain("party", document, entities, "invoice")
    with pytest.raises(FieldError, match="choose one of"):
        explain("sum", document, entities, "invoice")
    assert explain("title", document, entities, "invoice").candidates == ()


WEIGHTS = st.dictionaries(st.sampled_from(["confidence", "bias", "first", "only AMOUNT"]), st.floats(-9, 9))


@given(st.dictionaries(st.sampled_from([ALL, "seller"]), WEIGHTS), st.floats(-5, 5), st.floats(0.05, 0.95))
def test_a_scorer_reads_what_it_has_written(weights: dict[str, dict[str, float]], bonus: float, least: float) -> None:
    again = Scorer.parse(Scorer(weights, {"sum": RelationOdds(bonus, -bonus)}, least).dump())
    assert again.least == pytest.approx(least, abs=0.0051)
    assert again.agreements["sum"].holds == pytest.approx(bonus, abs=0.0051)
    for name, row in weights.items():
        for key, weight in row.items():
            assert again.weights[name].get(key, 0.0) == pytest.approx(weight, abs=0.011)


def test_a_model_without_a_scorer_has_the_one_that_nerkit_brings_and_a_broken_one_is_an_error(tmp_path: Path) -> None:
    assert Scorer.load(tmp_path) == default()
    (tmp_path / FILE).write_text('least = "high"', encoding="utf-8")
    with pytest.raises(ModelError, match="train-records"):
        Scorer.load(tmp_path)


@pytest.mark.parametrize(
    ("relation", "found", "wanted"),
    [
        ("sum", ["100.00", "19.00", "119.00"], True),
        ("sum", ["100.00", "19.00", "119.01"], True),
        ("sum", ["100.00", "19.00", "119.02"], False),
        ("sum", ["0.00", "0.00", "0.00"], None),
        ("at_most", ["100", "119"], True),
        ("at_most", ["120", "119"], False),
        ("order", ["2024-01-01", "2024-01-01"], True),
        ("order", ["2024-01-02", "2024-01-01"], False),
        ("order", ["2024-01-02", "soon"], None),
        ("differ", ["Acme Ltd", "ACME LTD."], False),
        ("differ", ["Acme Ltd", "Bolt AG"], True),
    ],
)
def test_relations_hold_to_the_cent_and_say_nothing_where_nothing_can_be_said(
    relation: str, found: list[str], wanted: bool | None
) -> None:
    assert holds(relation, found) is wanted


def test_what_is_learned_tells_right_candidates_from_wrong_ones() -> None:
    documents = []
    for number in range(12):
        # The tagger is as sure of the customer number: words and order have to tell.
        text = (
            f"Customer number\t[[INVOICE_NUMBER:0.8|77{number:02}]]\n"
            f"Invoice number\t[[INVOICE_NUMBER:0.8|47{number:02}]]\n"
        )
        document, entities = marked(text + "Invoice date [[INVOICE_DATE|3 May 2024]]\nIBAN bill to due date")
        labelled = LabelledDocument(document, record={"invoice_number": [[f"47{number:02}"]]})
        documents.append(Tagged(labelled, entities, frozenset({"invoice_number"})))
    scorer = train_scorer(documents[:8], builtin())
    assert scorer.weights[ALL]["label words left"] > 0 > scorer.weights[ALL]["other label words left"]
    for held_out in documents[8:]:
        record = build(held_out.labelled.document, held_out.entities, kind="invoice", scorer=scorer)
        assert values(record, "invoice_number") == held_out.labelled.record["invoice_number"][0]
    assert all(math.isfinite(weight) for row in scorer.weights.values() for weight in row.values())


@pytest.mark.parametrize("confidence", [0.0, 0.3, 0.97, 1.0])
def test_a_value_and_its_alternatives_are_together_at_most_sure(confidence: float) -> None:
    others = tuple(Alternative(value, 0.8, (1,)) for value in ("2024-04-03", "2023-03-04"))
    value = FieldValue("2024-03-04", confidence, (0,), alternatives=others)
    assert value.confidence == confidence, "the value keeps its own, which is calibrated"
    assert value.confidence + sum(other.confidence for other in value.alternatives) <= 1 + 1e-9
    assert [other.value for other in value.alternatives] == ["2024-04-03", "2023-03-04"]


def test_a_value_reads_as_itself_and_where_it_is_ambiguous_as_the_other_readings_of_the_same_words() -> None:
    others = (Alternative("2024-04-03", 0.3, (0,)), Alternative("2023-01-01", 0.1, (1,)))
    assert FieldValue("2024-03-04", 0.6, (0,), ambiguous=True, alternatives=others).readings == (
        "2024-03-04",
        "2024-04-03",
    )
    assert FieldValue("2024-03-04", 0.6, (0,), alternatives=others).readings == ("2024-03-04",)


def test_alternatives_that_leave_room_keep_their_probabilities() -> None:
    value = FieldValue("1.00", 0.6, (0,), alternatives=(Alternative("2.00", 0.25, (1,)),))
    assert value.alternatives[0].confidence == 0.25
