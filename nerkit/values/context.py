"""What a whole document says about the values in it: its language, the order of day and month, its currency."""

from __future__ import annotations

import re
from collections import Counter

from nerkit.values.currencies import currencies_in
from nerkit.values.dates import numeric_orders
from nerkit.values.folding import plain
from nerkit.values.value import Context

_STOP_WORDS = {
    "en": "the of and to in for is this that by or with shall any be from total date amount due qty price thank you",
    "de": "der die das und ist nicht von zu den mit fur im dem ein eine auf wird werden sind rechnung betrag netto bis",
    "fr": "le la les des et du une est pour dans par sur avec qui au aux facture montant date total ou ne sont ce",
}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in _STOP_WORDS.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)

_STATES = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]"
)
_US = re.compile(
    rf"\b(?:{_STATES}),?\s{{1,3}}\d{{5}}(?:-\d{{4}})?(?![\d-])|\bUSD\b|\bUS\$|\bU\.S\.|\bUSA\b|\bUnited States\b"
)
_DAY_FIRST_PLACES = re.compile(
    r"€|£|₹|\b(?:EUR|GBP|MYR|SGD|AUD|NZD|INR|CHF)\b|\bVAT\b|\bGST\b|\bRM\s?\d|\bRM\b(?=\))|\b(?:S(?:DN|dn)|B(?:HD|hd))\b|\bABN\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b"
)
_SAMPLE = 200_000  # characters that decide the language


def context_of(text: str, language: str | None = None) -> Context:
    """The context in which the values of this document are read.

    `language` (ISO 639-1) is found by its commonest words unless given, None where they do not decide. The order of day
    and month is that of the numeric dates that have only one; where these contradict each other it is unknown; where
    there are none the language decides (de, fr), then signs of a country. The currency is the only one that the text
    names; "$" is US money where the text is of the USA.
    """
    language = language or _language_of(text)
    named, shared = currencies_in(text)
    american = bool(_US.search(text))
    if "$" in shared and american:
        named, shared = named | {"USD"}, shared - {"$"}
    currency = next(iter(named)) if len(named) == 1 and not shared else None
    return Context(language, _day_first(text, language, american), currency)


def _language_of(text: str) -> str | None:
    votes: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", plain(text[:_SAMPLE])):
        votes.update(_LANGUAGES.get(word, ()))
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < 3:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > 1.5 * ranked[1][1] else None


def _day_first(text: str, language: str | None, american: bool) -> bool | None:
    orders = numeric_orders(plain(text))
    if orders:
        return orders == {True} if len(orders) == 1 else None
    if language in ("de", "fr"):
        return True
    european = bool(_DAY_FIRST_PLACES.search(text))
    if american or european:
        return european if european != american else None
    return False if "$" in text else None  # last, as more countries than one count in dollars
