"""The service at an address, until it is told to end."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from pathlib import Path

import uvicorn

from nerkit.errors import ConfigError
from nerkit.service.app import Service, make_app

GRACE = 120
"""Seconds that documents which were accepted have to be done when the service is told to end."""


class ServiceRun:
    """A server for a service; `address` is where. Raises `ConfigError` where the address cannot be had."""

    def __init__(
        self, service: Service, host: str, port: int, certificate: Path | None = None, key: Path | None = None
    ) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            raise ConfigError(f"{host}:{port} cannot be had ({error.strerror}); name another --port") from None
        config = uvicorn.Config(
            make_app(service),
            log_level="error",
            access_log=False,  # it would hold names of documents
            server_header=False,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=GRACE,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
        try:
            config.load()
        except (OSError, ssl.SSLError) as error:
            self._socket.close()
            raise ConfigError(
                f"the certificate cannot be used ({error.strerror}); see --certificate and --key"
            ) from None
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None
        scheme = "https" if certificate else "http"
        shown = f"[{host}]" if ":" in host else host
        self.address = f"{scheme}://{shown}:{self._socket.getsockname()[1]}"

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
