"""A file with several documents in it becomes these documents."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nerkit.document import Document, Table
from nerkit.page_stream.page_facts import page_facts
from nerkit.page_stream.stream_model import StreamModel, default_model


@dataclass(frozen=True, slots=True)
class Part:
    """Pages `first` to `last` of a file, the `number`th of `of` documents in it.

    `probability` is that of the whole file being parted exactly so.
    """

    number: int
    of: int
    first: int
    last: int
    probability: float


def parts(document: Document, model: StreamModel | None = None) -> list[Part]:
    """The documents in a file, in order; one for a file without pages."""
    pages = document.pages
    if len(pages) < 2 or document.asides:
        return [Part(1, 1, pages[0].number, pages[-1].number, 1.0)] if pages else [Part(1, 1, 1, 1, 1.0)]
    begins, probability = (model or default_model()).part(page_facts(document))
    ends = [*begins[1:], len(pages)]
    return [
        Part(number, len(begins), pages[begin].number, pages[end - 1].number, probability)
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True), 1)
    ]


def part_of(document: Document, part: Part) -> Document:
    """The pages of a part as a document; they keep their numbers, and so the places on them."""
    if part.of == 1:
        return document
    pages = [page for page in document.pages if part.first <= page.number <= part.last]
    start, end = pages[0].start, pages[-1].end
    words = document.words_between(start, end)
    before = document.words.index(words[0]) if words else 0

    def here(page: int | None) -> bool:
        return page is None or part.first <= page <= part.last

    return replace(
        document,
        text=document.text[start:end],
        words=tuple(replace(word, start=word.start - start, end=word.end - start) for word in words),
        pages=tuple(replace(page, start=page.start - start, end=page.end - start) for page in pages),
        warnings=tuple(notice for notice in document.warnings if here(notice.page)),
        rules=tuple(rule for rule in document.rules if here(rule.page)),
        tables=tuple(_moved(table, before) for table in document.tables if here(table.box.page)),
        codes=tuple(code for code in document.codes if here(code.box.page)),
    )


def _moved(table: Table, before: int) -> Table:
    """The table where so many words before it are gone."""
    cells = (replace(cell, words=tuple(word - before for word in cell.words)) for cell in table.cells)
    return replace(table, cells=tuple(cells))
