"""Which browser tabs have a document open, so that a second one is told."""

from __future__ import annotations

import threading
import time

_GONE = 8.0
"""Seconds without a word after which a tab counts as closed."""


class Presence:
    """Tabs by document; each says every few seconds that it is still there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[tuple[int, str], float] = {}

    def here(self, document: int, tab: str) -> int:
        """Note that a tab has the document open; how many other tabs have."""
        now = time.monotonic()
        with self._lock:
            self._seen = {
                key: at for key, at in self._seen.items() if now - at < _GONE and (key[1] != tab or key[0] == document)
            }
            self._seen[document, tab] = now
            return sum(key[0] == document for key in self._seen) - 1

    def gone(self, tab: str) -> None:
        """Note that a tab was closed."""
        with self._lock:
            self._seen = {key: at for key, at in self._seen.items() if key[1] != tab}
