"""The vocabulary of a new model, from what it is trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from nerkit.corpora.labelled import LabelledDocument
from nerkit.language.tokenizer import tokenize
from nerkit.tagging.forms import Index, Vocabulary, keys, normal, shape
from nerkit.tagging.vector_files import load_vectors
from nerkit.tagging.vectors import VectorTable, prune
from nerkit.training.config import VectorsConfig


def build_vocabulary(
    documents: Iterable[LabelledDocument], vectors: Sequence[VectorsConfig], min_count: int
) -> tuple[Vocabulary, list[VectorTable]]:
    """Indices of all that occurs at least `min_count` times, and the pruned vector tables."""
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
    wanted = {key for form, count in forms.items() if count >= 2 for key in keys(form)}
    tables = [prune(load_vectors(each.path), each.most_frequent, wanted, tuned=each.tuned) for each in vectors]
    vocabulary = Vocabulary(
        pretrained=tuple(Index(table.words) for table in tables),
        trained=_frequent(trained, min_count),
        shapes=_frequent(shapes, min_count),
        characters=_frequent(characters, min_count),
    )
    return vocabulary, tables


def _frequent(counts: Counter[str], least: int) -> Index:
    return Index(sorted(key for key, count in counts.items() if count >= least))
