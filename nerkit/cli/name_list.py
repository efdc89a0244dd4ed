"""Lists of names of files, one a line; one with a line break or a leading quote is quoted as in JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from nerkit.errors import MissingFile, UnreadableFile
from nerkit.output import whole
from nerkit.parsing import json_of, text_of, why


def write_names(names: Iterable[str], path: Path) -> None:
    """Writes a list of names. Raises `OutputError`."""
    lines = (json.dumps(name) if {"\n", "\r"} & set(name) or name[:1] == '"' else name for name in names)
    with whole(path) as part:
        part.write_bytes(b"".join(os.fsencode(line) + b"\n" for line in lines))


def names_in(path: Path) -> list[str]:
    """The names in a list, empty lines left out. Raises `MissingFile` and `UnreadableFile`."""
    if not path.exists():
        raise MissingFile(f"{path}: there is no such list of files; check the path")
    try:
        lines = text_of(path, encoding="latin-1").encode("latin-1").split(b"\n")  # a name need not be UTF-8
        return [_name(os.fsdecode(line.removesuffix(b"\r"))) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: is no list of files ({why(error)}); write one name a line") from None


def _name(line: str) -> str:
    return str(json_of(line)) if line.startswith('"') else line
