"""A file becomes a document, whatever its format."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Unpack

from nerkit.document import Document, Word
from nerkit.errors import EmptyFile, UnknownFormat, UnreadableFile
from nerkit.options import checked
from nerkit.reading.archive import members
from nerkit.reading.containers import content
from nerkit.reading.detect import container, detect, foreign
from nerkit.reading.encoding import Decoded, decode
from nerkit.reading.options import ReadingOptions

_BINARY_SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".docx", ".zip"})


def read(path: str | Path, **options: Unpack[ReadingOptions]) -> Document:
    """Read a document: a PDF, an image, a Word document, a web page, a mail or a text file, by its content.

    `path` may name a file in an archive or an attachment of a mail, as in "archive.zip/contracts/a.pdf"; the mail
    itself is its headers and body. `ReadingOptions` says what the options mean. Raises a ReadingError.
    """
    path = Path(path)
    if container(path) == "archive":
        from nerkit.reading.files import documents_in

        documents_in(path)
        raise _is_archive(str(path))
    return read_bytes(content(path), str(path), **options)


def read_bytes(data: bytes, source: str, **options: Unpack[ReadingOptions]) -> Document:
    """Read a file's content; `source` names it in the document and in errors. Raises a ReadingError."""
    if not data.strip(b"\0\t\n\r\f "):
        raise EmptyFile(f"{source}: the file is empty; get it again")
    chosen = checked(ReadingOptions, options)
    match detect(data):
        case "pdf":
            from nerkit.reading.pdf import read_pdf

            return read_pdf(data, source, chosen)
        case "image":
            from nerkit.reading.image import read_image

            return read_image(data, source, chosen)
        case "word":
            from nerkit.reading.word import read_word

            return _flowing(Decoded(read_word(data, source)), source)
        case "text" | "html" as kind if (suffix := Path(source).suffix.lower()) in _BINARY_SUFFIXES:
            held = "a web page" if kind == "html" else "plain text"
            raise UnknownFormat(f"{source}: {held} under the name {suffix}; get it again or name it for what it is")
        case "html":
            from nerkit.reading.html import read_html

            return _flowing(read_html(data, source), source)
        case "mail":
            from nerkit.reading.mail import read_mail

            return _flowing(read_mail(data, source), source)
        case "archive":
            members(BytesIO(data), source)  # a damaged one says so
            raise _is_archive(source)
        case "text":
            return _flowing(_plain_text(decode(data) or Decoded(""), source), source)
        case None:
            known = foreign(data) or "neither PDF, Word, image, web page, mail nor text"
            raise UnknownFormat(f"{source}: {known}; save or print it as a PDF, or save it as .docx")


def document_from_text(text: str, source: str) -> Document:
    """A document of plain text, kept as it is: words have no boxes and there are no pages."""
    return _flowing(Decoded(text), source, empty=True)


def _flowing(decoded: Decoded, source: str, *, empty: bool = False) -> Document:
    words = tuple(Word(match.start(), match.end()) for match in re.finditer(r"\S+", decoded.text))
    if not words and not empty:
        raise EmptyFile(f"{source}: there is no text in it; print it to a PDF if a viewer shows any")
    return Document(source, decoded.text, words, (), warnings=decoded.warnings)


def _plain_text(decoded: Decoded, source: str) -> Decoded:
    from nerkit.reading.markdown import is_markdown, text_of_markdown

    if not is_markdown(decoded.text, source):
        return decoded
    return replace(decoded, text=text_of_markdown(decoded.text, source))


def _is_archive(source: str) -> UnreadableFile:
    return UnreadableFile(f"{source}: is an archive; `nerkit tag` does all that is in it, or name one as {source}/NAME")
