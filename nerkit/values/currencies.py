"""Signs, names and codes of currencies. A sign that several currencies share names none of them by itself."""

from __future__ import annotations

import re
from functools import cache

from nerkit.locales.folding import plain

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CODES = frozenset(_CODES.split())
"""The codes of ISO 4217 in use."""

_PLAIN = "EUR USD GBP CHF JPY CNY CAD AUD NZD SEK NOK DKK PLN CZK HUF INR MYR SGD HKD THB BRL MXN ZAR ILS KRW RUB"
PLAIN_CODES = frozenset(_PLAIN.split())
"""Codes that stand for a currency wherever they are in upper case, with no number beside them."""

THREE_PLACES = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies whose amounts have three decimal places."""

_SIGNS = {
    **{"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₫": "VND"},
    **{
        "฿": "THB",
        "₱": "PHP",
        "₦": "NGN",
        "us$": "USD",
        "us $": "USD",
        "u.s.$": "USD",
        "u.s. $": "USD",
        "a$": "AUD",
        "au$": "AUD",
    },
    **{"c$": "CAD", "ca$": "CAD", "cdn$": "CAD", "can$": "CAD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "sg$": "SGD"},
    **{
        "nt$": "TWD",
        "r$": "BRL",
        "mx$": "MXN",
        "mex$": "MXN",
        "rm": "MYR",
        "rmb": "CNY",
        "zł": "PLN",
        "kč": "CZK",
        "sfr.": "CHF",
    },
    **{"sfr": "CHF", "rp": "IDR", "euro": "EUR", "euros": "EUR", "pounds sterling": "GBP", "pound sterling": "GBP"},
    **{"ringgit": "MYR", "ringgit malaysia": "MYR", "yuan": "CNY", "renminbi": "CNY", "yen": "JPY", "baht": "THB"},
    **{"swiss francs": "CHF", "schweizer franken": "CHF", "francs suisses": "CHF", "canadian dollars": "CAD"},
    **{"us dollars": "USD", "u.s. dollars": "USD", "us-dollar": "USD", "united states dollars": "USD"},
    **dict.fromkeys(("dollars canadiens", "dollar canadien", "kanadische dollar"), "CAD"),
    **dict.fromkeys(("dollars américains", "dollars americains", "amerikanische dollar"), "USD"),
    **{"dollars us": "USD", "australian dollars": "AUD", "hong kong dollars": "HKD", "singapore dollars": "SGD"},
}
_DOLLARS = "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BBD BMD BSD BZD FJD JMD LRD NAD TTD XCD"
_SHARED = {
    **dict.fromkeys(
        ("$", "dollar", "dollars"),
        frozenset(_DOLLARS.split()),
    ),
    **dict.fromkeys(("¥", "￥", "元"), frozenset({"JPY", "CNY"})),
    **dict.fromkeys(("kr", "kr.", "kroner", "kronor"), frozenset({"SEK", "NOK", "DKK", "ISK"})),
    **dict.fromkeys(("rs", "rs.", "rupees"), frozenset({"INR", "PKR", "LKR", "NPR", "MUR", "SCR"})),
    **dict.fromkeys(("fr.", "francs", "franken"), frozenset({"CHF", "XAF", "XOF", "XPF", "CDF", "RWF"})),
    **dict.fromkeys(("pound", "pounds"), frozenset({"GBP", "EGP", "LBP", "SSP", "SYP", "GIP", "FKP", "SHP"})),
}


def _sign_pattern() -> str:
    signs = sorted(map(plain, _SIGNS | _SHARED), key=len, reverse=True)
    # A sign of letters ends where the letters end; "RM9.00" and "$5" go straight on to the number.
    return "|".join(
        ("(?<![a-z])" if sign[0].isalpha() else "") + re.escape(sign) + ("(?![a-z])" if sign[-1].isalpha() else "")
        for sign in signs
    )


MARK = rf"(?:{_sign_pattern()}|(?<![a-z])[a-z]{{3}}(?![a-z]))"
"""A pattern, in plain text, for what may be the mark of a currency beside a number; `is_mark` says whether it is."""


def is_mark(mark: str) -> bool:
    """Whether this piece of the original text marks a currency: a sign, a name, or a code in upper case."""
    sign = mark.lower()
    if sign == "rm" or (sign.endswith("$") and sign != "$"):
        # "pay us $5" is no US$, but "Cdn$ 5" are Canadian ones.
        return mark == mark.upper() or (sign != "rm" and mark[0].isupper() and sign[:2] != "us")
    return sign in _SIGNS or sign in _SHARED or mark in CODES or mark in ("Eur", "eur", "Usd", "usd", "Php", "PhP")


def currency_of(mark: str, document_currency: str | None) -> str | None:
    """The ISO 4217 code that a mark names; a shared sign names the document's currency where that is one of its own."""
    if mark.upper() in CODES:
        return mark.upper()
    sign = mark.lower()
    if sign in _SIGNS:
        return _SIGNS[sign]
    return document_currency if document_currency in _SHARED.get(sign, ()) else None


@cache
def _standing() -> re.Pattern[str]:
    codes = "|".join(sorted(PLAIN_CODES))
    signs = "|".join(map(re.escape, sorted((sign for sign in _SIGNS if not sign.isalpha()), key=len, reverse=True)))
    words = "|".join(sorted((sign for sign in _SIGNS if sign.isalpha() and len(sign) > 3), key=len, reverse=True))
    number = r"\s{0,2}\d[\d.,' ]{0,20}(?![A-Za-z\d.,])"  # "KR3M" is an article
    return re.compile(
        # "SEK,U3" is an address, and the S of "------S$" one of a row of marks.
        r"(?P<shared>[$¥￥](?!\d\d?[a-z]?\s(?:Nr|Abs)\b))"
        rf"|(?<![A-Za-z])(?:(?P<code>{codes})(?![A-Za-z]|,[A-Za-z])|(?<!-)(?P<sign>(?i:{signs}))"
        rf"|(?P<word>(?i:{words}))(?![A-Za-z])|(?P<rm>RM)(?=\s?\d|\))|(?P<name>kr|Kr|KR|Rs|RS)\.?(?={number}))"
    )


def currencies_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
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
    return frozenset(named), frozenset(sign for sign in shared if not named & _SHARED[sign])
