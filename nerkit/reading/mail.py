"""E-mail: its headers and its body are one document, its attachments are others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from functools import partial
from mimetypes import guess_extension, guess_type
from typing import cast

from nerkit.document import Document
from nerkit.errors import BrokenDocument, EncryptedFile
from nerkit.reading.archive import Member, Members, unique
from nerkit.reading.encoding import Decoded, decode
from nerkit.reading.html import decoded_html
from nerkit.reading.options import ReadingOptions
from nerkit.reading.plain import flowing

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_LOGO_BYTES = 64 << 10
"""A picture that the body refers to and that is smaller is a logo or an icon; a photographed page is larger."""

_LONG_HEADER = 5000

_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read_mail(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a mail: its headers and its body. Raises a ReadingError."""
    return flowing(_shown(data, source), source)


def _shown(data: bytes, source: str) -> Decoded:
    """The headers that a person sees, the names of the attachments, a blank line, and the body.

    Plain text is preferred to HTML. Raises BrokenDocument and EncryptedFile.
    """
    message = _parsed(data, source)
    if message.get_content_type() in _ENCRYPTED and message.get_param("smime-type") != "signed-data":
        raise EncryptedFile(f"{source}: an encrypted mail; save it decrypted, or its attachments")
    bodies = [_text(part, source) for part in _body(message)]
    lines = [f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))]
    if names := list(attachments(data, source)):
        lines.append(f"Attachments: {', '.join(names)}")
    text = "\n\n".join(["\n".join(lines), *(body.text.strip("\r\n") for body in bodies)])
    assumed = next((body.assumed for body in bodies if body.assumed), None)
    return Decoded(text.replace("\r\n", "\n").strip("\n") + "\n", assumed)


def attachments(data: bytes, source: str) -> Members:
    """The files that a mail brings, by name; forwarded mails are files too, logos in the text are none."""
    message = _parsed(data, source)
    shown = {id(part) for part in (message, *_body(message))}
    parts = [part for part in _leaves(message) if id(part) not in shown and _is_file(part)]
    names = unique(_name(part, i).replace("/", "_") for i, part in enumerate(parts, start=1))
    return {name: Member(0, partial(_content, part)) for name, part in zip(names, parts, strict=True)}


def _parsed(data: bytes, source: str) -> EmailMessage:
    try:
        message = message_from_bytes(data, policy=default)
        list(_leaves(message))
    except RecursionError as error:
        raise BrokenDocument(f"{source}: a mail with parts nested too deeply; save its attachments") from error
    return message


def _leaves(part: Message) -> Iterator[EmailMessage]:
    """The parts that hold something; a forwarded mail is one."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        yield cast(EmailMessage, part)
        return
    for child in cast("list[Message]", part.get_payload()):
        yield from _leaves(child)


def _body(part: Message) -> Iterator[EmailMessage]:
    """The parts of text that are shown as the mail itself; of alternatives one, plain text if it says anything."""
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        versions = [list(_body(child)) for child in cast("list[Message]", part.get_payload())]
        if kind == "multipart/alternative":
            plain = (
                v for v in versions if any(p.get_content_type() == "text/plain" and _content(p).strip() for p in v)
            )
            yield from next(plain, next((v for v in reversed(versions) if v), []))
        else:
            yield from (leaf for version in versions for leaf in version)
    elif kind in ("text/plain", "text/html") and not _is_named(part):
        yield cast(EmailMessage, part)


def _is_named(part: Message) -> bool:
    return part.get_filename() is not None or part.get_content_disposition() == "attachment"


def _is_file(part: EmailMessage) -> bool:
    if part.get_content_maintype() == "text" and not _is_named(part):
        return False  # the version of the body that was not taken
    if part.get_content_maintype() == "image" and part["Content-ID"]:
        return len(_content(part)) > _LOGO_BYTES
    return part.get_content_maintype() != "multipart"


def _content(part: EmailMessage) -> bytes:
    """What the part holds; of a forwarded mail its source."""
    if part.is_multipart():
        return b"".join(inner.as_bytes() for inner in cast("list[Message]", part.get_payload()))
    return cast("bytes | None", part.get_payload(decode=True)) or b""


def _text(part: EmailMessage, source: str) -> Decoded:
    data, charset = _content(part), part.get_content_charset()
    if part.get_content_type() == "text/html":
        return decoded_html(data, source, charset)
    decoded = decode(data, charset)
    if decoded is None:
        raise BrokenDocument(f"{source}: the body of the mail is no text; save its attachments")
    return decoded


def _header(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if len(raw) < _LONG_HEADER:  # to parse a long list of addresses takes minutes
        with suppress(Exception):  # the parser of addresses and dates falls over malformed ones in many ways
            raw = str(message[name] or "")
    return " ".join(raw.split())


def _name(part: EmailMessage, number: int) -> str:
    """The attachment's own name, or one with the suffix that its type calls for."""
    name = part.get_filename() or f"part-{number}"
    return name if guess_type(name)[0] else name + (guess_extension(part.get_content_type()) or "")
