"""Messages of Outlook, made here: compound files (MS-CFB, version 3) of properties (MS-OXMSG)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF

Tree = dict[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = _NONE
    right: int = _NONE
    start: int = _END
    inside: list[_Entry] = field(default_factory=list)


def compound(tree: Tree) -> bytes:
    """A compound file that holds these streams and storages."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, entries[0], tree)
    mini, sectors = bytearray(), list[bytes]()
    chains: list[list[int]] = []
    mini_fat: list[int] = []
    for entry in entries[1:]:
        if entry.kind == 2 and 0 < len(entry.content) < _CUTOFF:
            entry.start = len(mini) // _MINI
            count = -(-len(entry.content) // _MINI)
            mini += entry.content.ljust(count * _MINI, b"\0")
            mini_fat += [*range(entry.start + 1, entry.start + count), _END]
    entries[0].content = bytes(mini)

    def stored(content: bytes) -> int:
        begin = len(sectors)
        sectors.extend(content[i : i + _SECTOR].ljust(_SECTOR, b"\0") for i in range(0, len(content), _SECTOR))
        chains.append(list(range(begin, len(sectors))))
        return begin if content else _END

    for entry in entries:
        if entry.kind == 5 or len(entry.content) >= _CUTOFF:
            entry.start = stored(entry.content)
    mini_fat_at = stored(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(-(-len(mini_fat) // 128) * 512, b"\xff"))
    directory_at = stored(b"".join(map(_packed, entries)))
    fat = [_FREE] * len(sectors)
    for chain in chains:
        for here, there in zip(chain, [*chain[1:], _END], strict=True):
            fat[here] = there
    fat_sectors = 1
    while fat_sectors * 128 < len(fat) + fat_sectors:
        fat_sectors += 1
    places = list(range(len(sectors), len(sectors) + fat_sectors))
    fat += [_FAT] * fat_sectors
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    minis = len(mini_fat) // 128 + bool(len(mini_fat) % 128)
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_at, 0, _CUTOFF, mini_fat_at, minis, _END, 0)
    head += struct.pack(f"<{len(places)}I", *places).ljust(109 * 4, b"\xff")
    return head + b"".join(sectors) + packed


def _add(entries: list[_Entry], above: _Entry, tree: Tree) -> None:
    """Siblings are linked to the right, in their order: a tree that is sound, if not a balanced one."""
    last: _Entry | None = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        entry = _Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1)
        number = len(entries)
        entries.append(entry)
        if last is None:
            above.child = number
        else:
            last.right = number
        last = entry
        if not isinstance(content, bytes):
            _add(entries, entry, content)


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    links = struct.pack("<III", _NONE, entry.right, entry.child)
    size = len(entry.content) if entry.kind != 1 else 0
    start = entry.start if entry.kind != 1 else 0
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name) + 2, entry.kind, 1)
        + links
        + bytes(16 + 4 + 8 + 8)
        + struct.pack("<IQ", start, size)
    )


def properties(head: int, texts: dict[int, str | bytes], fixed: dict[tuple[int, int], int] | None = None) -> Tree:
    """The streams of a storage: texts in UTF-16, bytes, and numbers by their id and type."""
    tree: Tree = {}
    for id, value in texts.items():
        kind, content = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
        tree[f"__substg1.0_{id:04X}{kind:04X}"] = content
    entries = (struct.pack("<HHIQ", kind, id, 6, value) for (id, kind), value in (fixed or {}).items())
    return {**tree, "__properties_version1.0": bytes(head) + b"".join(entries)}


def message(texts: dict[int, str | bytes], *files: Tree, head: int = 32) -> Tree:
    """A message from Jo to AP on 14 March 2024 with these properties and attachments."""
    sent = (datetime(2024, 3, 14, 10, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)) // 1
    ticks = int(sent.total_seconds()) * 10**7
    to = properties(8, {0x3001: "AP", 0x39FE: "ap@hollis.example"}, {(0x0C15, 3): 1})
    sender = {0x0C1A: "Jo Smith", 0x5D01: "jo@bright.example"}
    return {
        **properties(head, {**sender, **texts}, {(0x0039, 0x40): ticks}),
        "__recip_version1.0_#00000000": to,
        **{f"__attach_version1.0_#{i:08X}": file for i, file in enumerate(files)},
    }


def attached(name: str, content: bytes) -> Tree:
    return properties(8, {0x3707: name, 0x3701: content})


def attached_message(name: str, inner: Tree) -> Tree:
    return {**properties(8, {0x3707: name}), "__substg1.0_3701000D": inner}
