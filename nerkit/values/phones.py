"""Telephone numbers in E.164 form: "+49431123450"."""

from __future__ import annotations

from functools import cache

from nerkit.values.value import Context, Value

_OFFICIAL = ("official", "de_facto_official")
_LONGEST = 200
"""Characters of the text that are looked at."""


def read_phone(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first telephone number of the text, in E.164 form.

    A number without a country code is one of the country that the document's language and currency point at together,
    which the note says. Contract: no text raises. The value is None, with a note, where the text holds no number. A
    value reads as itself.
    """
    import phonenumbers

    text = text[:_LONGEST]
    for region in dict.fromkeys((None, _country(context.language, context.currency))):
        found = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE)
        match = next(iter(found), None)
        if match is None or (region and not phonenumbers.is_valid_number(match.number)):
            continue
        value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        if not phonenumbers.is_valid_number(match.number):
            return Value(value, note="no such number is in use there")
        return Value(value, note=f"no country code: read as a number of {region}" if region else None)
    return Value(None, note="no telephone number")


@cache
def _country(language: str | None, currency: str | None) -> str | None:
    """The country (ISO 3166) in which a document is at home, None where its language and currency do not say.

    The one where most speak the language, if that pays in the currency; else the currency's own, if that speaks it.
    """
    from babel.core import get_global

    if language is None:
        return None
    home = get_global("likely_subtags").get(language, "").rpartition("_")[2] or None
    if currency is None or (home and _pays(home, currency)):
        return home
    own = currency[:2]  # ISO 4217 begins with the country
    spoken = get_global("territory_languages").get(own, {}).get(language, {}).get("official_status")
    return own if spoken in _OFFICIAL and _pays(own, currency) else None


def _pays(territory: str, currency: str) -> bool:
    from babel.core import get_global

    used = get_global("territory_currencies").get(territory, ())
    return any(code == currency and end is None for code, _, end, _ in used)
