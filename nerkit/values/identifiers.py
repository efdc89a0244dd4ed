"""Numbers of documents, accounts and banks.

A checksum that does not hold is said in the note and costs nothing else: samples and typing errors are part of real
documents. What does not even have the form of the identifier is none. Characters that OCR confuses are mended only
where that makes the identifier valid, which the note says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from nerkit.locales import words_for
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.confusions import MENDED, digits, letters, mended_code
from nerkit.values.value import Value

CHECKSUM = "checksum does not hold"
"""The note of an identifier that has the form of one and is not valid."""

_ENCLOSED = re.compile(r"^[(\[\"“”'‘’](?P<inner>[^()\[\]\"“”]*)[)\]\"“”'‘’]$")
_LONGEST = 500
"""Characters of a document's number at most."""
_IBAN_LABEL = re.compile(r"\W*iban(?:\b|(?=[a-z]{2}\d\d))[\s.:#-]*")
_UNLETTERED = "PL"
UNLETTERED = re.compile(r"(?<![A-Za-z0-9])(?<!PL[ .-])\d\d(?:[ -]?\d{4}){6}(?![A-Za-z0-9])")
"""An account number of the country that writes them without its letters, as a pattern."""
_NEAR = 300  # characters of a text in which an identifier is looked for
_WORDLIKE = 4
"""Letters from which on a word for "number" needs no border: "Nummer17", but not the "NO" of "NO123"."""


@cache
def _bic_label() -> re.Pattern[str]:
    code = any_of(words_for(None).identifiers.codes)
    return re.compile(rf"\W*(?:bic|swift)(?:\s?/\s?(?:bic|swift))?(?:[\s-]{code})?\b[\s.:#-]*")


@cache
def _label() -> re.Pattern[str]:
    """A number's own name before it, in any language: what is not one, such as "RE 17" or "Order 66-A", stays."""
    words = words_for(None).identifiers
    document = rf"(?:{any_of(words.qualifiers)}\.?\s)?{any_of(words.documents)}"
    number = number_words()
    glued = any_of(word for word in words.documents if len(word) >= _WORDLIKE)
    kind = rf"(?:{document}(?![a-z])\.?|(?:{any_of(words.qualifiers)}\.?\s)?{glued})"
    return re.compile(
        rf"(?:[#№:;,.\s]+|(?:{kind}[\s-]?)?{number}(?:\s{any_of(words.of)}\s[a-z]{{1,30}}(?=\s?:))?[\s.:#№]*"
        rf"|{document}\s?:[\s#]*|{any_of(words.announcing)}\.?\s(?=\S*\d))"
    )


@cache
def number_words() -> str:
    """A pattern for "number" in plain text, in words of all languages and as a sign."""
    words = words_for(None).identifiers.numbers
    short = any_of(word for word in words if len(word) < _WORDLIKE and word.isalpha())
    long = any_of(word for word in words if len(word) >= _WORDLIKE or not word.isalpha())
    return rf"(?:{long}\.?|{short}(?=[\s.:#№])\.?|[#№])"


def read_identifier(text: str) -> Value:
    """The number of a document as it stands, without the "No.", "#" or ":" before it and brackets around it.

    Inner spaces stay.

    Contract: no text raises; without a letter or digit the value is None, with a note. A value reads as itself.
    """
    value = fold_space(text)
    if len(value) > _LONGEST:
        return Value(None, note="too long for an identifier")
    while (shorter := _bare_number(value)) != value:
        value = shorter
    return Value(value) if any(char.isalnum() for char in value) else Value(None, note="no identifier")


def _bare_number(value: str) -> str:
    label = _label().match(plain(value))
    value = re.sub(r"\s[/–-]$|[\s,;:.]+$", "", value[label.end() :] if label else value)
    if enclosed := _ENCLOSED.match(value):
        return enclosed["inner"].strip()
    opens, closes = value.count("("), value.count(")")
    return value.rstrip(")") if closes > opens else value.lstrip("(") if opens > closes else value


def read_iban(text: str) -> Value:
    """An account number in upper case without spaces (ISO 13616), also where other words stand around it.

    Contract: no text raises. The note says where its checksum does not hold, or where it does only after characters
    that OCR confuses were mended; the value is None, with a note, where nothing has the form of an account number. A
    value reads as itself. Polish account numbers are such ones without the letters of the country, which are added.
    """
    text = fold_space(text)[:_NEAR]
    if national := UNLETTERED.search(text):
        code = re.sub(r"\D", "", national[0])
        if valid_iban(f"{_UNLETTERED}{code}"):
            return Value(f"{_UNLETTERED}{code}")
    return checked(bare(text, _IBAN_LABEL), _ibans_in(text), valid_iban, _mend_iban, _has_form_of_iban)


