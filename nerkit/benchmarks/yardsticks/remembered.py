"""A tagger that remembers: what the network found is kept on disk, so that changed rules are measured in a minute.

The key is what decides the network's answer and nothing else: the model's files, the source of the tagging room, and
the tokens and features of the document. A change anywhere else is seen where it changes a token or a feature.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import suppress
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import nerkit.tagging
from nerkit.document import Document, Entity

if TYPE_CHECKING:
    from nerkit.tagging import Tagger


class RememberingTagger:
    """Tags like `tagger`, whose model lies in the folder `model`, and keeps what it found in `folder`."""

    def __init__(self, tagger: Tagger, model: Path, folder: Path) -> None:
        self._tagger = tagger
        self._folder = folder
        self._start = hashlib.sha256(f"{digest_of(model)} {_tagging_version()}".encode())
        self.name = tagger.name

    def tag(self, document: Document) -> list[Entity]:
        """The entities of a document, as `Tagger.tag` gives them."""
        entry = self._entry(document)
        try:
            rows = json.loads(entry.read_bytes())
        except (OSError, ValueError):
            rows = [(e.label, e.start, e.end, e.confidence) for e in self._tagger.tag(document)]
            _keep(entry, json.dumps(rows).encode())
        text = document.text
        return [
            Entity(label, start, end, text[start:end], sure, document.boxes(start, end))
            for label, start, end, sure in rows
        ]

    def _entry(self, document: Document) -> Path:
        key = self._start.copy()
        tokens, stretches = self._tagger.model.read(document)
        for array in (tokens.starts, tokens.ends):
            key.update(array.tobytes())
        for start, features in stretches:
            key.update(f"{start} {len(features)}\0".encode())
            columns = [field.name for field in fields(features) if field.name != "rows"]
            for array in (*(getattr(features, name) for name in columns), *([features.rows] if not start else [])):
                key.update(array.tobytes())
        name = key.hexdigest()
        return self._folder / name[:2] / f"{name[2:]}.json"


def digest_of(folder: Path, *suffixes: str) -> str:
    """A hash of the files in a folder and its sub-folders, those of some suffixes alone where suffixes are given."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if not suffixes or path.suffix in suffixes:
            digest.update(f"{path.relative_to(folder)}\0".encode("utf-8", "surrogatepass") + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _tagging_version() -> str:
    return digest_of(Path(nerkit.tagging.__file__).parent, ".py")


def _keep(entry: Path, data: bytes) -> None:
    """Writes an entry that appears whole; only the user may read it. Where it cannot be kept nothing is lost."""
    with suppress(OSError):
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=entry.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(entry)
