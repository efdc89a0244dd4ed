"""The control words of Rich Text that a reader of its text has to know (Rich Text Format Specification 1.9.1)."""

from __future__ import annotations

import codecs

UNSEEN = frozenset(
    (
        *(
            "fonttbl",
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "nonshppict",
            "shprslt",
            "nonesttables",
            "upr",
            "xe",
            "tc",
        ),
        *(
            "rxe",
            "txe",
            "bkmkstart",
            "bkmkend",
            "fldinst",
            "objdata",
            "filetbl",
            "revtbl",
            "listtable",
            "sp",
            "annotation",
        ),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "template", "private", "pntxta", "pntxtb"),
    )
)
"""Groups that hold no text, or a twin of some."""

SEEN = frozenset(("shpinst", "ud"))
"""Groups that hold text though a reader may pass over them."""

SIGNS = {
    **{"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"tab": "\t", "emspace": " ", "enspace": " ", "qmspace": " ", "nestcell": "\t", "~": " ", "_": "-"},
    **{sign: sign for sign in "{}\\"},
}
"""Control words and symbols that stand for a character."""

_CHARSETS = {
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5", 161: "cp1253"},
    **{162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874"},
    **{238: "cp1250", 254: "cp437", 255: "cp850"},
}
"""Encodings by the number of a font's character set."""

_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5", 10000: "mac_roman", 65001: "utf-8"}


def charset(number: int) -> str | None:
    """The encoding of a font's character set; None for those that leave it to the file."""
    return _CHARSETS.get(number)


def code_page(number: int) -> str:
    """The encoding of a code page, that of Western Windows where there is no such page."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
