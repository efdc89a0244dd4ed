"""A model as bytes: the files of its folder, whose loading runs no code that lies in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import srsly

from nerkit.errors import ModelError


def pack(save: Callable[[Path], object]) -> bytes:
    """The files that `save` writes into a folder."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        save(folder)
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        packed: bytes = srsly.msgpack_dumps({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
    return packed


@contextmanager
def unpacked(data: bytes, name: str = "model") -> Iterator[Path]:
    """A folder of this name with the files that `pack` took, for as long as it is needed. Raises `ModelError`."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch, name)
        for file, content in srsly.msgpack_loads(data).items():
            path = folder / file
            if folder not in path.parents or ".." in path.parts:
                raise ModelError("the model reaches out of its folder: get it again")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield folder
