"""What a file becomes once it is read: one text, and for every word its place on the page.

Coordinates are PDF points (1/72 inch) from the page's top left corner; pages count from 1; offsets count characters
of `Document.text`. In the text a line ends with a line feed, a gap that parts two cells of one line is one tab, a
blank line parts two blocks, and a form feed parts two pages.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Literal, overload

PageSource = Literal["text", "ocr", "blank"]
FoundBy = Literal["model", "pattern", "values", "words", "form", "xml"]
AsideKind = Literal["header", "attachments", "quoted"]
EvidenceKind = Literal["text", "xml", "qr", "mrz", "layout"]
"""What says that a field holds a value: the text, an e-invoice's XML, a payment code on the page, the machine-readable
zone of an identity paper, or a document of the same layout that a person corrected."""

SELF_CHECKED: frozenset[EvidenceKind] = frozenset({"xml", "qr", "mrz"})
"""Evidence that checks itself: what it says needs no other."""

NoticeCode = Literal[
    "damaged-page",
    "damaged-file",
    "text-layer",
    "xfa",
    "portfolio",
    "attachments",
    "page-timed-out",
    "not-recognised",
    "second-look",
    "ocr-language",
    "unknown-script",
    "illegible",
    "picture",
    "encoding",
    "plug-in",
    "hidden",
    "formula",
    "not-read",
    "no-value",
    "rule",
    "changed-by-checks",
    "one-party",
    "code",
    "xml-broken",
    "xml-foreign",
    "xml-several",
    "xml-profile",
    "several-documents",
]
"""What a warning is about; `docs/errors.md` says of each what can be done."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning: what a reader of the result should know, in one line that holds no text of the document.

    `page` is the number of the page that it is about, None where it is about the whole document.
    """

    code: NoticeCode
    message: str
    page: int | None = None

    def __str__(self) -> str:
        return f"page {self.page}: {self.message}" if self.page else self.message

    def to_dict(self) -> dict[str, str | int | None]:
        """The warning as it stands in the output."""
        return {"code": self.code, "message": self.message, "page": self.page}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    def to_dict(self) -> dict[str, float]:
        """The box as it stands in the output, to a tenth of a point."""
        edges = {edge: round(float(getattr(self, edge)), 1) for edge in ("x0", "top", "x1", "bottom")}
        return {"page": self.page, **edges}

    def union(self, other: Box) -> Box:
        """The smallest box that holds both; `other` stands on the same page."""
        return Box(
            self.page,
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space: `document.text[start:end]`.

    `box` is None where the source has no pages (plain text). `confidence` is the OCR engine's own, from 0 to 1, and
    None for text that was not recognised but read.
    """

    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None


