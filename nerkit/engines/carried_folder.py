"""A folder that goes to other machines: a model, which they need not have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(frozen=True)
class CarriedFolder:
    """The name of a folder, and the content of each file below it."""

    name: str
    files: dict[str, bytes]

    @classmethod
    def of(cls, folder: Path) -> CarriedFolder:
        """The content of a folder; raises OSError."""
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        return cls(folder.name, files)

    @contextmanager
    def unpacked(self) -> Iterator[Path]:
        """A folder with the same content for as long as it is needed; raises OSError."""
        with TemporaryDirectory(prefix="nerkit-") as place:
            for name, content in self.files.items():
                path = Path(place) / self.name / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            yield Path(place) / self.name
