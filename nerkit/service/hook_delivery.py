"""Webhooks on their way: sent, tried again after longer and longer waits, and given up in the end."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Any

from nerkit.service.hooks import HookPlace, HookRules

WAITS = (2.0, 10.0, 60.0, 300.0, 1800.0)
"""Seconds before each further try."""

MOST = 1000
"""Webhooks under way; further ones are given up at once."""

_SECONDS = 10.0
_AT_ONCE = 4


class HookDelivery:
    """Tells who asked for it that a document is done. `told` is called with "delivered" or "failed" for each.

    What waits to be tried again is lost where the service ends; the result itself is in the store.
    """

    def __init__(self, rules: HookRules, told: Callable[[str], None], waits: tuple[float, ...] = WAITS) -> None:
        self.rules = rules
        self._told, self._waits = told, waits
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="hook")
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()

    def send(self, place: HookPlace, what: dict[str, Any]) -> None:
        """Sends an object to a place, now and, where it does not arrive, later; returns at once."""
        if len(self._tasks) >= MOST:
            self._told("failed")
            return
        task = asyncio.create_task(
            self._deliver(place, json.dumps(what, ensure_ascii=False).encode("utf-8", "replace"))
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Waits for what is being sent; what waits for another try is given up."""
        self._ending.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown()

    async def _deliver(self, place: HookPlace, body: bytes) -> None:
        loop = asyncio.get_running_loop()
        for wait in (0.0, *self._waits):
            if wait and await self._ended(wait):
                break
            if await loop.run_in_executor(self._threads, partial(arrives, self.rules, place, body)):
                self._told("delivered")
                return
        self._told("failed")

    async def _ended(self, seconds: float) -> bool:
        """Waits so long; whether the service ends meanwhile."""
        try:
            await asyncio.wait_for(self._ending.wait(), seconds)
        except TimeoutError:
            return False
        return True


def arrives(rules: HookRules, place: HookPlace, body: bytes) -> bool:
    """Posts a body, signed; whether it was taken (2xx). Redirects are not followed: they could lead anywhere."""
    heads = {"Content-Type": "application/json", "User-Agent": "nerkit", "X-Nerkit-Signature": rules.signed(body)}
    make = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    try:
        with closing(make(place.host, place.port, timeout=_SECONDS)) as connection:
            # To an address that was looked at, and not to what the name stands for a moment later.
            connection.sock = _connected(place, rules.addresses(place))
            connection.request("POST", place.path, body, heads)
            return 200 <= connection.getresponse().status < 300
    except (OSError, http.client.HTTPException, ValueError):
        return False


def _connected(place: HookPlace, addresses: list[str]) -> socket.socket:
    plain = socket.create_connection((addresses[0], place.port), timeout=_SECONDS)
    if place.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
    except BaseException:
        plain.close()
        raise
