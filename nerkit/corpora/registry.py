"""The corpora that nerkit reads, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, cast

from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.splits import check_split
from nerkit.errors import CorpusError

READERS: Mapping[str, str] = MappingProxyType(
    {
        "cuad": "nerkit.corpora.cuad",
        "kleister-nda": "nerkit.corpora.kleister",
        "conll": "nerkit.corpora.conll",
        "fin": "nerkit.corpora.conll",
        "lener-br": "nerkit.corpora.conll",
        "adbuy": "nerkit.corpora.adbuy",
        "sroie": "nerkit.corpora.sroie",
        "sroie-images": "nerkit.corpora.sroie_images",
        "wildreceipt": "nerkit.corpora.wildreceipt",
        "zugferd": "nerkit.corpora.zugferd",
        "generated": "nerkit.corpora.generated",
        "jsonl": "nerkit.corpora.jsonl",
        "gold": "nerkit.corpora.gold",
        **{
            name: f"nerkit.corpora.interchange.corpus:{name}"
            for name in ("spans", "spacy", "spacy-json", "doccano", "label-studio", "prodigy", "brat")
        },
    }
)
"""Name of a corpus → the module whose `read(folder, split)` reads it; imported only when it is asked for."""


class Reader(Protocol):
    """What a reader module offers."""

    def read(self, folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
        """The documents of one split."""


def load(name: str, folder: Path, split: str = "all") -> list[LabelledDocument]:
    """All documents of `split` ("train", "dev", "test" or "all") of the corpus `name` that lies at `folder`.

    Raises `CorpusError` for an unknown name or split, a missing folder, or a corpus that cannot be read.
    """
    if name not in READERS:
        raise CorpusError(f"there is no corpus {name!r}; choose one of {', '.join(READERS)}")
    check_split(split)
    if not folder.exists():
        raise CorpusError(f"{folder} does not exist: give the folder of the corpus {name!r}")
    module, _, form = READERS[name].partition(":")
    reader = cast(Any, import_module(module))
    return list(reader.read(form, folder, split) if form else reader.read(folder, split))
