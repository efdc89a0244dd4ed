"""Values under a lock: AES-256-GCM, with keys that can be changed.

A sealed value is the byte 1, four bytes that name the key, a nonce of 12 bytes that no other value has, and what
AES-GCM makes of the value (NIST SP 800-38D). Where it belongs is authenticated with it, so that no value can be put in
the place of another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nerkit.errors import KeyMissing, Tampered
from nerkit.extras import require
from nerkit.key_sources import KEYS, keys_text

_MARK = b"\x01"
_NAME, _NONCE, _TAG = 4, 12, 16


class Lock:
    """Seals values with the first of some keys and opens those of all; each has 32 bytes. Raises `KeyMissing`."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        require("store", "cryptography")
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not keys or any(len(key) != 32 for key in keys):
            raise KeyMissing("a key has 32 bytes, in base64; nerkit store key makes one")
        self._ciphers = {_name(key): AESGCM(key) for key in keys}
        self._blinding = [
            hashlib.blake2b(b"nerkit: what is searched", key=key, digest_size=32).digest() for key in keys
        ]
        self._current = _name(keys[0])

    @classmethod
    def of(cls, keys: Path | None) -> Lock | None:
        """The lock with the keys in a file or in the keyring, or else in $NERKIT_STORE_KEYS; None without either.

        All hold keys in base64, a line or a word each, the present one first. Raises `KeyMissing`.
        """
        words = keys_text(keys).split()
        try:
            decoded = [base64.b64decode(word, validate=True) for word in words]
        except ValueError:
            raise KeyMissing(f"{keys or KEYS} holds what is no key; nerkit store key makes one") from None
        if not words and not keys:
            return None
        return cls(decoded)

    def seal(self, value: bytes, place: str) -> bytes:
        """The value, locked in its place."""
        nonce = secrets.token_bytes(_NONCE)
        head = _MARK + self._current
        return head + nonce + self._ciphers[self._current].encrypt(nonce, value, head + place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The value that was sealed for this place. Raises `KeyMissing` and `Tampered`."""
        from cryptography.exceptions import InvalidTag

        head, rest = sealed[: 1 + _NAME], sealed[1 + _NAME :]
        if head[:1] != _MARK or len(rest) < _NONCE + _TAG:
            raise Tampered("a value in the store was changed, or is damaged; put the copy back that you keep")
        cipher = self._ciphers.get(head[1:])
        if cipher is None:
            raise KeyMissing("the store is locked by another key; give that one, behind the present one")
        try:
            return cipher.decrypt(rest[:_NONCE], rest[_NONCE:], head + place.encode())
        except InvalidTag:
            raise Tampered("a value in the store was changed, or is damaged; put the copy back that you keep") from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether a value is locked by the present key."""
        return sealed[: 1 + _NAME] == _MARK + self._current

    def blinded(self, value: str) -> list[bytes]:
        """What stands for a value that is searched, under the present key and each older one: the same for the same."""
        return [hmac.digest(key, value.encode("utf-8", "surrogatepass"), "sha256")[:16] for key in self._blinding]


@contextmanager
def known_to_processes(keys: Path | None) -> Iterator[None]:
    """Processes that start meanwhile have the keys in a file, for the cache of OCR. Raises `KeyMissing`."""
    if keys is None:
        yield
        return
    Lock.of(keys)
    before = os.environ.get(KEYS)
    os.environ[KEYS] = " ".join(keys_text(keys).split())
    try:
        yield
    finally:
        if before is None:
            del os.environ[KEYS]
        else:
            os.environ[KEYS] = before


def new_key() -> str:
    """A key, in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _name(key: bytes) -> bytes:
    return hashlib.blake2b(b"nerkit: name of a key", key=key, digest_size=_NAME).digest()


def sealed(lock: Lock | None, data: bytes, place: str) -> bytes:
    """The data, under the lock where there is one."""
    return lock.seal(data, place) if lock else data


def opened(lock: Lock | None, data: bytes, place: str) -> bytes:
    """What `sealed` was given."""
    return lock.open(data, place) if lock else data
