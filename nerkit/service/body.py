"""The body of a request, as long as it keeps to its size and its time."""

from __future__ import annotations

import asyncio

from fastapi import Request
from starlette.requests import ClientDisconnect

from nerkit.service.refusal import Refused

_DISCARDED = 64 << 20
"""Bytes past the limit that are read and thrown away: a client that sends all before it reads gets its answer then.

A connection that is closed with bytes unread is reset, and the answer may be lost with it (RFC 9112, 9.6).
"""


async def body_of(request: Request, most: int, seconds: float) -> bytes:
    """The body of a request, of `most` bytes, `seconds` from now at the latest. Raises `Refused`."""
    too_large = Refused(
        413, "file-too-large", f"the body is larger than {most >> 20} MB; send less", Connection="close"
    )
    length = request.headers.get("content-length", "0")
    declared = int(length) if length.isdecimal() else 0
    asks_first = "expect" in request.headers  # and sends nothing before it is told to
    if declared > most and (asks_first or declared > most + _DISCARDED):
        raise too_large
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > most + _DISCARDED:
                    raise too_large
                if max(size, declared) > most:
                    parts.clear()
                else:
                    parts.append(part)
    except TimeoutError:
        if max(size, declared) > most:
            raise too_large from None
        raise Refused(
            408, "too-slow", f"the body was not there after {seconds:g} seconds", Connection="close"
        ) from None
    except ClientDisconnect:  # nobody reads this
        raise Refused(400, "bad-request", "the body ended early; send all of it") from None
    if max(size, declared) > most:
        raise too_large
    return b"".join(parts)
