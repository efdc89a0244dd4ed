"""What stands under a name, asked so that no name is an error: too long, with a null character, not to be looked at."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether a file stands there; False for what no file can be named."""
    with suppress(OSError, ValueError):
        return path.is_file()
    return False


def is_folder(path: Path) -> bool:
    """Whether a folder stands there; False for what no folder can be named."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False
