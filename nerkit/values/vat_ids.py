"""Tax payers' identifiers of the states of the EU and all others that python-stdnum knows."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from nerkit.locales import words_for
from nerkit.locales.countries import tax_numbers
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.confusions import digits, letters
from nerkit.values.identifiers import CHECKSUM, bare, checked, number_words
from nerkit.values.value import Value

_ONE_STOP_SHOP = "EU"
"""Begins identifiers of sellers from elsewhere who pay the tax of all states of the EU in one of them."""
_BESIDE_EU = ("CHE", "EL", "GB", "NO", "XI")

_NEAR = 200  # characters of a text in which an identifier is looked for
_PARTS, _LONGEST = 6, 18  # words and characters of one identifier at most
_SHORTEST = 8  # characters of a number without letters: shorter ones are too often right by chance


@cache
def _label() -> re.Pattern[str]:
    """The name of a tax payer's identifier before it, in any language."""
    words = words_for(None).identifiers
    kinds = rf"{any_of(words.tax_number_kinds)}\.?"
    return re.compile(
        rf"\W*(?:{number_words()}[\s.]*)?(?:{kinds}[\s-]?)?{any_of(words.tax_numbers, dotted=True)}"
        rf"(?:[\s.-]*(?:{kinds}|{number_words()}))*(?![a-z])[\s.:#°-]*"
    )


@cache
def national_names() -> dict[str, re.Pattern[str]]:
    """By country the names that it alone, or with few others, gives to the numbers of tax payers, in plain text."""
    return {
        country: re.compile(rf"(?<![a-z0-9]){any_of(names, dotted=True)}(?![a-z])")
        for country, names in tax_numbers().items()
    }


def read_vat_id(text: str) -> Value:
    """A tax payer's identifier as it stands, in upper case without spaces, dots and hyphens.

    A number without letters is one where the checksum of a country holds that has a name of its own for such numbers
    ("P.IVA", "ABN"): of the one that stands before it, else of any.

    Contract: no text raises. The note says where the checksum does not hold, or where it does only after characters
    that OCR confuses were mended, or has not the digits that its country has; the value is None, with a note, where
    nothing looks like such an identifier. A value reads as itself.
    """
    text = fold_space(text)[:_NEAR]
    if number := _national_in(text):
        return Value(number)
    code = bare(text, _label())
    if number := _national_form(text, code.upper()):
        return Value(number, note=CHECKSUM)
    value = checked(code, _inside(text), valid_vat_id, _mend, has_form_of_vat_id)
    alone = text.upper() == code.upper() and _has_bare_form(code.upper())
    failing = value.value is None and (alone or looks_like_vat_id(code.upper()))
    return Value(code.upper(), note=CHECKSUM) if failing else value


def _mend(code: str) -> str:
    """Letters for the country and digits behind it, but for the letter within (NL) or first (ES)."""
    mended = letters(code[:2]) + digits(code[2:])
    place = {"NL": 11, "ES": 2}.get(mended[:2])
    return mended if place is None else mended[:place] + letters(mended[place : place + 1]) + mended[place + 1 :]


def _runs(text: str) -> list[str]:
    """Words of the text and rows of them that are as long as identifiers."""
    words = list(re.finditer(r"[0-9A-Za-z+*]+", text))
    runs = [
        "".join(word[0] for word in words[first:last])
        for first in range(len(words))
        for last in range(min(first + _PARTS, len(words)), first, -1)
    ]
    return [run for run in runs if len(run) <= _LONGEST and sum(map(str.isdigit, run)) >= 5]


def _inside(text: str) -> list[str]:
    return [run for run in _runs(text) if run[:2].isalpha()]


def _national_in(text: str) -> str | None:
    """The number behind a country's own name for it, or all of the text behind any name.

    It keeps the country's letters where they stand before it.
    """
    folded = plain(text)
    named = [country for country, name in national_names().items() if name.search(folded)]
    runs = [run.upper() for run in _runs(text)]
    whole = (run for run in runs if run.startswith(lettered()) and valid_vat_id(run))
    if found := next(whole, None):
        return found
    for country in named:
        for run in runs:
            if valid_vat_id(country + run):
                return run
    code = bare(text, _label()).upper()
    return code if not named and valid_bare(code) else None


def _national_form(text: str, code: str) -> str | None:
    """The number behind a country's own name for it that has the form of this country's and no checksum that holds."""
    folded = plain(text)
    if any(looks_like_vat_id(run.upper()) for run in _runs(text)):
        return None  # one with the letters of its country
    for country, pattern in national_names().items():
        if name := pattern.search(folded):
            behind = (run.upper() for run in _runs(text[name.end() :]))
            found = next((each for each in (code, *behind) if has_form_of_vat_id(country + each)), None)
            if found:
                return found
    return None


def _has_bare_form(code: str) -> bool:
    """Whether a number without letters is as long as those of a country that has a name of its own for them."""
    return not code[:2].isalpha() and any(has_form_of_vat_id(country + code) for country in national_names())


def valid_bare(code: str) -> bool:
    """Whether a number without letters is valid in a country that has a name of its own for such numbers."""
    return len(code) >= _SHORTEST and not code[:2].isalpha() and any(valid_vat_id(c + code) for c in national_names())


@cache
def lettered() -> tuple[str, ...]:
    """How identifiers begin that have the letters of their country wherever they stand: those of the EU and its kin."""
    from stdnum.eu import vat

    return (*_BESIDE_EU, _ONE_STOP_SHOP, *(state.upper() for state in sorted(vat.MEMBER_STATES)))


def _module(code: str) -> Any:
    """The module of python-stdnum for the country in a code's first letters, None where there is none."""
    from stdnum import get_cc_module

    country = {"EL": "GR", "XI": "GB"}.get(code[:2], code[:2])
    return get_cc_module(country.lower(), "vat") if country.isalpha() and country.isascii() else None


def has_form_of_vat_id(code: str) -> bool:
    """Whether the country has such identifiers, and they are as long and of such characters as this one."""
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

    module = _module(code)
    if module is None:
        return False
    for candidate in (code, code[2:]):
        try:
            module.validate(candidate)
        except (InvalidChecksum, InvalidComponent):
            return True
        except ValidationError:
            continue
        return True
    return False


def looks_like_vat_id(code: str) -> bool:
    """Whether letters of a country stand before digits, too many or too few of them perhaps: typing errors, samples."""
    return code.startswith(lettered()) and re.fullmatch(r"[A-Z]{2,3}[0-9A-Z]?\d{6,11}[0-9A-Z]?", code) is not None


def valid_vat_id(code: str) -> bool:
    """Whether the checksum of a tax payer's identifier holds; the letters of its country stand first."""
    from stdnum.eu import oss, vat

    if vat.is_valid(code) or (code.startswith(_ONE_STOP_SHOP) and oss.is_valid(code)):
        return True
    if code[:2].lower() in vat.MEMBER_STATES or code[:2] in ("EL", "GR"):
        return False
    module = _module(code)
    if module and (module.is_valid(code) or module.is_valid(code[2:])):
        return True
    from stdnum.ch import uid

    return code[:3] == "CHE" and bool(uid.is_valid(code))  # without "MWST" behind it
