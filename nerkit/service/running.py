"""The service at an address, until it is told to end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from nerkit.service.app import make_app
from nerkit.service.request_heads import RequestHeadsInTime
from nerkit.service.service import Service
from nerkit.web_server import WebServer

GRACE = 120
"""Seconds that documents which were accepted have to be done when the service is told to end."""


def server_of(
    service: Service, host: str, port: int, certificate: Path | None = None, key: Path | None = None
) -> WebServer:
    """A server for a service. Raises `ConfigError` where the address cannot be had, or the certificate not be used."""
    app = make_app(service)
    return WebServer(
        lambda port: app,
        host,
        port,
        http=partial(RequestHeadsInTime, seconds=service.limits.seconds),
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
