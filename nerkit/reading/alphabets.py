"""Which of the encodings of Latin letters a short text is in: the one whose letters all belong to one language."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_LANGUAGES: dict[str, dict[str, str]] = tomllib.loads(
    files(__package__).joinpath("alphabets.toml").read_text(encoding="utf-8")
)
LATIN = frozenset(_LANGUAGES)
"""Encodings that `fitting` tells apart."""

_FOREIGN = re.compile(r"[^\W\d_a-zA-Z¹²³¼½¾]|[¹³¼¾¯](?=[a-zA-Z])|(?<=[a-z])¿(?=[a-z])")


def fitting(data: bytes) -> str | None:
    """The first encoding in which one language explains every foreign letter of a text; None where there is none."""
    for encoding, alphabets in _LANGUAGES.items():
        try:
            text = data.decode(encoding).replace("İ", "ı").lower()
        except UnicodeDecodeError:
            continue
        count = len(_FOREIGN.findall(text))
        if not count or any(len(re.findall(letters, text)) == count for letters in alphabets.values()):
            return encoding
    return None
