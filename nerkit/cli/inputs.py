"""What stands on the command line becomes the files of the run; what can't be found becomes a failure in its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Unpack

from nerkit.document import Document
from nerkit.errors import NerkitError, NoDocuments
from nerkit.reading.options import ReadingKeywords
from nerkit.result import Failure

STDIN = "-"


def expand(names: Sequence[str], **options: Unpack[ReadingKeywords]) -> list[Path | Document | Failure]:
    """The files of each name in order: a file, all files of a folder, or standard input for "-"."""
    return [source for name in names for source in _expand(name, options)]


def _expand(name: str, options: ReadingKeywords) -> Iterator[Path | Document | Failure]:
    from nerkit.reading import files_in
    from nerkit.reading.isolated import Reader

    try:
        if name == STDIN:
            with Reader() as reader:
                yield reader.read_bytes(sys.stdin.buffer.read(), STDIN, **options)
            return
        files = files_in([Path(name)])
        if not files:
            raise NoDocuments(f"{name}: the folder holds no PDF, image or text file; name the files themselves")
        yield from files
    except NerkitError as error:
        yield Failure.of(name, error)
