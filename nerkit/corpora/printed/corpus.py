"""Prints made documents and writes them: PDFs, and one `gold.jsonl` that says what was printed where."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from markupsafe import Markup

from nerkit.corpora.printed.browser import printer
from nerkit.corpora.printed.look import PageLook
from nerkit.corpora.printed.value_marks import Marker, PrintedDocument, PrintedValue, printed_documents
from nerkit.errors import OptionError

if TYPE_CHECKING:
    from jinja2 import Environment

GOLD = "gold.jsonl"
_AT_A_TIME = 40  # documents a print: to open a print takes longer than to print a page

Record = dict[str, list[list[str]]]
"""Accepted readings of each value, by field."""


@dataclass(frozen=True)
class MadeDocument:
    """A document to be printed: its kind by the schema ("other" for none), and what its record is once it is.

    `items` are its lines, with the canonical values of the cells that are printed.
    """

    kind: str
    language: str
    html: Markup
    record: Callable[[Sequence[PrintedValue]], Record]
    items: Sequence[Mapping[str, str]] = ()


def write(folder: Path, count: int, seed: int, make: Callable[[Random, Marker], MadeDocument]) -> None:
    """Writes `count` documents and their gold into `folder`; the same seed gives the same documents.

    A line of `gold.jsonl` is that of `nerkit.corpora.generator.generate`. Raises ExtraMissing without a browser.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with printer() as browser, (folder / GOLD).open("w", encoding="utf-8") as gold:
        for first in range(0, count, _AT_A_TIME):
            numbers = range(first, min(first + _AT_A_TIME, count))
            made = [make(Random(f"{seed}-{i}"), Marker(i)) for i in numbers]
            html = _templates().get_template("documents.html").render(documents=[one.html for one in made])
            with pdfium.PdfDocument(browser.pdf(html)) as pdf:
                for i, one, printed in zip(numbers, made, printed_documents(pdf), strict=True):
                    row = _written(folder / f"{i:05d}.pdf", pdf, one, printed)
                    gold.write(json.dumps(row, ensure_ascii=False) + "\n")


def laid_out(template: str, size: str, look: PageLook, values: Mapping[str, object]) -> Markup:
    """A template with its values, on paper of a size (a4, letter, roll), in a look."""
    body = Markup(_templates().get_template(template).render(**values))
    return Markup('<div class="doc {}" style="{}">{}</div>').format(size, look.css, body)


def check_languages(languages: Sequence[str], known: set[str]) -> None:
    """Raises OptionError for a language that is not worded."""
    if unknown := set(languages) - known:
        there = ", ".join(sorted(known))
        raise OptionError(f"no documents are worded in {', '.join(sorted(unknown))}; there are {there}")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader

    return Environment(loader=PackageLoader("nerkit.corpora.printed"), autoescape=True, trim_blocks=True)


def _written(path: Path, pdf: pdfium.PdfDocument, made: MadeDocument, printed: PrintedDocument) -> dict[str, object]:
    with pdfium.PdfDocument.new() as part:
        part.import_pages(pdf, list(printed.pages))
        part.save(str(path))
    return {
        "source": path.name,
        "kind": made.kind,
        "language": made.language,
        "record": made.record(printed.values),
        "mentions": [{"label": one.label, "text": one.text, "boxes": one.boxes} for one in printed.values],
        "items": list(made.items),
    }
