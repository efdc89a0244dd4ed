"""Results as one HTML page that needs nothing else: records, pages with the entities where they stand, and texts.

All text of documents is escaped. What belongs together is linked by anchors and by `:has()`, without a script.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files

from PIL import Image

from nerkit.cli.table import NUMBERS, billed, cell_text, shown
from nerkit.document import Page
from nerkit.errors import NerkitError
from nerkit.labels import colour
from nerkit.records.cells import Cell
from nerkit.records.record import FieldValue
from nerkit.result import Failure, Result

_DPI = 100
_QUALITY = 60
_ALL_PAGES = 3
"""A document of so many pages is drawn whole, of a longer one the pages on which something was found."""
_SURE, _UNSURE = 0.9, 0.6


def head(title: str) -> str:
    """The start of the page; its end needs no tag."""
    style = files("nerkit.cli").joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )


def section(outcome: Result | Failure, number: int, data: bytes | None) -> str:
    """The part of the page for one file, the `number`th; `data` is the file, None where it is not at hand."""
    if isinstance(outcome, Failure):
        return (
            f'<article>\n<h1>{_text(outcome.source)}</h1>\n<p class="failed">'
            f"{_text(outcome.code)}: {_text(outcome.message)}</p>\n</article>\n"
        )
    return "".join(_Section(outcome, number, data).parts())


class _Section:
    def __init__(self, result: Result, number: int, data: bytes | None) -> None:
        self.result = result
        self.number = number
        self.pictures, self.remark = _pictures(result, data)
        self.drawn = {page.number for page, _ in self.pictures}

    def parts(self) -> Iterator[str]:
        result = self.result
        pages = len(result.document.pages)
        facts = [result.record.kind, result.record.language, f"{pages} page{'s' * (pages != 1)}" if pages else "text"]
        yield f"<article>\n{self._linking()}<header>\n<h1>{_text(result.source)}</h1>\n"
        yield f"<p>{_text(' · '.join(filter(None, [*facts, f'model {result.model}'])))}</p>\n</header>\n"
        yield from self._record()
        yield from self._remarks()
        for page, picture in self.pictures:
            yield from self._page(page, picture)
        language = f' lang="{_text(result.record.language)}"' if result.record.language else ""
        yield f'<section class="text">\n<h2>Text</h2>\n<pre dir="auto"{language}>'
        yield from self._marked_text()
        yield "</pre>\n</section>\n</article>\n"

    def _linking(self) -> str:
        """One rule an entity: with the pointer or the focus on one of its places, all of them show."""
        names = [self._name(i) for i in range(len(self.result.entities))]
        rules = (f"article:has(.{name}:is(:hover,:focus-visible)) .{name}" for name in names)
        return f"<style>{','.join(rules)}{{outline:3px solid var(--ink);stroke-width:3}}</style>\n" if names else ""

    def _name(self, index: int) -> str:
        return f"e{self.number}-{index}"

    def _target(self, index: int) -> str:
        """Where a link to an entity leads: to the page's picture, else to the text."""
        drawn = any(box.page in self.drawn for box in self.result.entities[index].boxes)
        return f"#{'p' if drawn else 't'}{self._name(index)}"

    def _record(self) -> Iterator[str]:
        if not self.result.record.fields:
            yield '<p class="note">No fields found.</p>\n'
            return
        yield "<table>\n<thead><tr><th>Field</th><th>Value</th><th>Sure</th><th>Where</th></tr></thead>\n<tbody>\n"
        for field, values in self.result.record.fields.items():
            for i, value in enumerate(values):
                key = f'<th scope="row" rowspan="{len(values)}">{_text(field.replace("_", " "))}</th>' if i == 0 else ""
                yield f"<tr>{key}<td>{self._value(field, value)}</td>{_sure(value.confidence)}"
                yield f"<td>{self._where(value)}</td></tr>\n"
        yield "</tbody>\n</table>\n"
        yield from self._billed()

    def _billed(self) -> Iterator[str]:
        """The line items and the taxes, each cell with a link to its place on the page."""
        for title, columns, rows in billed(self.result):
            heads = "".join(f"<th{_right(name)}>{_text(name.replace('_', ' '))}</th>" for name in columns)
            yield f'<table class="billed">\n<caption>{title}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
            for number, row in enumerate(rows, 1):
                cells = (f"<td{_right(name)}>{self._cell(title, number, name, row)}</td>" for name in columns)
                yield f"<tr>{''.join(cells)}</tr>\n"
            yield "</tbody>\n</table>\n"

    def _cell(self, title: str, number: int, name: str, row: Mapping[str, Cell]) -> str:
        if name not in row:
            return ""
        text = _text(cell_text(name, row[name]))
        drawn = any(box.page in self.drawn for box in row[name].boxes)
        return f'<a href="#{self._place(title, number, name)}">{text}</a>' if drawn else text

    def _place(self, title: str, number: int, name: str) -> str:
        return f"b{self.number}-{title[0]}{number}-{name}"

    def _value(self, field: str, value: FieldValue) -> str:
        label = field.upper()
        parts = [f'<span class="value" style="background:{colour(label)}">{_text(shown(field, value))}</span>']
        if value.role:
            parts.append(f'<span class="aside">“{_text(value.role)}”</span>')
        if value.ambiguous:
            readings = "".join(f" or {_text(reading)}" for reading in value.readings[1:])
            parts.append(f'{readings} <strong class="warn">ambiguous</strong>')
        if aside := "; ".join(filter(None, (value.derived, value.note))):
            parts.append(f'<span class="aside">{_text(aside)}</span>')
        others = [other for other in value.alternatives if not value.ambiguous or other.entities != value.entities]
        parts += [
            f'<br><span class="aside">or {_text(shown(field, other))} ({other.confidence:.0%})</span>'
            for other in others
        ]
        return " ".join(parts)

    def _where(self, value: FieldValue) -> str:
        links = []
        for index in value.entities:
            boxes = self.result.entities[index].boxes
            where = f"page {boxes[0].page}" if boxes else f"character {self.result.entities[index].start}"
            links.append(f'<a class="{self._name(index)}" href="{self._target(index)}">{where}</a>')
        return ", ".join(links)

    def _remarks(self) -> Iterator[str]:
        record = self.result.record
        items = [
            f'<li class="{"passed" if check.passed else "failed"}">{"✓" if check.passed else "✗"} '
            f"{_text(check.check)}{': ' + _text(check.detail) if check.detail else ''}</li>"
            for check in record.checks
        ]
        items += [f'<li class="warn">! {_text(w)}</li>' for w in (*self.result.document.warnings, *record.warnings)]
        items += [f'<li class="aside">{_text(self.remark)}</li>'] if self.remark else []
        if items:
            yield f"<ul>\n{chr(10).join(items)}\n</ul>\n"

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
            anchor = f' id="p{self._name(index)}"' if first else ""
            yield f'<a{anchor} href="#t{self._name(index)}"><title>{_text(self._said(index))}</title>'
            for box in boxes:
                yield (
                    f'<rect class="{self._name(index)} {_doubt(entity.confidence)}" x="{box.x0 - 1:.1f}" '
                    f'y="{box.top - 1:.1f}" width="{box.width + 2:.1f}" height="{box.height + 2:.1f}" '
                    f'fill="{colour(entity.label)}"/>'
                )
            yield "</a>\n"
        yield from self._cells_on(page)
        yield f"</svg>\n<figcaption>Page {page.number}</figcaption>\n</figure>\n"

    def _cells_on(self, page: Page) -> Iterator[str]:
        """The cells of line items and taxes on a page: marked only where a link leads to them."""
        for title, _, rows in billed(self.result):
            for number, row in enumerate(rows, 1):
                for name, cell in row.items():
                    boxes = [box for box in cell.boxes if box.page == page.number]
                    if boxes:
                        anchor = f' id="{self._place(title, number, name)}"' if boxes[0] == cell.boxes[0] else ""
                        rects = "".join(
                            f'<rect x="{box.x0 - 1:.1f}" y="{box.top - 1:.1f}" width="{box.width + 2:.1f}" '
                            f'height="{box.height + 2:.1f}"/>'
                            for box in boxes
                        )
                        yield f'<g class="cell"{anchor}>{rects}</g>\n'

    def _marked_text(self) -> Iterator[str]:
        text, at = self.result.document.text, 0
        for index, entity in sorted(enumerate(self.result.entities), key=lambda pair: pair[1].start):
            if entity.start < at:
                continue
            yield _text(text[at : entity.start])
            yield (
                f'<mark id="t{self._name(index)}" class="{self._name(index)} {_doubt(entity.confidence)}" '
                f'style="background:{colour(entity.label)}"><a href="{self._target(index)}" '
                f'title="{_text(self._said(index))}">{_text(entity.text)}</a>'
                f"<small>{_text(entity.label)} {entity.confidence:.0%}</small></mark>"
            )
            at = entity.end
        yield _text(text[at:])

    def _said(self, index: int) -> str:
        from nerkit.cli.highlights import described

        return described(self.result, index)


