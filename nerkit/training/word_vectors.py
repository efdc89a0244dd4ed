"""Word vectors of one's own text: fastText (Bojanowski et al. 2017) over the tokens that the tagger sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from nerkit.document import Document
from nerkit.errors import ConfigError
from nerkit.extras import require
from nerkit.language.segments import segments
from nerkit.language.tokenizer import tokenize
from nerkit.tagging.forms import normal
from nerkit.tagging.subwords import LENGTH
from nerkit.tagging.vectors import Float32Array

if TYPE_CHECKING:
    from gensim.models import KeyedVectors


class TrainedVectors(NamedTuple):
    """Vectors of words, and of the parts of other words: (buckets, size), or None."""

    words: KeyedVectors
    parts: Float32Array | None


def train_vectors(
    documents: Iterable[Document],
    *,
    size: int = 100,
    epochs: int = 5,
    window: int = 5,
    min_count: int = 5,
    seed: int = 1,
    workers: int = 1,
    buckets: int = 0,
) -> TrainedVectors:
    """Vectors of the words that occur at least `min_count` times, in lower case and with zeros for digits.

    A skip-gram model whose words share the vectors of their parts. What is kept are the vectors of whole words, and
    with `buckets` those of the parts, that many (`nerkit.tagging.subwords`). With one worker a seed gives the same
    vectors again. Raises `ConfigError` where no word is frequent enough.
    """
    require("train", "gensim")
    from gensim.models import FastText

    sentences = [sentence for document in documents for sentence in _sentences(document)]
    counts = Counter(word for sentence in sentences for word in sentence)
    if sum(count >= min_count for count in counts.values()) < 2:
        raise ConfigError(
            f"the text has no two words that occur {min_count} times: give more text or lower --min-count"
        )
    model = FastText(
        sentences=sentences,
        vector_size=size,
        window=window,
        min_count=min_count,
        epochs=epochs,
        seed=seed,
        workers=workers,
        sg=1,
        # gensim's two million would take a gigabyte; so many parts of words hardly ever occur in one's own text.
        bucket=buckets or 200_000,
        **({"min_n": LENGTH, "max_n": LENGTH} if buckets else {}),
    )
    from gensim.models import KeyedVectors

    keyed = KeyedVectors(size)
    keyed.add_vectors(model.wv.index_to_key, model.wv.vectors)
    return TrainedVectors(keyed, model.wv.vectors_ngrams if buckets else None)


def _sentences(document: Document) -> list[list[str]]:
    tokens = tokenize(document)
    words = [normal(form) for form in tokens.forms]
    return [words[start:end] for start, end in segments(document, tokens)]
