"""Signs, names and codes of currencies. A sign that several currencies share names none of them by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from nerkit.locales import Locale, all_for, codes, locale, locales_for, words_for
from nerkit.locales.cldr import currency_names
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.currency_codes import currency_codes

_PLAIN = "EUR USD GBP CHF JPY CNY CAD AUD NZD SEK NOK DKK PLN CZK HUF INR MYR SGD HKD THB BRL MXN ZAR ILS KRW RUB"
PLAIN_CODES = frozenset(_PLAIN.split())
"""Codes that stand for a currency wherever they are in upper case, with no number beside them."""

_SMALL = frozenset({"eur", "usd", "php"})  # codes that people also write in small letters

THREE_PLACES = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies whose amounts have three decimal places."""

_SIGNS = {
    **{"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₫": "VND"},
    **{"฿": "THB", "₱": "PHP", "₦": "NGN", "us$": "USD", "us $": "USD", "u.s.$": "USD", "u.s. $": "USD"},
    **{"a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "cdn$": "CAD", "can$": "CAD", "nz$": "NZD", "hk$": "HKD"},
    **{"s$": "SGD", "sg$": "SGD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN", "mex$": "MXN", "rm": "MYR", "rmb": "CNY"},
    **{"zł": "PLN", "kč": "CZK", "sfr.": "CHF", "sfr": "CHF", "rp": "IDR", "kn": "HRK"},
    **{"dm": "DEM", "ös": "ATS", "ff": "FRF", "bfr": "BEF", "hfl": "NLG", "ptas": "ESP"},
}
_CAPITALS = frozenset({"rm", "dm", "ff", "r"})  # "5 dm" is a length, "S. 5 ff" a page
_RANDS = frozenset({"ZAR", "BRL"})
_LETTERED = ("zł", "kč")  # no word of any language: they name their currency with no number beside them, too
_DOLLARS = "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BBD BMD BSD BZD FJD JMD LRD NAD TTD XCD"
_FRANCS = frozenset({"CHF", "XAF", "XOF", "XPF", "CDF", "RWF"})
_KRONER = frozenset({"SEK", "NOK", "DKK", "ISK"})
_RUPEES = frozenset({"INR", "PKR", "LKR", "NPR", "MUR", "SCR"})
_SHARED = {
    "$": frozenset(_DOLLARS.split()),
    **dict.fromkeys(("¥", "￥", "元"), frozenset({"JPY", "CNY"})),
    **dict.fromkeys(("kr", "kr."), _KRONER),
    **dict.fromkeys(("rs", "rs."), _RUPEES),
    "fr.": _FRANCS,
    "r": _RANDS,
}
LETTER = "R"
"""The one sign that is a single letter of ours: only amounts with cents behind it have it."""
# What a name stands for whose key in the locales is a sign: "dollars" for what "$" does.
_FAMILIES = {**_SHARED, "£": frozenset({"GBP", "EGP", "LBP", "SSP", "SYP", "GIP", "FKP", "SHP"})}

_LEAST = 4
"""Letters of a word that names a currency with no number beside it."""
_SURE = 5
"""Letters of a word that names a currency in a document of no known language."""


@cache
def marks(language: str | None = None) -> str:
    """A pattern, in plain text, for what may mark a currency beside a number; `is_mark` says whether it does."""
    signs = [plain(sign) for sign in _SIGNS | _SHARED]
    # A sign of letters ends where the letters end; "RM9.00" and "$5" go straight on to the number.
    bordered = (
        ("(?<![a-z])" if before else "") + any_of(some) + ("(?![a-z])" if after else "")
        for before in (True, False)
        for after in (True, False)
        if (some := [sign for sign in signs if (sign[0].isalpha(), sign[-1].isalpha()) == (before, after)])
    )
    # "AFA-TV20" is an article.
    code = r"[a-z]{3}(?!-[a-z]{1,4}\d)"
    return rf"(?:{'|'.join(bordered)}|(?<![a-z])(?:{any_of(_names(language))}|{code})(?![a-z]))"


def mark_words(language: str | None = None) -> set[str]:
    """The signs and names, in plain text, of currencies that are known in a document of this language."""
    return {*map(plain, _SIGNS | _SHARED), *_names(language)}


@lru_cache(maxsize=4_096)
def is_mark(mark: str, language: str | None = None) -> bool:
    """Whether this piece of the original text marks a currency: a sign, a name, or a code in upper case."""
    sign = mark.lower()
    if sign in _CAPITALS or (sign.endswith("$") and sign != "$"):
        # "pay us $5" is no US$, but "Cdn$ 5" are Canadian ones.
        return mark == mark.upper() or (sign not in _CAPITALS and mark[0].isupper() and sign[:2] != "us")
    return (
        sign in _SIGNS
        or sign in _SHARED
        or mark in currency_codes()
        or sign in _SMALL
        or _folded(mark) in _names(language)
    )


def currency_of(mark: str, document_currency: str | None, language: str | None = None) -> str | None:
    """The ISO 4217 code that a mark names; a shared one names the document's currency where that is one of its own."""
    if mark.upper() in currency_codes():
        return mark.upper()
    sign = mark.lower()
    if sign in _SIGNS:
        return _SIGNS[sign]
    meant = _SHARED.get(sign) or _names(language).get(_folded(mark), frozenset())
    if len(meant) == 1:
        return next(iter(meant))
    return document_currency if document_currency in meant else None


def usual_currency(mark: str, language: str | None) -> str | None:
    """What a shared sign stands for by the document's own language, where that names one currency so.

    >>> usual_currency("kr", "sv"), usual_currency("kr", "en")
    ('SEK', None)
    """
    if mark.lower() not in _SHARED or language not in codes():
        return None
    given = locale(language).money.currencies.items()
    meant = (code for code, words in given for word in words if _folded(word) == plain(mark).rstrip("."))
    return next((code for code in meant if code in currency_codes()), None)


def currencies_in(text: str, language: str | None = None) -> tuple[frozenset[str], frozenset[str]]:
    """The currencies that a document names, and the shared signs in it that none of them explains."""
    named: set[str] = set()
    shared: set[str] = set()
    for match in _standing().finditer(text):
        sign = match[0].lower().rstrip(".")
        if match.lastgroup in ("shared", "name"):
            shared.add(sign)
        elif match.lastgroup == "code":
            named.add(match[0])
        elif is_mark(match[0]):
            named.add(_SIGNS.get(match[0].lower(), "") or _SIGNS[sign])
    for match in _standing_names(language).finditer(plain(text)):
        named |= _names(language)[_folded(match[0])]
    return frozenset(named), frozenset(sign for sign in shared if not named & _SHARED[sign])


@cache
def _standing() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted((sign for sign in _SIGNS if not sign.isalpha()), key=len, reverse=True)))
    lettered = "|".join(_LETTERED)
    cents = r"\s{0,4}\d[\d., ]{0,12}[.,]\d\d(?!\d)"
    number = r"\s{0,2}\d[\d.,' ]{0,20}(?![A-Za-z\d.,])"  # "KR3M" is an article
    parts = any_of(word.rstrip(".") for word in words_for(None).numbers.numbering if word.endswith("."))
    begins = "".join(map(re.escape, sorted({one[0] for one in (*PLAIN_CODES, *_SIGNS, *_SHARED)})))
    return re.compile(
        rf"(?=(?i:[{begins}]))"  # a quick look first
        # "$4 Nr. 10a" is a misread "§4", "SEK,U3" an address, and the S of "------S$" one of a row of marks.
        rf"(?:(?P<shared>[$¥￥](?!\d\d?[a-z]?\s(?i:{parts})\b))"
        rf"|(?<![A-Za-z])(?:(?P<code>{'|'.join(sorted(PLAIN_CODES))})(?![A-Za-z]|,[A-Za-z])|(?<!-)(?P<sign>(?i:{signs}))"
        rf"|(?<![^\W\d_])(?P<lettered>(?i:{lettered}))(?!\w)"
        rf"|(?P<rm>RM)(?=\s?\d|\))|(?P<name>R(?={cents})|(?:kr|Kr|KR|Rs|RS)(?=\.?{number})|(?:(?<=\d)|(?<=[\d-]\s))kr(?![A-Za-z]))))"
    )


