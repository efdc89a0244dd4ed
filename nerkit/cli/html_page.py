"""Results as one HTML page that needs nothing else: records, pages with the entities where they stand, and texts.

All text of documents is escaped. What belongs together is linked by anchors and by `:has()`, without a script.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal, Unpack

from PIL import Image

from nerkit.cli.page_record import Anchors, doubt, doubts, name_of, record_parts, text_of
from nerkit.cli.record_table import billed
from nerkit.document import Box, Page
from nerkit.errors import NerkitError
from nerkit.labels import colour
from nerkit.reading.options import ReadingOptions
from nerkit.result import Failure, Result

_DPI = 100
_QUALITY = 60
_ALL_PAGES = 3
"""A document of so many pages is drawn whole, of a longer one the pages on which something was found."""


def head(title: str) -> str:
    """The start of the page; `foot` ends it."""
    style = files("nerkit.cli").joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text_of(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )


def section(
    outcome: Result | Failure, number: int, file: Path | bytes | None, **options: Unpack[ReadingOptions]
) -> str:
    """The part of the page for one file, the `number`th; `file` is its path or content, None where neither is at hand.

    `options` are those that it was read with.
    """
    if isinstance(outcome, Failure):
        return (
            f'<article id="d{number}" class="broken">\n<h1>{name_of(outcome.source)}</h1>\n<p class="failed">'
            f"{text_of(outcome.code)}: {name_of(outcome.message)}</p>\n</article>\n"
        )
    return "".join(_Section(outcome, number, file, options).parts())


State = Literal["sound", "doubtful", "broken"]

_TO_DO: dict[State, str] = {"doubtful": "To look at", "broken": "Failed"}
"""How the index names the files in a state for which something is left to do."""


@dataclass(frozen=True)
class Entry:
    """What the index of the page says of one file."""

    source: str
    state: State
    said: str


def entry(outcome: Result | Failure) -> Entry:
    """The entry of the index for a file."""
    if isinstance(outcome, Failure):
        return Entry(outcome.source, "broken", outcome.code)
    count = doubts(outcome)
    said = f"{outcome.record.kind} · {count} to look at" if count else outcome.record.kind
    return Entry(outcome.source, "doubtful" if count else "sound", said)


def foot(entries: Sequence[Entry]) -> str:
    """The end of the page: where it shows several files, an index of them that can be cut down to those in doubt.

    It comes last, as files are written as they are done; the style sheet sets it before them.
    """
    if len(entries) < 2:
        return ""
    counts = Counter(entry.state for entry in entries)
    choices: list[tuple[str, str]] = [("all", f"All {len(entries)}")]
    choices += [(state, f"{said} {counts[state]}") for state, said in _TO_DO.items() if counts[state]]
    radios = "".join(
        f'<label><input type="radio" name="shown" id="only-{name}"{" checked" * (name == "all")}> {text}</label>'
        for name, text in choices
    )
    rows = "".join(
        f'<li class="{entry.state}"><a href="#d{number}">{name_of(entry.source)}</a> '
        f'<span class="aside">{text_of(entry.said)}</span></li>\n'
        for number, entry in enumerate(entries, 1)
    )
    return f'<nav aria-label="Files">\n<fieldset><legend>Show</legend>{radios}</fieldset>\n<ol>\n{rows}</ol>\n</nav>\n'


class _Section:
    def __init__(self, result: Result, number: int, file: Path | bytes | None, options: ReadingOptions) -> None:
        self.result = result
        self.number = number
        self.pictures, self.remark = _pictures(result, file, options)
        self.anchors = Anchors(result, number, frozenset(page.number for page, _ in self.pictures))

    def parts(self) -> Iterator[str]:
        result = self.result
        pages = len(result.document.pages)
        facts = [result.record.kind, result.record.language, f"{pages} page{'s' * (pages != 1)}" if pages else "text"]
        state = "doubtful" if doubts(result) else "sound"
        yield f'<article id="d{self.number}" class="{state}">\n{self._linking()}<header>\n'
        yield f"<h1>{name_of(result.source)}</h1>\n"
        yield f"<p>{text_of(' · '.join(filter(None, [*facts, f'model {result.model}'])))}</p>\n</header>\n"
        yield '<section class="record">\n'
        yield from record_parts(self.anchors, self.remark)
        yield '</section>\n<section class="document">\n'
        for page, picture in self.pictures:
            yield from self._page(page, picture)
        language = f' lang="{text_of(result.record.language)}"' if result.record.language else ""
        yield f'<h2>Text</h2>\n<pre dir="auto"{language}>'
        yield from self._marked_text()
        yield "</pre>\n</section>\n</article>\n"

    def _linking(self) -> str:
        """One rule an entity: with the pointer or the focus on one of its places, all of them show."""
        names = [self.anchors.name(i) for i in range(len(self.result.entities))]
        rules = (f"article:has(.{name}:is(:hover,:focus-visible)) .{name}" for name in names)
        return f"<style>{','.join(rules)}{{outline:3px solid var(--ink);stroke-width:3}}</style>\n" if names else ""

    def _page(self, page: Page, picture: str) -> Iterator[str]:
        size = f"{page.width:.1f} {page.height:.1f}"
        yield f'<figure>\n<svg viewBox="0 0 {size}" role="group" aria-label="Page {page.number}">\n'
        yield f'<image width="{page.width:.1f}" height="{page.height:.1f}" preserveAspectRatio="none" '
        yield f'href="{picture}"/>\n'
        for index, entity in enumerate(self.result.entities):
            boxes = [box for box in entity.boxes if box.page == page.number]
            if not boxes:
                continue
            first = boxes[0] == entity.boxes[0]
            anchor = f' id="p{self.anchors.name(index)}"' if first else ""
            yield f'<a{anchor} href="#t{self.anchors.name(index)}"><title>{text_of(self._said(index))}</title>'
            for box in boxes:
                yield (
                    f'<rect class="{self.anchors.name(index)} {doubt(entity.confidence)}" x="{box.x0 - 1:.1f}" '
                    f'y="{box.top - 1:.1f}" width="{box.width + 2:.1f}" height="{box.height + 2:.1f}" '
                    f'fill="{colour(entity.label)}"/>'
                )
            yield "</a>\n"
        yield from self._cells_on(page)
        yield f"</svg>\n<figcaption>Page {page.number}</figcaption>\n</figure>\n"

    def _cells_on(self, page: Page) -> Iterator[str]:
        """The cells of line items and taxes, and the pairs, on a page: marked only where a link leads to them."""
        for number, pair in enumerate(self.result.pairs or (), 1):
            yield from self._placed(page, pair.boxes or pair.key_boxes, self.anchors.place("pairs", number, "value"))
        for title, _, rows in billed(self.result):
            for number, row in enumerate(rows, 1):
                for name, cell in row.items():
                    yield from self._placed(page, cell.boxes, self.anchors.place(title, number, name))

    @staticmethod
    def _placed(page: Page, boxes: Sequence[Box], name: str) -> Iterator[str]:
        here = [box for box in boxes if box.page == page.number]
        if here:
            anchor = f' id="{name}"' if here[0] == boxes[0] else ""
            rects = "".join(
                f'<rect x="{box.x0 - 1:.1f}" y="{box.top - 1:.1f}" width="{box.width + 2:.1f}" '
                f'height="{box.height + 2:.1f}"/>'
                for box in here
            )
            yield f'<g class="cell"{anchor}>{rects}</g>\n'

    def _marked_text(self) -> Iterator[str]:
        text, at = self.result.document.text, 0
        for index, entity in sorted(enumerate(self.result.entities), key=lambda pair: pair[1].start):
            if entity.start < at:
                continue
            yield text_of(text[at : entity.start])
            yield (
                f'<mark id="t{self.anchors.name(index)}" class="{self.anchors.name(index)} {doubt(entity.confidence)}" '
                f'style="background:{colour(entity.label)}"><a href="{self.anchors.target(index)}" '
                f'title="{text_of(self._said(index))}">{text_of(entity.text)}</a>'
                f"<small>{text_of(entity.label)} {entity.confidence:.0%}</small></mark>"
            )
            at = entity.end
        yield text_of(text[at:])

    def _said(self, index: int) -> str:
        from nerkit.cli.highlights import described

        return described(self.result, index)


def _pictures(
    result: Result, file: Path | bytes | None, options: ReadingOptions
) -> tuple[list[tuple[Page, str]], str | None]:
    """The pages to draw as data URIs, and what to say about those that are not drawn."""
    from nerkit.reading.isolated import IsolatedReader

    pages = {page.number: page for page in result.document.pages if page.width > 0 < page.height}
    if not pages:
        return [], None
    if file is None:
        return [], "The pages are not drawn: the file did not come by name."
    found = {box.page for entity in result.entities for box in entity.boxes}
    wanted = set(pages) if len(pages) <= _ALL_PAGES else found & set(pages)
    try:
        with IsolatedReader() as reader:  # a page may crash the library that draws it, even if its text could be read
            images = reader.pictures(file, result.source, wanted, dpi=_DPI, **options)
        drawn = [(pages[number], _uri(image)) for number, image in images]
    except NerkitError as error:
        return [], f"The pages are not drawn: {error.message}"
    left = len(pages) - len(drawn)
    return drawn, f"{left} pages without entities are not drawn." if left else None


def _uri(png: bytes) -> str:
    jpeg = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg.getvalue()).decode('ascii')}"
