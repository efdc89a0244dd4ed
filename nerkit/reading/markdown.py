"""Text files, Markdown among them: the text that a viewer shows, rows of its tables in cells as those of a web page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from nerkit.document import Document
from nerkit.reading.encoding import Decoded, decode
from nerkit.reading.html import text_of_html
from nerkit.reading.options import ReadingOptions
from nerkit.reading.plain import flowing
from nerkit.reading.separated import text_of_table

LONGEST = 1 << 20
"""Characters: a megabyte of rows takes 15 s, and what is longer was not written to be looked at in a viewer."""

_SUFFIXES = frozenset({".md", ".markdown"})
# The row of dashes under the heads of a table (GitHub Flavored Markdown, section 4.10): no other text has one.
_DELIMITERS = re.compile(r"^ {0,3}(?=.*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.M)


def read_text(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a text file, Markdown and separated values as a viewer shows them. Raises EmptyFile."""
    decoded = decode(data) or Decoded("")
    if is_markdown(decoded.text, source):
        decoded = replace(decoded, text=text_of_markdown(decoded.text, source))
    elif (table := text_of_table(decoded.text, source)) is not None:
        decoded = replace(decoded, text=table)
    return flowing(decoded, source)


def is_markdown(text: str, source: str) -> bool:
    """Whether plain text is to be read as Markdown: it is called so, or holds a table, and is no longer than a book."""
    return len(text) <= LONGEST and (Path(source).suffix.lower() in _SUFFIXES or _DELIMITERS.search(text) is not None)


def text_of_markdown(text: str, source: str) -> str:
    """The text without its markup. Every line stays a line; numbers of lists and indented lines stay as they are."""
    return text_of_html(_parser().render(text), source)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    # Clauses and items keep the numbers and dashes that were written, and are no lists that a viewer counts anew.
    return parser.disable(["list", "code"])
