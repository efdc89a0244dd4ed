"""Collections: who may see one sees no record of another. A record's id begins with the name of its collection."""

from __future__ import annotations

import re

from nerkit.errors import OptionError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def check_collection(name: str) -> None:
    """Raises `OptionError` for what cannot be the name of a collection."""
    if not _NAME.fullmatch(name):
        raise OptionError(f"a collection cannot be called {name!r}: up to 40 small letters, digits and hyphens")


def in_collection(id: str, name: str) -> str:
    """The id of a record in a collection; the same where the name is empty, which is no collection."""
    return f"{name}.{id}" if name else id


def collection_of(id: str) -> str:
    """The name of the collection that a record is in; empty where it is in none."""
    return id.rpartition(".")[0]
