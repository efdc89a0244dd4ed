"""What stands on the command line becomes the files of the run; what can't be found becomes a failure in its place."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from nerkit.cli.messages import note, note_passed_over
from nerkit.document import Document
from nerkit.errors import NoDocuments
from nerkit.keyword_options import part
from nerkit.paths import is_folder
from nerkit.reading.files import listed
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.options import ReadingOptions
from nerkit.reading.remote import is_url
from nerkit.result import Failure

STDIN = "-"

Found = TypeVar("Found")


def expand(
    names: Sequence[str], reader: IsolatedReader, options: ReadingOptions | None = None
) -> list[Path | Document | Failure]:
    """The files of each name in order: a file, what a folder, an archive, a mail or a PDF holds, or standard input.

    `reader` reads standard input, which is named "-", and lists what containers hold. Whatever goes wrong with one of
    them is a failure in its place. What was passed over in a folder or a container is said on standard error.
    """
    reading = part(ReadingOptions, options or {})
    return list(sources(names, reader, reading))


def sources(
    names: Iterable[str], reader: IsolatedReader, options: ReadingOptions
) -> Iterator[Path | Document | Failure]:
    """What `expand` gives, one after the other: a folder is listed as it is gone through, however much it holds."""
    for name in names:
        yield from guarded(name, partial(_expand, name, reader, options))


def read_files(names: Iterable[str]) -> Iterator[Path]:
    """The files that are opened for these names, none of them looked into; standard input and URLs are none."""
    for name in names:
        path = Path(name)
        if is_folder(path):
            yield from listed(path, Counter())
        elif name != STDIN and not is_url(name):
            yield path


def standard_input() -> bytes:
    """All of standard input; raises UnreadableFile where it is closed, FileTooLarge where it does not end."""
    from nerkit.reading.content import stream_bytes

    return stream_bytes(sys.stdin.buffer if sys.stdin else None, STDIN)


def guarded(name: str, files: Callable[[Counter[str]], Iterator[Found]]) -> Iterator[Found | Failure]:
    """The files that a name stands for; what goes wrong, and that there are none, is a failure in its place.

    `files` counts by their kind the files that it passes over, which is said on standard error.
    """
    passed_over: Counter[str] = Counter()
    nothing = True
    try:
        for file in files(passed_over):
            yield file
            nothing = False
        if passed_over:
            note_passed_over(passed_over, name)
        if nothing:
            raise NoDocuments(f"{name}: holds no file that nerkit reads; name the files themselves")
    except Exception as error:
        yield Failure.of(name, error)


def _expand(
    name: str, reader: IsolatedReader, options: ReadingOptions, passed_over: Counter[str]
) -> Iterator[Path | Document | Failure]:
    if name == STDIN:
        yield reader.read_bytes(standard_input(), STDIN, **options)
        return
    path = Path(name)
    for file in listed(path, passed_over) if is_folder(path) else [path]:
        yield from _inside(file, reader, options, passed_over)


def _inside(
    file: Path, reader: IsolatedReader, options: ReadingOptions, passed_over: Counter[str]
) -> Iterator[Path | Failure]:
    """A file, or what it holds, or both."""
    from nerkit.reading.detect import likely_container

    kind = likely_container(file)
    if kind is None:
        yield file
        return
    try:
        found = reader.find(file, **options)
    except Exception as error:
        failure = Failure.of(str(file), error)
        if kind == "archive":
            yield failure
        else:  # its own pages may be read all the same
            note(f"{file}: what is attached to it cannot be looked into ({failure.code})")
            yield file
    else:
        passed_over += found.passed_over
        yield from found.files
