"""Legal forms of companies: "Inc.", "GmbH & Co. KG", "S.à r.l."; `legal_forms.toml` is the only list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nerkit.locales import words_for
from nerkit.locales.countries import read
from nerkit.locales.folding import words
from nerkit.locales.word_patterns import any_of


@dataclass(frozen=True)
class LegalForm:
    """A legal form: its short `name`, other short `spellings` of it, the form written `in_full`, where it is usual."""

    name: str
    spellings: tuple[str, ...] = ()
    in_full: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """All ways to write it, the short name first."""
        return (self.name, *self.spellings, *self.in_full)


@cache
def legal_forms() -> tuple[LegalForm, ...]:
    """All forms, in the order of the file."""
    rows: list[dict[str, Any]] = read("legal_forms")["forms"]
    return tuple(
        LegalForm(row["name"], *(tuple(row.get(key, ())) for key in ("spellings", "in_full", "countries")))
        for row in rows
    )


@cache
def a_form(*, seated: bool = False) -> str:
    """A pattern for a legal form in plain text, with its full stop and without borders.

    Of those forms alone behind which a company's seat stands where they are `seated`: "Acme GmbH, Berlin".
    """
    without = {*read("legal_forms")["without_seat"]} if seated else set()
    forms = (form for form in legal_forms() if without.isdisjoint(form.countries))
    return any_of((written for form in forms for written in form.written), dotted=True)


def with_forms_alike(name: str) -> str:
    """A name in plain words with the short one of each legal form: "nike inc" of "nike incorporated"."""
    pattern, short = _short_forms()
    return pattern.sub(lambda match: short[match[0]], name)


def are_forms(names: Sequence[str]) -> bool:
    """Whether these words of a name (`folding.words`) are nothing but legal forms: "gmbh", "co", "kg"."""
    return all(word in _words_of_forms() for word in names)


@cache
def _words_of_forms() -> frozenset[str]:
    """Words of which short forms are made, and forms in full of one word; "liability" is no form by itself."""
    rows = [words(written) for form in legal_forms() for written in (form.name, *form.spellings)]
    rows += [row for form in legal_forms() for full in form.in_full if len(row := words(full)) == 1]
    return frozenset(word for row in (*rows, words_for(None).names.joiners) for word in row)


@cache
def _short_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    short = {
        " ".join(words(written)): "".join(words(form.name)) for form in legal_forms() for written in form.written[1:]
    }
    return re.compile(rf"\b{any_of(short)}\b"), short
