"""The network and the tagger: padding, batching and windows never change what comes out."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch

from nerkit.reading import document_from_text
from nerkit.tagging import Model, Tagger
from nerkit.tagging.forms import Index, Vocabulary, normal, shape
from nerkit.tagging.network import Batch
from nerkit.tagging.network_config import NetworkConfig
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.tagging_model import batches
from nerkit.tagging.vectors import VectorTable, quantise

WORDS = [
    "this",
    "agreement",
    "between",
    "acme",
    "and",
    "borealis",
    "inc.",
    "is",
    "made",
    "on",
    "june",
    "3",
    "2015",
    "for",
    "$",
    "1,880.00",
    "and",
    "19",
    "%",
]


def model(encoder: str = "gru", layers: int = 1) -> Model:
    torch.manual_seed(3)
    vectors = np.random.default_rng(3).normal(size=(len(WORDS), 12))
    table = VectorTable(tuple(WORDS), *quantise(vectors))
    vocabulary = Vocabulary(
        pretrained=(Index(WORDS),),
        trained=Index(sorted({normal(w) for w in WORDS})),
        shapes=Index(sorted({shape(w) for w in WORDS})),
        characters=Index(sorted(set("".join(WORDS)))),
    )
    config = NetworkConfig(encoder=encoder, hidden=16, layers=layers)
    built = Model.build(config, vocabulary, ("PARTY", "DATE"), [table])
    built.network.eval()
    return built


ENCODERS = [*itertools.product(("gru", "lstm", "tcn"), (1, 2))]


@pytest.mark.parametrize(("encoder", "layers"), ENCODERS)
def test_a_segment_scores_the_same_alone_and_beside_longer_ones(encoder: str, layers: int) -> None:
    built = model(encoder, layers)
    texts = [" ".join(WORDS[:n]) for n in (1, 2, 9, len(WORDS))]
    stretches = [built.read(document_from_text(t, "t"))[1][0][1] for t in texts]
    with torch.no_grad():
        together, lengths = built.emissions(stretches)
        for i, stretch in enumerate(stretches):
            alone, _ = built.emissions([stretch])
            assert torch.allclose(together[i, : lengths[i]], alone[0], atol=1e-5)


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
@pytest.mark.parametrize("encoder", ["gru", "lstm", "tcn"])
def test_the_loss_reaches_every_weight(encoder: str, training: bool) -> None:
    built = model(encoder)
    built.network.train(training)
    stretches = [built.read(document_from_text(" ".join(WORDS), "t"))[1][0][1]]
    emissions, lengths = built.emissions(stretches)
    allowed = torch.zeros(emissions.shape, dtype=torch.bool)
    allowed[:, :, 0] = True
    built.network.crf.loss(emissions, lengths, allowed).sum().backward()
    for name, parameter in built.network.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name


def test_a_sentence_longer_than_a_window_is_read_whole() -> None:
    tagger = Tagger(model(), "test")
    text = " ".join(WORDS * 250)
    document = document_from_text(text, "long")
    tokens, stretches = tagger.model.read(document)
    assert len(stretches) == 1
    with torch.no_grad():
        emissions, lengths = tagger.model.emissions([stretches[0][1]])
    assert int(lengths[0]) == len(tokens) == emissions.shape[1]
    assert (emissions[0].abs().sum(-1) > 0).all()
    # What one reading of the whole line would have given: the border of a window does not show.
    with torch.no_grad():
        at_once = tagger.model.network.emissions(Batch.of([stretches[0][1]]))
    assert torch.allclose(emissions, at_once, atol=1e-4)


def test_entities_never_overlap_and_carry_probabilities() -> None:
    page = "\n".join(" ".join(WORDS) for _ in range(4))
    entities = Tagger(model(), "test").tag(document_from_text(page + "\n\f" + page, "two pages"))
    assert entities
    assert all(a.end <= b.start for a, b in itertools.pairwise(entities))
    assert all(0 < entity.confidence <= 1 for entity in entities)


@pytest.mark.parametrize(
    ("lengths", "shared"),
    [
        ([50, 50, 1], [[1], [50, 50]]),
        ([10] * 5, [[10] * 5]),
        ([101, 200], [[101], [200]]),
        ([60, 60], [[60], [60]]),
        ([25, 10, 10, 10], [[10, 10, 10], [25]]),
    ],
)
def test_stretches_share_a_batch_that_has_room_for_them_and_little_padding(
    lengths: list[int], shared: list[list[int]]
) -> None:
    document = document_from_text("word " * 200, "long")
    stretch = model().read(document)[1][0][1]
    stretches = [stretch.stretch(0, length) for length in lengths]
    assert [[len(stretches[i]) for i in batch] for batch in batches(stretches, 100)] == shared


@pytest.mark.parametrize("text", ["", " \n\t ", "x", "\u0000", "ا ب", "😀 😀"])
def test_any_text_can_be_tagged(text: str) -> None:
    for entity in Tagger(model(), "test").tag(document_from_text(text, "odd")):
        assert text[entity.start : entity.end] == entity.text


def test_a_model_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    built = model()
    built.temperature = 1.25
    save_model(built, folder)
    text = document_from_text(" ".join(WORDS), "t")
    assert Tagger(load_model(folder), "x").tag(text) == Tagger(built, "x").tag(text)
    assert load_model(folder).temperature == 1.25


def test_vectors_lose_less_than_one_part_in_a_hundred_in_eight_bits() -> None:
    vectors = np.random.default_rng(1).normal(size=(50, 100))
    codes, scales = quantise(vectors)
    restored = codes * scales[:, None]
    cosine = (restored * vectors).sum(1) / np.linalg.norm(restored, axis=1) / np.linalg.norm(vectors, axis=1)
    assert (cosine > 0.999).all()