@cache
def _standing_names(language: str | None) -> re.Pattern[str]:
    """Names that name one currency wherever they stand: a single word only where a locale gives it."""
    given = {_folded(word) for one in all_for(language) for words in one.money.currencies.values() for word in words}
    standing = (
        name
        for name, meant in _names(language).items()
        if len(meant) == 1 and (re.search(r"[\s-]", name) or (name in given and len(name) >= _LEAST))
    )
    return re.compile(rf"(?<![a-z]){any_of(standing)}(?![a-z])")


@cache
def _names(language: str | None) -> dict[str, frozenset[str]]:
    """The names of currencies in plain text, with the codes of those that each may stand for.

    Where two languages know a name, that of the document's own counts. A single word of one other language alone does
    not count, as it may be any word of the document ("real estate"); where no language is known, no short one does. The
    CLDR's names are those of its languages alone: to read them takes a while.
    """
    found: dict[str, frozenset[str]] = {}
    own = locales_for(language) if language in codes() else ()
    for one in own:
        found = dict(_named_by(one)) | found
    others: dict[str, frozenset[str]] = {}
    knowing = Counter[str]()
    for one in all_for(language)[len(own) :]:
        for name, meant in _named_by(one, cldr=False):
            others[name] = others.get(name, frozenset()) | meant
            knowing[name] += 1
    return {
        name: meant
        for name, meant in others.items()
        if knowing[name] > 1 or " " in name or (not own and len(name) >= _SURE)
    } | found


def _named_by(one: Locale, *, cldr: bool = True) -> Iterator[tuple[str, frozenset[str]]]:
    if cldr:
        for code in currency_codes():
            for name in currency_names(one.code, code):
                yield _folded(name), frozenset({code})
    given: dict[str, frozenset[str]] = {}
    for sign, words in one.money.currencies.items():
        for word in map(_folded, words):
            given[word] = given.get(word, frozenset()) | _FAMILIES.get(sign.lower(), frozenset({sign}))
    yield from given.items()


def _folded(name: str) -> str:
    return plain(fold_space(name))
