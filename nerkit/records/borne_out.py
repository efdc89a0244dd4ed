"""Whether the words near a value of a contract bear out the field that it was taken for."""

from __future__ import annotations

import re
from functools import cache

from nerkit.document import Entity
from nerkit.locales import codes, locale, words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.records.sentences import sentence

NEAR = 160
"""Characters on either side of a value in which its words stand: the clause before and behind it."""

HEADING = 80
"""Characters before its sentence in which its heading stands, whose words count too: "4. Payment Terms"."""

_BORDER = re.compile(r"\n|[.;]\s")
_SMALL = re.compile(r"(?<!\w)[a-zß-ÿ]\w{3}")


def is_borne_out(text: str, entity: Entity, language: str | None) -> bool:
    """Whether the words near a value of the tagger's speak for its label, or nothing is known of such words.

    The tagger has learned rents and terms of payment from made contracts, in which hardly another length of time or
    amount stands. In a long one "within ten days" is what somebody has for a notice or a repair as well: a term of
    payment has a word of paying near it. What was found by label words has them by itself.
    """
    known = _patterns(language)
    if entity.found_by != "model" or entity.label not in known:
        return True
    label, start, end = entity.label, entity.start, entity.end
    begin, stop = sentence(text, start, end)
    near = plain(text[max(begin, start - NEAR) : min(stop, end + NEAR)])
    words, not_words = known[label]
    if not_words and not_words.search(_row(text, start, end) or near):
        return False
    return words is None or bool(words.search(near) or words.search(_heading(text, begin)))


def _row(text: str, start: int, end: int) -> str:
    """The row of a table in which a value stands, plain; the next one is about something else. Empty in text."""
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    row = text[begin : stop if stop >= 0 else len(text)]
    return plain(row) if "\t" in row else ""


def _heading(text: str, begin: int) -> str:
    """The heading in front of a sentence, plain: a line of its own, or words of which the long ones have capitals."""
    before = text[max(0, begin - HEADING) : begin]
    said = before.rstrip(" \t\n.:;")
    borders = [border.end() for border in _BORDER.finditer(said)]
    if not borders and begin > HEADING:
        return ""  # what reaches further back is a sentence
    said = said[borders[-1] :] if borders else said
    own_line = "\n" in before[len(before.rstrip()) :]
    return plain(said) if own_line or not _SMALL.search(said) else ""


@cache
def _patterns(language: str | None) -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """By label the words that bear its values out, and those that speak against, None where a language gives none."""
    if language is None or language not in codes():
        return {}
    own, every = locale(language).bearing, words_for(language).bearing
    return {
        field.upper(): (
            re.compile(whole(every.words[field])) if field in own.words else None,
            re.compile(whole(every.not_words[field])) if field in every.not_words else None,
        )
        for field in {**own.words, **own.not_words}
    }
