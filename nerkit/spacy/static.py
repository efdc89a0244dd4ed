"""Pretrained word vectors for a new model: those of the pipeline, of a file, or of another nerkit model."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
from spacy.vectors import Mode
from spacy.vocab import Vocab

from nerkit import models
from nerkit.errors import ConfigError, ModelError
from nerkit.tagging.embedding import WordVectors
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.network import Network
from nerkit.tagging.storage import load_model
from nerkit.tagging.vector_files import load_vectors
from nerkit.tagging.vectors import Float32Array, VectorTable, prune, quantise, table_of


def vectors_of(source: str | Path, wanted: Collection[str], most_frequent: int) -> list[VectorTable]:
    """The tables of a file of word vectors, or those of a nerkit model, by its name or folder.

    Of a file the `most_frequent` first words and all `wanted` ones are kept. Raises `ConfigError` where it is neither.
    """
    if Path(source).is_file():
        keyed = load_vectors(Path(source))
        return [table_of(keyed, prune(keyed, most_frequent, wanted))]
    try:
        model = load_model(models.find(source))
    except ModelError as error:
        raise ConfigError(
            f"{source} is neither a file of word vectors nor a model of nerkit: {error.message}"
        ) from error
    if not isinstance(model.network, Network) or not isinstance(model.vocabulary, Vocabulary):
        raise ConfigError(f"{source} is an ensemble: name one of its members to take its word vectors")
    tables = []
    for index, table in zip(model.vocabulary.pretrained, model.network.embedding.tables, strict=True):
        assert isinstance(table, WordVectors)
        codes, scales = table.codes[2:].numpy(), table.scales[2:].numpy()
        if table.difference is not None:
            codes, scales = quantise(codes * scales[:, None] + table.difference[2:].detach().numpy())
        tables.append(VectorTable(tuple(index.words), codes, scales, buckets=len(codes) - len(index.words)))
    return tables


def vectors_of_pipeline(vocab: Vocab, wanted: Collection[str], most_frequent: int) -> list[VectorTable]:
    """The static vectors of a pipeline, none where it has none. Raises `ConfigError` for floret vectors."""
    vectors = vocab.vectors
    if not vectors.shape[0] or not vectors.shape[1]:
        return []
    if vectors.mode != Mode.default:
        raise ConfigError("the pipeline has floret vectors, which are no table of words: use vectors of words")
    rows: dict[str, int] = {}
    for number, (key, row) in enumerate(sorted(vectors.key2row.items(), key=lambda pair: pair[1])):
        word = vocab.strings[key]
        if row >= 0 and word.split() == [word] and (number < most_frequent or word in wanted):
            rows[word] = row
    data: Float32Array = np.asarray(vectors.data[list(rows.values())], dtype=np.float32)
    return [VectorTable(tuple(rows), *quantise(data))]
