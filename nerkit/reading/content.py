"""The bytes of a file, if it is one: what never ends or never answers is refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO

from nerkit.errors import FileTooLarge, UnreadableFile

LARGEST = 1 << 30
"""Bytes; a thousand pages scanned at 300 dpi have a quarter of that."""

MOST_PAGES = 10_000
"""In a small file there may be millions, which are all one and the same."""

_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


_CHUNK = 1 << 20


def stream_bytes(stream: IO[bytes] | None, source: str) -> bytes:
    """All that a stream gives; raises UnreadableFile where it is None or cannot be read, FileTooLarge."""
    if stream is None:
        raise UnreadableFile(f"{source}: standard input is closed; name a file, or give it one with <")
    parts, left = [], LARGEST
    try:
        while part := stream.read(min(_CHUNK, left + 1)):
            parts.append(part)
            left -= len(part)
            if left < 0:
                raise _too_large(source)
    except OSError as error:
        raise UnreadableFile(f"{source}: cannot be read ({error.strerror}); name a file that can") from error
    return b"".join(parts)


def file_bytes(path: Path) -> bytes:
    """The content of a file; raises UnreadableFile, FileTooLarge, and OSError or ValueError as `open` does."""
    # Without waiting: to open a named pipe that no one writes to would else take for ever.
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT)) as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile(f"{path}: a pipe or a device, not a file; give its content to 'nerkit tag -'")
        if about.st_size > LARGEST:
            raise _too_large(str(path))
        return file.read()


def _too_large(source: str) -> FileTooLarge:
    return FileTooLarge(f"{source}: larger than {LARGEST >> 30} GiB; split it, or scan it at 300 dpi")
