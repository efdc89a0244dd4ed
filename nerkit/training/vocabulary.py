"""The vocabulary of a new model, from what it is trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Document
from nerkit.language.tokenizer import tokenize
from nerkit.tagging.forms import Index, Vocabulary, keys, normal, shape
from nerkit.tagging.subwords import index_of
from nerkit.tagging.vector_files import load_parts, load_vectors
from nerkit.tagging.vectors import VectorTable, prune, table_of
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
    tables = [_table(each, wanted) for each in vectors]
    vocabulary = Vocabulary(
        pretrained=tuple(index_of(each.words, each.buckets) for each in tables),
        trained=_frequent(trained, min_count),
        shapes=_frequent(shapes, min_count),
        characters=_frequent(characters, min_count),
    )
    return vocabulary, tables


def _table(config: VectorsConfig, wanted: Collection[str]) -> VectorTable:
    keyed = load_vectors(config.path)
    parts = load_parts(config.path)
    return table_of(keyed, prune(keyed, config.most_frequent, wanted), tuned=config.tuned, parts=parts)


@dataclass(frozen=True)
class Coverage:
    """The forms of a text and how often each one occurs, beside a table of vectors."""

    forms: Counter[str]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Coverage:
        """The tokens of documents."""
        forms: Counter[str] = Counter()
        for document in documents:
            forms.update(tokenize(document).forms)
        return cls(forms)

    @property
    def tokens(self) -> int:
        """Tokens of the text."""
        return self.forms.total()

    @property
    def keys(self) -> set[str]:
        """All that the forms may be looked up as."""
        return {key for form in self.forms for key in keys(form)}

    def share(self, words: Iterable[str]) -> float:
        """The share of the tokens that a table with these words knows."""
        known = set(words)
        found = sum(count for form, count in self.forms.items() if not known.isdisjoint(keys(form)))
        return found / max(1, self.tokens)


def _frequent(counts: Counter[str], least: int) -> Index:
    return Index(sorted(key for key, count in counts.items() if count >= least))
