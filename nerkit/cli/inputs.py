"""What stands on the command line becomes the files of the run; what can't be found becomes a failure in its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from nerkit.cli.messages import note_passed_over
from nerkit.document import Document
from nerkit.errors import NerkitError, NoDocuments
from nerkit.options import part
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.options import ReadingOptions
from nerkit.result import Failure

STDIN = "-"


def expand(
    names: Sequence[str], reader: IsolatedReader, options: ReadingOptions | None = None
) -> list[Path | Document | Failure]:
    """The files of each name in order: a file, what a folder, an archive or a mail holds, or standard input for "-".

    `reader` reads standard input and lists what containers hold. What was passed over in a folder, an archive or a mail
    is said on standard error.
    """
    return [source for name in names for source in _expand(name, reader, options or {})]


def _expand(name: str, reader: IsolatedReader, options: ReadingOptions) -> Iterator[Path | Document | Failure]:
    from nerkit.reading.detect import may_be_container
    from nerkit.reading.files import FoundFiles

    path = Path(name)
    try:
        if name == STDIN:
            yield reader.read_bytes(sys.stdin.buffer.read(), STDIN, **part(ReadingOptions, options))
            return
        found = reader.find(path) if path.is_dir() or may_be_container(path) else FoundFiles([path])
        if found.passed_over:
            note_passed_over(found.passed_over, name)
        if not found.files:
            raise NoDocuments(f"{name}: the folder holds no file that nerkit reads; name the files themselves")
        yield from found.files
    except NerkitError as error:
        yield Failure.of(name, error)
