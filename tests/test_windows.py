"""A long line is read in windows, and their borders change nothing: the encoder carries its state over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from nerkit import models
from nerkit.reading import document_from_text
from nerkit.tagging import Tagger, tagging_model
from nerkit.tagging.encoders import ENCODERS
from nerkit.tagging.storage import load_model, load_to_tag
from nerkit.tagging.tagging_model import WINDOW, TaggingModel

SENTENCE = (
    "this agreement is made on June 3, 2015 by and between Acme Trading, Inc., a Delaware corporation, and Borealis "
    "GmbH under the laws of the State of New York for a term of two (2) years at a fee of $ 1,880.00 and "
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load(models.find())


@pytest.mark.parametrize("load", [load_model, load_to_tag])
@pytest.mark.parametrize("size", [1, 7, 64, 500])
def test_a_border_changes_no_score_of_the_bundled_model_by_more_than_rounding(
    size: int, load: Callable[[Path], TaggingModel[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load(models.find())
    _, [(_, stretch)] = model.read(document_from_text(SENTENCE * 14, "one line"))
    assert len(stretch) > 500
    whole, _ = model.scores([stretch])
    monkeypatch.setattr(f"{type(model).__module__}.WINDOW", size)
    monkeypatch.setattr(tagging_model, "WINDOW", size)
    parts, _ = model.scores([stretch])
    # Scores are of the order of ten, and float32 has seven figures.
    np.testing.assert_allclose(parts, whole, rtol=0, atol=1e-4)


@pytest.mark.parametrize("residual", [True, False])
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("encoder", ENCODERS)
def test_every_encoder_reads_windows_as_it_reads_the_whole(encoder: str, layers: int, residual: bool) -> None:
    torch.manual_seed(1)
    built = ENCODERS[encoder](
        input_size=10, hidden=5, layers=layers, dropout=torch.nn.Identity(), residual=residual
    ).double()
    inputs = torch.randn(1, 23, 10, dtype=torch.double)
    windows = inputs.split(4, dim=1)
    read = built.read(windows.__getitem__, len(windows))
    assert torch.allclose(read, built(inputs, torch.tensor([23])), atol=1e-12)


def test_a_line_longer_than_a_window_is_tagged_to_its_end(tagger: Tagger) -> None:
    document = document_from_text(SENTENCE * (WINDOW // 45 + 1), "one line")
    tokens, stretches = tagger.model.read(document)
    assert len(stretches) == 1
    assert len(tokens) > WINDOW
    found = tagger.tag(document)
    assert found[0].start < len(SENTENCE)
    assert found[-1].end > len(document.text) - len(SENTENCE)
