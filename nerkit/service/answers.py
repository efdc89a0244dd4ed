"""Answers in JSON, and the headers that all of them have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
"""No answer is run or kept by a browser."""


class WithHeaders:
    """Gives every answer of an application these headers where it has no others, and tells its status."""

    def __init__(self, app: ASGIApp, counted: Callable[[int], None]) -> None:
        self._app = app
        self._counted = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                self._counted(message["status"])
            await send(message)

        await self._app(scope, receive, with_headers)


def json_line(value: Any) -> bytes:
    """A line as `nerkit tag` prints it."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def line_answer(line: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A line as an answer."""
    return Response(line, status, headers, media_type="application/json")


def error_answer(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """Why something is not done."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
