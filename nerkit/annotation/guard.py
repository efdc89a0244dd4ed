"""Who may talk to the page's server: the browser that was given the token, from the page itself, and nobody else.

Any page on the web can make a browser send requests to 127.0.0.1, and a name that resolves to it gets around the rule
of the same origin (DNS rebinding). So each request must name this host, come from this origin, and carry the token,
which arrives once in the address and then lives in a cookie that scripts cannot read.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_NO_TOKEN = "Open the address that nerkit annotate printed when it started; it is another one after each start.\n"


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(32)


class Guard:
    """ASGI middleware for a server at 127.0.0.1:`port`."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"nerkit-{port}"  # cookies do not keep ports apart

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._answer(scope, Headers(scope=scope))
        await (answer or self.app)(scope, receive, hardened)

    def _answer(self, scope: Scope, headers: Headers) -> Response | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self.hosts:
            return PlainTextResponse("This server answers to its own address only.\n", 421)
        foreign_origin = origin is not None and origin != f"http://{host}"
        if foreign_origin or (headers.get("sec-fetch-site") in ("cross-site", "same-site") and scope["path"] != "/"):
            return PlainTextResponse("Requests of other pages are not served.\n", 403)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and given and self._right(given):
            # The token leaves the address bar, and with it the history.
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if not any(map(self._right, _values(headers, self.cookie))):
            return PlainTextResponse(_NO_TOKEN, 401)
        return None

    def _right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def _values(headers: Headers, name: str) -> Iterator[str]:
    """The values of the cookies of a name.

    Every server of this host shares its cookies: whatever another one has set, well formed or not, is passed over.
    """
    for pair in ";".join(headers.getlist("cookie")).split(";"):
        key, _, value = pair.partition("=")
        if key.strip() == name:
            yield value.strip()
