"""What a whole document says about the values in it: language, order of day and month, currency, decimal mark."""

from __future__ import annotations

import re
from collections import Counter

from nerkit.locales import cldr, codes
from nerkit.locales.folding import plain
from nerkit.values.currencies import currencies_in
from nerkit.values.dates import numeric_orders, written_orders
from nerkit.values.periods import find_periods
from nerkit.values.value import Context

_COMMON_WORDS = {  # of running text, and of forms and receipts
    "en": "the of and to in for is this that by or with shall any be from total date amount due qty price thank you "
    "invoice bill number tax subtotal cash change contract order item unit description payment terms page start "
    "end please",
    "de": "der die das und ist nicht von zu den mit fur im dem ein eine auf wird werden sind rechnung betrag netto bis "
    "datum menge summe gesamt preis einzelpreis mwst zahlung zahlbar seite tage kunde nr steuer herr frau strasse",
    "fr": "le la les des et du une est pour dans par sur avec qui au aux facture montant date total ou ne sont ce "
    "quantite prix tva ttc client reglement page designation commande unitaire merci",
}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMON_WORDS.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)

_STATES = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]"
)
# Signs of a country. Receipts are read without the spaces between words, so few of them ask for a word's border.
_US = re.compile(
    rf"(?<![A-Z])(?:{_STATES})[,.]?\s{{0,3}}\d{{5}}(?:-\d{{4}})?(?![\d-])"
    r"|\bUSD\b|\bUS\$|\bU\.S\.|\bUSA\b|\bUnited States\b"
)
_NORTH_AMERICAN = re.compile(r"(?<![\d-])(?:\([2-9]\d\d\)\s?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\d-])")
_DAY_FIRST_PLACES = re.compile(
    r"€|£|₹|\b(?:EUR(?:OS?)?|GBP|MYR|SGD|AUD|NZD|INR|CHF)\b|\bVAT\b|\bGST\b|\bRM\s?\d|\bRM\b(?=\))|\bABN\b"
    r"|(?<![A-Z])(?:S(?:DN|dn)|B(?:HD|hd))(?![a-z])"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b|\bGmbH\b|(?<![A-Za-z])(?:MwSt|USt|BTW|TVA|I\.?V\.?A)(?![a-z])"
)
_YEN_OR_YUAN = {
    "JPY": re.compile(r"\bJapan\b|円|消費税"),
    "CNY": re.compile(r"\bChina\b|\bPRC\b|\bP\.R\.C\.|人民币"),
}
_COUNTRIES = {  # for a sign that several currencies share, what speaks for the country of each
    "$": {
        "USD": _US,
        "CAD": re.compile(
            r"\bCanada\b|\bHST\b|(?<![A-Z])(?:AB|BC|MB|N[BLST]|ON|PE|QC|SK)\s{1,2}[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
        ),
        "AUD": re.compile(r"\bAustralia\b|\bABN\b|\b(?:NSW|VIC|QLD|TAS|ACT)\s\d{4}\b"),
        "NZD": re.compile(r"\bNew Zealand\b|\bNZBN\b"),
        "SGD": re.compile(r"\bSingapore\b"),
        "HKD": re.compile(r"\bHong Kong\b"),
    },
    "¥": _YEN_OR_YUAN,
    "￥": _YEN_OR_YUAN,
    "kr": {
        "NOK": re.compile(r"\bNorge\b|\bNorway\b|(?i:\bmva\b)"),
        "SEK": re.compile(r"\bSverige\b|\bSweden\b|\bAB\b|\b[Bb]ankgiro|\b[Pp]lusgiro"),
        "DKK": re.compile(r"\bDanmark\b|\bDenmark\b|\bApS\b|\bCVR\b"),
    },
    "rs": {
        "INR": re.compile(r"\bIndia\b|\bGST\s?IN\b|\b[CSI]GST\b|\bPAN\b|\b[Ll]akh\b|\b[Cc]rore\b"),
        "PKR": re.compile(r"\bPakistan\b|\bNTN\b"),
        "LKR": re.compile(r"\bSri Lanka\b"),
        "NPR": re.compile(r"\bNepal\b"),
        "MUR": re.compile(r"\bMauritius\b"),
    },
}
_AMOUNTS = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*(?!(?P=group))(?P<both>[.,])\d\d(?!\d|[.,]\d)"
    r"|\d{1,6}(?P<one>[.,])\d\d(?=[ ]?(?:[\t\n\f€$£]|EUR|CHF|\Z)))"
)
_NUMERIC_PERIOD = re.compile(r"\d[./-]\d\d?[./-]?\s?(?:-|to|bis|au|thru|through)[-a-z\s]{0,9}\d")
_FAR = 4
"""How many times as often one sign must stand in a document as its rivals to decide."""
_SAMPLE = 200_000  # characters that decide the language


