"""Who may do what: tokens, of which only digests are kept, with roles; and a log of who read and changed what."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from nerkit.errors import ConfigError
from nerkit.output import whole, written_to
from nerkit.parsing import text_of, toml_of, why
from nerkit.store.collections import check_collection, collection_of
from nerkit.store.record_store import now

Role = Literal["submit", "read", "correct", "administer"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a token: a name, the digest of the token, and what it opens; of all collections where none is named."""

    name: str
    sha256: str
    roles: tuple[Role, ...]
    collections: tuple[str, ...] = ()

    def sees(self, id: str) -> bool:
        """Whether a record may be seen, by its id."""
        return not self.collections or collection_of(id) in self.collections

    def collection(self, asked: str | None) -> str:
        """The collection that a document goes to: the one that is asked for, else the first of one's own, if any.

        Raises `OptionError` for one that there cannot be, and `PermissionError` for another one's.
        """
        if asked is None:
            return next(iter(self.collections), "")
        check_collection(asked)
        if self.collections and asked not in self.collections:
            raise PermissionError(asked)
        return asked


def digest_of(token: str) -> str:
    """The digest of a token. Tokens have 256 bits of chance, so that no slow digest is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Access:
    """The holders of tokens, by the digests of these. With a file they are those in it, at any time."""

    def __init__(self, holders: tuple[Holder, ...] = (), file: Path | None = None) -> None:
        self._file = file
        self._seen = -1  # never
        self._holders = {holder.sha256: holder for holder in (holders_in(file) if file else holders)}

    def holder(self, token: str) -> Holder | None:
        """Whose token it is. A file that was changed is read again, so that a token can be taken back at once."""
        if self._file and (seen := _changed(self._file)) != self._seen:
            self._holders = {holder.sha256: holder for holder in holders_in(self._file)}
            self._seen = seen
        return self._holders.get(digest_of(token))


def _changed(file: Path) -> int:
    """When a file was changed; 0 where there is none, which lets nobody in."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def holders_in(file: Path) -> tuple[Holder, ...]:
    """The holders in a file of tokens. Raises `ConfigError`."""
    try:
        tables = toml_of(text_of(file)) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file}: cannot be read as a file of tokens ({why(error)})") from None
    found = []
    for name, table in tables.items():
        roles = table.get("roles") if isinstance(table, dict) else None
        collections = table.get("collections", []) if isinstance(table, dict) else None
        if not isinstance(roles, list) or not set(roles) <= set(ROLES) or not isinstance(table.get("sha256"), str):
            raise ConfigError(f"{file}: {name} needs sha256 and roles, of {', '.join(ROLES)}; nerkit token makes both")
        if not isinstance(collections, list) or not all(isinstance(each, str) for each in collections):
            raise ConfigError(f"{file}: collections of {name} have to be a list of names")
        if "collections" in table and not collections:
            raise ConfigError(f"{file}: {name} may see no collection; name one, or leave the key out for all")
        found.append(Holder(name, table["sha256"], tuple(roles), tuple(collections)))
    return tuple(found)


def grant(file: Path, name: str, roles: tuple[Role, ...], collections: tuple[str, ...] = ()) -> str:
    """A new token for a name, in place of one that it has; the file keeps its digest.

    Raises `ConfigError`, and `OptionError` for what cannot be the name of a collection.
    """
    for each in collections:
        check_collection(each)
    token = secrets.token_urlsafe(32)
    kept = [holder for holder in holders_in(file) if holder.name != name]
    _write(file, [*kept, Holder(name, digest_of(token), roles, collections)])
    return token


def revoke(file: Path, name: str) -> bool:
    """Takes the token of a name back; False where it has none. Raises `ConfigError`."""
    there = holders_in(file)
    _write(file, [holder for holder in there if holder.name != name])
    return any(holder.name == name for holder in there)


def _write(file: Path, holders: list[Holder]) -> None:
    tables = (
        f"[{json.dumps(holder.name)}]\nsha256 = {json.dumps(holder.sha256)}\nroles = {json.dumps(holder.roles)}\n"
        + (f"collections = {json.dumps(holder.collections)}\n" if holder.collections else "")
        for holder in holders
    )
    with whole(file) as part:
        part.write_text("\n".join(tables), encoding="utf-8")


class AuditLog:
    """A line of JSON for each time a document was put, read, corrected or deleted; no text of documents."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._threads = threading.Lock()

    def write(self, who: str, what: str, id: str) -> None:
        """Adds a line. Raises `OutputError`."""
        if self._file:
            line = json.dumps({"at": now(), "who": who, "what": what, "id": id}) + "\n"
            with self._threads, written_to(self._file), self._file.open("a", encoding="utf-8") as to:
                to.write(line)
