"""Webhooks: who is told when a document is done. Only the origins that are allowed, and no private addresses."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from nerkit.errors import ConfigError
from nerkit.parsing import text_of, why
from nerkit.service.refusal import Refused

HOOK_KEY = "NERKIT_HOOK_KEY"
"""The variable of the environment that holds the key by which webhooks are signed."""

LONGEST_HOOK = 2000
_LEAST_KEY = 16
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class HookPlace:
    """Where a webhook goes: an address, taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @classmethod
    def of(cls, address: str) -> HookPlace:
        """Raises ValueError for what is no plain address of http or https."""
        if (
            len(address) > LONGEST_HOOK
            or not address.isascii()
            or not address.isprintable()
            or set(address) & set(' \\"')
        ):
            raise ValueError("it has characters that none has")
        parts = urlsplit(address)
        if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None or parts.fragment:
            raise ValueError("it is none of http or https, or has a user or a fragment")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme], path)


@dataclass(frozen=True)
class HookRules:
    """The origins that webhooks may go to, the key that signs them, and whether private addresses are allowed.

    Raises `ConfigError` for what is no origin, and for a key that is missing or short.
    """

    origins: frozenset[str] = frozenset()
    key: bytes = field(default=b"", repr=False)
    private: bool = False

    @classmethod
    def of(cls, origins: list[str], key: Path | None, *, private: bool = False) -> HookRules:
        """Rules by options: the key is what stands in a file, else in $NERKIT_HOOK_KEY."""
        if not origins:
            return cls()
        try:
            secret = (text_of(key) if key else os.environ.get(HOOK_KEY, "")).strip().encode()
            places = [HookPlace.of(origin) for origin in origins]
        except (OSError, ValueError) as error:
            raise ConfigError(f"--hook or --hook-key cannot be used: {why(error)}") from None
        if len(secret) < _LEAST_KEY:
            raise ConfigError(
                f"webhooks are signed: name a key of {_LEAST_KEY} characters or more, with --hook-key FILE"
            )
        if wrong := next((place for place in places if place.path != "/"), None):
            raise ConfigError(f"{wrong.origin} is allowed as a whole; leave out {wrong.path}")
        return cls(frozenset(place.origin for place in places), secret, private)

    def place(self, address: str) -> HookPlace:
        """Where a webhook goes, by the address in a request. Raises `Refused`."""
        try:
            place = HookPlace.of(address)
        except ValueError as error:
            raise Refused(422, "bad-request", f"the webhook's address cannot be used: {error}") from None
        if place.origin not in self.origins:
            raise Refused(422, "bad-request", "webhooks to there are not allowed; nerkit serve --hook allows an origin")
        return place

    def addresses(self, place: HookPlace) -> list[str]:
        """The addresses of a host, to connect to and to no other. Raises OSError for none, and for a private one."""
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not self.private and not all(map(is_public, addresses)):
            raise OSError("its address is a private one")
        return addresses

    def signed(self, body: bytes, at: int | None = None) -> str:
        """The signature of a body: the time, and the HMAC-SHA256 of the time, a dot and the body."""
        at = int(time.time()) if at is None else at
        return f"t={at},v1={hmac.new(self.key, f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet: not of this machine, nor of its network, nor a way there."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour or ip.teredo or ip in _NAT64:
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
