"""Where keys come from: a file, the environment, or the system's keyring (`keyring:NAME` in place of a file)."""

from __future__ import annotations

import os
from pathlib import Path

from nerkit.errors import KeyMissing
from nerkit.extras import require
from nerkit.parsing import text_of, why

KEYS = "NERKIT_STORE_KEYS"
"""The variable of the environment that holds keys, or `keyring:NAME`."""

SERVICE = "nerkit"
"""What the keyring calls the program that the keys are of."""

_IN_KEYRING = "keyring:"


def keys_text(keys: Path | None) -> str:
    """The text that has the keys, a line or a word each; empty without a file and a variable. Raises `KeyMissing`."""
    named = str(keys) if keys else os.environ.get(KEYS, "").strip()
    if (name := name_in_keyring(named)) is not None:
        return _in_keyring(name)
    try:
        return text_of(keys) if keys else named
    except (OSError, ValueError) as error:
        raise KeyMissing(f"{keys}: cannot be read as keys ({why(error)})") from None


def name_in_keyring(keys: str) -> str | None:
    """NAME of `keyring:NAME`; None for all else. Raises `KeyMissing` where no name is there."""
    if not keys.startswith(_IN_KEYRING):
        return None
    if not (name := keys.removeprefix(_IN_KEYRING)):
        raise KeyMissing("the keyring keeps keys by name; write keyring:NAME")
    return name


def put_in_keyring(name: str, key: str) -> None:
    """Keeps a key under a name of which the keyring has none yet. Raises `KeyMissing` otherwise."""
    require("keyring", "keyring")
    import keyring
    from keyring.errors import KeyringError

    try:
        if keyring.get_password(SERVICE, name) is not None:
            raise KeyMissing(f"the keyring has a key {name!r} already, and a store may need it; take another name")
        keyring.set_password(SERVICE, name, key)
    except KeyringError as error:
        raise _unusable(error) from None


def _in_keyring(name: str) -> str:
    require("keyring", "keyring")
    import keyring
    from keyring.errors import KeyringError

    try:
        found: str | None = keyring.get_password(SERVICE, name)
    except KeyringError as error:
        raise _unusable(error) from None
    if found is None:
        raise KeyMissing(f"the keyring has no key {name!r} of {SERVICE}; nerkit store key keyring:{name} makes one")
    return found


def _unusable(error: Exception) -> KeyMissing:
    kind = type(error).__name__
    return KeyMissing(f"the system's keyring cannot be used ({kind}); unlock it, or name a file of keys with --keys")
