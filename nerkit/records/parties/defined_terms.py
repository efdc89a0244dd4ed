"""Defined terms: the role that a contract gives to a party, as in `Nike, Inc. ("Seller")`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nerkit.budget import paced
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.mentions import Mention
from nerkit.records.quotation_marks import CLOSE, OPEN

REACH = 500
"""How many characters after a name its defined term may stand: a line or five of incorporation and address."""

_QUOTED = (
    rf"(?<!\w)(?:[{OPEN}]|''|``)\s?(?P<quoted>[^{OPEN}{CLOSE}()\n](?:[^{OPEN}{CLOSE}()\n]|(?<=\w)['’](?=\w)){{0,49}}?)"
    rf",?\s?(?:[{CLOSE}]|''|``)(?!\w)"
)
_IN_BRACKETS = re.compile(rf"[(\[](?P<before>[^()\[\]]{{0,120}}?){_QUOTED}[^()\[\]]{{0,120}}[)\]]")
_NEAR_QUOTED = re.compile(rf"[^()\"“„«]{{0,60}}?{_QUOTED}")
_NOTE = r"\s?\([^()\n\"]{1,40}\)|,\s[^,;\n()]{2,30}\d[\w-]{0,3}(?=[,\s])"
"""What stands behind a name, in brackets or commas, and is no term: a number in a register."""
_CAPITALISED = re.compile(r"[^\W\d_a-zß-ÿ][\w&-]*(?:\s[^\W\d_a-zß-ÿ][\w&-]*){0,2}")
_SENTENCE_END = re.compile(r"(?<=\w{5})\.\s+(?=[A-Z])|;|\n\s*\n\s*\n")
"""A full stop after a word too long for an abbreviation."""


@dataclass(frozen=True)
class _Words:
    """Patterns on plain text, made of the words of a language."""

    roles: frozenset[str]
    article: re.Pattern[str]
    bare: re.Pattern[str]
    """A role word in brackets right after the name, as in `Acme Ltd (Seller)`, or behind a comma or "as" and alone."""
    called: re.Pattern[str]
    between: re.Pattern[str]
    apposition: re.Pattern[str]
    """How text goes on that still describes the name before it; other words begin to say what the party does."""
    together: re.Pattern[str]
    plural_endings: tuple[str, ...]
    thing: re.Pattern[str]
    """Defined terms for things, and "the Parties", which is nobody's role in particular."""
    party: re.Pattern[str]
    goes_on: re.Pattern[str]
    """How a sentence begins that only goes on with what the term is: "Hereinafter the Seller."."""


@cache
def _words(language: str | None) -> _Words:
    locale = words_for(language)
    words = locale.roles
    articles = (*words.articles, *locale.names.articles)
    glued = any_of(article for article in articles if article.endswith("'"))
    apart = any_of(article for article in articles if not article.endswith("'"))
    called = whole((*words.hereinafter, *words.called))
    between = whole((*words.between, *words.together, *words.called, *words.articles))
    return _Words(
        roles=frozenset(map(plain, words.words)),
        article=re.compile(rf"(?:{apart}\s+|{glued})"),
        bare=re.compile(
            rf"(?:{_NOTE})?[\s.,]{{0,3}}(?:\((?:{any_of(words.articles)}\s)?(?P<quoted>\w+)\s?\)"
            rf"|(?:(?<=[,)])\s|,?\s{any_of(locale.names.acting)}\s(?:{any_of(words.articles)}\s)?)"
            rf"(?P<alone>{any_of(words.words)})(?=[.,;)\n]|$))"
        ),
        called=re.compile(rf"(?P<formerly>{whole(words.formerly)})|{called}"),
        between=re.compile(rf"(?:[\s:,]|{between})*"),
        apposition=re.compile(rf"\s?\.?\s*(?:[,(\[:-]|[a-z]\W|$|{whole(words.apposition)}|{called})"),
        together=re.compile(whole(words.together)),
        plural_endings=words.plural_endings,
        thing=re.compile(rf"(?:.*\s)?{whole(words.things)}"),
        goes_on=re.compile(rf"\W*{whole(words.hereinafter)}"),
        party=re.compile(rf"\w+(?:\s\w+)?\s{any_of(words.party)}(?:[\s-]\w)?|{any_of(words.party)}[\s-]\w+"),
    )


