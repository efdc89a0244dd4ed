"""Documents that were read before, kept on disk: reading a corpus of scans takes minutes, training reads it often.

The key is what decides the result: the file's bytes and the source of the room that reads them. Other versions of the
outside programs (Tesseract) do not change the key: empty the folder after an upgrade.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import nerkit.document
import nerkit.einvoices
import nerkit.reading
from nerkit.document import Document, Notice
from nerkit.errors import ReadingError
from nerkit.reading import read, wire


def cache_folder() -> Path:
    """The folder of the cache: `$NERKIT_CACHE`, or `~/.cache/nerkit/corpora`."""
    named = os.environ.get("NERKIT_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "nerkit" / "corpora"


def read_cached(path: Path) -> Document:
    """What `nerkit.reading.read(path)` gives, from the cache where this file was read before by this version.

    Several processes may share the folder: an entry appears at once and whole. Raises `ReadingError` like `read`.
    """
    try:
        key = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return read(path)  # It says what is wrong with the file.
    entry = cache_folder() / reading_version() / f"{key}.json"
    try:
        return replace(wire.document_from_json(wire.loads(entry.read_bytes())), source=str(path))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # Not there, or damaged: read again and write it anew.
    document = read(path)
    entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=entry.parent) as folder:
        whole = Path(folder) / entry.name
        whole.touch(mode=0o600)  # documents are their owner's alone, wherever the folder lies
        whole.write_bytes(wire.dumps(wire.document_to_json(document)))
        whole.replace(entry)
    return document


def read_or_empty(path: Path) -> Document:
    """`read_cached`; a file that cannot be read is a document without text, the reason among its warnings."""
    try:
        return read_cached(path)
    except ReadingError as error:
        return Document(str(path), "", (), (), warnings=(Notice("not-read", error.message),))


@cache
def reading_version() -> str:
    """A short hash of the source files that decide what `read` gives."""
    digest = hashlib.sha256()
    reading, invoices = Path(nerkit.reading.__file__).parent, Path(nerkit.einvoices.__file__).parent
    sources = (*sorted(reading.rglob("*.py")), *sorted(invoices.rglob("*.py")), *sorted(invoices.rglob("*.toml")))
    for source in (Path(nerkit.document.__file__), *sources):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]