def _pictures(result: Result, data: bytes | None) -> tuple[list[tuple[Page, str]], str | None]:
    """The pages to draw as data URIs, and what to say about those that are not drawn."""
    from nerkit.reading.isolated import Reader

    pages = {page.number: page for page in result.document.pages if page.width > 0 < page.height}
    if not pages:
        return [], None
    if data is None:
        return [], "The pages are not drawn: the file did not come by name."
    found = {box.page for entity in result.entities for box in entity.boxes}
    wanted = set(pages) if len(pages) <= _ALL_PAGES else found & set(pages)
    try:
        with Reader() as reader:  # a page may crash the library that draws it, even if its text could be read
            images = reader.pictures(data, result.source, wanted, dpi=_DPI)
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


def _right(name: str) -> str:
    return ' class="number"' if name in NUMBERS else ""


def _sure(confidence: float) -> str:
    return f'<td class="sure {_doubt(confidence)}">{confidence:.0%}</td>'


def _doubt(confidence: float) -> str:
    return "certain" if confidence >= _SURE else "likely" if confidence >= _UNSURE else "unsure"


def _text(text: str) -> str:
    """The text for HTML, with control characters as their pictures and a rule for the end of a page."""
    pictured = "".join(_visible(character) for character in text)
    return escape(pictured)


def _visible(character: str) -> str:
    code = ord(character)
    if character in "\n\t":
        return character
    if character == "\f":
        return "\n⁂\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return character
