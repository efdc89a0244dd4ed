"""A folder of models that come of one another: which there are, what they were trained on, and which one is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nerkit.errors import ModelError
from nerkit.output import whole
from nerkit.parsing import json_of, text_of

FILE = "lineage.json"


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A model: its number from 1 on, that of its parent (0: what the lineage began with), and what it learnt from.

    `data` are digests (SHA-256) of the corpora by their paths, `weights` that of the model. `verdict` is what the
    comparison with the parent on kept-out documents came to, in sentences, `better` whether the model was promoted.
    """

    version: int
    parent: int
    at: str
    data: Mapping[str, str]
    weights: str
    better: bool
    verdict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """The versions in a folder; `start` is the model that all began with, `current` the version in use, 0 for that."""

    folder: Path
    start: str
    current: int = 0
    versions: tuple[ModelVersion, ...] = field(default=())

    @classmethod
    def read(cls, folder: Path) -> Lineage:
        """The lineage in a folder. Raises `ModelError`."""
        try:
            kept = json_of(text_of(folder / FILE))
            versions = tuple(ModelVersion(**{**each, "verdict": tuple(each["verdict"])}) for each in kept["versions"])
            lineage = cls(folder, str(kept["start"]), int(kept["current"]), versions)
        except FileNotFoundError:
            raise ModelError(f"{folder}: has no models that come of one another; nerkit retrain makes some") from None
        except (OSError, ValueError, TypeError, KeyError):
            raise ModelError(f"{folder / FILE}: cannot be read; put the copy back that you keep") from None
        lineage.place(lineage.current)
        return lineage

    def place(self, version: int) -> str:
        """The folder or name of a version's model. Raises `ModelError`."""
        if version == 0:
            return self.start
        if all(each.version != version for each in self.versions):
            known = ", ".join(str(each.version) for each in self.versions)
            raise ModelError(f"{self.folder}: there is no version {version}; there are 0, the first model, and {known}")
        return str(self.folder / f"v{version}" / "model")

    def using(self, version: int) -> Lineage:
        """The lineage with another version in use. Raises `ModelError`."""
        self.place(version)
        return Lineage(self.folder, self.start, version, self.versions)

    def with_version(self, version: ModelVersion) -> Lineage:
        """The lineage with a version more, which is in use where it is better."""
        current = version.version if version.better else self.current
        return Lineage(self.folder, self.start, current, (*self.versions, version))

    def write(self) -> None:
        """Writes it to its folder, whole or not at all. Raises `OutputError`."""
        kept: dict[str, Any] = {"start": self.start, "current": self.current}
        kept["versions"] = [asdict(each) for each in self.versions]
        with whole(self.folder / FILE) as part:
            part.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def digest_of_files(path: Path) -> str:
    """The SHA-256 of a file, or of the files in a folder by their names."""
    digest = hashlib.sha256()
    for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
        content = hashlib.sha256(file.read_bytes()).digest()
        digest.update(str(file.relative_to(path)).encode("utf-8", "surrogateescape") + b"\0" + content)
    return digest.hexdigest()
