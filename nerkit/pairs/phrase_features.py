"""What is known of a phrase by itself: how it is written, what it may mean, and where it stands on its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from nerkit.document import Document
from nerkit.locales.folding import plain
from nerkit.pairs.key_vocabulary import KeyWords
from nerkit.pairs.phrase import Phrase, is_check_box, is_checked
from nerkit.values.typed_spans import TypedSpan, mentions

Features = NDArray[np.float32]

WORDS = (
    *("colon", "colon inside", "all capitals", "capitals", "capital first", "digit", "digits", "words", "letters"),
    *("full stop", "question", "number sign", "numbered", "fill", "brackets", "comma", "lower first"),
    *("date", "amount", "percent", "duration", "typed share", "number", "code", "address", "phone"),
    *("check box", "checked", "known key", "odds", "least odds", "first odds", "last odds", "key odds", "unknown"),
)
PLACES = (
    *("height", "left", "right", "width", "in line", "of line", "first in line", "last in line", "first in cell"),
    *("last in cell", "blank", "down", "left aligned", "right aligned", "table", "row", "column", "no boxes"),
)
NAMES = (*WORDS, *PLACES)
"""The columns of the features of a phrase."""

_TYPES = ("date", "amount", "percent", "duration")
_NUMBER = re.compile(r"[-+±<>≤≥~(]?\s?[\d.,'’ ]*\d[\d.,'’ ]*%?[)]?")
_CODE = re.compile(r"(?=\S*\d)[\w./#:+\-]{2,}(?:\s(?=\S*\d)[\w./#:\-]{2,})*")
_ADDRESS = re.compile(r"@|https?:|www\.|\w\.(?:com|org|net|eu|de|fr|example)\b")
_PHONE = re.compile(r"[+(]?\d[\d\s()/.\-]{6,}\d(?:\s*\w{1,4}\.?\s*\d+)?")
_FILL = re.compile(r"_{2,}|\.{4,}|…{2,}")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}|\(?[a-zA-Z])[.)]\s?\w")
_ALIGNED = 0.4
"""Heights within which two phrases stand below one another."""


def phrase_features(document: Document, found: Sequence[Phrase], language: str | None) -> Features:
    """One row a phrase. *Shape:* (phrases, `NAMES`)."""
    typed = _typed(document, found, language)
    known = KeyWords.default()
    said = [_said(phrase, spans, known) for phrase, spans in zip(found, typed, strict=True)]
    words = np.array(said, dtype=np.float32).reshape(len(found), len(WORDS))
    return np.concatenate([words, _places(document, found)], axis=1)


def _typed(document: Document, found: Sequence[Phrase], language: str | None) -> list[list[TypedSpan]]:
    """The typed mentions within each phrase."""
    spans = mentions(document.text, language)
    within: list[list[TypedSpan]] = []
    at = 0
    for phrase in found:
        start, end = document.words[phrase.first].start, document.words[phrase.last - 1].end
        while at < len(spans) and spans[at].end <= start:
            at += 1
        mine, i = [], at
        while i < len(spans) and spans[i].start < end:
            mine.append(spans[i])
            i += 1
        within.append(mine)
    return within


def type_of(text: str, spans: Sequence[TypedSpan]) -> str:
    """The type of value that a whole text has by its form, "text" where it has none."""
    if is_check_box(text):
        return "check box"
    longest = max(spans, key=lambda span: span.end - span.start, default=None)
    if longest and longest.end - longest.start > 0.6 * len(text):
        return longest.type
    if _ADDRESS.search(text):
        return "address"
    if _NUMBER.fullmatch(text):
        return "number"
    if _PHONE.fullmatch(text):
        return "phone"
    return "code" if _CODE.fullmatch(text) else "text"


def _said(phrase: Phrase, spans: Sequence[TypedSpan], known: KeyWords) -> list[float]:
    text = phrase.text
    folded = plain(text)
    letters = [c for c in text if c.isalpha()]
    words = text.split()
    digits = sum(c.isdigit() for c in text)
    bare = text.rstrip(" :：.")
    type_ = type_of(text, spans)
    mean, least, first, last = known.odds_of(folded)
    key = known.keys.get(" ".join(folded.split()), 0.0)
    return [
        text[-1:] in ":：",
        ":" in bare,
        bool(letters) and all(c.isupper() for c in letters),
        sum(w[:1].isupper() for w in words) / len(words),
        text[:1].isupper(),
        digits > 0,
        digits / len(text),
        np.log1p(len(words)),
        np.log1p(len(text)) / 3,
        text[-1:] in ".;",
        text[-1:] == "?",
        "#" in text,
        bool(_NUMBERED.match(text)),
        bool(_FILL.search(text)),
        text[:1] in "([" and text[-1:] in ")]",
        text.count(",") / len(words),
        text[:1].islower(),
        *(any(span.type == one for span in spans) for one in _TYPES),
        sum(span.end - span.start for span in spans) / len(text),
        type_ == "number",
        type_ == "code",
        type_ == "address",
        type_ == "phone",
        type_ == "check box",
        type_ == "check box" and is_checked(text),
        known.is_key(bare),
        mean,
        least,
        first,
        last,
        key,
        mean == least == first == 0.0,
    ]


def _places(document: Document, found: Sequence[Phrase]) -> Features:
    cells = _table_cells(document)
    rows: list[list[float]] = []
    for _, group in groupby(found, key=lambda phrase: phrase.page):
        page = list(group)
        width = max(1.0, max(phrase.x1 for phrase in page))
        top, height = page[0].top, max(1.0, max(phrase.bottom for phrase in page) - page[0].top)
        lefts = Counter(round(phrase.x0 / _ALIGNED) for phrase in page)
        rights = Counter(round(phrase.x1 / _ALIGNED) for phrase in page)
        for _, line in groupby(page, key=lambda phrase: phrase.line):
            row = list(line)
            for i, phrase in enumerate(row):
                cell = cells.get(phrase.first)
                rows.append(
                    [
                        phrase.bottom - phrase.top,
                        phrase.x0 / width,
                        phrase.x1 / width,
                        (phrase.x1 - phrase.x0) / width,
                        min(i, 6) / 3,
                        min(len(row), 8) / 4,
                        i == 0,
                        i == len(row) - 1,
                        i == 0 or row[i - 1].cell != phrase.cell,
                        i == len(row) - 1 or row[i + 1].cell != phrase.cell,
                        phrase.blank,
                        (phrase.top - top) / height,
                        np.log1p(lefts[round(phrase.x0 / _ALIGNED)]) / 2,
                        np.log1p(rights[round(phrase.x1 / _ALIGNED)]) / 2,
                        cell is not None,
                        min(cell[0], 8) / 4 if cell else 0.0,
                        min(cell[1], 8) / 4 if cell else 0.0,
                        document.words[phrase.first].box is None,
                    ]
                )
    return np.array(rows, dtype=np.float32).reshape(len(found), len(PLACES))


def _table_cells(document: Document) -> dict[int, tuple[int, int, int]]:
    """Row, column and number of the table of each word that stands in one."""
    return {
        word: (cell.row, cell.column, number)
        for number, table in enumerate(document.tables)
        for cell in table.cells
        for word in cell.words
    }
