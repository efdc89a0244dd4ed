"""Whatever a config picks from the menu learns, tags, and comes back from disk as it was."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text
from nerkit.tagging import Model, Tagger
from nerkit.tagging.bilou import SCHEMES, TagSet, TokenSpan
from nerkit.tagging.character_encoder import CharacterGRU
from nerkit.tagging.crf import ConstrainedCRF
from nerkit.tagging.dropout import VariationalDropout
from nerkit.tagging.encoders import ENCODERS, TCN
from nerkit.tagging.forms import PADDING, UNKNOWN, Index, Vocabulary, normal, shape
from nerkit.tagging.network import DECODERS
from nerkit.tagging.network_config import NetworkConfig
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.vectors import VectorTable, quantise
from nerkit.training.examples import TrainingSegment, allowed_tags, examples
from tests.training_material import contract

LABELS = ("PARTY", "AGREEMENT_DATE")
DOCUMENTS = [contract(random.Random(i), i) for i in range(8)]
WORDS = sorted({word for document in DOCUMENTS for word in document.document.text.split()})

MENU = [
    *({"encoder": e, "layers": n, "residual": r} for e in ENCODERS for n, r in ((1, True), (2, False))),
    *({"characters": c, "decoder": d, "layers": 2} for c in ("cnn", "gru", "none") for d in DECODERS),
    *({"scheme": s, "decoder": d, "encoder": "tcn"} for s in SCHEMES for d in DECODERS),
    *({"encoder": e, "variational_dropout": True, "dropout": 0.3} for e in ENCODERS),
]


def build(*, seed: int = 3, tables: Sequence[bool] = (False,), words: int = 1000, **choices: object) -> Model:
    """An untrained model with a table of vectors for each of `tables`, tuned or not, and so many trained words."""
    torch.manual_seed(seed)
    vectors = [torch.randn(len(WORDS), 12).numpy() for _ in tables]
    vocabulary = Vocabulary(
        pretrained=tuple(Index(WORDS) for _ in tables),
        trained=Index(sorted({normal(w) for w in WORDS[:words]})),
        shapes=Index(sorted({shape(w) for w in WORDS})),
        characters=Index(sorted(set("".join(WORDS)))),
    )
    config = NetworkConfig(**{"hidden": 16, "dropout": 0.1, **choices})  # type: ignore[arg-type]
    found = [VectorTable(tuple(WORDS), *quantise(each), tuned) for each, tuned in zip(vectors, tables, strict=True)]
    return Model.build(config, vocabulary, LABELS, found)


def examples_of(model: Model) -> list[TrainingSegment]:
    return [example for document in DOCUMENTS for example in examples(document, model.vocabulary, model.tagset)]


def loss_of(model: Model, batch: list[TrainingSegment]) -> torch.Tensor:
    emissions, lengths = model.emissions([example.features for example in batch])
    loss: torch.Tensor = model.network.crf.loss(emissions, lengths, allowed_tags(batch)).sum() / lengths.sum()
    return loss


def learn(model: Model, steps: int) -> tuple[float, float]:
    """Loss before and after some steps, without dropout."""
    batch = examples_of(model)
    optimizer = torch.optim.Adam(model.network.parameters(), lr=0.01)
    model.network.eval()
    before = float(loss_of(model, batch).detach())
    model.network.train()
    for _ in range(steps):
        optimizer.zero_grad()
        loss_of(model, batch).backward()
        optimizer.step()
    model.network.eval()
    return before, float(loss_of(model, batch).detach())


@pytest.mark.parametrize("choices", MENU, ids=str)
def test_every_choice_learns_and_comes_back_from_disk(choices: dict[str, object], tmp_path: Path) -> None:
    model = build(**choices)
    before, after = learn(model, 20)
    assert after < before / 2
    save_model(model, tmp_path)
    again = load_model(tmp_path)
    assert (again.network.config, again.tagset) == (model.network.config, model.tagset)
    document = DOCUMENTS[0].document
    entities = Tagger(model, "m").tag(document)
    assert entities
    assert Tagger(again, "m").tag(document) == entities


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
@pytest.mark.parametrize("choices", MENU, ids=str)
def test_the_loss_reaches_every_weight_of_every_choice(choices: dict[str, object], training: bool) -> None:
    model = build(**choices)
    model.network.train(training)
    loss_of(model, examples_of(model)).backward()
    for name, parameter in model.network.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name


def test_what_is_unknown_learns_a_vector_and_padding_has_none() -> None:
    model = build(words=4)
    loss_of(model, examples_of(model)).backward()
    for name in ("trained", "shapes"):
        table = getattr(model.network.embedding, name)
        assert not table.weight[PADDING].any(), name
        assert not table.weight.grad[PADDING].any(), name
    assert model.network.embedding.trained.weight.grad[UNKNOWN].any()


@pytest.mark.parametrize("choices", MENU, ids=str)
def test_no_choice_lets_padding_or_neighbours_in_a_batch_matter(choices: dict[str, object]) -> None:
    model = build(**choices)
    model.network.eval()
    texts = ["Acme", "Acme Inc. of June 3", DOCUMENTS[0].document.text.split("\n")[0]]
    stretches = [model.read(document_from_text(text, "t"))[1][0][1] for text in texts]
    with torch.no_grad():
        together, lengths = model.emissions(stretches)
        for i, stretch in enumerate(stretches):
            assert torch.allclose(together[i, : lengths[i]], model.emissions([stretch])[0][0], atol=1e-5)


@pytest.mark.parametrize("layers", [2, 3])
@pytest.mark.parametrize("encoder", list(ENCODERS))
def test_residual_connections_carry_a_layer_beyond_the_ones_above_it(encoder: str, layers: int) -> None:
    silent = {}
    for residual in (True, False):
        encoded = build(encoder=encoder, layers=layers, residual=residual).network.encoder.eval()
        with torch.no_grad():
            for name, weights in encoded.named_parameters():
                if not name.startswith("project") and (encoder == "tcn" or f".{layers - 1}." in name):
                    weights.zero_()
            first = encoded.project.weight if encoder == "tcn" else next(encoded.forwards[0].parameters())
            size = first.shape[1]
            outputs = encoded(torch.ones(1, 4, size), torch.tensor([4]))
        silent[residual] = bool((outputs == 0).all())
    assert silent == {True: False, False: True}


def test_variational_dropout_drops_the_same_features_of_all_tokens() -> None:
    torch.manual_seed(0)
    dropped = VariationalDropout(0.5)(torch.ones(6, 9, 40))
    assert (dropped == dropped[:, :1]).all()
    assert {0.0, 2.0} == set(dropped.unique().tolist())
    assert len({tuple(row.tolist()) for row in dropped[:, 0]}) == 6, "each sequence has its own"
    inputs = torch.randn(2, 3, 4)
    assert VariationalDropout(0.5).eval()(inputs) is inputs


TAGSETS = [TagSet(LABELS, scheme) for scheme in SCHEMES]


def paths_of(crf: ConstrainedCRF, tagset: TagSet, emissions: torch.Tensor) -> dict[tuple[int, ...], float]:
    """All legal paths with their probabilities, by enumeration."""
    start, transitions, end = (scores.detach().numpy() for scores in crf.scores())
    rows = emissions.numpy()
    scores = {}
    for path in itertools.product(range(len(tagset)), repeat=len(emissions)):
        score = start[path[0]] + end[path[-1]] + sum(rows[t, tag] for t, tag in enumerate(path))
        scores[path] = score + sum(transitions[a, b] for a, b in itertools.pairwise(path))
    values = torch.tensor(list(scores.values()), dtype=torch.double).softmax(0).tolist()
    return {path: value for path, value in zip(scores, values, strict=True) if value > 0}


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("tagset", TAGSETS, ids=lambda tagset: str(tagset.scheme))
@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
def test_a_span_has_the_probability_of_all_paths_that_hold_exactly_it(
    tagset: TagSet, decoder: str, training: bool
) -> None:
    torch.manual_seed(11)
    crf = DECODERS[decoder](tagset).train(training)
    for parameter in crf.parameters():
        torch.nn.init.normal_(parameter)
    emissions, lengths = torch.randn(2, 4, len(tagset), dtype=torch.double), torch.tensor([4, 3])
    chain = crf.posterior(emissions, lengths)
    for i, length in enumerate(lengths.tolist()):
        paths = paths_of(crf, tagset, emissions[i, :length])
        assert tuple(crf.best(emissions, lengths)[i]) == max(paths, key=lambda path: paths[path])
        for start, end in itertools.combinations(range(length + 1), 2):
            for label in LABELS:
                span = TokenSpan(start, end, label)
                wanted = sum(chance for path, chance in paths.items() if span in tagset.decode(path))
                found = sum(
                    sign * chain.path_probabilities([(i, first, tags)])[0]
                    for first, tags, sign in tagset.exactly(span, length)
                )
                assert found == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("temperature", [1.0, 2.0])
def test_softmax_takes_each_token_alone_and_sums_over_what_is_allowed(temperature: float) -> None:
    tagset = TagSet(LABELS)
    softmax = DECODERS["softmax"](tagset)
    emissions, lengths = torch.randn(2, 3, len(tagset), dtype=torch.double, requires_grad=True), torch.tensor([3, 1])
    allowed = torch.rand(2, 3, len(tagset)) < 0.6
    allowed[:, :, 0] = True
    losses = softmax.loss(emissions, lengths, allowed, temperature)
    chances = (emissions.detach() / temperature).softmax(-1)
    wanted = [-sum(float(chances[i, t][allowed[i, t]].sum().log()) for t in range(n)) for i, n in enumerate((3, 1))]
    assert losses.tolist() == pytest.approx(wanted)
    assert list(softmax.parameters()) == []
    assert torch.autograd.gradcheck(lambda e: softmax.loss(e, lengths, allowed, temperature), (emissions,))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_corpus_leaves_open_is_never_the_rest_of_a_known_span(scheme: str) -> None:
    document = document_from_text("by Acme Inc. and others", "t")
    known = LabelledDocument(document, (Span(3, 12, "PARTY"),), closed=frozenset({"AGREEMENT_DATE"}))
    model = build(scheme=scheme)
    allowed = allowed_tags(examples(known, model.vocabulary, model.tagset))[0]
    tagset = model.tagset
    agreeing = [
        tagset.decode(tags)
        for tags in itertools.product(*(row.nonzero().flatten().tolist() for row in allowed))
        if all(tagset.transitions[a, b] for a, b in itertools.pairwise(tags))
        and tagset.starts[tags[0]]
        and tagset.ends[tags[-1]]
    ]
    assert agreeing
    assert all(TokenSpan(1, 3, "PARTY") in spans for spans in agreeing)
    assert any(len(spans) > 1 for spans in agreeing), "another party may stand elsewhere"
    assert all(span.label == "PARTY" for spans in agreeing for span in spans)


@pytest.mark.parametrize("name", sorted(ENCODERS))
@pytest.mark.parametrize("residual", [True, False])
def test_an_encoder_gives_two_directions_of_its_size_for_each_token(name: str, residual: bool) -> None:
    made = ENCODERS[name](input_size=7, hidden=5, layers=2, dropout=torch.nn.Identity(), residual=residual)
    outputs = made(torch.randn(3, 6, 7), torch.tensor([6, 4, 1]))
    assert made.output_size == 10
    assert outputs.shape == (3, 6, 10)


@pytest.mark.parametrize(("filters", "size"), [(1, 2), (2, 2), (3, 2), (6, 6)])
def test_a_gru_over_characters_gives_two_directions_of_half_the_filters_and_one_at_least(
    filters: int, size: int
) -> None:
    made = CharacterGRU(characters=5, filters=filters)
    assert made.output_size == size
    assert made(torch.tensor([[1, 2, 3], [4, 0, 0]])).shape == (2, size)


def test_a_residual_convolution_adds_what_it_finds_to_what_came_in() -> None:
    torch.manual_seed(1)
    made = TCN(input_size=4, hidden=3, layers=1, dropout=torch.nn.Identity(), residual=True)
    inputs, lengths = torch.randn(1, 5, 4), torch.tensor([5])
    with torch.no_grad():
        came = made.project(inputs)
        found = torch.relu(made.layers[0](came.transpose(1, 2)).transpose(1, 2))
        torch.testing.assert_close(made(inputs, lengths), came + found)
        made.residual = False
        torch.testing.assert_close(made(inputs, lengths), found)
