"""A server that speaks Redis's protocol: how it is reached, what it says when it cannot do something, what it keeps."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from nerkit.errors import StoreError

PASSWORD = "NERKIT_STORE_PASSWORD"
"""The variable of the environment with the password of the server, where its address has none."""

_CONNECT, _ANSWER, _REWRITE = 5.0, 30.0, 600.0
"""Seconds for a connection, an answer, and for files to be written anew."""


class RedisServer:
    """A database of a server; `db` is its client, `shown` its address without a password. Raises `StoreError`."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        password = None if parts.password else os.environ.get(PASSWORD)
        try:
            self.db: Any = redis.Redis.from_url(
                address,
                socket_connect_timeout=_CONNECT,
                socket_timeout=_ANSWER,
                retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 3),
                **({"password": password} if password else {}),
            )
        except ValueError:
            raise StoreError("the address of the store is none; write redis://HOST:6379/0") from None
        with self.said():
            memory = self.db.info("memory")
        if memory.get("maxmemory") and str(memory.get("maxmemory_policy")).startswith("allkeys"):
            self.db.close()
            raise StoreError(f"{self.shown}: throws records away when it is full; set its maxmemory-policy noeviction")

    @contextmanager
    def said(self) -> Iterator[None]:
        """Raises `StoreError` for what the server, or the way to it, does not do."""
        try:
            yield
        except redis.AuthenticationError:
            raise StoreError(f"{self.shown}: refuses the password; name it in the address, or in {PASSWORD}") from None
        except (redis.ConnectionError, redis.TimeoutError, OSError):
            raise StoreError(
                f"{self.shown}: cannot be reached; see that the server runs, and what its log says"
            ) from None
        except redis.RedisError as error:
            reason = str(error).rpartition("caused error: ")[2]  # before it stands the command, with the record
            raise StoreError(f"{self.shown}: {reason}; see what the server's log says") from None

    def shed(self) -> None:
        """Has the server write its files anew, without what was deleted. Raises `StoreError`."""
        with self.said():
            log = bool(self.db.info("persistence")["aof_enabled"])
            if log:
                self._after("aof_rewrite_in_progress", "aof_rewrite_scheduled")
                self.db.bgrewriteaof()
                self._after("aof_rewrite_in_progress", "aof_rewrite_scheduled")
            if self.db.config_get("save").get("save"):
                self._after("rdb_bgsave_in_progress")
                self.db.bgsave()
                self._after("rdb_bgsave_in_progress")
            said = self.db.info("persistence")
        if (log and said["aof_last_bgrewrite_status"] != "ok") or said["rdb_last_bgsave_status"] != "ok":
            raise StoreError(
                f"{self.shown}: its files still hold what was deleted; give its disk room, and delete again"
            )

    def _after(self, *busy: str) -> None:
        end = time.monotonic() + _REWRITE
        while any(self.db.info("persistence").get(name) for name in busy):
            if time.monotonic() > end:
                raise redis.TimeoutError
            time.sleep(0.02)
