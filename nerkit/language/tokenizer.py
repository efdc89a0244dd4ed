"""spaCy's tokenizer with the rules of this field, run word by word over a document."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nerkit.budget import paced
from nerkit.document import Document, Word
from nerkit.language import tokenizer_rules
from nerkit.language.tokens import Tokens

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer


_REMEMBERED = 1 << 16
"""Words whose tokens are kept."""

_LONGEST = 256
"""Characters of a word that the tokenizer takes at once.

It takes signs off the ends one by one, each time with a copy of the rest: its time grows with the square of the length.
"""

_BORDER = re.compile(r"(?<=[\W_])(?=\S)|(?<=\S)(?=[\W_])")


@cache
def spacy_tokenizer() -> Tokenizer:
    """The tokenizer, for whoever builds a spaCy pipeline on the same tokens."""
    from spacy.tokenizer import Tokenizer
    from spacy.vocab import Vocab

    return Tokenizer(
        Vocab(),
        rules={word: [{"ORTH": word}] for word in tokenizer_rules.abbreviations()},
        prefix_search=re.compile(tokenizer_rules.PREFIXES).search,
        suffix_search=re.compile(tokenizer_rules.SUFFIXES).search,
        infix_finditer=re.compile(tokenizer_rules.infixes()).finditer,
        token_match=re.compile(tokenizer_rules.WHOLE).match,
    )


@lru_cache(_REMEMBERED)
def _parts(word: str) -> tuple[tuple[int, int, str], ...]:
    """The tokens of one word: start and end within it, and form. Words repeat, so they are remembered."""
    tokenizer = spacy_tokenizer()
    if len(tokenizer.vocab) > _REMEMBERED:  # spaCy forgets no word that it has met
        spacy_tokenizer.cache_clear()
    doc = tokenizer(word)
    return tuple((token.idx, token.idx + len(token), token.text) for token in doc if not token.is_space)


def tokenize(document: Document) -> Tokens:
    """All tokens of the document; every character of every word is in exactly one of them."""
    text, every = document.text, document.words
    forms: list[str] = []
    # Arrays and not lists: a list holds each number as an object of its own, a tenth of a gigabyte in ten megabytes.
    starts, ends, words = array("i"), array("i"), array("i")
    for first, last in paced(_unparted(every), 1000):
        at, stop = every[first].start, every[last].end
        if first == last and stop - at <= _LONGEST:  # nearly all: what follows does the same, in twice the time
            for start, end, form in _parts(text[at:stop]):
                forms.append(form)
                starts.append(at + start)
                ends.append(at + end)
                words.append(first)
            continue
        for begin, border in _pieces(text, at, stop):
            for start, end, form in _parts(text[begin:border]):
                while every[first].end <= begin + start:
                    first += 1
                forms.append(form)
                starts.append(begin + start)
                ends.append(begin + end)
                words.append(first)
    return Tokens(forms, *(np.array(numbers, dtype=np.int32) for numbers in (starts, ends, words)))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A word, or a longer one than the tokenizer takes in pieces: cut beside a sign where there is one."""
    while end - start > _LONGEST:
        borders = [border.start() for border in _BORDER.finditer(text, start + _LONGEST // 2, start + _LONGEST)]
        stop = borders[-1] if borders else start + _LONGEST
        yield start, stop
        start = stop
    yield start, end


def _unparted(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First and last word of each run without white space: the halves of a word that a line's end parted are one."""
    first = 0
    for i, (word, following) in enumerate(pairwise(words)):
        if following.start > word.end:
            yield first, i
            first = i + 1
    if words:
        yield first, len(words) - 1
