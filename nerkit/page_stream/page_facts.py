"""What each page says by itself: its number, its titles, values that label words announce, its words and its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from nerkit.document import Box, Document, Page
from nerkit.labels import Schema, builtin
from nerkit.labels.words import with_words
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.page_stream.annexes import Annex, annex, annexes_named
from nerkit.page_stream.counting import Rows, counted_rows
from nerkit.page_stream.page_number import PageNumber, page_number
from nerkit.records.finders.announced import LabelWordFinder
from nerkit.records.titles import called, headings
from nerkit.values.context import context_of

NUMBERS = ("INVOICE_NUMBER", "ORDER_NUMBER")
"""Labels of which another value begins another document."""
DATES = ("INVOICE_DATE",)
TOTALS = ("TOTAL_AMOUNT",)
OTHERS = ("DUE_DATE", "IBAN", "NET_AMOUNT")
"""Labels that a first page has rather than a later one."""

_EDGE = 6
"""Lines at the head and at the foot of a page that are compared with those of others."""
_HEAD = 14
"""Lines in which a letter has its numbers and dates, and a contract says what it is."""
_FIRST = 60
"""Words of the head in which a title may be set larger."""
_NAME = re.compile(r"\b(?=[A-ZÀ-Þ])[^\W\d_]{4,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_POSTCODE = re.compile(r"(?:^|[\s-])\d{4,5} [A-ZÀ-Þ]|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b")
_DATE = re.compile(
    r"(?<![\w.,])\d{1,2}(?:(?P<between>[./-]) ?\d{1,2}(?P=between) ?(?:\d{4}|\d\d)"
    r"|[./ -](?:[^\W\d_]{3,9}[., /-]{1,2}\d{4}|[^\W\d_]{3,4}[., /-]{1,2}\d\d))\b|\b\d{4}-\d\d-\d\d\b"
)
"""What "Section 10.1 18 Section 10.2" in a table of contents does not have."""
_NUMBERED = re.compile(r"(?:§ ?)?(?P<number>[1-9]\d?)(?:\.\d{1,2})*[.)]?\s+\S*[^\W\d_]{2}")
"""A line that begins with its number: a section of a contract, a row of an invoice."""
_ROOM = r"_{8,}|\.{20,}|/s/"
"""For a signature, or one that was written by machine."""
_FILE = re.compile(r"\S\.(?:html?|txt|pdf|docx?)\b")
_NUMBER = re.compile(r"(?=\S*\d\S*\d\S*\d)[\w./-]{4,}")


@dataclass(frozen=True)
class PageFacts:
    """A page of a file, `number` from 1; label words announce its `values`, its `titles` are the kinds it calls itself.

    `head` and `foot` are the words of its first and last lines, `ids` what holds three digits and more, `head_ids`
    those of the upper part, `names` words with a capital.
    `cues` are how many groups of words in its head tell a kind of document, `figures` the share of the words there that
    have a digit, `larger` how much larger than the page's usual letters the largest there are, and `capitals` whether
    its first words are set in them.
    `annex` is the one that its first lines call it, `annexes` are those that it speaks of; `copies` are the words that
    say which copy of a document it is, and `names_file` whether the first line has the name of a file.
    `numbered` are the first and the last number with which a line begins, `rows` those of lines that are counted.
    `addressed` and `dated` say whether its upper part has a town with its postcode and a date, `signs` how many
    signatures or room for them it has, and `signed` whether it ends with them.
    `margin` is where its lines begin and `filled` how far down they reach, as shares of its size; `height` is that of
    its letters in points.
    """

    number: int
    size: tuple[float, float]
    source: str
    stated: PageNumber | None
    titles: frozenset[str]
    values: Mapping[str, frozenset[str]]
    words: frozenset[str]
    head: frozenset[str]
    foot: frozenset[str]
    ids: frozenset[str]
    head_ids: frozenset[str]
    names: frozenset[str]
    first_line: str
    last_line: str
    carried: bool
    cues: int
    figures: float
    capitals: bool
    numbered: tuple[int, int] | None
    rows: Rows | None
    addressed: bool
    dated: bool
    annex: Annex | None
    annexes: frozenset[str]
    copies: frozenset[str]
    names_file: bool
    signs: int
    signed: bool
    larger: float
    margin: float
    filled: float
    height: float

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the page."""
        return not self.words and not self.ids


def page_facts(document: Document) -> list[PageFacts]:
    """The facts of each page, in order."""
    values = _values(document)
    return [_facts(document, page, values.get(page.number, {})) for page in document.pages]


