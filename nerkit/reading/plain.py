"""Plain text, Markdown among it, and what every format without pages becomes: words that have no boxes."""

from __future__ import annotations

import re
from dataclasses import replace

from nerkit.document import Document, Word
from nerkit.errors import EmptyFile
from nerkit.reading.encoding import Decoded, decode
from nerkit.reading.options import ReadingOptions


def read_text(data: bytes, source: str, options: ReadingOptions) -> Document:
    """A text file as it is, Markdown as a viewer shows it. Raises EmptyFile."""
    from nerkit.reading.markdown import is_markdown, text_of_markdown

    decoded = decode(data) or Decoded("")
    if is_markdown(decoded.text, source):
        decoded = replace(decoded, text=text_of_markdown(decoded.text, source))
    return flowing(decoded, source)


def document_from_text(text: str, source: str) -> Document:
    """A document of plain text, kept as it is: words have no boxes and there are no pages."""
    words = tuple(Word(match.start(), match.end()) for match in re.finditer(r"\S+", text))
    return Document(source, text, words, ())


def flowing(decoded: Decoded, source: str) -> Document:
    """The document of a file whose text flows, with what its encoding leaves in doubt. Raises EmptyFile."""
    document = document_from_text(decoded.text, source)
    if not document.words:
        raise EmptyFile(f"{source}: there is no text in it; print it to a PDF if a viewer shows any")
    return replace(document, warnings=decoded.warnings)
