"""Keys of a store's lock may be in the system's keyring: one there locks a store, and one that is not there is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyrings.alt.file import PlaintextKeyring
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import KeyMissing
from nerkit.key_sources import KEYS
from nerkit.lock import Lock, known_to_processes, new_key
from nerkit.store import SqliteStore, StoreEntry, open_store

IN_KEYRING = Path("keyring:records")
ROW = {"source": "a.pdf", "kind": "invoice", "model": "m", "record": {}, "entities": [], "checks": []}


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlaintextKeyring]:
    """A keyring that keeps its passwords in a file: one that needs no desktop."""
    monkeypatch.chdir(tmp_path)
    before = keyring.get_keyring()
    backend = PlaintextKeyring()
    backend.file_path = str(tmp_path / "keyring.cfg")
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments])
    return result.output + str(result.exception or "")


def test_a_key_that_is_made_there_locks_a_store_and_opens_it(tmp_path: Path) -> None:
    made = said("store", "key", "keyring:records")
    key = keyring.get_password("nerkit", "records")
    assert key
    assert key not in made
    with open_store("records.sqlite", IN_KEYRING, make=True) as store:
        store.put([StoreEntry.found("id", ROW)])
    assert b"a.pdf" not in b"".join(path.read_bytes() for path in tmp_path.glob("records.sqlite*"))
    assert '"a.pdf"' in said("store", "find", "records.sqlite", "--keys", "keyring:records")
    with pytest.raises(KeyMissing):
        SqliteStore(Path("records.sqlite"), Lock.of(None))


def test_a_key_that_is_there_is_not_overwritten() -> None:
    said("store", "key", "keyring:records")
    key = keyring.get_password("nerkit", "records")
    assert "already" in said("store", "key", "keyring:records")
    assert keyring.get_password("nerkit", "records") == key


def test_keys_are_changed_from_one_name_to_another() -> None:
    for name in ("keyring:records", "keyring:next"):
        said("store", "key", name)
    with open_store("records.sqlite", IN_KEYRING, make=True) as store:
        store.put([StoreEntry.found("id", ROW)])
    said("store", "rotate", "records.sqlite", "--keys", "keyring:records", "--new-keys", "keyring:next")
    with open_store("records.sqlite", Path("keyring:next")) as store:
        assert store.count() == 1
    with pytest.raises(KeyMissing):
        open_store("records.sqlite", IN_KEYRING)


def test_the_variable_of_the_environment_may_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_password("nerkit", "records", new_key())
    monkeypatch.setenv(KEYS, "keyring:records")
    named, by_option = Lock.of(None), Lock.of(IN_KEYRING)
    assert named
    assert by_option
    assert by_option.open(named.seal(b"x", "place"), "place") == b"x"


def test_processes_of_a_run_have_the_key_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    keyring.set_password("nerkit", "records", key := new_key())
    with known_to_processes(IN_KEYRING):
        assert os.environ[KEYS] == key, "a worker on another desktop has no keyring"
    assert KEYS not in os.environ


@pytest.mark.parametrize(
    ("keys", "message"), [("keyring:none", "no key 'none'"), ("keyring:", "by name"), ("keyring:bad", "no key")]
)
def test_what_is_not_there_and_what_is_no_key_is_said(keys: str, message: str) -> None:
    keyring.set_password("nerkit", "bad", "not a key")
    with pytest.raises(KeyMissing, match=message):
        Lock.of(Path(keys))


def test_a_system_without_a_keyring_says_what_to_do() -> None:
    keyring.set_keyring(NoKeyring())
    for call in (lambda: Lock.of(IN_KEYRING), lambda: said("store", "key", "keyring:records")):
        try:
            text = str(call())
        except KeyMissing as error:
            text = error.message
        assert "name a file of keys with --keys" in text
    assert "write keyring:NAME" in said("store", "key", "elsewhere")
