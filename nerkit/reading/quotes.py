"""What a mail holds and does not say itself: the mails that it answers, and the headers of forwarded ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from nerkit.document import Aside
from nerkit.locales import words_for
from nerkit.locales.folding import plain

_MARKED = re.compile(r"[ \t]*>")
_MARKS = re.compile(r"[ \t>*]+")
_RULE = re.compile(r"[-_—–]{3,}.*")
_BETWEEN = re.compile(r"[,;:<>\"'()\[\]]")
_HEADERS = 10
"""Lines that the header of a mail in a mail may have."""
_INTRODUCTION = 3
"""Lines of the sentence above a quotation that says who wrote it when."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    marked: bool

    @property
    def bare(self) -> str:
        """What stands behind marks of quotation and of bold type."""
        mark = _MARKS.match(self.text)
        return self.text[mark.end() :] if mark else self.text


def beside(text: str, offset: int, recipients: Iterable[str]) -> list[Aside]:
    """The asides of a mail's text, which stands at `offset` of the document's; `recipients` are its To and Cc.

    A mail that is quoted is told by the marks at its lines or by its header. It is quoted where it is from, or to, whom
    this one goes to, as in an answer; else it is forwarded, and only its header is an aside.
    """
    found = list(_found(_lines(text), _people(recipients)))
    return [Aside(start + offset, end + offset, "quoted" if quoted else "header") for start, end, quoted in found]


def _found(lines: list[_Line], people: set[str]) -> Iterator[tuple[int, int, bool]]:
    i = done = 0
    while i < len(lines):
        if end := _header_end(lines, i):
            begin = i - 1 if i > done and _RULE.fullmatch(lines[i - 1].bare) else i
            named = _people(line.text for line in lines[i:end])
            if not people.isdisjoint(named):
                last = end if lines[i].marked else len(lines)  # marks end where the answer goes on
                while last < len(lines) and lines[last].marked:
                    last += 1
                yield lines[begin].start, lines[last - 1].end, True
            else:
                people |= named  # whom a mail that is forwarded answered
                yield lines[begin].start, lines[end - 1].end, False
                last = end
                while lines[i].marked and last < len(lines) and lines[last].marked:  # a forwarded mail with marks
                    last += 1
            i = done = last
        elif lines[i].marked:
            last = next((j for j in range(i, len(lines)) if lines[j].text and not lines[j].marked), len(lines))
            introduced = _introduction(lines[done:i])
            if introduced or last - i > 1:
                yield lines[i - introduced].start, lines[last - 1].end, True
            i = done = last
        else:
            i += 1


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(_Line(start, start + len(line), line.strip(), _MARKED.match(line) is not None))
        start += len(line) + 1
    return lines


def _header_end(lines: list[_Line], i: int) -> int | None:
    """Where the header of a mail ends that begins with line `i`; None where none begins there."""
    senders, subjects = _header_words()
    if not senders.match(plain(lines[i].bare[:40])):
        return None
    end = i
    while end < min(i + _HEADERS, len(lines)) and lines[end].bare:
        end += 1
    rest = range(i + 1, end)
    last = next((j for j in rest if subjects.match(plain(lines[j].bare[:40]))), None)
    if last is None:
        return None
    return next((j for j in range(last + 1, end) if ":" not in lines[j].bare[:30]), end)


def _introduction(above: list[_Line]) -> int:
    """How many lines above a quotation belong to it: a short paragraph that ends with a colon, and blank lines."""
    blank = 0
    while blank < len(above) and not above[-1 - blank].text:
        blank += 1
    said = 0
    while blank + said < len(above) and above[-1 - blank - said].text:
        said += 1
    if not said or not above[-1 - blank].text.endswith(":"):
        return 0
    return blank + (said if said <= _INTRODUCTION else 1)


def _people(headers: Iterable[str]) -> set[str]:
    """The addresses and the names of several words, in lower case."""
    parts = (part.strip() for header in headers for part in _BETWEEN.split(header.casefold()))
    return {part for part in parts if "@" in part or " " in part}


@cache
def _header_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = words_for(None).reading
    senders, subjects = (
        re.compile(rf"(?:{'|'.join(map(re.escape, map(plain, words)))})\s*\**\s*:")
        for words in (known.mail_senders, known.mail_subjects)
    )
    return senders, subjects
