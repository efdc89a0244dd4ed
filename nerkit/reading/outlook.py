"""Messages of Outlook (.msg): a compound file of properties, MS-OXMSG, becomes the mail that it was sent as."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from mimetypes import guess_type
from typing import Any

from nerkit.errors import BrokenDocument
from nerkit.reading.compressed_rtf import unpacked
from nerkit.reading.rtf import text_of_rtf
from nerkit.reading.rtf_words import code_page

_SUBJECT, _BODY, _RTF, _HTML = 0x0037, 0x1000, 0x1009, 0x1013
_SENDER, _SENDER_ADDRESS, _SENDER_MAIL = 0x0C1A, 0x0C1F, 0x5D01
_SENT, _DELIVERED = 0x0039, 0x0E06
_TO, _CC = 0x0E04, 0x0E03
_ROLE, _ROLES = 0x0C15, {1: "To", 2: "Cc"}
_NAME, _ADDRESS, _MAIL = 0x3001, 0x3003, 0x39FE
_DATA, _FILE, _SHORT_FILE, _CONTENT_ID, _HIDDEN = 0x3701, 0x3707, 0x3704, 0x3712, 0x7FFE
_CODE_PAGE, _INTERNET_PAGE = 0x3FFD, 0x3FDE

_STORAGE, _BYTES, _TEXT, _ANSI_TEXT, _TIME = 0x000D, 0x0102, 0x001F, 0x001E, 0x0040
_ENTRY = struct.Struct("<HHI8s")
_SINCE = datetime(1601, 1, 1, tzinfo=UTC)
_NESTED = 10
"""How many messages may stand in one another."""


def outlook_message(data: bytes, source: str) -> EmailMessage:
    """The mail with its attachments. Raises BrokenDocument."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return _Message(file, [], 32).mail(0)
    except Exception as error:  # the library falls over damage in many ways
        if isinstance(error, MemoryError):
            raise
        raise BrokenDocument(f"{source}: a damaged Outlook message; save it again, or its attachments") from error


class _Properties:
    """The properties of a storage. `head` is how many bytes stand before the list of those of a fixed size."""

    def __init__(self, file: Any, at: list[str], head: int) -> None:
        self.file, self.at = file, at
        listed = self._stream("__properties_version1.0")[head:]
        entries = _ENTRY.iter_unpack(listed[: len(listed) // _ENTRY.size * _ENTRY.size])
        self._fixed = {(id, kind): value for kind, id, _, value in entries}

    def text(self, *ids: int) -> str:
        """The first of these properties that has a text, else an empty one."""
        for id in ids:
            if wide := self._value(id, _TEXT):
                return wide.decode("utf-16-le", errors="replace").rstrip("\0")
            if narrow := self._value(id, _ANSI_TEXT):
                page = self.number(_CODE_PAGE) or self.number(_INTERNET_PAGE) or 1252
                return codecs.decode(narrow, code_page(page), errors="replace").rstrip("\0")
        return ""

    def line(self, *ids: int) -> str:
        """The same on one line."""
        return " ".join(self.text(*ids).split())

    def binary(self, id: int) -> bytes:
        """A property of bytes."""
        return self._value(id, _BYTES)

    def number(self, id: int) -> int:
        """A whole number or a truth, 0 where there is none."""
        return next((int.from_bytes(value[:4], "little") for (own, _), value in self._fixed.items() if own == id), 0)

    def time(self, id: int) -> datetime | None:
        """A moment."""
        if value := self._fixed.get((id, _TIME)):
            with suppress(OverflowError):
                return _SINCE + timedelta(microseconds=int.from_bytes(value, "little") // 10)
        return None

    def name(self, id: int, kind: int) -> str:
        """The name of the stream or storage that holds a property."""
        return f"__substg1.0_{id:04X}{kind:04X}"

    def _value(self, id: int, kind: int) -> bytes:
        return self._stream(self.name(id, kind))

    def _stream(self, name: str) -> bytes:
        path = [*self.at, name]
        if not self.file.exists(path):
            return b""
        with self.file.openstream(path) as stream:
            content: bytes = stream.read()
        return content


class _Message(_Properties):
    def mail(self, depth: int) -> EmailMessage:
        if depth > _NESTED:
            raise ValueError
        mail = EmailMessage()
        headers = {
            "From": _person(self.line(_SENDER), self.line(_SENDER_MAIL, _SENDER_ADDRESS)),
            **dict(self._recipients()),
            "Subject": self.line(_SUBJECT),
        }
        if sent := self.time(_SENT) or self.time(_DELIVERED):
            headers["Date"] = format_datetime(sent)
        for name, value in headers.items():
            if value:
                with suppress(Exception):  # the parser of addresses falls over malformed ones in many ways
                    mail[name] = value
        self._add_body(mail)
        for at in self._storages("__attach_version1.0_"):
            _attach(mail, _Properties(self.file, at, 8), depth)
        return mail

    def _recipients(self) -> Iterator[tuple[str, str]]:
        people: dict[str, list[str]] = {"To": [], "Cc": []}
        for at in self._storages("__recip_version1.0_"):
            one = _Properties(self.file, at, 8)
            if role := _ROLES.get(one.number(_ROLE)):
                people[role].append(_person(one.line(_NAME), one.line(_MAIL, _ADDRESS)))
        for role, shown in (("To", _TO), ("Cc", _CC)):
            yield role, ", ".join(people[role]) or self.line(shown).replace(";", ",")

    def _add_body(self, mail: EmailMessage) -> None:
        plain, page = self.text(_BODY), self.binary(_HTML) or self.text(_HTML).encode()
        if not plain.strip() and not page and (packed := self.binary(_RTF)):
            plain = text_of_rtf(unpacked(packed))
        mail.set_content(plain)
        if page:
            mail.add_alternative(page, maintype="text", subtype="html")

    def _storages(self, start: str) -> list[list[str]]:
        depth = len(self.at) + 1
        paths = self.file.listdir(streams=False, storages=True)
        return sorted(
            path for path in paths if path[:-1] == self.at and len(path) == depth and path[-1].startswith(start)
        )


def _attach(mail: EmailMessage, file: _Properties, depth: int) -> None:
    name = file.line(_FILE, _SHORT_FILE) or None
    inner = [*file.at, file.name(_DATA, _STORAGE)]
    if file.file.exists([*inner, "__properties_version1.0"]):
        mail.add_attachment(_Message(file.file, inner, 24).mail(depth + 1), filename=name)
    elif content := file.binary(_DATA):
        maintype, _, subtype = (guess_type(name or "")[0] or "application/octet-stream").partition("/")
        mail.add_attachment(
            content,
            maintype=maintype,
            subtype=subtype,
            filename=name,
            disposition="inline" if file.number(_HIDDEN) else "attachment",
            cid=f"<{cid}>" if (cid := file.line(_CONTENT_ID)) else None,
        )


def _person(name: str, address: str) -> str:
    """A name and an address as in the header of a mail; addresses of an Exchange server say nothing to anyone."""
    if "@" not in address:
        return name
    return f"{name} <{address}>" if name and name != address else address
