"""What `nerkit_ner` learns in spaCy: from documents that are annotated in part, and with vectors."""

from pathlib import Path

import numpy as np
import pytest
import spacy
import torch
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy_training_material import LABELS, TEXTS, blank, contracts, examples, trained

from nerkit.errors import ConfigError
from nerkit.spacy.reference import labelled

# What is not annotated


def loss_of(nlp: Language, example: Example) -> float:
    """The loss, dropout aside."""
    pipe = nlp.get_pipe("nerkit_ner")
    stretches = pipe._stretches([example])
    return float(pipe.get_loss(stretches, pipe.model.begin_update([each.features for each in stretches])[0])[0])


def recall_of_parties(how: str) -> float:
    """Learned from 60 contracts; in three of four the second party is not annotated, but `how` says what it is."""
    nlp = blank()
    learned = examples(nlp, contracts(60))
    for number, example in enumerate(learned):
        reference = example.reference
        kept, others = reference.ents[:2], list(reference.ents[2:])
        if number % 4 == 0:
            continue
        reference.set_ents(kept, missing=others if how == "missing" else [], default="outside")
        if how == "unknown":
            reference.spans["unknown"] = [Span(reference, ent.start, ent.end) for ent in others]
    trained(nlp, learned, epochs=7)
    recall: float = nlp.evaluate(examples(nlp, contracts(10, seed=8)))["ents_per_type"]["PARTY"]["r"]
    return recall


@pytest.mark.parametrize("how", ["missing", "unknown"])
def test_what_is_not_annotated_is_no_example_of_outside(how: str) -> None:
    assert recall_of_parties(how) > 0.8


def test_whereas_what_is_outside_is_learned_as_such() -> None:
    assert recall_of_parties("outside") < 0.7


def test_a_text_without_annotation_teaches_nothing() -> None:
    nlp = blank()
    learned = examples(nlp, contracts(4))
    optimizer = nlp.initialize(lambda: learned)
    network = nlp.get_pipe("nerkit_ner").tagging_model.network
    text = TEXTS[0]
    unlabelled = Example(nlp.make_doc(text), nlp.make_doc(text))
    assert loss_of(nlp, unlabelled) == pytest.approx(0.0, abs=1e-6)
    before = network.output.weight.detach().clone()
    optimizer.L2 = 0.0
    nlp.update([unlabelled], sgd=optimizer)
    # Adam takes whole steps for gradients of rounding errors: they have to be none at all, or next to none.
    assert torch.allclose(network.output.weight, before, atol=1e-4)


def test_an_unknown_span_with_a_label_leaves_that_label_alone_open() -> None:
    nlp = spacy.blank("en")
    reference = nlp.make_doc("Acme Inc. owes $5")
    reference.ents = []
    reference.spans["unknown"] = [Span(reference, 0, 2, label="PARTY"), Span(reference, 2, 3)]
    document = labelled(Example(nlp.make_doc(reference.text), reference), LABELS, "unknown")
    assert document.closed == set(LABELS)
    assert [(s.start, s.end, s.label) for s in document.open_spans] == [
        (0, 9, "PARTY"),
        (10, 14, "AGREEMENT_DATE"),
        (10, 14, "PARTY"),
    ]


def test_gold_entities_within_tokens_of_the_pipeline_are_learned_by_character() -> None:
    nlp = spacy.blank("en")
    reference = Doc(nlp.vocab, words=["Total", ":", "19", "%"], spaces=[False, True, False, False])
    reference.ents = [Span(reference, 2, 3, label="RATE")]
    whole = Doc(nlp.vocab, words=["Total:", "19%"], spaces=[True, False])
    document = labelled(Example(whole, reference), ["RATE"], "unknown")
    assert [(s.start, s.end) for s in document.spans] == [(7, 9)]


# Vectors


def test_static_vectors_of_the_pipeline_are_used() -> None:
    nlp = blank()
    for number, word in enumerate(("agreement", "granite", "unseen")):
        nlp.vocab.set_vector(word, np.full(4, number + 1, dtype=np.float32))
    learned = examples(nlp, contracts(4))
    nlp.initialize(lambda: learned)
    model = nlp.get_pipe("nerkit_ner").tagging_model
    assert set(model.vocabulary.pretrained[0].words) == {"agreement", "granite", "unseen"}
    row = model.vocabulary.pretrained[0]("granite")
    table = model.network.embedding.tables[0]
    assert table(torch.tensor([[row]])).detach().numpy() == pytest.approx(np.full((1, 4), 2.0), rel=0.01)


def test_vectors_of_a_file_are_used(tmp_path: Path) -> None:
    path = tmp_path / "vectors.txt"
    path.write_text("2 3\nagreement 1 2 3\nnowhere 4 5 6\n")
    nlp = trained(blank(), examples(spacy.blank("en"), contracts(4)), epochs=0, vectors=str(path), most_frequent=0)
    assert nlp.get_pipe("nerkit_ner").tagging_model.vocabulary.pretrained[0].words == ["agreement"]


def test_vectors_that_are_not_there_are_named() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.npz"):
        trained(blank(), examples(spacy.blank("en"), contracts(4)), epochs=0, vectors="nowhere.npz")
