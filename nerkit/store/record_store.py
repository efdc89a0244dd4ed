"""What every store of records can do, and what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from nerkit.exports.exported_values import exported_values
from nerkit.lock import Lock
from nerkit.parsing import json_of
from nerkit.store.conditions import Query

RecordState = Literal["new", "doubtful", "checked", "exported"]
"""As it was found; with something to look at; looked at by a person; taken over by another program."""


def now() -> str:
    """The time, as stores write it: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """A version of a record to be put: `row` is the JSON object of a document, `by` who made it.

    `sha256` is that of the document's content, `content` the document itself where that is to be kept.
    """

    id: str
    row: Mapping[str, Any]
    by: str
    state: RecordState
    sha256: str = ""
    content: bytes | None = None
    at: str = field(default_factory=now)

    @classmethod
    def found(cls, id: str, row: Mapping[str, Any], sha256: str = "", content: bytes | None = None) -> StoreEntry:
        """What a model has found: doubtful where there is something to look at, else new."""
        doubtful = any(value.doubtful for value in exported_values(row))
        failed = "error" in row or any(not check["passed"] for check in row.get("checks", ()))
        return cls(id, row, str(row.get("model", "")), "doubtful" if doubtful or failed else "new", sha256, content)

    def adds_to(self, versions: Iterable[StoredRecord], state: str) -> bool:
        """Whether it is worth a version beside those of a record in this state.

        What is there already is not, nor what a model finds of what a person has checked.
        """
        if self.state in ("new", "doubtful") and state in ("checked", "exported"):
            return False
        return not any(old.row == self.row and old.by == self.by for old in versions)

    def packed(self) -> bytes:
        """What of it is to be sealed."""
        return json.dumps({"by": self.by, "sha256": self.sha256, "row": dict(self.row)}).encode()


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A version of a record as it is kept; versions count from 1."""

    id: str
    version: int
    at: str
    by: str
    state: RecordState
    row: Mapping[str, Any]
    sha256: str = ""

    @classmethod
    def unpacked(cls, packed: bytes, id: str, version: int, at: str, state: RecordState) -> StoredRecord:
        """A version out of what `StoreEntry.packed` made of it."""
        kept = json_of(packed.decode())
        return cls(id, version, at, kept["by"], state, kept["row"], kept["sha256"])

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON; the object of the document is in "result"."""
        about = {name: getattr(self, name) for name in ("id", "version", "at", "by", "state", "sha256")}
        return {**about, "result": dict(self.row)}


class RecordStore(Protocol):
    """A store of records; a context that closes it. Threads may share it.

    Every method raises `StoreError` where the store cannot be reached or written, `KeyMissing` where its lock needs
    another key, and `Tampered` where a value is not what was put there.
    """

    def put(self, entries: Iterable[StoreEntry]) -> int:
        """Keeps entries, all or none; how many of them are new versions. What is there already is not kept again."""

    def get(self, id: str, version: int | None = None) -> StoredRecord | None:
        """A record, in its last version unless told; None where there is none."""

    def content(self, id: str) -> bytes | None:
        """The document itself; None where that was not kept."""

    def history(self, id: str) -> list[StoredRecord]:
        """All versions of a record, the first one first."""

    def find(self, query: Query) -> Iterator[StoredRecord]:
        """The records that fit, in their last versions; in the order in which they came unless it is by values."""

    def mark(self, id: str, state: RecordState) -> bool:
        """Sets the state of a record; False where there is none."""

    def delete(self, ids: Iterable[str]) -> int:
        """Removes records with all their versions and whatever was made of them; how many there were."""

    def expire(self, before: str) -> int:
        """Removes the records whose last version is older than a time (ISO 8601, UTC); how many there were."""

    def rotate(self, lock: Lock | None) -> int:
        """Seals all that is there with the present key of another lock, or takes the lock away; how many records."""

    def count(self) -> int:
        """How many records there are."""

    def close(self) -> None:
        """Closes the store."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...