def attach(text: str, parties: Sequence[Mention], language: str | None = None) -> dict[int, tuple[str, range]]:
    """The role of each party mention that has one, by the mention's index: its text without article, and its place.

    A role stands after the name and before the next other name, in brackets or after words such as "hereinafter".
    `parties` are all party mentions in text order. Terms that several parties share ("the Parties") are no roles.
    """
    roles: dict[int, tuple[str, range]] = {}
    names = [party.entity.start for party in parties if not _is_term(text, party)]
    for party in paced(parties):
        end = party.entity.end
        following = bisect_left(names, end)
        stop = min(end + REACH, names[following] if following < len(names) else len(text))
        if found := next(_definitions(text, end, stop, _words(language)), None):
            roles[party.index] = found
    return roles


def is_role(name: str, language: str | None = None) -> bool:
    """Whether a name is nothing but words for roles, as "the Seller"."""
    words = _words(language)
    return all(word.strip("\"'.,()") in words.roles for word in words.article.sub("", plain(name), count=1).split())


def _definitions(text: str, start: int, stop: int, words: _Words) -> Iterator[tuple[str, range]]:
    stretch = text[start:stop]
    folded = plain(stretch)
    ends = (
        border.start() for border in _SENTENCE_END.finditer(stretch) if not words.goes_on.match(folded, border.end())
    )
    stop = next(ends, len(stretch))
    stretch, folded = stretch[:stop], folded[:stop]
    if not words.apposition.match(folded):
        return
    if bare := words.bare.match(folded):
        role = bare.lastgroup or "quoted"
        if bare[role] in words.roles and stretch[bare.start(role)].isupper():
            yield _named(stretch, bare.span(role), start, words)
    bracketed = ((m.start("before"), m.span("quoted")) for m in _IN_BRACKETS.finditer(stretch))
    for begin, quoted in sorted((*bracketed, *_called(stretch, folded, words)), key=lambda found: found[1]):
        term, place = _named(stretch, quoted, start, words)
        is_thing = words.thing.fullmatch(plain(term)) and not words.party.fullmatch(plain(term))
        is_shared = words.together.search(folded, begin, quoted[0]) and term.endswith(words.plural_endings)
        if term and not is_thing and not is_shared:
            yield term, place


def _called(stretch: str, folded: str, words: _Words) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where terms that words such as "hereinafter" announce are, in quotes or only capitalised.

    Each with the place from which on words say what kind of term it is.
    """
    reached = 0
    for announced in words.called.finditer(folded):
        begin = announced.end()
        if announced["formerly"]:
            continue
        if announced.start() >= reached and (found := _NEAR_QUOTED.match(stretch, begin)):
            reached = found.end()
            yield begin, found.span("quoted")
        between = words.between.match(folded, begin)
        if between and (found := _CAPITALISED.match(stretch, between.end())):
            yield begin, found.span()


def _named(stretch: str, quoted: tuple[int, int], start: int, words: _Words) -> tuple[str, range]:
    term = " ".join(stretch[slice(*quoted)].replace("\xad", "").split()).strip(" ,.;:")
    article = words.article.match(plain(term))
    return term[article.end() if article else 0 :], range(start + quoted[0], start + quoted[1])


def _is_term(text: str, mention: Mention) -> bool:
    """Whether a mention stands in quotes or brackets of its own: it is a term for the name before it."""
    start, end = mention.entity.start, mention.entity.end
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(before and after) and before in OPEN + "(" and after in CLOSE + ",.)"
