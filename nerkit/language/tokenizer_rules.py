"""Where words of this field come apart: the punctuation rules that are handed to spaCy's tokenizer.

They part what carries a value from what stands beside it (`EUR19.00`, `19%`, `Datum:12.03.2024`, `June30,2019`) and
keep together what is one value or name (`1,880.00`, `12.03.2024`, `B.V.`, `RE-2024/0815`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby

from nerkit.locales import cldr, codes, locale, words_for

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "MYR", "RM", "Rs")

_LETTER = r"A-Za-zÀ-ÖØ-öø-ſȘ-ț"
_UPPER, _LOWER = (
    first + "".join(letter for letter in map(chr, (*range(0x100, 0x180), *range(0x218, 0x21C))) if is_such(letter))
    for first, is_such in (("A-ZÀ-ÖØ-Þ", str.isupper), ("a-zß-öø-ÿ", str.islower))
)
_QUOTES = '"“”„‟«»‹›'
_BRACKETS = r"()\[\]{}"


def abbreviations() -> frozenset[str]:
    """The words of all languages whose full stop is a part of them: "Inc.", "Nr."."""
    return frozenset(words_for(None).reading.abbreviations)


def _months() -> frozenset[str]:
    """The months of all languages, in the letters in which they come glued to figures: "June30", "13FEB20".

    Short names only of languages that write them with a capital: others have too many that are words of their own.
    """
    found = set()
    for code in codes():
        full, short = cldr.written_months(code)
        more = [name for names in locale(code).dates.months.values() for name in names]
        found |= {*full, *map(str.capitalize, full)}
        found |= {name for name in (*short, *more) if name[0].isupper()}
    return frozenset(found | {name.upper() for name in found})


def _after_any(words: Iterable[str]) -> str:
    """A look-behind for the words of each length: `re` takes none of varying width."""
    by_length = groupby(sorted(words, key=len), key=len)
    return "(?:" + "|".join(f"(?<={'|'.join(sorted(same))})" for _, same in by_length) + ")"


PREFIXES = rf"^(?:[{_QUOTES}{_BRACKETS}'‘’`*#§€$£¥,;:!?&+=<>|~_]|\.{{2,}}|[-–—]+(?!\d)|(?:US|C|A|CA|AU|HK)(?=\$))"
SUFFIXES = (
    rf"(?:[{_QUOTES}{_BRACKETS}'‘’`*#§€$£¥%‰,;:!?&+=<>|~_]|\.{{2,}}|[-–—]+"
    rf"|(?<=[0-9{_LETTER}{_QUOTES})\]%])\.|(?<=[0-9])(?:{'|'.join(CURRENCIES)})|['’]s)$"
)


@cache
def infixes() -> str:
    """Where a word comes apart in its middle."""
    months = _months()
    return "|".join(
        (
            rf"[{_QUOTES}{_BRACKETS}|=<>]",
            r"[–—]|-{2,}|\.{2,}|_{2,}",
            rf"(?<=[{_LETTER}.)])[:;,](?=[0-9{_LETTER}])",
            rf"(?<=[0-9])[:;,](?=[{_LETTER}])",
            rf"(?<=[{_LETTER}]{{2}})[/&](?=[{_LETTER}]{{2}})",
            rf"(?<=[{_LOWER}]{{2}})\.(?=[{_UPPER}])",
            # A range of two dates or two years written without spaces.
            r"(?<=[./]\d\d)-(?=\d{1,2}[./]\d)",
            r"(?<=[./]\d{4})-(?=\d{1,2}[./]\d)",
            # Zero-width borders: nothing stands between the two parts.
            r"(?<=[€$£¥])(?=\w)|(?<=\d)(?=[€$£¥%])",
            rf"{_after_any(CURRENCIES)}(?=\d)",
            rf"(?<=\d)(?=(?:{'|'.join(CURRENCIES)})\b)",
            rf"(?<=[{_LETTER}])(?=\d){_after_any(months)}",
            rf"(?<=\d)(?=(?:{'|'.join(sorted(months, key=len, reverse=True))})(?:\b|\d))",
            # A month's comma that OCR glued to the year: "30,2019" (four digits follow, so it groups no thousands).
            rf"(?:(?<=\b\d\d)|(?<=\b\d)|(?<=[{_LETTER}]\d\d)|(?<=[{_LETTER}]\d)),(?=(?:19|20)\d\d\b)",
        )
    )


# Letters with dots between them (B.V., L.L.C., N.A., U.S.A.) stay whole.
WHOLE = r"^(?:[A-Za-zÀ-Þ]\.){2,}$|^(?:[A-Z]\.)$"
