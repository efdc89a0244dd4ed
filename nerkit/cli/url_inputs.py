"""Files of a run that are named by URL stand among those that are named by path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from nerkit.cli.inputs import guarded, sources
from nerkit.cli.journal import Source
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.options import ReadingOptions
from nerkit.reading.remote import is_url, local_path, remote_files


def with_local_paths(names: Iterable[str]) -> list[str]:
    """The same names; URLs of files on this machine are paths."""
    return [str(local_path(name) or name) if is_url(name) else name for name in names]


def all_sources(names: Sequence[str], reader: IsolatedReader, options: ReadingOptions) -> Iterator[Source]:
    """What `sources` gives, and for a URL the file there or the files below it, none of them looked into."""
    for name in names:
        if is_url(name):
            yield from guarded(name, partial(remote_files, name))
        else:
            yield from sources([name], reader, options)
