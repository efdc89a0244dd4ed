"""Zip files: their members, as names and bytes. Nothing is unpacked to disk, and no name is used as a path."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from struct import error as struct_error
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from nerkit.errors import ArchiveTooLarge, BrokenArchive, EncryptedFile
from nerkit.extras import require
from nerkit.reading.heartbeat import alive
from nerkit.reading.passwords import GIVE_PASSWORD, WRONG_PASSWORD

MEMBER_BYTES = 256 << 20
"""How large a member may be, unpacked."""

_PART_BYTES = 200
"""How long a part of a member's name is at most, so that a file can be named so, with a number behind it."""

_NAME_BYTES = 800
"""How long a member's name is at most: with all that it stands in it remains a path."""

_LOCKED = 1  # the flag of a member that needs a password
_AES = 99  # what stands for the method of one that is locked by AES, which says its own elsewhere
_METHODS = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2)  # LZMA may ask for any amount of memory
DAMAGE = (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error, struct_error)
"""What a damaged archive raises, wherever in it one looks."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a file: its size in bytes, and what gives its content or raises a ReadingError."""

    size: int
    content: Callable[[], bytes]


Members = dict[str, Member]
"""The files in a file, by name."""


def members(file: Path | BytesIO, source: str, passwords: Sequence[str] = ()) -> Members:
    """The files in a zip, without hidden ones and what macOS adds; raises BrokenArchive."""
    try:
        zipped = ZipFile(file)
    except DAMAGE as error:
        raise BrokenArchive(f"{source}: a damaged zip archive or Office document; get the file again") from error
    shown = [info for info in zipped.infolist() if not info.filename.endswith("/") and not _is_hidden(info.filename)]
    names = unique(info.filename for info in shown)
    return {
        name: Member(info.file_size, partial(_unpack, zipped, info, f"{source}/{name}", passwords))
        for name, info in zip(names, shown, strict=True)
    }


def unique(names: Iterable[str]) -> list[str]:
    """Names of members as parts of a path that stay below their container, each of them once."""
    taken: dict[str, None] = {}
    numbers: Counter[str] = Counter()
    for name in names:
        parts = [_shortened(_printable(part)) for part in name.replace("\\", "/").split("/")]
        plain = "/".join(part for part in parts if part.strip(".")) or "unnamed"
        if len(plain.encode()) > _NAME_BYTES:
            plain = plain.rpartition("/")[2]
        wanted, suffix = plain, Path(plain).suffix
        while wanted in taken:
            numbers[plain] += 1
            wanted = f"{plain.removesuffix(suffix)} ({numbers[plain] + 1}){suffix}"
        taken[wanted] = None
    return list(taken)


def _printable(part: str) -> str:
    return "".join(letter if letter.isprintable() else "_" for letter in part).strip()


def _shortened(part: str) -> str:
    """A part of a name that a file can have; its suffix stays."""
    if len(part.encode()) <= _PART_BYTES:
        return part
    suffix = Path(part).suffix.encode()[:_PART_BYTES]
    stem = part.encode()[: _PART_BYTES - len(suffix)].decode(errors="ignore")
    return stem + suffix.decode(errors="ignore")


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))


def _unpack(zipped: ZipFile, info: ZipInfo, source: str, passwords: Sequence[str]) -> bytes:
    # The size is what the archive claims, and no more than that is ever unpacked.
    if info.file_size > MEMBER_BYTES:
        raise ArchiveTooLarge(f"{source}: more than {MEMBER_BYTES >> 20} MB unpacked; unpack it and name the file")
    if info.flag_bits & _LOCKED:
        return _unlocked(zipped, info, source, passwords)
    return _read(zipped, info, source)


def _read(zipped: ZipFile, info: ZipInfo, source: str, damage: tuple[type[Exception], ...] = DAMAGE) -> bytes:
    if info.compress_type not in _METHODS:
        raise BrokenArchive(f"{source}: packed by a method that is not supported; unpack it and name the file")
    try:
        with zipped.open(info) as member:
            return member.read()
    except damage as error:
        raise BrokenArchive(f"{source}: damaged or cut off; get the archive again") from error


def _unlocked(zipped: ZipFile, info: ZipInfo, source: str, passwords: Sequence[str]) -> bytes:
    """The member by the first password that fits. A wrong one shows at the end at the latest, by the checksum."""
    if not passwords:
        raise EncryptedFile(f"{source}: needs a password; {GIVE_PASSWORD}")
    damage: tuple[type[Exception], ...] = DAMAGE
    if info.compress_type == _AES:
        require("passwords", "pyzipper")
        import pyzipper

        damage = (*DAMAGE, pyzipper.BadZipFile)
        zipped = pyzipper.AESZipFile(zipped.fp)
        info = next(each for each in zipped.infolist() if each.header_offset == info.header_offset)
    for password in passwords:
        alive()
        zipped.setpassword(password.encode())
        with suppress(BrokenArchive):
            return _read(zipped, info, source, damage)
    raise EncryptedFile(f"{source}: {WRONG_PASSWORD}, or is damaged; {GIVE_PASSWORD}")
