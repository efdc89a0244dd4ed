"""Which of the encodings of Latin letters a short text is in: the one whose letters all belong to one language."""

from __future__ import annotations

import re

# A foreign letter as the language writes it. Portuguese puts tildes before few letters: elsewhere they are Hungarian
# double accents or Romanian breves, read in the wrong encoding.
_LANGUAGES = {
    "cp1252": (
        "[äöüßéèêàáôç]",  # German, with the loans it keeps
        "[àâæçèéêëîïôœùûüÿ]",  # French
        "[áéíóúñüïç]|(?<=[0-9nN])[ºª]",  # Spanish, Catalan
        "[áâàçéêíóôúü]|ã(?=[oe]|s?\\b)|õ(?=e)|(?<=[0-9nN])[ºª]",  # Portuguese
        "[àèéìíîòóù]",  # Italian
        "[áéíóúëïöüèêç]",  # Dutch
        "[åäöæøéü]",  # Swedish, Danish, Norwegian, Finnish
        "[áðéíóúýæö]|\\bþ",  # Icelandic
        "[äöüšž]|õ(?=\\w)",  # Estonian
    ),
    "cp1250": (
        "[áéíóöőúüű]",  # Hungarian
        "[ăâîşţ]",  # Romanian
        "[ąćęłńóśźż]",  # Polish
        "[áčďéěíňóřšťúůýž]",  # Czech
        "[áäčďéíĺľňóôŕšťúýž]",  # Slovak
        "[čćđšž]",  # Slovenian, Croatian
    ),
    "cp1254": ("[çğıöşüâîû]",),  # Turkish
}
LATIN = frozenset(_LANGUAGES)
"""Encodings that `fitting` tells apart."""

_FOREIGN = re.compile(r"[^\W\d_a-zA-Z¹²³¼½¾]|[¹³¼¾¯](?=[a-zA-Z])|(?<=[a-z])¿(?=[a-z])")


def fitting(data: bytes) -> str | None:
    """The first encoding in which one language explains every foreign letter of a text; None where there is none."""
    for encoding, languages in _LANGUAGES.items():
        try:
            text = data.decode(encoding).replace("İ", "ı").lower()
        except UnicodeDecodeError:
            continue
        count = len(_FOREIGN.findall(text))
        if not count or any(len(re.findall(letters, text)) == count for letters in languages):
            return encoding
    return None
