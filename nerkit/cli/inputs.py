"""What stands on the command line becomes the files of the run; what can't be found becomes a failure in its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Unpack

from nerkit.cli.messages import say_passed_over
from nerkit.document import Document
from nerkit.errors import NerkitError, NoDocuments
from nerkit.reading.options import ReadingKeywords
from nerkit.result import Failure

STDIN = "-"


def expand(names: Sequence[str], **options: Unpack[ReadingKeywords]) -> list[Path | Document | Failure]:
    """The files of each name in order: a file, what a folder, an archive or a mail holds, or standard input for "-".

    What was passed over in a folder, an archive or a mail is said on standard error.
    """
    return [source for name in names for source in _expand(name, options)]


def _expand(name: str, options: ReadingKeywords) -> Iterator[Path | Document | Failure]:
    from nerkit.reading import read_bytes
    from nerkit.reading.files import find

    try:
        if name == STDIN:
            yield read_bytes(sys.stdin.buffer.read(), STDIN, **options)
            return
        found = find([Path(name)])
        if found.passed_over:
            say_passed_over(found.passed_over, name)
        if not found.files:
            raise NoDocuments(f"{name}: the folder holds no file that nerkit reads; name the files themselves")
        yield from found.files
    except NerkitError as error:
        yield Failure.of(name, error)
