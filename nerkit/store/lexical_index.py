"""Indexes of records on a Redis server: sorted sets whose members are in the order of what is looked for.

A member is a value, the number of the record and its id; all have the score 0, so that the server keeps them in the
order of their bytes. What is in a member is slack where values are concerned: who finds a record compares once more.
"""

from __future__ import annotations

import struct
from decimal import Decimal

from nerkit.lock import Lock
from nerkit.store.conditions import Condition, comparable

_END, _AFTER = b"\0", b"\1"
"""What ends a part of a member, and what comes after every member that begins so."""

_NUMBER, _TEXT = b"0", b"1"
"""Numbers come before texts."""

_SLACK = 1e-9
"""Numbers are found as floats."""

Span = tuple[bytes, bytes]
"""From a member on, and up to one, as ZRANGEBYLEX takes them."""


def member(value: bytes, number: int, id: str) -> bytes:
    """What stands in an index for a record that has a value."""
    return b"%s\0%016x\0%s" % (value, number, id.encode("utf-8", "surrogatepass"))


def number_and_id(member: bytes) -> tuple[str, str]:
    """Of which record a member is: its number, as a text in order, and its id."""
    _, number, id = member.rsplit(_END, 2)
    return number.decode(), id.decode("utf-8", "surrogatepass")


def spelled(value: str) -> bytes:
    """A text in an index; no byte of it ends it early."""
    return value.encode("utf-8", "surrogatepass").replace(_END, _AFTER)


def ordered(value: float) -> bytes:
    """A number in an index: the bits of a float, turned so that their order is that of numbers."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", value or 0.0))
    return b"%016x" % (bits ^ (0xFFFF_FFFF_FFFF_FFFF if bits >> 63 else 1 << 63))


def searchable(field: str, value: str, lock: Lock | None) -> list[bytes]:
    """What stands in an index for a value of a field: with a lock, digests under its present key and its older ones."""
    known = comparable(value)
    if lock:
        digests = lock.blinded(f"{field}\0{known.normalize() if isinstance(known, Decimal) else known}")
        return [digest.hex().encode() for digest in digests]
    return [_NUMBER + ordered(float(known)) if isinstance(known, Decimal) else _TEXT + spelled(known)]


def equal(value: bytes) -> Span:
    """The members with a value."""
    return b"[" + value + _END, b"(" + value + _AFTER


def below(value: bytes) -> Span:
    """The members with what comes before a value."""
    return b"-", b"(" + value


def since(value: bytes) -> Span:
    """The members with a value, or what comes after it."""
    return b"[" + value, b"+"


def spans(condition: Condition, lock: Lock | None) -> list[Span]:
    """Where in the index of its field the records are that a condition may hold of."""
    if condition.comparison == "=":
        return [equal(value) for value in searchable(condition.field, condition.value, lock)]
    if lock:
        return [(b"-", b"+")]  # digests are in no order
    wanted, upwards = comparable(condition.value), condition.comparison == ">="
    if isinstance(wanted, Decimal):
        value = float(wanted) + abs(float(wanted)) * (-_SLACK if upwards else _SLACK)
        here, first, last = _NUMBER + ordered(value), _NUMBER, _NUMBER + b"\xff"
    else:
        here, first, last = _TEXT + spelled(wanted), _TEXT, _TEXT + b"\xff"
    return [(b"[" + here, b"(" + last)] if upwards else [(b"[" + first, b"(" + here + _AFTER)]
