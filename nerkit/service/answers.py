"""Answers in JSON, and the headers that all of them have."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
"""No answer is run or kept by a browser."""


def json_line(value: Any) -> bytes:
    """A line as `nerkit tag` prints it."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def line_answer(line: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A line as an answer."""
    return Response(line, status, headers, media_type="application/json")


def error_answer(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """Why something is not done."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
