"""Files that hold files. A member is named as in a folder: `archive.zip/contracts/a.pdf`, `mail.eml/bill.pdf`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from nerkit.errors import NESTED, ArchiveTooLarge, BrokenDocument, MissingFile, UnreadableFile
from nerkit.paths import is_file
from nerkit.reading.archive import Members
from nerkit.reading.archive import members as zipped
from nerkit.reading.content import file_bytes
from nerkit.reading.detect import container, detect

DEPTH = 4
"""How many containers may stand in one another: an archive in a mail in an archive, and one more."""


def content(path: Path, passwords: Sequence[str] = ()) -> bytes:
    """The bytes of a file on disk or of a member; raises MissingFile, UnreadableFile and what its container raises."""
    try:
        return file_bytes(path)
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path}: is a folder; name the files in it") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path}: no permission to read it; change its permissions") from error
    except (OSError, ValueError) as error:  # ValueError: a null character
        holder = _file_above(path)
        if holder is not None:
            return _member(holder, path, tuple(passwords))
        if isinstance(error, OSError) and not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check the disk and the path") from error
        raise MissingFile(f"{path}: there is no such file; check the path") from error


def members(path: Path, passwords: Sequence[str] = ()) -> list[tuple[Path, int]]:
    """The files in a container, on disk or a member itself, with their size; none for what is no container.

    Raises a ReadingError.
    """
    inside = _members(path, _stamp(path), tuple(passwords))
    return [(path / name, member.size) for name, member in inside.items()]


def _file_above(path: Path) -> Path | None:
    return next((parent for parent in path.parents if is_file(parent)), None)


def _member(holder: Path, path: Path, passwords: tuple[str, ...]) -> bytes:
    """The member that `path` names, maybe in a container in the file `holder`."""
    stamp = _stamp(holder)
    rest = path.relative_to(holder).parts
    for _ in range(DEPTH):
        inside = _members(holder, stamp, passwords)
        name = next((name for i in range(len(rest), 0, -1) if (name := "/".join(rest[:i])) in inside), None)
        if name is None:
            raise MissingFile(f"{path}: there is no such file in {holder}; check the path")
        rest = rest[name.count("/") + 1 :]
        if not rest:
            return inside[name].content()
        holder /= name
    raise ArchiveTooLarge(f"{path}: more than {DEPTH} archives in one another; unpack them")


def _stamp(path: Path) -> tuple[int, ...]:
    """Changes when the file on disk does."""
    status = (path if is_file(path) else _file_above(path) or path).stat()
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=DEPTH)  # members are asked for one after the other
def _members(path: Path, stamp: tuple[int, ...], passwords: tuple[str, ...]) -> Members:
    on_disk = is_file(path)
    data = b"" if on_disk else content(path, passwords)
    kind = container(path) if on_disk else detect(data)
    file = path if on_disk else BytesIO(data)
    try:
        match kind:
            case "archive":
                return zipped(file, str(path), passwords)
            case "pdf":
                from nerkit.reading.attachments import attached

                return attached(file, str(path), passwords)
            case "mail":
                from nerkit.reading.mail import attachments

                return attachments(content(path, passwords), str(path))
    except RecursionError as error:
        raise BrokenDocument(f"{path}: {NESTED}") from error
    return {}
