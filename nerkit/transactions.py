"""Transactions of SQLite, for connections that leave them to the program (`isolation_level=None`)."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. IMMEDIATE: what is read inside is still true when it is written, for other processes too."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def run_script(db: sqlite3.Connection, script: str) -> None:
    """Run statements in the present transaction, which `executescript` would end before its first one."""
    for statement in script.split(";"):
        db.execute(statement)


def write_ahead(db: sqlite3.Connection, patience: float = 10.0) -> None:
    """Keep changes in a log beside the file, so that readers and a writer do not wait for each other.

    The change needs the file for itself, and SQLite gives it up at once where another connection is at work, without
    asking its busy handler: it is tried for `patience` seconds. Raises `sqlite3.OperationalError` after that.
    """
    until = time.monotonic() + patience
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
