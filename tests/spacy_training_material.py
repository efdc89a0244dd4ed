"""Contracts to learn from in spaCy, and blank pipelines that learn from them."""

import random

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch
from thinc.api import fix_random_seed
from training_material import contract

from nerkit.corpora.labelled import LabelledDocument

SMALL = {"@architectures": "nerkit.BiGRUCRF.v1", "hidden": 16, "dropout": 0.1}


LABELS = ("AGREEMENT_DATE", "PARTY")


def contracts(count: int, seed: int = 3) -> list[LabelledDocument]:
    rng = random.Random(seed)
    return [contract(rng, number) for number in range(count)]


def gold(nlp: Language, document: LabelledDocument) -> Doc:
    doc = nlp.make_doc(document.document.text)
    doc.ents = [doc.char_span(s.start, s.end, s.label, alignment_mode="expand") for s in document.spans]
    return doc


def examples(nlp: Language, documents: list[LabelledDocument]) -> list[Example]:
    return [Example(nlp.make_doc(document.document.text), gold(nlp, document)) for document in documents]


def blank(**config: object) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("nerkit_ner", config={"model": SMALL, **config})
    return nlp


def trained(nlp: Language, learned: list[Example], epochs: int = 6, **initialize: object) -> Language:
    fix_random_seed(1)
    nlp.config["initialize"]["components"]["nerkit_ner"] = initialize
    optimizer = nlp.initialize(lambda: learned)
    optimizer.learn_rate = 0.005
    for _ in range(epochs):
        for batch in minibatch(learned, 8):
            nlp.update(batch, sgd=optimizer)
    return nlp


TEXTS = [document.document.text for document in contracts(5, seed=5)]