def read_bic(text: str) -> Value:
    """A bank's code in upper case without spaces (ISO 9362), also where other words stand around it.

    Contract: as of `read_iban`; instead of a checksum a bank's code has the letters of a country that there is.
    """
    text = fold_space(text)[:_NEAR]
    found = re.findall(r"(?<![A-Za-z0-9])[A-Z0-9]{8}(?:[A-Z0-9]{3})?(?![A-Za-z0-9])", text)
    return checked(
        bare(text, _bic_label()), found, valid_bic, lambda code: letters(code[:6]) + code[6:], _has_form_of_bic
    )


def bare(text: str, label: re.Pattern[str]) -> str:
    """The letters and digits behind the label, however often it stands there; `label` is matched on plain text."""
    while True:
        behind = label.match(plain(text))
        code = re.sub(r"[^0-9A-Za-z+*/]", "", text[behind.end() :] if behind else text)
        if code == text:
            return code
        text = code


def checked(
    code: str,
    inside: Iterable[str],
    valid: Callable[[str], bool],
    mend: Callable[[str], str],
    has_form: Callable[[str], bool],
) -> Value:
    """The identifier that a whole text is (`code`), or one that is valid inside of it.

    `mend` puts characters right whose place says what they are; others are tried until the identifier is valid.
    """
    # A lower-case l among capitals is a misread 1, even where an L would do.
    code = code.replace("l", "1") if (ones := "l" in code and code.replace("l", "").isupper()) else code
    upper = code.upper()
    if not any(char.isalnum() for char in upper):
        return Value(None, note="no identifier")
    if valid(upper):
        return Value(upper, note=MENDED if ones else None)
    if mended := _mended(code, valid, mend):
        return Value(mended, note=MENDED)
    others = list(inside)
    for other in others:
        if valid(other.upper()):
            return Value(other.upper())
    for other in others:
        if mended := _mended(other, valid, mend):
            return Value(mended, note=MENDED)
    for other in (upper, *(other.upper() for other in others)):
        if has_form(other):
            return Value(other, note=CHECKSUM)
    return Value(None, note="not in the form of such an identifier")


def _mended(code: str, valid: Callable[[str], bool], mend: Callable[[str], str]) -> str | None:
    for looked in (code.upper(), code.replace("l", "1").upper()):
        for other in (looked, mend(looked)):
            if other != code.upper() and valid(other):
                return other
    return mended_code(code.replace("l", "1").upper(), valid)


_FRAME = 4
"""Characters before a national account number: country and check digits."""


def _has_form_of_iban(code: str) -> bool:
    # Misread digits are letters, so only the frame is asked for: a country that has account numbers, check digits, 11
    # to 30 characters.
    return (
        length_of_iban(letters(code[:2])) > _FRAME
        and bool(re.fullmatch(r"[A-Z]{2}[0-9OQILSB]{2}[A-Z0-9]{11,30}", code))
        and sum(map(str.isdigit, code)) >= 8
    )


def _has_form_of_bic(code: str) -> bool:
    return bool(re.fullmatch(r"[A-Z015]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", code)) and letters(code[4:6]) in _countries()


def valid_iban(code: str) -> bool:
    """Whether the checksum of an account number holds and it is as long as those of its country."""
    from stdnum import iban

    return bool(iban.is_valid(code, check_country=False))


def valid_bic(code: str) -> bool:
    """Whether a bank's code has the form of one, with the letters of a country that there is."""
    from stdnum import bic

    return bool(bic.is_valid(code)) and code[4:6] in _countries()


@cache
def _countries() -> frozenset[str]:
    import pycountry

    countries: Any = pycountry.countries
    return frozenset(country.alpha_2 for country in countries) | {"XK"}  # Kosovo has banks, and no code in ISO 3166


def _ibans_in(text: str) -> Iterator[str]:
    """What stands from each word on, as long as account numbers of its country are."""
    for word in re.finditer(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9A-Za-z]{2}", text):
        code = re.sub(r"[^0-9A-Za-z]", "", text[word.start() : word.start() + 80])
        length = length_of_iban(code[:2].upper())
        if _FRAME < length <= len(code):
            yield code[:length]


def length_of_iban(country: str) -> int:
    """How many characters the account numbers of a country have; 4 or fewer where it has none."""
    return len(_kinds_of_iban(country))


def _kinds_of_iban(country: str) -> str:
    """For each character of an account number of this country: n for a digit, a for a letter, c for either."""
    from stdnum import numdb

    structure = dict(numdb.get("iban").info(country)[0][1]).get("bban", "") if country else ""
    return "aann" + "".join(int(n) * kind for n, kind in re.findall(r"(\d+)!([nac])", structure))


def _mend_iban(code: str) -> str:
    """Letters where the country's format has digits become digits, and the other way round."""
    kinds = _kinds_of_iban(letters(code[:2]))
    return "".join(
        digits(char) if kind == "n" else letters(char) if kind == "a" else char
        for char, kind in zip(code, kinds.ljust(len(code), "c"), strict=False)
    )
