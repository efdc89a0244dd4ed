"""A web server in this process: at an address until it is told to end, or in a thread of its own."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from nerkit.errors import ConfigError


class WebServer:
    """Serves the application that `app` makes for a port; `address` is where. Port 0 takes a free one.

    `settings` are those of `uvicorn.Config`. Raises `ConfigError` where the address cannot be had, or a certificate
    cannot be used.
    """

    def __init__(self, app: Callable[[int], ASGIApp], host: str, port: int, **settings: Any) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
            self._socket.listen()  # who opens the address before the server has started waits for it
        except OSError as error:
            self._socket.close()
            raise ConfigError(
                f"{host}:{port} cannot be had ({error.strerror}); name another --port, or 0 for a free one"
            ) from None
        self.port: int = self._socket.getsockname()[1]
        scheme = "https" if settings.get("ssl_certfile") else "http"
        self.address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"
        # No access log: it would hold names of documents and tokens.
        config = uvicorn.Config(app(self.port), log_level="error", access_log=False, server_header=False, **settings)
        try:
            config.load()
        except (OSError, ssl.SSLError) as error:
            self._socket.close()
            raise ConfigError(
                f"the certificate cannot be used ({error.strerror}); see --certificate and --key"
            ) from None
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

    def run(self) -> None:
        """Serves until a signal says to end; what was accepted is done by then."""
        self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serves in a thread of its own; returns when requests are answered."""
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)

    def stop(self) -> None:
        """Ends what `start` began."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
