"""The documents that came last, so that their pages can be looked at where the store does not keep them."""

from __future__ import annotations

import threading


class HeldUploads:
    """Contents of documents by id, of the last ones as many as fit into `most` bytes; threads may share it."""

    def __init__(self, most: int = 64 << 20) -> None:
        self._most = most
        self._threads = threading.Lock()
        self._held: dict[str, bytes] = {}
        self._size = 0

    def hold(self, id: str, content: bytes) -> None:
        """Holds a document in place of the oldest ones."""
        with self._threads:
            self._held[id] = content
            self._size += len(content)
            while self._size > self._most:
                self._size -= len(self._held.pop(next(iter(self._held))))

    def get(self, id: str) -> bytes | None:
        """The content of a document; None where it is held no more."""
        return self._held.get(id)

    def drop(self, id: str) -> None:
        """Forgets a document."""
        with self._threads:
            self._size -= len(self._held.pop(id, b""))
