"""The vocabulary of a new model, from what it is trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nerkit.corpora.labelled import LabelledDocument
from nerkit.language.tokenizer import tokenize
from nerkit.tagging.forms import Index, Vocabulary, normal, shape
from nerkit.tagging.vectors import VectorTable, load_vectors, prune
from nerkit.training.config import VectorsConfig


def build_vocabulary(
    documents: Iterable[LabelledDocument], vectors: VectorsConfig, min_count: int
) -> tuple[Vocabulary, VectorTable]:
    """Indices of all that occurs at least `min_count` times, and the pruned vector table."""
    forms: Counter[str] = Counter()
    for document in documents:
        forms.update(tokenize(document.document).forms)
    trained: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for form, count in forms.items():
        trained[normal(form)] += count
        shapes[shape(form)] += count
        for character in form:
            characters[character] += count
    wanted = {
        word for form, count in forms.items() if count >= 2 for word in (form.lower(), form.lower().strip(".-/'"))
    }
    table = prune(load_vectors(vectors.path), vectors.most_frequent, wanted)
    vocabulary = Vocabulary(
        pretrained=Index(table.words),
        trained=_frequent(trained, min_count),
        shapes=_frequent(shapes, min_count),
        characters=_frequent(characters, min_count),
    )
    return vocabulary, table


def _frequent(counts: Counter[str], least: int) -> Index:
    return Index(sorted(key for key, count in counts.items() if count >= least))
