"""Outcomes of a run go to a store too."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from nerkit.cli.journal import Source
from nerkit.cli.run_keys import content_of, key_of
from nerkit.cli.writers import Writer, is_last
from nerkit.result import Failure, Result
from nerkit.store import RecordStore, StoreEntry
from nerkit.store.collections import in_collection


def storing(
    store: RecordStore, sources: Iterator[Source], write: Writer, collection: str = ""
) -> tuple[Iterator[Source], Writer]:
    """The same sources, and a writer that keeps each outcome in the store before it is written.

    A record is known by the name and the content of its file: a file that is tagged again, with another model, has
    another version. Failures are not kept.
    """
    awaited: deque[tuple[str, str]] = deque()

    def noted() -> Iterator[Source]:
        for source in sources:
            awaited.append((in_collection(key_of(source), collection), content_of(source)))
            yield source

    def kept(outcome: Result | Failure) -> None:
        id, sha256 = awaited[0]
        if is_last(outcome):
            awaited.popleft()
        if isinstance(outcome, Result):
            id += f"-{outcome.part.first}" if outcome.part else ""  # several documents of one file
            store.put([StoreEntry.found(id, outcome.to_dict(), sha256)])
        write(outcome)

    return noted(), kept