def _values(document: Document) -> dict[int, dict[str, frozenset[str]]]:
    context = context_of(document.text, document.language)
    schema = _schema(context.language)
    finder = LabelWordFinder(document, schema.labels.values(), context)
    found: dict[int, dict[str, frozenset[str]]] = {}
    for name in (*NUMBERS, *DATES, *TOTALS, *OTHERS):
        for one in finder.find(schema.labels[name]):
            page, value = document.page_of(one.start), one.value.value
            if page and value and any(map(str.isdigit, value)):
                of_page = found.setdefault(page.number, {})
                of_page[name] = of_page.get(name, frozenset()) | {value.casefold()}
    return found


@cache
def _schema(language: str | None) -> Schema:
    return with_words(builtin(), language)


@cache
def _titles() -> dict[str, tuple[str, ...]]:
    """The titles of each kind that has any, and of all other papers together."""
    kinds = words_for(None).kinds
    others = {"": tuple(dict.fromkeys(title for kind in kinds.values() for title in kind.not_titles))}
    return others | {name: kind.titles for name, kind in kinds.items() if kind.titles}


@cache
def _carried() -> re.Pattern[str]:
    return re.compile(whole(words_for(None).lines.carried))


def _facts(document: Document, page: Page, values: Mapping[str, frozenset[str]]) -> PageFacts:
    text = document.text[page.start : page.end]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    upper, lower, head = ("\n".join(part) for part in (lines[:_EDGE], lines[-_EDGE:], lines[:_HEAD]))
    words = document.words_between(page.start, page.end)
    margin, filled, height = _form([word.box for word in words if word.box], page)
    cells = head.split()
    return PageFacts(
        number=page.number,
        size=(page.width, page.height),
        source=page.source,
        stated=page_number(lines),
        titles=_called(document, page),
        values=values,
        words=_words(text),
        head=_words(upper),
        foot=_words(lower),
        ids=_ids(text),
        head_ids=_ids(head),
        names=frozenset(_NAME.findall(text)),
        first_line=lines[0] if lines else "",
        last_line=lines[-1] if lines else "",
        carried=_carried().search(plain(f"{upper}\n{lower}")) is not None,
        cues=max((sum(cue.search(plain(head)) is not None for cue in cues) for cues in _cues()), default=0),
        figures=sum(any(map(str.isdigit, cell)) for cell in cells) / max(len(cells), 1),
        capitals=any(line.isupper() and len(_words(line)) > 0 for line in lines[:2]),
        numbered=_numbered(lines),
        rows=counted_rows(lines),
        addressed=_POSTCODE.search(head) is not None,
        dated=_DATE.search(head) is not None,
        annex=annex(lines),
        annexes=annexes_named(text),
        copies=frozenset(_copied().findall(plain("\n".join(lines[:_HEAD])))),
        names_file=bool(lines) and _FILE.search(lines[0]) is not None,
        signs=len(_signature().findall(plain(text))),
        signed=_signature().search(plain("\n".join(lines[-_HEAD:]))) is not None,
        larger=max((word.box.height for word in words[:_FIRST] if word.box), default=height) / height
        if height
        else 1.0,
        margin=margin,
        filled=filled,
        height=height,
    )


@cache
def _cues() -> tuple[tuple[re.Pattern[str], ...], ...]:
    """The cues of each kind of document in all languages, as far as they tell it."""
    kinds = words_for(None).kinds.values()
    return tuple(tuple(re.compile(whole(words)) for words in kind.cues.values()) for kind in kinds)


@cache
def _signature() -> re.Pattern[str]:
    """Words before which people sign stand at the beginning of a cell, so that "by:" in a sentence is none."""
    words = words_for(None).roles
    return re.compile(rf"{_ROOM}|(?:^|\t){any_of(words.signing)}\s?:|{whole(words.signatures)}", re.MULTILINE)


@cache
def _copied() -> re.Pattern[str]:
    return re.compile(whole(sorted({word for kind in words_for(None).kinds.values() for word in kind.copies})))


def _numbered(lines: list[str]) -> tuple[int, int] | None:
    found = [int(match["number"]) for line in lines if (match := _NUMBERED.match(line))]
    return (found[0], found[-1]) if found else None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(plain(text)))


def _ids(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text.casefold()))


def _called(document: Document, page: Page) -> frozenset[str]:
    return called(headings(replace(document, text=document.text[page.start : page.end], asides=())), _titles())


def _form(boxes: list[Box], page: Page) -> tuple[float, float, float]:
    if not boxes or not page.width or not page.height:
        return 0.0, 0.0, 0.0
    lefts = sorted(box.x0 for box in boxes)
    return (
        lefts[len(lefts) // 20] / page.width,
        max(box.bottom for box in boxes) / page.height,
        median(box.height for box in boxes),
    )
