"""Where words of this field come apart: the punctuation rules that are handed to spaCy's tokenizer.

They part what carries a value from what stands beside it (`EUR19.00`, `19%`, `Datum:12.03.2024`, `June30,2019`) and
keep together what is one value or name (`1,880.00`, `12.03.2024`, `B.V.`, `RE-2024/0815`).
"""

from __future__ import annotations

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "MYR", "RM", "Rs")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
    *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY"),
    *("AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
    *("JAN", "FEB", "MAR", "APR", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
    *("Januar", "Februar", "März", "Mai", "Juni", "Juli", "Oktober", "Dezember"),
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"),
    "décembre",
)
LEGAL_FORMS = (
    "Inc",
    "INC",
    "Ltd",
    "LTD",
    "Co",
    "CO",
    "Corp",
    "CORP",
    "Nr",
    "No",
    "NO",
    "St",
    "Str",
    "str",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
)

_LETTER = r"A-Za-zÀ-ÖØ-öø-ÿ"
_QUOTES = '"“”„‟«»‹›'
_BRACKETS = r"()\[\]{}"


def _after_any(words: tuple[str, ...]) -> str:
    """A look-behind for each word: `re` takes none of varying width."""
    return "(?:" + "|".join(rf"(?<={word})" for word in words) + ")"


PREFIXES = rf"^(?:[{_QUOTES}{_BRACKETS}'‘’`*#§€$£¥,;:!?&+=<>|~_]|\.{{2,}}|[-–—]+(?!\d)|(?:US|C|A|CA|AU|HK)(?=\$))"
SUFFIXES = (
    rf"(?:[{_QUOTES}{_BRACKETS}'‘’`*#§€$£¥%‰,;:!?&+=<>|~_]|\.{{2,}}|[-–—]+"
    rf"|(?<=[0-9{_LETTER}{_QUOTES})\]%])\.|(?<=[0-9])(?:{'|'.join(CURRENCIES)})|['’]s)$"
)
INFIXES = "|".join(
    (
        rf"[{_QUOTES}{_BRACKETS}|=<>]",
        r"[–—]|-{2,}|\.{2,}|_{2,}",
        rf"(?<=[{_LETTER}.)])[:;,](?=[0-9{_LETTER}])",
        rf"(?<=[0-9])[:;,](?=[{_LETTER}])",
        rf"(?<=[{_LETTER}]{{2}})[/&](?=[{_LETTER}]{{2}})",
        r"(?<=[a-zß-öø-ÿ]{2})\.(?=[A-ZÀ-ÖØ-Þ])",
        # A range of two dates or two years written without spaces.
        r"(?<=[./]\d\d)-(?=\d{1,2}[./]\d)",
        r"(?<=[./]\d{4})-(?=\d{1,2}[./]\d)",
        # Zero-width borders: nothing stands between the two parts.
        r"(?<=[€$£¥])(?=\w)|(?<=\d)(?=[€$£¥%])",
        rf"{_after_any(CURRENCIES)}(?=\d)",
        rf"(?<=\d)(?=(?:{'|'.join(CURRENCIES)})\b)",
        rf"{_after_any(MONTHS)}(?=\d)",
        rf"(?<=\d)(?=(?:{'|'.join(MONTHS)})(?:\b|\d))",
        # A month's comma that OCR glued to the year: "30,2019" (four digits follow, so it groups no thousands).
        rf"(?:(?<=\b\d\d)|(?<=\b\d)|(?<=[{_LETTER}]\d\d)|(?<=[{_LETTER}]\d)),(?=(?:19|20)\d\d\b)",
    )
)
# Letters with dots between them (B.V., L.L.C., N.A., U.S.A.) stay whole.
WHOLE = r"^(?:[A-Za-zÀ-Þ]\.){2,}$|^(?:[A-Z]\.)$"