def context_of(text: str, language: str | None = None) -> Context:
    """The context in which the values of this document are read. No text raises.

    `language` (ISO 639-1) is found by its commonest words unless given, None where they do not decide. The order of day
    and month is that of the document's other dates: the numeric ones that have only one order, then those like
    "January 6, 2012"; where numeric ones contradict each other it is unknown. Where there are none the language decides
    (de, fr), then signs of a country. The decimal mark is the one that its amounts have. The currency is the only one
    that the text names; "$", "kr", "Rs" and "¥" are of the one country whose signs prevail.
    """
    folded = plain(text)
    language = language or _language_of(folded[:_SAMPLE])
    mark = _decimal_mark(text)
    return Context(language, _day_first(text, folded, language, mark), _currency(text, language), mark)


def _language_of(folded: str) -> str | None:
    votes: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for word, times in Counter(re.findall(r"[^\W\d_]+", folded)).items():
        languages = _LANGUAGES.get(word, ())
        votes.update(dict.fromkeys(languages, times))
        own.update(languages if len(languages) == 1 else ())
    ranked = votes.most_common(2)
    # One word alone may be something else: "NE" is Nebraska, ".au" Australia.
    if not ranked or ranked[0][1] < 3 or own[ranked[0][0]] < 2:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > 1.5 * ranked[1][1] else None


def _day_first(text: str, folded: str, language: str | None, decimal_mark: str | None) -> bool | None:
    orders = numeric_orders(folded, language)
    if not orders and _NUMERIC_PERIOD.search(folded):
        orders = {period.day_first for period in find_periods(folded, language) if period.day_first is not None}
    if orders:
        return orders == {True} if len(orders) == 1 else None
    written = written_orders(folded, language)
    if written == {False}:
        return False
    if language in codes() and cldr.day_first(language):
        return True
    # "6 January 2012" is also written where numbers have the month first, so it is only one sign among others.
    american = bool(_US.search(text))
    european = written == {True} or decimal_mark == "," or bool(_DAY_FIRST_PLACES.search(text))
    if american != european:
        return european
    # Last what more countries than one have: dollars, and numbers of ten digits for telephones.
    return None if american else False if "$" in text or _NORTH_AMERICAN.search(text) else None


def _decimal_mark(text: str) -> str | None:
    votes = Counter(match["both"] or match["one"] for match in _AMOUNTS.finditer(text))
    return _prevailing(votes)


def _currency(text: str, language: str | None) -> str | None:
    named, shared = currencies_in(text, language)
    for sign in shared & _COUNTRIES.keys():
        signs = Counter({code: len(place.findall(text)) for code, place in _COUNTRIES[sign].items()})
        if meant := _prevailing(+signs):
            named, shared = named | {meant}, shared - {sign}
    return next(iter(named)) if len(named) == 1 and not shared else None


def _prevailing(votes: Counter[str]) -> str | None:
    """What has far more votes than all the rest."""
    ranked = votes.most_common(1)
    if not ranked or ranked[0][1] < _FAR * (votes.total() - ranked[0][1]):
        return None
    return ranked[0][0]
