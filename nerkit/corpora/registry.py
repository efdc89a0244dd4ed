"""The corpora that nerkit reads, by name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.splits import check_split
from nerkit.errors import CorpusError
from nerkit.keyword_options import meant
from nerkit.plugins import Group

READERS = Group(
    "nerkit.corpora",
    MappingProxyType(
        {
            "cuad": "nerkit.corpora.cuad:read",
            "kleister-nda": "nerkit.corpora.kleister:read",
            "conll": "nerkit.corpora.conll_corpora:read",
            "fin": "nerkit.corpora.conll_corpora:read",
            "lener-br": "nerkit.corpora.conll_corpora:read",
            "echr-fr": "nerkit.corpora.echr:french",
            "echr-es": "nerkit.corpora.echr:spanish",
            "adbuy": "nerkit.corpora.adbuy:read",
            "sroie": "nerkit.corpora.sroie:read",
            "sroie-images": "nerkit.corpora.sroie_images:read",
            "wildreceipt": "nerkit.corpora.wildreceipt:read",
            "zugferd": "nerkit.corpora.zugferd:read",
            "generated": "nerkit.corpora.generated:read",
            "jsonl": "nerkit.corpora.jsonl:read",
            "gold": "nerkit.corpora.gold_records:read",
            **{
                name: f"nerkit.corpora.interchange.as_corpus:{name.replace('-', '_')}"
                for name in ("spans", "spacy", "spacy-json", "doccano", "label-studio", "prodigy", "brat")
            },
        }
    ),
)
"""Name of a corpus → the function that reads it; imported only when it is asked for."""


class CorpusReader(Protocol):
    """What stands behind the name of a corpus."""

    def __call__(self, folder: Path, split: str = "all") -> Iterable[LabelledDocument]:
        """The documents of one split of the corpus that lies at `folder`."""


def load(name: str, folder: Path, split: str = "all") -> list[LabelledDocument]:
    """All documents of `split` ("train", "dev", "test" or "all") of the corpus `name` that lies at `folder`.

    Raises `CorpusError` for an unknown name or split, a missing folder, or a corpus that cannot be read, and
    `BrokenPlugin` where another package reads it and fails.
    """
    if name not in READERS:
        raise CorpusError(f"there is no corpus {name!r}; {meant(name, READERS.names())}")
    check_split(split)
    if not folder.exists():
        raise CorpusError(f"{folder} does not exist: give the folder of the corpus {name!r}")
    with READERS.using(name) as read:
        return list(read(folder, split))
