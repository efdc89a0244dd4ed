"""Zip files: their members, as names and bytes. Nothing is unpacked to disk, and no name is used as a path."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from struct import error as struct_error
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from nerkit.errors import ArchiveTooLarge, BrokenArchive, EncryptedFile

MEMBER_BYTES = 256 << 20
"""How large a member may be, unpacked."""

_METHODS = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2)  # LZMA may ask for any amount of memory
_DAMAGE = (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error, struct_error)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a file: its size in bytes, and what gives its content or raises a ReadingError."""

    size: int
    content: Callable[[], bytes]


Members = dict[str, Member]
"""The files in a file, by name."""


def members(file: Path | BytesIO, source: str) -> Members:
    """The files in a zip, without hidden ones and what macOS adds; raises BrokenArchive."""
    try:
        zipped = ZipFile(file)
    except _DAMAGE as error:
        raise BrokenArchive(f"{source}: a damaged zip archive or Office document; get the file again") from error
    shown = [info for info in zipped.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
    names = unique(info.filename for info in shown)
    return {
        name: Member(info.file_size, partial(_unpack, zipped, info, f"{source}/{name}"))
        for name, info in zip(names, shown, strict=True)
    }


def unique(names: Iterable[str]) -> list[str]:
    """Names of members as parts of a path that stay below their container, each of them once."""
    taken: dict[str, None] = {}
    for name in names:
        parts = [_printable(part) for part in name.replace("\\", "/").split("/")]
        plain = "/".join(part for part in parts if part.strip(".")) or "unnamed"
        again, suffix = 2, Path(plain).suffix
        wanted = plain
        while wanted in taken:
            wanted, again = f"{plain.removesuffix(suffix)} ({again}){suffix}", again + 1
        taken[wanted] = None
    return list(taken)


def _printable(part: str) -> str:
    return "".join(letter if letter.isprintable() else "_" for letter in part).strip()


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))


def _unpack(zipped: ZipFile, info: ZipInfo, source: str) -> bytes:
    if info.flag_bits & 1:
        raise EncryptedFile(f"{source}: needs a password; unpack it with the password and try again")
    # The size is what the archive claims, and no more than that is ever unpacked.
    if info.file_size > MEMBER_BYTES:
        raise ArchiveTooLarge(f"{source}: more than {MEMBER_BYTES >> 20} MB unpacked; unpack it and name the file")
    if info.compress_type not in _METHODS:
        raise BrokenArchive(f"{source}: packed by a method that is not supported; unpack it and name the file")
    try:
        with zipped.open(info) as member:
            return member.read()
    except _DAMAGE as error:
        raise BrokenArchive(f"{source}: damaged or cut off; get the archive again") from error
