"""The server itself, bound to loopback, on a port that is free."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time

import uvicorn

from nerkit.annotation.app import make_app
from nerkit.annotation.desk import Desk
from nerkit.annotation.guard import Guard, new_token
from nerkit.errors import ConfigError

HOST = "127.0.0.1"


class Serving:
    """A server for a desk; `address` opens the page. Raises ConfigError where the port is taken."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
            self._socket.listen()  # who opens the address before the server has started waits for it
        except OSError as error:
            self._socket.close()
            raise ConfigError(
                f"port {port} cannot be had ({error.strerror}); leave --port out for a free one"
            ) from None
        self.port: int = self._socket.getsockname()[1]
        self.token = new_token()
        guarded = Guard(make_app(desk), self.token, self.port)
        # No access log: it would hold the token.
        config = uvicorn.Config(guarded, log_level="error", access_log=False, server_header=False, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """The page's address with its token."""
        return f"http://{HOST}:{self.port}/?token={self.token}"

    def run(self) -> None:
        """Serve until Ctrl+C or SIGTERM, then raise KeyboardInterrupt; everything is written by then."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        sys.setswitchinterval(0.001)  # a key is answered while a record is built or a corpus is written
        with self.desk.at_work():
            self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serve in a thread of its own; returns when requests are answered."""
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)

    def stop(self) -> None:
        """End what `start` began."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
