"""Legal forms that OCR has read with figures for letters: "Sp. z 0.0.", "s.r.0."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from nerkit.locales.countries.legal_forms import legal_forms
from nerkit.locales.folding import plain

_FIGURES: Mapping[str, str] = {"o": "0", "l": "1", "i": "1", "s": "5", "b": "8"}
"""Letters with the figure that they are taken for."""
_LETTERS: Mapping[str, str] = {"0": "o", "1": "l", "5": "s", "8": "b"}
_LEAST = 3
"""Letters of a form at least: "5.A" may number something."""
_DIGIT = re.compile(r"\d", re.ASCII)
_MARKS = re.compile(r"[. ]+")


def mended_form(name: str) -> str:
    """The name with letters for the figures in its legal form; the same text where it has none, or no name before it.

    >>> mended_form("ROSSMANN SDP SP. Z 0.0.")
    'ROSSMANN SDP SP. Z O.O.'
    """
    if not _DIGIT.search(name):
        return name
    return _misread(plain(name), name)


def _misread(folded: str, name: str) -> str:
    for match in _forms().finditer(folded):
        found = name[slice(*match.span())]
        if match.start() and _DIGIT.search(found):
            capital = all(char.isupper() for char in found if char.isalpha())
            written = "".join(_LETTERS.get(char, char) for char in found)
            name = name[: match.start()] + (written.upper() if capital else written) + name[match.end() :]
    return name


@cache
def _forms() -> re.Pattern[str]:
    """The short forms, the longest first, with figures for some of their letters but the first."""
    short = {form for each in legal_forms() for written in (each.name, *each.spellings) for form in _form(written)}
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(short, key=len, reverse=True))})(?![^\W_])")


def _form(written: str) -> Iterator[str]:
    folded = _MARKS.sub(".", plain(written).strip(". "))
    if sum(map(str.isalpha, folded)) >= _LEAST and folded.replace(".", "").isalpha():
        yield folded[0] + "".join(
            r"[\s.,]{0,2}" if char == "." else f"[{char}{_FIGURES.get(char, '')}]" for char in folded[1:]
        )
