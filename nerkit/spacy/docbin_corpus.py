"""A corpus reader that keeps the pages: `@readers = "nerkit.Corpus.v1"` in place of `spacy.Corpus.v1`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.training.corpus import create_docbin_reader

from nerkit.spacy.stored import KEY

ExampleReader = Callable[[Language], Iterable[Example]]


def docbin_reader(
    path: Path | None,
    gold_preproc: bool = False,
    max_length: int = 0,
    limit: int = 0,
    augmenter: Callable[[Language, Example], Iterator[Example]] | None = None,
) -> ExampleReader:
    """Like spaCy's own reader of `.spacy` files, with the same settings.

    The `Doc`s that are to be tagged know the pages and boxes of the gold ones, so that training, evaluation and later
    use on files see the same layout.
    """
    read: ExampleReader = create_docbin_reader(path, gold_preproc, max_length, limit, augmenter)

    def read_with_pages(nlp: Language) -> Iterator[Example]:
        for example in read(nlp):
            if KEY in example.reference.user_data:
                example.predicted.user_data[KEY] = example.reference.user_data[KEY]
            yield example

    return read_with_pages
