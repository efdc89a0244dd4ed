"""HTTP/1.1 for a service: the head of a request has to come in time, so that who sends nothing holds no connection.

uvicorn waits without end for a head that was begun, and for the first byte of a connection (Slowloris).
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class RequestHeadsInTime(H11Protocol):
    """Closes a connection on which no head of a request is whole `seconds` after it could begin."""

    def __init__(self, *given: Any, seconds: float, **more: Any) -> None:
        super().__init__(*given, **more)
        self._seconds = seconds
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        if self._deadline:
            self._deadline.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """The next request may begin."""
        super().on_response_complete()
        self._wait_for_head()

    def _wait_for_head(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(self._seconds, self._end)

    def _end(self) -> None:
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
