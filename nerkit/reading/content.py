"""The bytes of a file, if it is one: what never ends or never answers is refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from nerkit.errors import FileTooLarge, MissingFile, UnreadableFile

LARGEST = 1 << 30
"""Bytes; a thousand pages scanned at 300 dpi have a quarter of that."""

_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def content_of(path: Path) -> bytes:
    """The content of a file; raises MissingFile, UnreadableFile and FileTooLarge."""
    try:
        # Without waiting: to open a named pipe that no one writes to would else take for ever.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT)) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UnreadableFile(f"{path}: a pipe or a device, not a file; give its content to 'nerkit tag -'")
            data = file.read() if about.st_size <= LARGEST else None
    except (FileNotFoundError, ValueError) as error:  # ValueError: a null character in the name
        raise MissingFile(f"{path}: there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path}: is a folder; name the files in it") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path}: no permission to read it; change its permissions") from error
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check the disk and the path") from error
    if data is None:
        raise FileTooLarge(f"{path}: larger than {LARGEST >> 30} GiB; split it, or scan it at 300 dpi")
    return data
