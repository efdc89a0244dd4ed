"""Which files of a folder are documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".txt", ".text"})


def files_in(paths: Iterable[str | Path]) -> list[Path]:
    """The files to read: a file as it is named, a folder as all its documents, sorted and with its sub-folders.

    In a folder, hidden files and files of an unknown suffix are passed over. A file is listed once.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        for file in _documents(path) if path.is_dir() else [path]:
            found.setdefault(file)
    return list(found)


def _documents(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )
