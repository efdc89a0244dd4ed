"""Legal forms of companies: "Inc.", "GmbH & Co. KG", "S.à r.l."; `legal_forms.toml` is the only list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nerkit.locales import words_for
from nerkit.locales.countries import read
from nerkit.locales.folding import words
from nerkit.locales.patterns import any_of

_SPELT = 2
"""A form in full of so many words or more is no row of short forms, and its words are none by themselves."""


@cache
def a_form(*, seated: bool = False) -> str:
    """A pattern for a legal form in plain text, with its full stop and without borders.

    Of those forms alone behind which a company's seat stands where they are `seated`: "Acme GmbH, Berlin".
    """
    without = {*read("legal_forms")["without_seat"]} if seated else set()
    return any_of(
        (spelt for form in _forms() if not without & {*form["countries"]} for spelt in _all(form)), dotted=True
    )


def with_forms_alike(name: str) -> str:
    """A name in plain words with the short one of each legal form: "nike inc" of "nike incorporated"."""
    pattern, short = _in_full()
    return pattern.sub(lambda match: short[match[0]], name)


def are_forms(names: Sequence[str]) -> bool:
    """Whether these words of a name (`folding.words`) are nothing but legal forms: "gmbh", "co", "kg"."""
    return all(word in _words_of_forms() for word in names)


@cache
def _words_of_forms() -> frozenset[str]:
    spelt = (spelling for form in _forms() for spelling in _all(form))
    short = {word for spelling in spelt if len(row := words(spelling)) < _SPELT or "." in spelling for word in row}
    return frozenset(short | {word for joiner in words_for(None).names.joiners for word in words(joiner)})


@cache
def _in_full() -> tuple[re.Pattern[str], dict[str, str]]:
    short = {
        " ".join(words(spelling)): "".join(words(form["name"])) for form in _forms() for spelling in _all(form)[1:]
    }
    return re.compile(rf"\b{any_of(short)}\b"), short


def _forms() -> list[dict[str, list[str]]]:
    forms: list[dict[str, list[str]]] = read("legal_forms")["forms"]
    return forms


def _all(form: dict[str, list[str]]) -> list[str]:
    return [str(form["name"]), *form.get("spellings", ()), *form.get("in_full", ())]
