"""Text made plain, for finding things in it (offsets unchanged) and for comparing it: case, accents and spaces gone."""

from __future__ import annotations

import re
import unicodedata

_ASCII = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
}
# Letters that Unicode does not take apart, as people type them without the stroke.
_TWO = str.maketrans({"æ": "ae", "œ": "oe"})
_STROKES = str.maketrans("łøđħıŧæœ", "lodhitao")


class _Plain(dict[int, str]):
    """Maps a code point to exactly one plain character, worked out on first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _ASCII:
            plain = _ASCII[char]
        elif char.isspace():
            plain = char if char in "\n\t\f" else " "
        elif char.isdecimal():
            plain = str(unicodedata.decimal(char))
        elif "！" <= char <= "～":  # of full width, as East Asian forms have them
            plain = chr(code - ord("！") + ord("!")).lower()
        elif char.isalpha():
            plain = unicodedata.normalize("NFKD", char)[0].lower()[0].translate(_STROKES)
        else:
            plain = char
        self[code] = plain
        return plain


_PLAIN = _Plain()


def plain(text: str) -> str:
    """The text in lower case, without accents, with ASCII digits, spaces, dashes and quotes.

    Every character stays one character, so an offset in the result is an offset in `text`. Line feeds, tabs and form
    feeds stay.
    """
    return text.translate(_PLAIN)


def fold_space(text: str) -> str:
    """The text with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    """What `str.split` gives; each word is there once: in a long text most are repeated, and one takes 60 bytes."""
    once: dict[str, str] = {}
    return [once.setdefault(word, word) for word in map(re.Match.group, re.finditer(r"\S+", text))]


def fold(text: str) -> str:
    """The text as it is compared: plain, and a letter that stands for two as two, so offsets change.

    >>> fold("Cœur & Straße")
    'coeur & strasse'
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_TWO))
    return plain("".join(char for char in apart if not unicodedata.combining(char)))


def words(text: str) -> list[str]:
    """The words of the text as they are compared: letters and digits, those around full stops and apostrophes in one.

    >>> words("Müller's S.à r.l.")
    ['mullers', 'sa', 'rl']
    """
    return re.findall(r"[^\W_]+", re.sub(r"[.']", "", fold(text)))
