"""Rich Text as Outlook packs it (MS-OXRTFCP): copies from the last 4096 bytes, and single bytes."""

from __future__ import annotations

import struct

_HEAD = struct.Struct("<I I 4s I")
_WINDOW = 4096
_BEGIN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked(data: bytes) -> bytes:
    """The Rich Text in the property; what is left of it where the data is cut off. Raises ValueError for other data."""
    if len(data) < _HEAD.size:
        raise ValueError
    _, size, kind, _ = _HEAD.unpack_from(data)
    content = data[_HEAD.size :]
    if kind == b"MELA":
        return content[:size]
    if kind != b"LZFu":
        raise ValueError
    window, at, out, i = bytearray(_BEGIN.ljust(_WINDOW, b"\0")), len(_BEGIN), bytearray(), 0

    def put(byte: int) -> None:
        nonlocal at
        out.append(byte)
        window[at] = byte
        at = (at + 1) % _WINDOW

    while i < len(content):
        flags, i = content[i], i + 1
        for bit in range(8):
            if not flags >> bit & 1:
                if i >= len(content):
                    return bytes(out)
                put(content[i])
                i += 1
                continue
            if i + 2 > len(content):
                return bytes(out)
            copied = int.from_bytes(content[i : i + 2], "big")
            i += 2
            start, length = copied >> 4, (copied & 15) + 2
            if start == at:  # the end
                return bytes(out)
            for offset in range(length):
                put(window[(start + offset) % _WINDOW])
    return bytes(out)
