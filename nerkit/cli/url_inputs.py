"""Files of a run that are named by URL stand among those that are named by path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nerkit.cli.inputs import sources
from nerkit.cli.journal import Source
from nerkit.cli.messages import note_passed_over
from nerkit.errors import NoDocuments
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.options import ReadingOptions
from nerkit.reading.remote import is_url, local_path, remote_files
from nerkit.result import Failure


def with_local_paths(names: Iterable[str]) -> list[str]:
    """The same names; URLs of files on this machine are paths."""
    return [str(local_path(name) or name) if is_url(name) else name for name in names]


def all_sources(names: Sequence[str], reader: IsolatedReader, options: ReadingOptions) -> Iterator[Source]:
    """What `sources` gives, and for a URL the file there or the files below it, none of them looked into."""
    for name in names:
        if is_url(name):
            yield from _below(name)
        else:
            yield from sources([name], reader, options)


def _below(url: str) -> Iterator[Source]:
    passed_over: Counter[str] = Counter()
    nothing = True
    try:
        for file in remote_files(url, passed_over):
            yield file
            nothing = False
        if passed_over:
            note_passed_over(passed_over, url)
        if nothing:
            raise NoDocuments(f"{url}: holds no file that nerkit reads; name the files themselves")
    except Exception as error:
        yield Failure.of(url, error)