class UnplacedWords(Sequence[Word]):
    """Words without boxes, as plain text has them, kept as offsets: each is made when it is asked for.

    Two million words, which ten megabytes of text have, would take a quarter of a gigabyte. Equal to a tuple of them.
    """

    __slots__ = ("ends", "starts")

    def __init__(self, starts: array[int], ends: array[int]) -> None:
        self.starts, self.ends = starts, ends

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Word: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...

    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(index, slice):
            return tuple(map(Word, self.starts[index], self.ends[index]))
        return Word(self.starts[index], self.ends[index])

    def __iter__(self) -> Iterator[Word]:
        return map(Word, self.starts, self.ends)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, UnplacedWords):
            return self.starts == other.starts and self.ends == other.ends
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size in points and the stretch of the text that stands on it.

    Size and boxes are those of the page as it came; it stands upright after `rotation` quarter turns clockwise.
    """

    number: int
    width: float
    height: float
    start: int
    end: int
    source: PageSource = "text"
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: rows and columns count from 0, `words` are indices of `Document.words` in text order."""

    row: int
    column: int
    box: Box
    words: tuple[int, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on one page; `cells` stand row by row, a cell that spans several is listed once."""

    box: Box
    rows: int
    columns: int
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the text, `text[start:end]`, that stands beside what the document itself says.

    `header`: who sent a mail, when and about what; a record has a value from there only where the rest gives none.
    `attachments`: the names of the documents that a mail brings. `quoted`: an earlier mail; a record has nothing of it.
    """

    start: int
    end: int
    kind: AsideKind


@dataclass(frozen=True, slots=True)
class Code:
    """A bar code or a matrix code on a page: its symbology, as "QR Code" or "Code 128", and the text it holds."""

    symbology: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value in canonical form that something beside the running text states exactly.

    `path` says where it stands in there (an XPath), `span` and `boxes` where in the text and on the pages, where that
    is known. `derived` says how it was found where it stands nowhere.
    """

    value: str
    path: str = ""
    currency: str | None = None
    span: tuple[int, int] | None = None
    boxes: tuple[Box, ...] = ()
    derived: str | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file inside an e-invoice's XML, as it describes it; `size` is in bytes."""

    name: str
    mime_type: str
    size: int


StatedRow = Mapping[str, StatedValue]
"""A row of a table: its cells by name."""


@dataclass(frozen=True)
class Statement:
    """What an e-invoice's XML states of the document that it is, or is in: probability 1 unless a check fails.

    It is of the first of the `kinds` that a schema has; `fields` are the values by field. Tables are None where the
    XML cannot hold them. `whole` says that there is nothing else to read: the file is the XML. `about` says what it
    calls itself: "syntax", "profile", "type_code" and so on. `credits` says that what it charges is given back: amounts
    keep the sign that the XML has, which is plus in a sound credit note.
    """

    evidence: EvidenceKind
    kinds: tuple[str, ...]
    fields: Mapping[str, tuple[StatedValue, ...]]
    line_items: tuple[StatedRow, ...] | None = None
    charges: tuple[StatedRow, ...] | None = None
    taxes: tuple[StatedRow, ...] | None = None
    whole: bool = False
    about: Mapping[str, str] = field(default_factory=dict)
    credits: bool = False
    attachments: tuple[EmbeddedFile, ...] = ()


@dataclass(frozen=True)
class Document:
    """One text with the words and pages it came from; `words` and `pages` are in text order and do not overlap.

    `rules` are the ruling lines of the pages, as thin boxes; `tables` are what they enclose. `asides` are in text order
    and do not overlap. `codes` are in the order of the pages, each from the top. `statements` are what states itself
    beside the text, the one that counts most first.
    """

    source: str
    text: str
    words: Sequence[Word]
    pages: tuple[Page, ...]
    language: str | None = None
    warnings: tuple[Notice, ...] = ()
    rules: tuple[Box, ...] = ()
    tables: tuple[Table, ...] = ()
    asides: tuple[Aside, ...] = ()
    codes: tuple[Code, ...] = ()
    statements: tuple[Statement, ...] = ()

    @cached_property
    def own(self) -> Document:
        """The document without its asides: spaces stand in their place, so that offsets stay what they are."""
        if not self.asides:
            return self
        pieces, end = [], 0
        for aside in self.asides:
            pieces += [self.text[end : aside.start], re.sub(r"[^\n]", " ", self.text[aside.start : aside.end])]
            end = aside.end
        words = tuple(word for word in self.words if self.aside_at(word.start) is None)
        return replace(self, text="".join([*pieces, self.text[end:]]), words=words, asides=())

    def aside_at(self, offset: int) -> Aside | None:
        """The aside in which the character at `offset` stands, None where it stands in none."""
        i = bisect_right(self.asides, offset, key=attrgetter("start")) - 1
        return self.asides[i] if i >= 0 and offset < self.asides[i].end else None

    @cached_property
    def _starts(self) -> array[int]:
        return self.words.starts if isinstance(self.words, UnplacedWords) else array("i", [w.start for w in self.words])

    @cached_property
    def _ends(self) -> array[int]:
        return self.words.ends if isinstance(self.words, UnplacedWords) else array("i", [w.end for w in self.words])

    def words_between(self, start: int, end: int) -> Sequence[Word]:
        """The words that share a character with `text[start:end]`, in order."""
        return self.words[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box for each line that `text[start:end]` runs over; none where the source has no pages."""
        return tuple(_merge_lines(self.words_between(start, end)))

    def page_of(self, offset: int) -> Page | None:
        """The page on which the character at `offset` stands, None where the source has no pages."""
        i = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[i] if i >= 0 else None


def _merge_lines(words: Iterable[Word]) -> Iterator[Box]:
    merged: Box | None = None
    for word in words:
        box = word.box
        if box is None:
            continue
        if merged is not None and box.page == merged.page and _same_line(merged, box):
            merged = merged.union(box)
            continue
        if merged is not None:
            yield merged
        merged = box
    if merged is not None:
        yield merged


def _same_line(a: Box, b: Box) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared > 0.5 * min(a.height, b.height) and b.x0 >= a.x0


@dataclass(frozen=True, slots=True)
class Entity:
    """A labelled stretch of the text; `confidence` is the probability of exactly this span with this label.

    `found_by` says what found it: the model, or what the schema says of the label (a pattern, a list of values, the
    label words beside it, the form of its type), or that a statement says it and the text shows it there.
    """

    label: str
    start: int
    end: int
    text: str
    confidence: float
    boxes: tuple[Box, ...] = ()
    found_by: FoundBy = "model"
