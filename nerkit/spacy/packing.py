"""A model as bytes: the files of its folder, whose loading runs no code that lies in them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import srsly

from nerkit.errors import ModelError
from nerkit.tagging.model import Model
from nerkit.tagging.storage import load_model, save_model


def pack(model: Model) -> bytes:
    """The files of a model."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        save_model(model, folder)
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        packed: bytes = srsly.msgpack_dumps({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
    return packed


def unpack(data: bytes) -> Model:
    """The model that `pack` made bytes of. Raises `ModelError` where it cannot be used."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, content in srsly.msgpack_loads(data).items():
            path = folder / name
            if folder not in path.parents or ".." in path.parts:
                raise ModelError("the model reaches out of its folder: get it again")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return load_model(folder)
