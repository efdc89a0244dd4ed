"""Bytes become text: by their mark, as UTF-8, as declared, or as what they most likely are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from nerkit.document import Notice
from nerkit.reading.alphabets import LATIN, fitting

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it starts with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Control characters that hardly any text holds; tab, line ends, form feed and the end-of-file sign of DOS do occur.
_STRAYS = {
    **dict.fromkeys((*range(9), *range(0x0E, 0x1A), 0x1B)),
    **dict.fromkeys(range(0x1C, 0x20), " "),
    0x0B: "\n",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_STRAY = 1000
"""Characters of text for which one control character may be there by accident; any text may hold one."""
_NOT_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_SAMPLE = 20_000
_LIKELY = (  # where two read the bytes alike, the first is taken
    *("cp1252", "cp1250", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
    *("cp1251", "koi8_r", "iso8859_2", "cp1253", "cp1254"),
)
_NAMES = {"cp932": "Shift-JIS", "euc_jp": "EUC-JP", "koi8_r": "KOI8-R"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that had to be assumed for it: None where the bytes leave no doubt."""

    text: str
    assumed: str | None = None

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """What the reader of the document should know."""
        if not self.assumed:
            return ()
        return (Notice("encoding", f"the text was taken for {self.assumed}: nothing says its encoding"),)


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of a file, a web page or a part of a mail; None where the bytes are no text.

    `declared` is the encoding that the file names itself. Valid UTF-8 is taken for it all the same: the declaration is
    wrong more often than other text happens to be valid.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _clean(data.decode(encoding, errors="replace"))
    wide = b"\0" in data
    # ISO-2022-JP and UTF-7 are written in ASCII; a page of plain ASCII that claims to be UTF-16 is neither.
    if declared and (wide or (data.isascii() and "16" not in declared)) and (text := _declared(data, declared)):
        return _clean(text)
    if wide and (decoded := _wide(data)):
        return decoded
    try:
        return _clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if not _is_clean(data.decode("latin-1")):
        return None
    if declared and (text := _declared(data, declared)):
        return _clean(text)
    encoding = _likely(data)
    return _clean(data.decode(encoding, errors="replace"), _name(encoding))


def _clean(text: str, assumed: str | None = None) -> Decoded | None:
    """The text without stray control characters; None where it has too many of them to be text."""
    return Decoded(text.translate(_STRAYS) if _CONTROL.search(text) else text, assumed) if _is_clean(text) else None


def _is_clean(text: str) -> bool:
    return next(islice(_CONTROL.finditer(text), 1 + len(text) // _STRAY, None), None) is None


def _declared(data: bytes, encoding: str) -> str | None:
    if encoding.lower().replace("_", "-") in ("iso-8859-1", "us-ascii", "ascii", "latin1"):
        encoding = "cp1252"  # which is what is meant, as browsers know
    try:
        return data.decode(encoding, errors="replace")
    except (LookupError, ValueError):
        return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: its zeros stand at every other place."""
    pairs = len(data) // 2
    little, big = data[1::2].count(0), data[::2].count(0)
    encoding = "utf-16-le" if little > big else "utf-16-be"
    if len(data) % 2 or max(little, big) < 0.2 * pairs or min(little, big) > 0.02 * pairs:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return _clean(text, encoding.upper())


def _likely(data: bytes) -> str:
    """The encoding of text that is not UTF-8, judged by its lines that are not plain ASCII."""
    from charset_normalizer import from_bytes

    sample = b"".join(match[0] for match in _NOT_ASCII.finditer(data, 0, 50 * _SAMPLE))[:_SAMPLE]
    matches = list(from_bytes(sample, cp_isolation=list(_LIKELY)))
    if not matches:
        return "cp1252"
    # Bytes that fit several encodings about equally well are what most files are: the order of _LIKELY decides.
    near = [
        name
        for match in matches
        if match.chaos <= matches[0].chaos + 0.03 and match.coherence >= matches[0].coherence - 0.07
        for name in match.could_be_from_charset
    ]
    encoding = min((name for name in near if name in _LIKELY), key=_LIKELY.index, default="cp1252")
    if encoding in LATIN:
        encoding = fitting(sample) or encoding
    # The currency sign is never written, the euro sign of ISO 8859-15 in its place is.
    return "iso8859_15" if encoding == "cp1252" and b"\xa4" in data and b"\x80" not in data else encoding


def _name(encoding: str) -> str:
    plain = encoding.upper().replace("_", "-")
    return _NAMES.get(
        encoding, plain.replace("CP125", "Windows-125").replace("ISO8859", "ISO-8859").replace("CP", "CP-")
    )
