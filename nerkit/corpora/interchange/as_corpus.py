"""The formats of other tools as corpora for training and evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from nerkit.corpora.interchange import read as read_examples
from nerkit.corpora.interchange.example import ConversionReport
from nerkit.corpora.interchange.own import flat
from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.splits import select


def _read(form: str, folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The documents of a file or a folder in the named format, by name; of overlapping spans the longest is taken.

    A folder with a file or folder for each split, as train.spacy, gives its own splits. Raises `CorpusError`.
    """
    own = {path.stem: path for path in sorted(folder.glob("*")) if path.stem in ("train", "dev", "test")}
    if own:
        parts = [path for name, path in own.items() if split in ("all", name)]
        examples = [example for path in parts for example in read_examples(path, form)]
    else:
        examples = list(select(sorted(read_examples(folder, form), key=lambda example: example.id), split))
    return (replace(example.labelled, spans=flat(example, ConversionReport())) for example in examples)


spans = partial(_read, "spans")
spacy = partial(_read, "spacy")
spacy_json = partial(_read, "spacy-json")
doccano = partial(_read, "doccano")
label_studio = partial(_read, "label-studio")
prodigy = partial(_read, "prodigy")
brat = partial(_read, "brat")
