"""Names of parties, sellers and buyers, titles and addresses, freed of what only describes them."""

from __future__ import annotations

import re
from functools import lru_cache

from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import are_forms, with_forms_alike
from nerkit.locales.folding import fold_space, plain, words
from nerkit.values.around_names import as_written, behind_form, defined_term, description, in_any_case
from nerkit.values.misread_forms import mended_form
from nerkit.values.value import Value

_QUOTES = "\"'“”„‟‘’«»`"

_LONGEST = 1000
"""Characters of a name or a title at most."""

_ORNAMENT = re.compile(r"([*#=~])\1{2,}")
"""A row of signs around a line, as tills print them."""
_BLANK = re.compile(r"_{3,}|\[[\s●•._]*\]|●")
_ABBREVIATED = re.compile(r"(?:^|[\s.,&])(?:[A-Za-z]{1,5}|[A-Za-z]\.(?:\s?[A-Za-z]\.?)*)\.$")


def read_name(text: str, language: str | None = None) -> Value:
    """A name with its legal form, white space folded, without quotes, commas and descriptions around it.

    Descriptions are what contracts put behind a name: ", a Delaware corporation", '(the "Company")',
    ", having its principal office at …", "and its affiliates". A person's name loses the mark of a signature, "Mr."
    before it and degrees behind it. Capitals stay as they are. What describes a name is said in words of the document's
    `language` (ISO 639-1), of all languages where it is None.

    Contract: no text raises; without a letter or digit, and where a blank stands for the name, the value is None, with
    a note. A value reads as itself.
    """
    value = mended_form(fold_space(re.sub(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", text)))
    if len(value) > _LONGEST:
        return Value(None, note="too long for a name")
    blank = _BLANK.search(value) is not None
    value = fold_space(_BLANK.sub(" ", value))
    while (shorter := _shortened(value, language)) != value:
        value = shorter
    if blank and (not any(map(str.isalnum, value)) or are_forms(words(value))):
        return Value(None, note="a blank where the name belongs")
    return Value(value) if any(char.isalnum() for char in value) else Value(None, note="no name")


def _shortened(value: str, language: str | None) -> str:
    value = as_written(language).sub("", value, count=1) or value
    if around := in_any_case(language).search(plain(value)):
        value = value[: around.start()] + value[around.end() :] or value
    term = defined_term(language).match(plain(value))
    value = _bare(value[slice(*term.span("term"))] if term else value)
    if behind := behind_form(language).search(plain(value)):
        value = value[: behind.start(behind.lastgroup or 0)]
    cut = description(language).search(plain(value), 1)
    return (_bare(value[: cut.start()]) if cut else "") or value


def read_title(text: str) -> Value:
    """The name of a document: white space folded, quotes and closing punctuation off.

    Contract: no text raises; without a letter or digit the value is None, with a note. A value reads as itself.
    """
    value = fold_space(text)
    if len(value) > _LONGEST:
        return Value(None, note="too long for a title")
    while (shorter := _unwrapped(value).rstrip(".,;:-–— ").lstrip(",;:-–— ")) != value:
        value = shorter
    return Value(value) if any(char.isalnum() for char in value) else Value(None, note="no title")


def read_text(text: str) -> Value:
    """Running text such as an address: its lines and runs of white space folded to single spaces, without ornaments.

    Contract: no text raises; of white space alone the value is None, with a note. A value reads as itself.
    """
    value = fold_space(_ORNAMENT.sub(" ", text))
    return Value(value) if value else Value(None, note="no text")


def name_key(text: str) -> str:
    """What is left of a name when case, accents, punctuation and the spelling of "and" and of legal forms are gone.

    >>> name_key("Nike, Inc.") == name_key("NIKE INC") == name_key("Nike Incorporated")
    True
    """
    return _key(text)


@lru_cache(4096)
def _key(text: str) -> str:
    joiners = words_for(None).names.joiners
    first, *within = words(text.replace("&", f" {joiners[0]} ")) or [""]
    name = [first, *(joiners[0] if word in joiners else word for word in within)]
    if len(name) > 1 and first in words_for(None).names.leading:
        name = name[1:]
    return "".join(with_forms_alike(" ".join(name)).split())


def same_name(a: str, b: str) -> bool:
    """Whether two texts write the same name: "Nike, Inc." and "NIKE INC", "Café & Co" and "CAFE AND CO."."""
    return (name_key(a) or fold_space(a)) == (name_key(b) or fold_space(b))


def _bare(value: str) -> str:
    """Without quotes and commas around it, without brackets that enclose all of it or close nothing."""
    while True:
        shorter = _unwrapped(value).strip(",;:*|-•· ")
        if shorter.endswith(".") and not _ABBREVIATED.search(shorter):
            shorter = shorter.rstrip(". ")
        shorter = shorter.lstrip(".")
        if shorter == value:
            return value
        value = shorter


def _unwrapped(value: str) -> str:
    value = value.strip()
    inner = value.strip(f" {_QUOTES}")
    if '"' not in plain(inner):
        value = inner
    opening, closing = value.count("("), value.count(")")
    if value.startswith("(") and (opening > closing or (value.endswith(")") and value.find(")") == len(value) - 1)):
        value = value[1:-1] if opening == closing else value[1:]
    if value.endswith(")") and closing > opening:
        value = value[:-1]
    if value.endswith("("):
        value = value[:-1]
    return value.strip()
