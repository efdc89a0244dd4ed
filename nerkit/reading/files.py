"""Which files of a folder, an archive, a mail or a PDF are documents."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nerkit.errors import ArchiveTooLarge, NoDocuments
from nerkit.paths import is_file, is_folder
from nerkit.reading.containers import DEPTH, members
from nerkit.reading.detect import begins_as_invoice, container
from nerkit.reading.formats import suffixes
from nerkit.reading.heartbeat import alive

DOCUMENTS = 10_000
BYTES = 8 << 30
"""How much an archive may hold, unpacked and with the archives in it."""

_CONTAINERS = frozenset({".zip", ".eml", ".msg", ".pdf"})
_DOCUMENTS_TOO = frozenset({".eml", ".msg", ".pdf"})
"""Suffixes of containers that are documents themselves: a mail, a PDF with attachments."""
_XML = ".xml"


@dataclass(frozen=True)
class FoundFiles:
    """The documents to read, in order, and how many files of each other suffix were passed over."""

    files: list[Path]
    passed_over: Counter[str] = field(default_factory=Counter)


def files_in(paths: Iterable[str | Path]) -> list[Path]:
    """The files to read; `find` says which."""
    return find(paths).files


def find(paths: Iterable[str | Path], passwords: Sequence[str] = ()) -> FoundFiles:
    """The files to read: a file as it is named, a folder as all its documents, sorted and with its sub-folders.

    An archive is its documents; a mail or a PDF is itself and its attachments; their members are named as in a folder.
    Hidden files and files of an unknown suffix are passed over, unless they are named. A file is listed once. A
    container that is damaged, locked or too large is listed itself: reading it says what is wrong.
    """
    passed_over: Counter[str] = Counter()
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        for file in listed(path, passed_over) if is_folder(path) else [path]:
            alive()
            for document in _inside(file, passed_over, passwords):
                found.setdefault(document)
    return FoundFiles(list(found), passed_over)


def listed(folder: Path, passed_over: Counter[str]) -> Iterator[Path]:
    """The documents of a folder and its sub-folders, none of them looked into; the suffixes of the others are counted.

    Hidden files are none, and of XML only what begins as an e-invoice.
    """
    read = suffixes()
    for path in _walked(folder):
        suffix = path.suffix.lower()
        if suffix in read and (suffix != _XML or begins_as_invoice(path)):
            yield path
        else:
            passed_over[suffix] += 1


def _walked(folder: Path) -> Iterator[Path]:
    """The files below a folder, in the order of their paths. Of one folder at a time the names are held, no more."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208  # no objects
    except OSError:  # gone meanwhile, or without permission
        return
    for name in names:
        path = folder / name
        if is_file(path):
            yield path
        elif is_folder(path) and not path.is_symlink():  # a link may lead back up
            yield from _walked(path)


def documents_in(archive: Path, passwords: Sequence[str] = ()) -> list[Path]:
    """The documents of an archive, a mail or a PDF; raises NoDocuments, BrokenArchive, ArchiveTooLarge."""
    found = _Contents(archive, Counter(), passwords).documents
    if not found:
        raise NoDocuments(f"{archive}: the archive holds no document that nerkit reads; unpack it to see what it holds")
    return found


def _inside(file: Path, passed_over: Counter[str], passwords: Sequence[str]) -> list[Path]:
    """The file itself, or what it holds, or both."""
    kind = container(file)
    if kind is None:
        return [file]
    seen: Counter[str] = Counter()
    try:
        inside = _Contents(file, seen, passwords).documents
    except MemoryError:
        raise
    except Exception:  # reading the file says what is wrong
        return [file]
    passed_over += seen
    return inside if kind == "archive" and inside else [file, *inside]


def _is_pdf(path: Path) -> bool:
    """Whether a container is a PDF: on disk by its content, within another by its name."""
    return (container(path) if is_file(path) else path.suffix.lower().lstrip(".")) == "pdf"


class _Contents:
    """All documents in a container and in those within it, as long as they keep to the limits."""

    def __init__(self, container: Path, passed_over: Counter[str], passwords: Sequence[str]) -> None:
        self.container = container
        self.passwords = passwords
        self.documents: list[Path] = []
        self._passed_over = passed_over
        self._bytes = 0
        self._suffixes = suffixes()
        self._list(container, 1)

    def _list(self, container: Path, depth: int) -> None:
        for path, size in members(container, self.passwords):
            alive()
            suffix = path.suffix.lower()
            self._bytes += size
            if suffix == _XML and _is_pdf(container):
                continue  # what an e-invoice in a PDF says is part of the PDF's own record
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
        if path.suffix.lower() in _DOCUMENTS_TOO:
            self.documents.append(path)
        try:
            self._list(path, depth + 1)
        except (ArchiveTooLarge, MemoryError):
            raise
        except Exception:  # whatever it is, it is the member's: reading that says what is wrong
            del self.documents[before:]
        if len(self.documents) == before:
            self.documents.append(path)
