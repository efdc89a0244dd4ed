"""What the length of a document and the form of its pages say, whatever it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from nerkit.document import Document
from nerkit.labels.kind import PageShape
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.records.listings import is_listing

_NARROW_PAGE = 0.6
"""Width by height: a till roll is narrower than any sheet of paper in upright format (A4 is 0.71)."""
_SHORT, _LONG = 250, 450
"""Words: most receipts have fewer than the first number and hardly any has more than the second."""
HEAD, _TAIL = 400, 100
"""Words at the head of a document, behind which a form may have pages of fine print, and at its end."""
_PROSE, _FIGURES = 0.06, 0.15
"""Share of words with a digit: running text has less than the first, a form with figures more than the second."""
_WIDE = 500
"""Points: a page with text of its own that is wider is a sheet of paper, not a till roll."""
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]m)?\b")


def shape(words: Sequence[str], document: Document) -> Mapping[PageShape, bool]:
    """Which shapes a document has; `words` are those of its text, parted at white space.

    `short` and `long` texts, `prose` with hardly any figures, or many `figures`, several `pages`, a page with text of
    its own that is as `wide` as paper, a first page as `narrow` as a till roll, a time of day as on a `clock`, a mail
    that is `covering` documents: it brings some, and says so. A `listing` has documents for its rows.
    """
    figures = _share_of_figures(words)
    pages = document.pages
    return {
        "short": len(words) < _SHORT,
        "long": len(words) > _LONG,
        "prose": figures < _PROSE,
        "figures": max(figures, _share_of_figures(words[:HEAD])) > _FIGURES,
        "pages": len(pages) > 1,
        "wide": any(page.source == "text" and page.width > _WIDE for page in pages),
        "narrow": bool(pages) and pages[0].width < _NARROW_PAGE * pages[0].height,
        "clock": _CLOCK.search(ends(words)) is not None,
        "covering": any(aside.kind == "attachments" for aside in document.asides) and _encloses(document.own.text),
        "listing": is_listing(document),
    }


def ends(words: Sequence[str]) -> str:
    """The words at the head and at the end: in a long text each word occurs somewhere."""
    return " ".join(words if len(words) < HEAD + _TAIL else [*words[:HEAD], *words[-_TAIL:]])


def _share_of_figures(words: Sequence[str]) -> float:
    return sum(not word.isalpha() and any(map(str.isdigit, word)) for word in words) / max(1, len(words))


def _encloses(text: str) -> bool:
    return _enclosing().search(plain(text)) is not None


@cache
def _enclosing() -> re.Pattern[str]:
    return re.compile(whole(words_for(None).reading.enclosing))
