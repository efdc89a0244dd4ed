"""The project file: documents, what the model proposes, and what each annotator did, in one SQLite database.

Every change is on the disk before it is answered (write-ahead log, `synchronous = FULL`), with the step that takes it
back. Several processes may work on one file. Each annotator's work on a document has a version: a change says which one
it was made on, and is refused where another tab or process was faster. Under a lock documents, with their words, and
comments are sealed; names of files, places of marks, labels and who marked them stay readable.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from nerkit.annotation.marks import Change, Mark, Proposal
from nerkit.document import Document
from nerkit.errors import AnnotationError, KeyMissing, Tampered
from nerkit.key_sources import KEYS
from nerkit.lock import Lock
from nerkit.reading.wire import document_from_json, document_to_json
from nerkit.transactions import run_script, transaction, write_ahead

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, content TEXT, tokens TEXT, fault TEXT,
    pages INTEGER NOT NULL DEFAULT 0, doubt REAL, reason TEXT, proposer TEXT);
CREATE TABLE IF NOT EXISTS proposals (
    document INTEGER NOT NULL REFERENCES documents, start INTEGER NOT NULL, end INTEGER NOT NULL, label TEXT NOT NULL,
    confidence REAL NOT NULL, by TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS proposals_of ON proposals (document);
CREATE TABLE IF NOT EXISTS work (
    document INTEGER NOT NULL REFERENCES documents, annotator TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0,
    marks TEXT NOT NULL DEFAULT '[]', step INTEGER NOT NULL DEFAULT 0, flagged INTEGER NOT NULL DEFAULT 0,
    comment TEXT NOT NULL DEFAULT '', closed TEXT, PRIMARY KEY (document, annotator));
CREATE TABLE IF NOT EXISTS changes (
    document INTEGER NOT NULL, annotator TEXT NOT NULL, step INTEGER NOT NULL, change TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (document, annotator, step));
"""
_FORMAT, _LOCKED = 2, 3
_PLACE = "nerkit annotate"
_UNPACKED = 4
"""Documents that are kept unpacked."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document without its text. `doubt` is how unsure the model `proposer` is of it, see `doubt.py`; None before."""

    id: int
    source: str
    pages: int
    ready: bool
    fault: str | None
    doubt: float | None
    reason: str | None
    proposer: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """What one annotator did with a document. `closed` are the labels that were marked throughout, None until done."""

    document: int
    annotator: str
    version: int = 0
    marks: tuple[Mark, ...] = ()
    step: int = 0
    steps: int = 0
    flagged: bool = False
    comment: str = ""
    closed: tuple[str, ...] | None = None

    @property
    def mentions(self) -> tuple[Mark, ...]:
        """The marks that are mentions, in text order."""
        return tuple(mark for mark in self.marks if mark.verdict == "yes")

    @property
    def touched(self) -> bool:
        """Whether anything was done."""
        return self.version > 0


class Conflict(Exception):
    """A change was made on an old version; `work` is the present one."""

    def __init__(self, work: Work) -> None:
        super().__init__("changed elsewhere")
        self.work = work


