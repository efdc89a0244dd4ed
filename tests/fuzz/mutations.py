"""Damage as disks, networks and strangers do it to a file: seeded, so that each case can be had again."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_NAME = re.compile(rb"/[A-Z]\w+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_NUMBERS = (
    b"0",
    b"1",
    b"-1",
    b"2",
    b"3",
    b"255",
    b"65536",
    b"2147483647",
    b"-2147483648",
    b"4294967296",
    b"1e9",
    b"1e-9",
)


def mutated(data: bytes, rng: Random) -> bytes:
    """The file after one to four kinds of damage."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        # A zip that is damaged itself is seldom opened.
        inside = data.startswith(b"PK") and rng.random() < 0.8
        data = (_change_member if inside else rng.choice(_DAMAGES))(data, rng)
    return data


def _flip_bits(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 4, 32, 256))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _set_bytes(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    start = _place(data, rng)
    for i in range(start, min(start + rng.choice((1, 2, 4, 8)), len(changed))):
        changed[i] = rng.choice((0, 0xFF, 0x7F, 0x80, rng.randrange(256)))
    return bytes(changed)


def _cut(data: bytes, rng: Random) -> bytes:
    return data[: _place(data, rng) + 1]


def _delete(data: bytes, rng: Random) -> bytes:
    start, end = _chunk(data, rng)
    return data[:start] + data[end:] or data


def _repeat(data: bytes, rng: Random) -> bytes:
    start, end = _chunk(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 2, 50)) + data[end:]


def _move(data: bytes, rng: Random) -> bytes:
    (a, b), (c, d) = sorted((_chunk(data, rng), _chunk(data, rng)))
    return data[:a] + data[max(c, b) : max(d, b)] + data[b : max(c, b)] + data[a:b] + data[max(d, b) :]


def _change_numbers(data: bytes, rng: Random) -> bytes:
    """Sizes, offsets and references of a PDF's or a mail's syntax."""
    return _replace_some(_NUMBER, data, rng, lambda found: rng.choice((*_NUMBERS, found + b"0", found * 3)))


def _change_names(data: bytes, rng: Random) -> bytes:
    names = _NAME.findall(data)
    return _replace_some(_NAME, data, rng, lambda _: rng.choice(names)) if names else _flip_bits(data, rng)


def _change_stream(data: bytes, rng: Random) -> bytes:
    """What a PDF draws: a packed stream is unpacked, damaged, and packed again."""
    found = list(_STREAM.finditer(data))
    if not found:
        return _flip_bits(data, rng)
    stream = rng.choice(found)
    try:
        content = zlib.decompress(stream[1])
    except zlib.error:
        return data[: stream.start(1)] + _change_numbers(stream[1] or b"0", rng) + data[stream.end(1) :]
    damage = rng.choice((_change_numbers, _flip_bits, _repeat, _delete))
    return data[: stream.start(1)] + zlib.compress(damage(content or b"0", rng)) + data[stream.end(1) :]


def _change_member(data: bytes, rng: Random) -> bytes:
    """What a zip holds, as office files do: a member is unpacked, damaged, and packed again."""
    if not data.startswith(b"PK"):
        return _flip_bits(data, rng)
    try:
        with ZipFile(BytesIO(data)) as packed:
            members = {info.filename: packed.read(info) for info in packed.infolist()}
    except Exception:  # it was damaged before
        return _flip_bits(data, rng)
    full = [name for name, content in members.items() if content]
    if not full:
        return _flip_bits(data, rng)
    name = rng.choice(full)
    damage = rng.choice((_change_numbers, _change_numbers, _flip_bits, _repeat, _delete, _move))
    members[name] = damage(members[name], rng)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


def _replace_some(pattern: re.Pattern[bytes], data: bytes, rng: Random, by) -> bytes:  # type: ignore[no-untyped-def]
    places = list(pattern.finditer(data))
    if not places:
        return _set_bytes(data, rng)
    chosen = sorted(rng.sample(places, min(rng.choice((1, 2, 8)), len(places))), key=lambda place: -place.start())
    for place in chosen:
        data = data[: place.start()] + by(place[0]) + data[place.end() :]
    return data


def _place(data: bytes, rng: Random) -> int:
    """Any place, and half of the time one near the beginning or the end, where heads and tables stand."""
    near = min(len(data), 512)
    place = rng.choice((rng.randrange(len(data)), rng.randrange(near), len(data) - 1 - rng.randrange(near)))
    return rng.choice((place, rng.randrange(len(data))))


def _chunk(data: bytes, rng: Random) -> tuple[int, int]:
    start = _place(data, rng)
    return start, min(start + rng.choice((1, 16, 256, 4096)), len(data))


_DAMAGES = (
    _flip_bits,
    _set_bytes,
    _cut,
    _delete,
    _repeat,
    _move,
    _change_numbers,
    _change_numbers,
    _change_names,
    _change_stream,
    _change_stream,
)
