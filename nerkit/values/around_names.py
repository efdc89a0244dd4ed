"""What stands around a name and is no part of it, as patterns made of the words of a document's languages."""

from __future__ import annotations

import re
from functools import cache

from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import a_form
from nerkit.locales.word_patterns import any_of, exactly, whole

_UPPER, _LOWER = r"[^\W_a-zß-ÿ]", r"[a-zß-ÿœ]"
_ROLE = rf"{_UPPER}{_LOWER}+(?:\s{_UPPER}{_LOWER}+)?"


@cache
def as_written(language: str | None) -> re.Pattern[str]:
    """Before and behind a name, where case counts: "between", "Mr.", "as Seller", but no "AS Holding"."""
    names, roles = words_for(language).names, words_for(language).roles
    articles = exactly((*names.articles, *roles.articles))
    return re.compile(
        rf"^(?:\((?:\d{{1,2}}|[A-Za-z]|[ivx]{{2,4}})\)|\d{{1,2}}\))\s+(?=\w)"
        rf"|^{exactly(names.introductions)}\s+(?={_UPPER}|\d)"
        rf"|^{exactly(names.titles)}\b\.?\s+(?=\S)"
        rf"|,?\s+{exactly(names.acting)}\s(?:{articles}\s)?{_ROLE}$"
        rf"|,?\s+{exactly(names.left_over)}$|\s*[®©™]$"
    )


@cache
def in_any_case(language: str | None) -> re.Pattern[str]:
    """Before and behind a name, in plain text: a signature's mark, "Seller:", "bill to", a degree."""
    names = words_for(language).names
    headings = any_of(names.headings)
    return re.compile(
        rf"^\W*(?:{headings}\s*:\s*)?/\s?s\s?/\s*|^{headings}\s?[:.]\s*(?=\S)|^{any_of(names.addressed)}\s+(?=\S)"
        rf"|\s*,\s*{any_of(names.degrees, dotted=True)}\s*$|[\s,]\s*{any_of(names.honours, dotted=True)}\s*$"
    )


@cache
def defined_term(language: str | None) -> re.Pattern[str]:
    """A defined term that stands for a party: 'the "Company"', '"SFDC" or "Salesforce"'. Matched on plain text."""
    names, roles = words_for(language).names, words_for(language).roles
    before = (
        names.articles,
        names.joiners,
        roles.articles,
        roles.together,
        roles.hereinafter,
        roles.called,
        roles.between,
    )
    return re.compile(
        rf"[\s(,]*(?:{any_of(word for words in before for word in words)}[\s,(]+)*"
        r"\"\s*(?P<term>[^\"]*[^\s\",;:])[\s,;:]*(?:\"|$)"
    )


@cache
def behind_form(language: str | None) -> re.Pattern[str]:
    """Behind a legal form: the address, the seat, or the role of who signs, as the group that matches last."""
    roles = words_for(language).roles
    form = a_form()
    return re.compile(
        rf"(?<=[\s,.])(?:{form}(?P<tail>\s?,\s(?:\d{{1,5}}[a-z]?\s[^\d,]+,|(?:[^,]*\d[^,]*,\s)?[^,]*\b\d{{4,5}}\s).*"
        rf"|\s?,\s(?:{any_of(roles.articles)}\s)?{any_of(roles.words)}$)"
        rf"|{a_form(seated=True)}(?P<seat>,\s(?!.*\b{form}(?!\w))(?:[^\W\d_]|[ ./-]){{3,30}}$))"
    )


@cache
def description(language: str | None) -> re.Pattern[str]:
    """Where the description of a party begins, in plain text; all that follows is no part of its name.

    A number in brackets at the end, but for a year, is the one under which somebody knows the party.
    """
    names, roles = words_for(language).names, words_for(language).roles
    article, kind = any_of(names.articles), whole(names.kinds)
    bracketed = (*names.in_brackets, *roles.hereinafter, *roles.together)
    return re.compile(
        rf"""[\s,;]*\(\s*(?:["']|{whole(bracketed)}|{whole(names.registers)}|{article}\s[^()]*{kind})"""
        rf"|\s+{any_of(names.registers)}\s\d"
        rf"|\s*\[\s?{any_of(names.seals)}\s?\]"
        r"|\s*\(\s?\d{4,8}\s?-\s?[a-z]\s?\)"
        r"|\s*\(\s?#?(?!(?:19|20)\d\d(?!\d))\d{3,}\s?\)?$"
        rf"|[\s,;]+(?:{any_of(names.contacts)}|www|https?)(?!\w)\s?[.:/]"
        rf"|[\s,;-]*\(?\s*{whole(roles.hereinafter)}"
        rf"|\s*[,;]\s*(?:{article}|{any_of(names.behind_comma)})(?=[\s:]+\S)"
        rf"|\s+{article}\s(?:[\w.-]+\s){{0,5}}{kind}"
        rf"|\s*,?\s+{whole(names.descriptions)}"
    )
