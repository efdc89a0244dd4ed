"""A model tags by NumPy as it does by torch, which trained it: the same scores, from the same folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from nerkit import models
from nerkit.reading import document_from_text
from nerkit.tagging import Model, Tagger
from nerkit.tagging.array_encoder import _scan
from nerkit.tagging.array_model import ArrayModel
from nerkit.tagging.array_shapes import expected_shapes, runs_in_arrays
from nerkit.tagging.meta_shapes import shapes_of_network
from nerkit.tagging.network_config import NetworkConfig, TableSize
from nerkit.tagging.storage import load_model, load_to_tag, save_model
from nerkit.tagging.subwords import index_of
from nerkit.tagging.tagging_model import WINDOW
from nerkit.tagging.token_features import TokenFeatures
from nerkit.tagging.vectors import VectorTable, quantise
from tests.test_menu import DOCUMENTS, WORDS, build

CHOICES: list[dict[str, Any]] = [
    {"layers": 1},
    {"layers": 3, "residual": True},
    {"layers": 2, "residual": False},
    {"characters": "none"},
    {"decoder": "softmax"},
    {"scheme": "BIO"},
    {"scheme": "IO", "decoder": "softmax", "characters": "none"},
    {"tables": [False, True]},
    {"tables": []},
]


def doubled(model: Model) -> tuple[Model, ArrayModel]:
    """A model and its array model, both in float64."""
    torch.manual_seed(7)
    with torch.no_grad():  # what begins at zero is no test of where it goes
        for name, weights in model.network.named_parameters():
            if name.endswith(("unknown", "difference", "bias")):
                weights.normal_()
    model.network.double().eval()
    parts = model.parts()
    return model, ArrayModel.of_parts(parts, model.vocabulary, model.tagset)


def stretches(model: Model) -> list[TokenFeatures]:
    """Segments of many lengths, with words that the model does not know, and one without a word."""
    texts = ["x", "Unheard-of Zürich £ 7", " ".join(WORDS), "a  b\nc       d\ne       f"]
    documents = [*(each.document for each in DOCUMENTS), *(document_from_text(text, "text") for text in texts)]
    return [stretch for document in documents for _, stretch in model.read(document)[1]]


def assert_alike(found: Sequence[Any], wanted: Sequence[Any], tolerance: float) -> None:
    (scores, lengths), (true, true_lengths) = found, wanted
    assert lengths.tolist() == true_lengths.tolist()
    for row, (ours, theirs) in enumerate(zip(scores, true, strict=True)):
        np.testing.assert_allclose(ours[: lengths[row]], theirs[: lengths[row]], rtol=0, atol=tolerance)


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_numpy_and_torch_give_the_same_scores_whatever_the_network(choices: dict[str, Any]) -> None:
    model, arrays = doubled(build(encoder="mingru", **choices))
    together = stretches(model)
    assert_alike(arrays.scores(together), model.scores(together), 1e-12)
    for stretch in together:
        assert_alike(arrays.scores([stretch]), model.scores([stretch]), 1e-12)
    for ours, theirs in zip(vars(arrays.decoder()).values(), vars(model.decoder()).values(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_words_read_by_their_parts_have_the_same_scores() -> None:
    plain = build(encoder="mingru")
    vectors = torch.randn(len(WORDS[::2]) + 50, 12).numpy()
    table = VectorTable(tuple(WORDS[::2]), *quantise(vectors), buckets=50)
    vocabulary = replace(plain.vocabulary, pretrained=(index_of(table.words, 50),), _rows={})
    config = NetworkConfig(encoder="mingru", hidden=16)
    model, arrays = doubled(Model.build(config, vocabulary, plain.tagset.labels, [table]))
    assert_alike(arrays.scores(stretches(model)), model.scores(stretches(model)), 1e-12)


def test_a_line_longer_than_a_window_has_the_same_scores() -> None:
    model, arrays = doubled(build(encoder="mingru", layers=2))
    words = [word for word in WORDS if word.isalnum()]
    ((_, stretch),) = model.read(document_from_text(" ".join(words * (2 * WINDOW // len(words))), "long"))[1]
    assert len(stretch) > WINDOW
    assert_alike(arrays.scores([stretch]), model.scores([stretch]), 1e-12)


def test_an_ensemble_has_the_same_scores_and_comes_back_from_disk(tmp_path: Path) -> None:
    pairs = [
        doubled(build(seed=1, encoder="mingru")),
        doubled(build(seed=2, encoder="mingru", characters="none", tables=[False, True], decoder="softmax")),
    ]
    inner, inner_arrays = Model.ensemble([m for m, _ in pairs]), ArrayModel.ensemble([a for _, a in pairs])
    model, arrays = Model.ensemble([inner, pairs[0][0]]), ArrayModel.ensemble([inner_arrays, pairs[0][1]])
    assert_alike(arrays.scores(stretches(model)), model.scores(stretches(model)), 1e-12)
    model.network.crf.double()
    save_model(model, tmp_path / "torch")
    save_model(arrays, tmp_path / "arrays")
    for folder in (tmp_path / "torch", tmp_path / "arrays"):
        again = load_to_tag(folder)
        assert isinstance(again, ArrayModel)
        assert_alike(again.scores(stretches(model)), arrays.scores(stretches(model)), 1e-12)


def test_the_bundled_model_gives_the_same_entities_by_both() -> None:
    trained, arrays = load_model(models.find()), load_to_tag(models.find())
    assert isinstance(arrays, ArrayModel)
    assert_alike(arrays.scores(stretches(trained)), trained.scores(stretches(trained)), 1e-4)  # of the order of ten
    for document in (each.document for each in DOCUMENTS):
        ours, theirs = Tagger(arrays, "arrays").tag(document), Tagger(trained, "torch").tag(document)
        assert [(e.label, e.start, e.end) for e in ours] == [(e.label, e.start, e.end) for e in theirs] != []
        assert [e.confidence for e in ours] == pytest.approx([e.confidence for e in theirs], abs=1e-5)


@pytest.mark.parametrize("choices", [{"encoder": "lstm"}, {"encoder": "mingru", "characters": "gru"}], ids=str)
def test_what_numpy_does_not_run_is_run_by_torch(choices: dict[str, Any], tmp_path: Path) -> None:
    save_model(build(**choices), tmp_path / "one")
    assert isinstance(load_to_tag(tmp_path / "one"), Model)
    save_model(Model.ensemble([build(encoder="mingru"), build(**choices)]), tmp_path / "both")
    assert isinstance(load_to_tag(tmp_path / "both"), Model)


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_the_shapes_that_are_checked_are_those_of_the_network(choices: dict[str, Any]) -> None:
    model = build(encoder="mingru", **choices)
    parts = model.parts()
    sizes = (parts.config, parts.tables, model.vocabulary, model.tagset)
    assert runs_in_arrays(parts.config)
    assert plain(expected_shapes(*sizes)) == plain(shapes_of_network(*sizes))
    assert plain(expected_shapes(*sizes)) == {name: each.shape for name, each in parts.weights.items()}


def plain(shapes: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(shape) for name, shape in shapes.items()}


def test_sizes_of_subword_tables_are_checked_too() -> None:
    model = build(encoder="mingru", tables=[])
    sizes = (model.parts().config, [TableSize(90, 7, buckets=50)], model.vocabulary, model.tagset)
    assert plain(expected_shapes(*sizes)) == plain(shapes_of_network(*sizes))


@pytest.mark.parametrize("tokens", [1, 2, 15, 16, 17, 31, 32, 33, 100, 257])
@pytest.mark.parametrize(("batch", "size"), [(1, 3), (4, 5), (3, 1000)])
@pytest.mark.parametrize("known", [True, False], ids=["state", "zeros"])
@pytest.mark.parametrize("turned", [True, False], ids=["backwards", "forwards"])
def test_a_scan_in_blocks_is_the_recursion(tokens: int, batch: int, size: int, known: bool, turned: bool) -> None:
    random = np.random.default_rng(tokens)
    both = random.uniform(size=(tokens, batch, 2 * size))
    decay, added = (half[::-1] if turned else half for half in np.split(both, 2, -1))
    before = random.uniform(size=(batch, size)) if known else np.zeros((batch, size))
    wanted, state = [], before
    for kept, new in zip(decay.copy(), added.copy(), strict=True):
        state = kept * state + new
        wanted.append(state)
    last = _scan(decay, added, before if known else None)
    np.testing.assert_allclose(added, wanted, rtol=1e-12)
    np.testing.assert_allclose(last, wanted[-1], rtol=1e-12)


WITHOUT_TORCH = """
import sys
if {hidden}:
    sys.modules["torch"] = None
import nerkit
from nerkit.cli.main import run
try:
    run()
finally:
    assert {hidden} or "torch" not in sys.modules, "torch was imported"
"""


@pytest.mark.parametrize("source", ["services-contract.pdf", "text.txt"])
def test_tagging_needs_no_torch_and_imports_none(source: str, tmp_path: Path) -> None:
    path = Path(__file__).parents[1] / "corpora" / "samples" / source
    if source == "text.txt":
        path = tmp_path / source
        path.write_text("This Agreement is made on March 3, 2020 between Acme Industries, Inc. and Meadow Bank LLC.")
    said = []
    for hidden in (False, True):
        command = [sys.executable, "-c", WITHOUT_TORCH.format(hidden=hidden), "tag", str(path), "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        said.append(done.stdout)
    assert said[0] == said[1] != ""
