"""What a line of a run was made of: the name and the content of the file, and what all files are made with."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nerkit.document import Document
from nerkit.keyword_options import options_of
from nerkit.paths import is_file
from nerkit.pipeline_options import PipelineOptions
from nerkit.reading.remote import RemoteFile
from nerkit.result import Failure

if TYPE_CHECKING:
    from nerkit.pipeline import Pipeline


def key_of(source: Path | RemoteFile | Document | Failure) -> str:
    """32 hexadecimal digits that are others where the name or the content of a source is another."""
    match source:
        case Path():
            name, content = str(source), _content(source)
        case RemoteFile():
            name, content = source.url, source.version.encode("utf-8", "surrogatepass")
        case Document():
            name, content = source.source, source.text.encode("utf-8", "surrogatepass")
        case Failure():
            name, content = source.source, f"{source.code} {source.message}".encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest() + content)
    return digest.hexdigest()[:32]


def content_of(source: Path | RemoteFile | Document | Failure) -> str:
    """The SHA-256 of a file's content; of a member of an archive that of the archive. Empty where there is no file."""
    return _content(source).hex() if isinstance(source, Path) else ""


def content_in(source: str) -> str:
    """A digest of the bytes of the file that a result is of; empty for standard input and what an archive holds."""
    path = Path(source)
    return _content(path).hex() if source != "-" and is_file(path) else ""


def made_with(pipeline: Pipeline, chosen: PipelineOptions) -> dict[str, Any]:
    """What the results of all files depend on, ready for JSON; passwords are not in it."""
    import nerkit

    plain = {name for name, (_, option) in options_of(PipelineOptions).items() if not option.secret} - {"cache"}
    return {
        "nerkit": nerkit.__version__,
        "model": _of_folder(pipeline.folder),
        "schema": hashlib.sha256(repr(pipeline.schema).encode("utf-8", "surrogatepass")).hexdigest()[:16],
        **{name: _plain(value) for name, value in chosen.items() if name in plain},
    }


def _plain(value: object) -> object:
    """A value, or a digest of one that JSON has not: fields that are asked for, a memory of layouts."""
    if value is None or isinstance(value, str | int | float):
        return value
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The names of what is not as it was."""
    return [name for name in {**before, **now} if before.get(name) != now.get(name)]


def _content(path: Path) -> bytes:
    """The digest of a file's content; of a member of an archive that of the archive. Empty where it cannot be read."""
    opened = path if is_file(path) else next(filter(is_file, path.parents), None)
    if opened is None:
        return b""
    try:
        there = opened.stat()
        if not stat.S_ISREG(there.st_mode):  # what is read from a pipe is gone
            return b""
        return _digest(str(opened), there.st_ino, there.st_size, there.st_mtime_ns)
    except OSError:
        return b""


@lru_cache(16)  # the members of an archive follow one another
def _digest(path: str, *_: int) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123  # the name is a key of the cache
        return hashlib.file_digest(file, "sha256").digest()


def _of_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in sorted(os.listdir(folder)):  # noqa: PTH208
        if is_file(folder / name):
            digest.update(name.encode("utf-8", "surrogatepass") + b"\0" + _content(folder / name))
    return digest.hexdigest()[:16]
