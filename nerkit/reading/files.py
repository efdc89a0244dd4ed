"""Which files of a folder, an archive or a mail are documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nerkit.errors import ArchiveTooLarge, NoDocuments, ReadingError
from nerkit.reading.containers import DEPTH, members
from nerkit.reading.detect import container
from nerkit.reading.formats import suffixes
from nerkit.reading.heartbeat import alive

DOCUMENTS = 10_000
BYTES = 8 << 30
"""How much an archive may hold, unpacked and with the archives in it."""

_CONTAINERS = frozenset({".zip", ".eml"})


@dataclass(frozen=True)
class FoundFiles:
    """The documents to read, in order, and how many files of each other suffix were passed over."""

    files: list[Path]
    passed_over: Counter[str] = field(default_factory=Counter)


def files_in(paths: Iterable[str | Path]) -> list[Path]:
    """The files to read; `find` says which."""
    return find(paths).files


def find(paths: Iterable[str | Path]) -> FoundFiles:
    """The files to read: a file as it is named, a folder as all its documents, sorted and with its sub-folders.

    An archive is its documents; a mail is itself and its attachments; their members are named as in a folder. Hidden
    files and files of an unknown suffix are passed over, unless they are named. A file is listed once. An archive that
    is damaged or too large is listed itself: reading it says what is wrong.
    """
    passed_over: Counter[str] = Counter()
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        for file in _documents(path, passed_over) if path.is_dir() else [path]:
            alive()
            for document in _inside(file, passed_over):
                found.setdefault(document)
    return FoundFiles(list(found), passed_over)


def documents_in(archive: Path) -> list[Path]:
    """The documents of an archive or a mail; raises NoDocuments, BrokenArchive, ArchiveTooLarge."""
    found = _Contents(archive, Counter()).documents
    if not found:
        raise NoDocuments(f"{archive}: the archive holds no document that nerkit reads; unpack it to see what it holds")
    return found


def _inside(file: Path, passed_over: Counter[str]) -> list[Path]:
    """The file itself, or what it holds, or both."""
    kind = container(file)
    if kind is None:
        return [file]
    seen: Counter[str] = Counter()
    try:
        inside = _Contents(file, seen).documents
    except ReadingError:
        return [file]
    passed_over += seen
    return [file, *inside] if kind == "mail" or not inside else inside


class _Contents:
    """All documents in a container and in those within it, as long as they keep to the limits."""

    def __init__(self, container: Path, passed_over: Counter[str]) -> None:
        self.container = container
        self.documents: list[Path] = []
        self._passed_over = passed_over
        self._bytes = 0
        self._suffixes = suffixes()
        self._list(container, 1)

    def _list(self, container: Path, depth: int) -> None:
        for path, size in members(container):
            suffix = path.suffix.lower()
            self._bytes += size
            if suffix not in self._suffixes:
                self._passed_over[suffix] += 1
            elif suffix not in _CONTAINERS:
                self.documents.append(path)
            else:
                self._open(path, depth)
            if len(self.documents) > DOCUMENTS or self._bytes > BYTES or depth > DEPTH:
                raise ArchiveTooLarge(
                    f"{self.container}: holds too much for one archive; unpack it and name the folder"
                )

    def _open(self, path: Path, depth: int) -> None:
        before = len(self.documents)
        if path.suffix.lower() == ".eml":
            self.documents.append(path)
        try:
            self._list(path, depth + 1)
        except ArchiveTooLarge:
            raise
        except ReadingError:  # reading the member says what is wrong
            del self.documents[before:]
        if len(self.documents) == before:
            self.documents.append(path)


def _documents(folder: Path, passed_over: Counter[str]) -> Iterator[Path]:
    read = suffixes()
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        if path.suffix.lower() in read:
            yield path
        else:
            passed_over[path.suffix.lower()] += 1
