"""Pages that were recognised before, kept on disk: OCR takes seconds a page, and people read a file more than once.

An entry is a file named by a hash of all that decides what an engine reads: the pixels, the engine with its version,
and the source of the modules between them. It appears at once and whole, so any number of processes share the folder
without locks; one that is damaged is read as if it was not there, and written anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tempfile
import zlib
from contextlib import suppress
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np

from nerkit.document import Notice, NoticeCode
from nerkit.errors import KeyMissing, Tampered
from nerkit.lock import Lock, opened, sealed
from nerkit.reading.cleaning import Pixels
from nerkit.reading.engine import Engine, Recognised, Recognition
from nerkit.reading.processes import Deadline

MAX_BYTES = 500_000_000
"""How large the folder may grow; entries that were used least lately make room."""

PLAIN, SEALED = ".json.gz", ".sealed"
"""What the names of entries end in."""

_DAMAGED = (
    *(OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, OverflowError, RecursionError),
    *(Tampered, KeyMissing),
)
_FARTHEST = 1 << 31  # pixels
_SHELVES = 256  # folders in the folder; each is bounded by itself, so that making room looks at few files


def cache_folder() -> Path | None:
    """`$NERKIT_OCR_CACHE`, or `nerkit/ocr` in the user's cache folder; None where the user has none."""
    if named := os.environ.get("NERKIT_OCR_CACHE"):
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "nerkit" / "ocr" if base.is_absolute() else None


def clear() -> None:
    """Removes all that is kept."""
    folder = cache_folder()
    for shelf in folder.glob("[0-9a-f][0-9a-f]") if folder else ():  # nothing else that may lie there
        for entry in (*shelf.glob(f"*{PLAIN}"), *shelf.glob(f"*{SEALED}")):
            entry.unlink(missing_ok=True)


class Cached:
    """An engine that remembers what it read; where the folder cannot be used it reads every time.

    Under a lock entries are sealed, and their names are keyed digests, which say nothing of the pixels.
    """

    def __init__(self, engine: Engine, folder: Path, lock: Lock | None = None) -> None:
        self._engine = engine
        self._folder = folder
        self._lock = lock

    @property
    def name(self) -> str:
        """The engine's."""
        return self._engine.name

    @property
    def version(self) -> str:
        """The engine's."""
        return self._engine.version

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        """What the engine reads or read; raises what it raises, of which nothing is kept."""
        entry = self._entry(pixels)
        try:
            found = _unpacked(opened(self._lock, entry.read_bytes(), entry.name))
        except _DAMAGED:
            found = self._engine.recognise(pixels, deadline)
            with suppress(OSError):
                _write(entry, sealed(self._lock, _packed(found), entry.name))
                _make_room(entry.parent)
        else:
            with suppress(OSError):
                os.utime(entry)  # used now, so the last to go
        return found

    def _entry(self, pixels: Pixels) -> Path:
        digest = hashlib.sha256(f"{self.name} {self.version} {_source_version()} {pixels.shape}\0".encode())
        digest.update(pixels.tobytes())
        key = digest.hexdigest()
        if self._lock:
            key = self._lock.blinded(f"cache of OCR\0{key}")[0].hex()
        return self._folder / key[:2] / f"{key[2:]}{SEALED if self._lock else PLAIN}"


@cache
def _source_version() -> str:
    """A hash of the source files that decide what an engine makes of pixels."""
    folder = Path(__file__).parent
    names = ("engine.py", "ocr_cache.py", "tesseract.py", "fitting_language.py", "rapid.py", "rapid_worker.py")
    digest = hashlib.sha256()
    for source in (*map(folder.joinpath, names), *sorted((folder / "cleaning").glob("*.py"))):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


def _packed(found: Recognition) -> bytes:
    content = {
        "words": [astuple(word) for word in found.words],
        "back": found.back.tolist(),
        "turn": found.rotation,
        "rules": found.rules.tolist(),
        "notices": [(notice.code, notice.message) for notice in found.notices],
    }
    return gzip.compress(json.dumps(content).encode(), compresslevel=6, mtime=0)


def _unpacked(data: bytes) -> Recognition:
    content = json.loads(gzip.decompress(data))
    words = [_word(*word) for word in content["words"]]
    back = np.array(content["back"], dtype=np.float64).reshape(2, 3)
    rules = np.array(content["rules"], dtype=np.float64).reshape(-1, 4)
    notices = [Notice(code, str(message)) for code, message in content["notices"] if code in get_args(NoticeCode)]
    if content["turn"] not in range(4) or not np.isfinite(back).all() or not np.isfinite(rules).all():
        raise ValueError("no recognition")
    return Recognition(words, back, int(content["turn"]), rules, notices)


def _word(text: object, *numbers: object) -> Recognised:
    """A word of an entry; raises TypeError and ValueError where it is none."""
    *box, confidence = numbers
    left, top, width, height = (edge for edge in box if isinstance(edge, int) and abs(edge) < _FARTHEST)
    if not isinstance(text, str) or not isinstance(confidence, float | int) or not 0 <= confidence <= 1:
        raise TypeError
    return Recognised(text, left, top, width, height, confidence)


def _write(entry: Path, data: bytes) -> None:
    # Entries hold text of documents: only the user may read them. Temporary files are made that way too.
    entry.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    entry.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=entry.parent, delete=False) as file:
        try:
            file.write(data)
            file.close()
            Path(file.name).replace(entry)
        except BaseException:
            Path(file.name).unlink()
            raise


def _make_room(shelf: Path) -> None:
    files = []
    for path in shelf.iterdir():
        with suppress(FileNotFoundError):  # another process made room
            status = path.stat()
            files.append((status.st_mtime_ns, status.st_size, path))
    room = MAX_BYTES // _SHELVES
    for _, size, path in sorted(files, reverse=True):
        room -= size
        if room < 0:
            path.unlink(missing_ok=True)
