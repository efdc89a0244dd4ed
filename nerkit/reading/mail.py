"""E-mail: its headers and its body are one document, its attachments are others."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from nerkit.document import Aside, Document
from nerkit.errors import BrokenDocument, EncryptedFile
from nerkit.reading.archive import Members
from nerkit.reading.encoding import Decoded, decode
from nerkit.reading.formats import suffixes
from nerkit.reading.html import decoded_html
from nerkit.reading.mail_parts import body, content, files, parsed
from nerkit.reading.options import ReadingOptions
from nerkit.reading.plain import flowing
from nerkit.reading.quotes import beside

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_LONG_HEADER = 5000

_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read_mail(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a mail: its headers and its body, with what is no word of its own as asides.

    The headers are those that a person sees, with the names of the attachments; a blank line parts them from the body.
    Raises a ReadingError.
    """
    message = parsed(data, source)
    if message.get_content_type() in _ENCRYPTED and message.get_param("smime-type") != "signed-data":
        raise EncryptedFile(f"{source}: an encrypted mail; save it decrypted, or its attachments")
    bodies = [_text(part, source) for part in body(message)]
    shown = {name: value for name in _HEADERS if (value := _header(message, name))}
    names = list(files(message))
    head = "\n".join(f"{name}: {value}" for name, value in shown.items())
    line = f"Attachments: {', '.join(names)}" if names else ""
    begin = "\n".join(filter(None, (head, line)))
    said = "\n\n".join(text.text.replace("\r\n", "\n").strip("\r\n") for text in bodies)
    text = "\n\n".join(filter(None, (begin, said)))
    offset = len(text) - len(said)
    asides = [Aside(0, len(head), "header")] if head else []
    if any(Path(name).suffix.lower() in suffixes() for name in names):
        asides.append(Aside(len(begin) - len(line), len(begin), "attachments"))
    asides += beside(said, offset, (shown.get("To", ""), shown.get("Cc", "")))
    assumed = next((one.assumed for one in bodies if one.assumed), None)
    return replace(flowing(Decoded(f"{text}\n", assumed), source), asides=tuple(asides))


def attachments(data: bytes, source: str) -> Members:
    """The files that a mail brings, by name. Raises BrokenDocument."""
    return files(parsed(data, source))


def _text(part: EmailMessage, source: str) -> Decoded:
    data, charset = content(part), part.get_content_charset()
    if part.get_content_type() == "text/html":
        return decoded_html(data, source, charset, quotes=True)
    decoded = decode(data, charset)
    if decoded is None:
        raise BrokenDocument(f"{source}: the body of the mail is no text; save its attachments")
    return decoded


def _header(message: EmailMessage, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if len(raw) < _LONG_HEADER:  # to parse a long list of addresses takes minutes
        with suppress(Exception):  # the parser of addresses and dates falls over malformed ones in many ways
            raw = str(message[name] or "")
    return " ".join(raw.split())
