"""The documents of a run as they go by: which of those before a document has to do with."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nerkit.labels import Schema
from nerkit.related.document_keys import DocumentKeys, document_keys

RelationKind = Literal["same_bytes", "same_text", "same_document", "copy_of", "original_of", "credits", "credited_by"]

_TABLES = """
CREATE TABLE seen (id INTEGER PRIMARY KEY, source TEXT, first INTEGER, last INTEGER, copy INTEGER);
CREATE TABLE known (key BLOB PRIMARY KEY, id INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a document is to an earlier one: that one's file, and its pages where the file holds several documents."""

    relation: RelationKind
    source: str
    pages: tuple[int, int] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The relation as it stands in the output."""
        return {
            "relation": self.relation,
            "source": self.source,
            **({"page_range": list(self.pages)} if self.pages else {}),
        }

    def __str__(self) -> str:
        pages = f", pages {self.pages[0]} to {self.pages[1]}" if self.pages else ""
        return f"{self.relation.replace('_', ' ')} {self.source}{pages}"


class Sightings:
    """Digests of what documents are known by, in a temporary database on the disk: memory stays what it is.

    Used by one thread.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._database = sqlite3.connect("")  # on the disk once it outgrows its cache, gone with the connection
        self._database.executescript(_TABLES)

    def take(self, row: Mapping[str, Any], content: str) -> tuple[Relation, ...]:
        """The earlier documents that the one of this JSON object has to do with, the first of each kind.

        `content` is a digest of the bytes of its file, empty where there are none. A document is told of once, by what
        is surest; a file that failed is of no document.
        """
        if "error" in row:
            return ()
        keys = document_keys(row, content, self._schema)
        me = self._add(row, keys)
        found: dict[int, Relation] = {}
        for relation, key in _looked_for(keys):
            if (id := self._earlier(key)) is not None and id not in found:
                found[id] = self._relation(relation, id, keys)
        with self._database:
            written = ((_digest(key), me) for key in _known_by(keys))
            self._database.executemany("INSERT OR IGNORE INTO known VALUES (?, ?)", written)
        return tuple(found.values())

    def close(self) -> None:
        """Forgets all of it."""
        self._database.close()

    def _add(self, row: Mapping[str, Any], keys: DocumentKeys) -> int:
        first, last = row.get("page_range") or (None, None)
        source = row["source"].encode("utf-8", "backslashreplace").decode()
        insert = "INSERT INTO seen (source, first, last, copy) VALUES (?, ?, ?, ?)"
        return self._database.execute(insert, (source, first, last, keys.is_copy)).lastrowid or 0

    def _earlier(self, key: tuple[str, ...]) -> int | None:
        found = self._database.execute("SELECT id FROM known WHERE key = ?", (_digest(key),)).fetchone()
        return found[0] if found else None

    def _relation(self, relation: RelationKind, id: int, keys: DocumentKeys) -> Relation:
        query = "SELECT source, first, last, copy FROM seen WHERE id = ?"
        source, first, last, was_copy = self._database.execute(query, (id,)).fetchone()
        if relation == "same_document" and bool(was_copy) != keys.is_copy:
            relation = "copy_of" if keys.is_copy else "original_of"
        return Relation(relation, source, (first, last) if first else None)


def _looked_for(keys: DocumentKeys) -> Iterator[tuple[RelationKind, tuple[str, ...]]]:
    """What a document may be to earlier ones, the surest first."""
    yield from (("same_bytes", key) for key in keys.content)
    yield from (("same_text", key) for key in keys.text)
    yield from (("same_document", key) for key in keys.document)
    yield from (("credits", ("number", *key)) for key in keys.credited)
    yield from (("credited_by", ("credited", *key)) for key in keys.numbers)


def _known_by(keys: DocumentKeys) -> Iterable[tuple[str, ...]]:
    yield from (*keys.content, *keys.text, *keys.document)
    yield from (("number", *key) for key in keys.numbers)
    yield from (("credited", *key) for key in keys.credited)


def _digest(key: tuple[str, ...]) -> bytes:
    return hashlib.blake2b(json.dumps(key).encode(), digest_size=12).digest()
