"""The server itself, bound to loopback, on a port that is free."""

from __future__ import annotations

import signal
import sys
import threading

from nerkit.annotation.desk import Desk
from nerkit.annotation.guard import Guard, new_token
from nerkit.annotation.web_app import make_app
from nerkit.web_server import WebServer

HOST = "127.0.0.1"


class Serving(WebServer):
    """A server for a desk; `address` opens the page. Raises ConfigError where the port is taken."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self.token = new_token()
        super().__init__(lambda port: Guard(make_app(desk), self.token, port), HOST, port, lifespan="off")
        self.address += f"/?token={self.token}"

    def run(self) -> None:
        """Serve until Ctrl+C or SIGTERM, then raise KeyboardInterrupt; everything is written by then."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        sys.setswitchinterval(0.001)  # a key is answered while a record is built or a corpus is written
        with self.desk.at_work():
            super().run()
