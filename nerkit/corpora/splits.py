"""Which part of a corpus a document belongs to: one rule for every corpus that brings no split of its own.

Documents are sorted by name. Every fifth (index 0, 5, 10, …) is "test": the yardstick that nobody trains on. Of the
others every tenth is "dev", on which training stops early; the rest is "train". The rule looks at nothing but the
position, so it is the same on every machine, and no figure can be bettered by choosing documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeVar, get_args

from nerkit.errors import CorpusError

SplitPart = Literal["train", "dev", "test"]
SPLITS: tuple[str, ...] = (*get_args(SplitPart), "all")

_TEST_EVERY = 5
_DEV_EVERY = 10

T = TypeVar("T")


def split_of(index: int) -> SplitPart:
    """The part of the document that stands at `index` (from 0) among its corpus's documents sorted by name."""
    if index % _TEST_EVERY == 0:
        return "test"
    others_before = index - index // _TEST_EVERY - 1
    return "dev" if others_before % _DEV_EVERY == 0 else "train"


def select(items: Iterable[T], split: str) -> Iterator[T]:
    """Those of `items` (sorted by name) that belong to `split`, in order; "all" gives every one.

    Raises `CorpusError` at once for a split that does not exist.
    """
    check_split(split)
    return (item for i, item in enumerate(items) if split in ("all", split_of(i)))


def check_split(split: str) -> None:
    """Raise `CorpusError` unless `split` is "train", "dev", "test" or "all"."""
    if split not in SPLITS:
        raise CorpusError(f"there is no split {split!r}; choose one of {', '.join(SPLITS)}")
