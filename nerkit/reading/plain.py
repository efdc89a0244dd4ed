"""Text without pages as a document: words that have no boxes."""

from __future__ import annotations

import re
from array import array
from dataclasses import replace

from nerkit.document import Document, UnplacedWords
from nerkit.errors import EmptyFile
from nerkit.reading.encoding import Decoded


def document_from_text(text: str, source: str) -> Document:
    """A document of plain text, kept as it is: words have no boxes and there are no pages."""
    starts, ends = array("i"), array("i")
    for match in re.finditer(r"\S+", text):
        starts.append(match.start())
        ends.append(match.end())
    return Document(source, text, UnplacedWords(starts, ends), ())


def flowing(decoded: Decoded, source: str) -> Document:
    """The document of a file whose text flows, with what its encoding leaves in doubt. Raises EmptyFile."""
    document = document_from_text(decoded.text, source)
    if not document.words:
        raise EmptyFile(f"{source}: there is no text in it; print it to a PDF if a viewer shows any")
    return replace(document, warnings=decoded.warnings)
