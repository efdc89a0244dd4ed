"""The e-invoice that a PDF carries as an attachment (ZUGFeRD, Factur-X, Order-X)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from nerkit.document import Notice, Statement
from nerkit.einvoices import NAMES, statement_of
from nerkit.errors import ReadingError
from nerkit.reading.archive import Member
from nerkit.reading.attachments import listed_files

_MOST = 8
"""Attached XML files that are looked at."""


def carried(data: bytes, passwords: Sequence[str]) -> tuple[tuple[Statement, ...], tuple[Notice, ...]]:
    """What the e-invoices in a PDF state, the one to believe first, and what is wrong with them. Nothing raises."""
    found: list[Statement] = []
    notices: list[Notice] = []
    foreign: list[Notice] = []
    for content in _xml_files(data, passwords):
        statement, said = statement_of(content)
        if statement is not None:
            found.append(statement)
            notices += said
        else:
            (foreign if any(notice.code == "xml-foreign" for notice in said) else notices).extend(said)
    if not found:
        notices += foreign[:1]
    if any(_differ(found[0], other) for other in found[1:]):
        several = f"carries {len(found)} e-invoices that say different things; the first is taken, check them"
        notices.append(Notice("xml-several", several))
    return tuple(found[:1]), tuple(notices)


def _xml_files(data: bytes, passwords: Sequence[str]) -> list[bytes]:
    """The attached XML files, those first that have the name of an e-invoice."""
    with suppress(ReadingError):
        files = [
            (name, member)
            for name, member in listed_files(BytesIO(data), "", passwords).items()
            if Path(name).suffix.lower() == ".xml"
        ]
        files.sort(key=lambda file: not NAMES.fullmatch(file[0]))
        return [content for _, member in files[:_MOST] for content in _contents(member)]
    return []


def _contents(member: Member) -> list[bytes]:
    with suppress(ReadingError):
        return [member.content()]
    return [b""]


def _differ(one: Statement, other: Statement) -> bool:
    """Whether a field that both have holds other values in one than in the other."""
    shared = one.fields.keys() & other.fields.keys()
    return any({v.value for v in one.fields[name]} != {v.value for v in other.fields[name]} for name in shared)
