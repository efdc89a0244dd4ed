"""The parts of a mail: which of them are shown as its text, and which are files that it brings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from functools import partial
from mimetypes import guess_extension, guess_type
from typing import cast

from nerkit.errors import ArchiveTooLarge, BrokenDocument
from nerkit.reading.archive import Member, Members, unique
from nerkit.reading.detect import is_outlook
from nerkit.reading.outlook import outlook_message

PARTS = 2000
_NESTED = 100
"""How many parts a mail may have, and how deep they may stand in one another."""
_LOGO_BYTES = 64 << 10
"""A picture that is shown in the text and is smaller is a logo or an icon; a photographed page is larger."""
_SHOWN_PICTURE = re.compile(rb"cid:([^\s\"'<>)]+)", re.I)
_AS_WRITTEN = default.clone(refold_source="none")


def parsed(data: bytes, source: str) -> EmailMessage:
    """The mail in `data`, one of Outlook's too.

    Raises BrokenDocument where its parts are nested too deeply, and ArchiveTooLarge where there are too many of them.
    """
    try:
        message = outlook_message(data, source) if is_outlook(data) else message_from_bytes(data, policy=default)
        levels = list(_levels(message))
    except RecursionError:
        levels = []
    if not 0 < len(levels) <= _NESTED:
        raise BrokenDocument(f"{source}: a mail with parts nested too deeply; save its attachments")
    if sum(map(len, levels)) > PARTS:
        raise ArchiveTooLarge(f"{source}: a mail of more than {PARTS} parts; save its attachments")
    return message


def body(part: Message) -> Iterator[EmailMessage]:
    """The parts of text that are shown as the mail itself; of alternatives one, plain text if it says anything."""
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        versions = [list(body(child)) for child in _children(part)]
        if kind == "multipart/alternative":
            plain = (v for v in versions if any(p.get_content_type() == "text/plain" and content(p).strip() for p in v))
            yield from next(plain, next((v for v in reversed(versions) if v), []))
        else:
            yield from (leaf for version in versions for leaf in version)
    elif kind in ("text/plain", "text/html") and not _is_named(part):
        yield cast(EmailMessage, part)


def files(message: EmailMessage) -> Members:
    """The files that a mail brings, by name; forwarded mails are files too, logos in the text are none."""
    shown = {id(part) for part in (message, *body(message))}
    leaves = list(_leaves(message))
    pages = [content(part) for part in leaves if part.get_content_type() == "text/html"]
    pictures = {name for page in pages for name in _SHOWN_PICTURE.findall(page)}
    parts = [part for part in leaves if id(part) not in shown and _is_file(part, pictures)]
    names = unique(_name(part, i).replace("/", "_") for i, part in enumerate(parts, start=1))
    return {name: Member(0, partial(content, part)) for name, part in zip(names, parts, strict=True)}


def content(part: EmailMessage) -> bytes:
    """What the part holds; of a forwarded mail its source."""
    if part.is_multipart():
        return b"".join(inner.as_bytes(policy=_AS_WRITTEN) for inner in _children(part))
    return cast("bytes | None", part.get_payload(decode=True)) or b""


def _children(part: Message) -> list[EmailMessage]:
    return cast("list[EmailMessage]", part.get_payload())


def _levels(message: Message) -> Iterator[list[Message]]:
    """The message, its parts, the parts of those, and so on."""
    level = [message]
    while level:
        yield level
        level = [child for part in level if part.is_multipart() for child in _children(part)]


def _leaves(part: Message) -> Iterator[EmailMessage]:
    """The parts that hold something; a forwarded mail is one."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        yield cast(EmailMessage, part)
        return
    for child in _children(part):
        yield from _leaves(child)


def _is_named(part: Message) -> bool:
    return part.get_filename() is not None or part.get_content_disposition() == "attachment"


def _is_file(part: EmailMessage, pictures: set[bytes]) -> bool:
    """Whether a part that is not the body is a file; `pictures` are those that a body shows, by their Content-ID."""
    if part.get_content_maintype() == "text" and not _is_named(part):
        return False  # the version of the body that was not taken
    if part.get_content_maintype() == "image":
        name = str(part["Content-ID"] or "").strip(" <>").encode(errors="replace")
        # Some programs give every attachment a Content-ID, and some call the pictures that they show attachments.
        shown = name in pictures or part.get_content_disposition() == "inline"
        return not shown or len(content(part)) > _LOGO_BYTES
    return part.get_content_maintype() != "multipart"


def _name(part: EmailMessage, number: int) -> str:
    """The attachment's own name, or one with the suffix that its type calls for."""
    name = part.get_filename() or f"part-{number}"
    if part.get_content_type() == "message/rfc822":  # named after its subject, which may end in ".pdf"
        return name if name.lower().endswith(".eml") else f"{name}.eml"
    return name if guess_type(name)[0] else name + (guess_extension(part.get_content_type()) or "")
