"""What a run learns from: its corpora, read once, and the variants of their documents that its config asks for."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nerkit.corpora import registry
from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import ConfigError
from nerkit.training.config import CorpusConfig, RunConfig

ReadCorpus = Callable[[str, Path, str], list[LabelledDocument]]
"""Reads the documents of a reader's name, a folder and a split."""


@dataclass(frozen=True)
class Material:
    """The documents of a run: those of each training corpus, and all dev documents."""

    train: Sequence[Sequence[LabelledDocument]]
    dev: Sequence[LabelledDocument]

    @classmethod
    def read(cls, config: RunConfig, read: ReadCorpus = registry.load) -> Material:
        """Read all corpora of a config. Raises `CorpusError`, and `ConfigError` where one has no documents."""

        def documents(corpus: CorpusConfig) -> list[LabelledDocument]:
            found = read(corpus.reader, corpus.path, corpus.split)
            if not found:
                raise ConfigError(f"corpus {corpus.reader!r} has no documents in its split {corpus.split!r}")
            return found

        train = [documents(corpus) for corpus in config.train]
        return cls(train, [document for corpus in config.dev for document in documents(corpus)])


def groups(config: RunConfig, material: Material) -> list[list[LabelledDocument]]:
    """The documents of the first training corpus, of all its splits that are trained on, those of one group together.

    A document without a group is one of its own.
    """
    first = config.train[0]
    found: dict[str | int, list[LabelledDocument]] = defaultdict(list)
    for corpus, documents in zip(config.train, material.train, strict=True):
        if (corpus.reader, corpus.path) == (first.reader, first.path):
            for document in documents:
                found[document.group or id(document)].append(document)
    return list(found.values())


def variants(documents: Sequence[LabelledDocument], corpus: CorpusConfig, number: int) -> Iterator[LabelledDocument]:
    """The documents of training corpus `number` as its config wants them.

    With OCR errors, again under other names, set on pages or without them, a few lines of them, without spaces: the
    same ones in every run.
    """
    if not (corpus.noise or corpus.renamed or corpus.typeset or corpus.plain or corpus.glued or corpus.excerpts):
        yield from documents
        return
    from nerkit.corpora.augmentation.losses import excerpt, glued, plain
    from nerkit.corpora.augmentation.noise import noisy
    from nerkit.corpora.augmentation.renaming import renamed, role_words
    from nerkit.corpora.augmentation.typesetting import typeset

    rng = random.Random(1_000_003 * number + len(documents))
    kept = role_words(documents) if corpus.renamed else frozenset()
    for document in documents:
        found = [noisy(document, rng) if rng.random() < corpus.noise else document]
        copies = int(corpus.renamed) + (rng.random() < corpus.renamed % 1)
        if not document.document.pages:
            found += [renamed(document, rng, kept) for _ in range(copies)]
        for variant in found:
            if rng.random() < corpus.glued:
                variant = glued(variant, rng)
            if variant.document.pages:
                yield plain(variant, rng) if rng.random() < corpus.plain else variant
                if rng.random() < corpus.excerpts:
                    yield excerpt(variant, rng)
            else:
                yield typeset(variant, rng) if rng.random() < corpus.typeset else variant
