"""What the tagger knows of a token by its form alone: ids of its word, its shape and its characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

CHARACTERS = 20
"""Characters of a form that the character encoder reads: the first and the last ones of a longer form."""

PADDING, UNKNOWN = 0, 1

_REMEMBERED = 1 << 16
"""Forms whose ids are kept, some 20 MB: the first ones met, which are those that come again."""

_DIGIT = re.compile(r"\d")
_RUNS = (
    (re.compile(r"[A-ZÀ-ÖØ-Þ]+"), "X"),
    (re.compile(r"[a-zß-öø-ÿ]+"), "x"),
    (re.compile(r"\d{5,}"), "n"),
)


def normal(form: str) -> str:
    """The key of a form in the table of trained words: lower case, every digit a zero."""
    return _DIGIT.sub("0", form.lower())


def keys(form: str) -> tuple[str, ...]:
    """What a form is looked up as in a table of pretrained vectors: the first of these that it holds."""
    lower = form.lower()
    return form, lower, lower.strip(".-/'"), _DIGIT.sub("0", lower)


def shape(form: str) -> str:
    """Runs of letters folded, digits kept apart up to four: `12.03.2024` → `dd.dd.dddd`, `B.V.` → `X.X.`."""
    text = form[:16]
    for pattern, sign in _RUNS:
        text = pattern.sub(sign, text)
    return _DIGIT.sub("d", text)


class Index:
    """Ids of strings: 0 is padding, 1 is unknown, the known strings follow in the order given."""

    width = 1
    """Ids that a form has at most."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        self._ids = {word: i for i, word in enumerate(self.words, start=UNKNOWN + 1)}

    def __len__(self) -> int:
        return len(self.words) + UNKNOWN + 1

    def __call__(self, word: str) -> int:
        """The id of a string, UNKNOWN if it is not in the index."""
        return self._ids.get(word, UNKNOWN)

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    def ids(self, form: str) -> list[int]:
        """What a form is known as in a table of pretrained vectors, `width` ids at most."""
        return [next((self(key) for key in keys(form) if key in self), UNKNOWN)]


class FormIds(Protocol):
    """What makes ids of forms."""

    def rows(self, forms: Sequence[str]) -> NDArray[np.int32]:
        """Ids of many forms. *Shape:* (forms, columns)."""


@dataclass
class Vocabulary:
    """The indices of a model. `pretrained` holds the words of each vector table, `trained` normal forms."""

    pretrained: tuple[Index, ...]
    trained: Index
    shapes: Index
    characters: Index
    _rows: dict[str, NDArray[np.int32]] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> int:
        """Ids of a form: those in each vector table, its trained word, its shape, then CHARACTERS characters."""
        return sum(index.width for index in self.pretrained) + 2 + CHARACTERS

    def row(self, form: str) -> NDArray[np.int32]:
        """Ids of a form. *Shape:* (columns,)."""
        known = self._rows.get(form)
        if known is not None:
            return known
        row = np.zeros(self.columns, dtype=np.int32)
        at = 0
        for index in self.pretrained:
            found = index.ids(form)
            row[at : at + len(found)] = found
            at += index.width
        row[at : at + 2] = self.trained(normal(form)), self.shapes(shape(form))
        text = form if len(form) <= CHARACTERS else form[: CHARACTERS - 8] + form[-8:]
        row[at + 2 : at + 2 + len(text)] = [self.characters(c) for c in text]
        if len(self._rows) < _REMEMBERED:
            self._rows[form] = row
        return row

    def rows(self, forms: Sequence[str]) -> NDArray[np.int32]:
        """Ids of many forms. *Shape:* (forms, columns)."""
        if not forms:
            return np.zeros((0, self.columns), dtype=np.int32)
        return np.stack([self.row(form) for form in forms])


@dataclass(frozen=True)
class JointVocabulary:
    """The vocabularies of several networks: the ids of a form stand side by side."""

    members: tuple[Vocabulary | JointVocabulary, ...]

    @property
    def columns(self) -> int:
        """Ids of a form."""
        return sum(member.columns for member in self.members)

    def rows(self, forms: Sequence[str]) -> NDArray[np.int32]:
        """Ids of many forms. *Shape:* (forms, columns)."""
        return np.concatenate([member.rows(forms) for member in self.members], axis=1)