class Store:
    """A project file; threads may share it. Raises `AnnotationError` where it cannot be opened or written.

    A new one is under the lock that is given; `KeyMissing` is raised where one that exists needs another key, or none,
    and `Tampered` where what is sealed in it was changed.
    """

    def __init__(self, path: Path, lock: Lock | None = None) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._sealing = lock
        # A hundred pages take a quarter of a second to unpack, and a document never changes once it is read.
        self.document = lru_cache(_UNPACKED)(self._document)
        with _said(path):
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # contracts and bank details
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
            self._db.row_factory = sqlite3.Row
            # A file name need not be UTF-8; its bytes are kept as they are.
            self._db.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
            if not self._version():
                # Two windows may open a new file at once: what it is and what it becomes is one step for both.
                with transaction(self._db):
                    self._prepare()
            try:
                self._unlock()
            except BaseException:
                self._db.close()
                raise
            write_ahead(self._db)
            self._db.execute("PRAGMA synchronous = FULL")

    def _version(self) -> int:
        version: int = self._db.execute("PRAGMA user_version").fetchone()[0]
        return version

    def _prepare(self) -> None:
        if self._version():  # another window was faster
            return
        if self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise AnnotationError(f"{self.path}: was made by something else; use another file")
        run_script(self._db, _SCHEMA)
        if self._sealing:
            self._db.execute("CREATE TABLE lock (proof BLOB NOT NULL)")
            self._db.execute("INSERT INTO lock VALUES (?)", (self._sealing.seal(b"", _PLACE),))
        self._db.execute(f"PRAGMA user_version = {_LOCKED if self._sealing else _FORMAT}")

    def _unlock(self) -> None:
        version = self._version()
        if version not in (_FORMAT, _LOCKED):
            raise AnnotationError(f"{self.path}: was made by another version of nerkit; use another file")
        if version == _LOCKED and not self._sealing:
            raise KeyMissing(f"{self.path}: is locked; name its key with --keys FILE, or in {KEYS}")
        if version == _FORMAT and self._sealing:
            raise KeyMissing(f"{self.path}: was begun without a lock; leave the key out, or begin another project")
        if self._sealing:
            self._sealing.open(self._db.execute("SELECT proof FROM lock").fetchone()["proof"], _PLACE)

    def _sealed(self, text: str, place: str) -> str | bytes:
        return self._sealing.seal(text.encode("utf-8", "surrogatepass"), place) if self._sealing and text else text

    def _opened(self, kept: str | bytes, place: str) -> str:
        if not self._sealing or not kept:
            return str(kept)
        if isinstance(kept, str):
            raise Tampered(f"{self.path}: holds what was not sealed; put the copy back that you keep")
        return self._sealing.open(kept, place).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def add(self, sources: Iterable[str]) -> list[int]:
        """The ids of documents by source; new ones are added."""
        with self._transaction() as db:
            ids = []
            for source in sources:
                name = (source.encode("utf-8", "surrogateescape"),)
                db.execute("INSERT OR IGNORE INTO documents (source) VALUES (CAST(? AS TEXT))", name)
                row = db.execute("SELECT id FROM documents WHERE source = CAST(? AS TEXT)", name).fetchone()
                ids.append(row["id"])
            return ids

    def set_document(self, id: int, document: Document, tokens: Sequence[int]) -> None:
        """Keep what was read; `tokens` are the start and the end of each token in turn. A later reading is ignored."""
        with self._transaction() as db:
            db.execute(
                "UPDATE documents SET content = ?, tokens = ?, pages = ?, fault = NULL "
                "WHERE id = ? AND content IS NULL",
                (
                    self._sealed(json.dumps(document_to_json(document)), f"{id}/content"),
                    self._sealed(json.dumps(list(tokens)), f"{id}/tokens"),
                    len(document.pages),
                    id,
                ),
            )

    def set_fault(self, id: int, fault: str) -> None:
        """Keep why a document could not be read."""
        with self._transaction() as db:
            text = fault.encode("utf-8", "surrogateescape")
            db.execute("UPDATE documents SET fault = CAST(? AS TEXT) WHERE id = ?", (text, id))

    def set_proposals(
        self, id: int, proposals: Iterable[Proposal], doubt: float, reason: str, proposer: str = "model"
    ) -> None:
        """Replace what is proposed for a document; `proposer` is the model that does."""
        with self._transaction() as db:
            db.execute("DELETE FROM proposals WHERE document = ?", (id,))
            rows = [(id, p.start, p.end, p.label, p.confidence, p.by) for p in proposals]
            db.executemany("INSERT INTO proposals VALUES (?, ?, ?, ?, ?, ?)", rows)
            row = (doubt, reason, proposer, id)
            db.execute("UPDATE documents SET doubt = ?, reason = ?, proposer = ? WHERE id = ?", row)

    def listed(self) -> list[Listed]:
        """All documents in the order in which they were added."""
        rows = self._rows(
            "SELECT id, source, pages, content IS NOT NULL AS ready, fault, doubt, reason, proposer "
            "FROM documents ORDER BY id"
        )
        return [Listed(**(dict(row) | {"ready": bool(row["ready"])})) for row in rows]

    def _document(self, id: int) -> Document:
        """A document that was read; raises KeyError for any other."""
        rows = self._rows("SELECT content FROM documents WHERE id = ? AND content IS NOT NULL", id)
        if not rows:
            raise KeyError(id)
        return document_from_json(json.loads(self._opened(rows[0]["content"], f"{id}/content")))

    def tokens(self, id: int) -> list[int]:
        """The start and the end of each token in turn."""
        rows = self._rows("SELECT tokens FROM documents WHERE id = ? AND tokens IS NOT NULL", id)
        if not rows:
            raise KeyError(id)
        tokens: list[int] = json.loads(self._opened(rows[0]["tokens"], f"{id}/tokens"))
        return tokens

    def proposals(self, id: int) -> list[Proposal]:
        """What the model proposes, in text order."""
        rows = self._rows("SELECT start, end, label, confidence, by FROM proposals WHERE document = ?", id)
        return sorted(Proposal(**dict(row)) for row in rows)

    def proposer(self, id: int) -> str | None:
        """The model that proposes for a document."""
        rows = self._rows("SELECT proposer FROM documents WHERE id = ?", id)
        return rows[0]["proposer"] if rows else None

    def done(self) -> set[int]:
        """The documents that somebody has done."""
        return {row["document"] for row in self._rows("SELECT document FROM work WHERE closed IS NOT NULL")}

    def work(self, id: int, annotator: str) -> Work:
        """An annotator's work on a document; empty where there is none yet."""
        found = self._works("document = ? AND annotator = ?", id, annotator)
        return found[0] if found else Work(id, annotator)

    def works(self, id: int | None = None) -> list[Work]:
        """The work of all annotators on one document, or on all of them."""
        return self._works("1") if id is None else self._works("document = ?", id)

    def change(self, id: int, annotator: str, version: int, change: Change) -> Work:
        """Apply a change; what was undone before can no longer be redone.

        Raises Conflict where `version` is not the present one, ValueError where the change does not fit.
        """
        with self._working(id, annotator, version) as (db, work):
            marks = change.applied(work.marks)
            db.execute(
                "DELETE FROM changes WHERE document = ? AND annotator = ? AND step > ?", (id, annotator, work.step)
            )
            row = json.dumps({side: [asdict(mark) for mark in getattr(change, side)] for side in ("removed", "added")})
            db.execute(
                "INSERT INTO changes (document, annotator, step, change) VALUES (?, ?, ?, ?)",
                (id, annotator, work.step + 1, row),
            )
            _keep_marks(db, work, marks, work.step + 1)
        return self.work(id, annotator)

    def undo(self, id: int, annotator: str, version: int) -> Work:
        """Take the last change back; nothing happens where there is none. Raises Conflict."""
        with self._working(id, annotator, version) as (db, work):
            if work.step:
                marks = _change(db, work, work.step).inverse.applied(work.marks)
                _keep_marks(db, work, marks, work.step - 1)
        return self.work(id, annotator)

    def redo(self, id: int, annotator: str, version: int) -> Work:
        """Do again what was taken back last; nothing happens where there is nothing. Raises Conflict."""
        with self._working(id, annotator, version) as (db, work):
            if work.step < work.steps:
                marks = _change(db, work, work.step + 1).applied(work.marks)
                _keep_marks(db, work, marks, work.step + 1)
        return self.work(id, annotator)

    def note(
        self,
        id: int,
        annotator: str,
        version: int,
        *,
        flagged: bool | None = None,
        comment: str | None = None,
        closed: Sequence[str] | None = None,
        reopen: bool = False,
    ) -> Work:
        """Set the flag or the comment; `closed` says that the document is done for these labels. Raises Conflict."""
        with self._working(id, annotator, version) as (db, work):
            done = None if reopen else work.closed if closed is None else closed
            values = (
                work.flagged if flagged is None else flagged,
                self._sealed(work.comment if comment is None else comment, f"{id}/{annotator}"),
                None if done is None else json.dumps(sorted(done)),
            )
            db.execute(
                "UPDATE work SET flagged = ?, comment = ?, closed = ?, version = version + 1 "
                "WHERE document = ? AND annotator = ?",
                (*values, id, annotator),
            )
        return self.work(id, annotator)

    @contextmanager
    def _working(self, id: int, annotator: str, version: int) -> Iterator[tuple[sqlite3.Connection, Work]]:
        with self._transaction() as db:
            work = self.work(id, annotator)
            if work.version != version:
                raise Conflict(work)
            db.execute("INSERT OR IGNORE INTO work (document, annotator) VALUES (?, ?)", (id, annotator))
            yield db, work

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _said(self.path), transaction(self._db):
            yield self._db

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        with self._lock, _said(self.path):
            return self._db.execute(query, values).fetchall()

    def _works(self, where: str, *values: object) -> list[Work]:
        steps = "(SELECT MAX(step) FROM changes c WHERE c.document = w.document AND c.annotator = w.annotator) AS steps"
        rows = self._rows(f"SELECT *, {steps} FROM work w WHERE {where} ORDER BY document, annotator", *values)
        return [self._work(row) for row in rows]

    def _work(self, row: sqlite3.Row) -> Work:
        return Work(
            document=row["document"],
            annotator=row["annotator"],
            version=row["version"],
            marks=tuple(Mark(**mark) for mark in json.loads(row["marks"])),
            step=row["step"],
            steps=row["steps"] or 0,
            flagged=bool(row["flagged"]),
            comment=self._opened(row["comment"], f"{row['document']}/{row['annotator']}"),
            closed=None if row["closed"] is None else tuple(json.loads(row["closed"])),
        )


def _keep_marks(db: sqlite3.Connection, work: Work, marks: Sequence[Mark], step: int) -> None:
    db.execute(
        "UPDATE work SET marks = ?, step = ?, version = version + 1 WHERE document = ? AND annotator = ?",
        (json.dumps([asdict(mark) for mark in marks]), step, work.document, work.annotator),
    )


def _change(db: sqlite3.Connection, work: Work, step: int) -> Change:
    row = db.execute(
        "SELECT change FROM changes WHERE document = ? AND annotator = ? AND step = ?",
        (work.document, work.annotator, step),
    ).fetchone()
    sides = json.loads(row["change"])
    return Change(*(tuple(Mark(**mark) for mark in sides[side]) for side in ("removed", "added")))


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AnnotationError(
            f"{path}: not saved ({reason}); see that the disk has room and the file may be written, then try again"
        ) from error
