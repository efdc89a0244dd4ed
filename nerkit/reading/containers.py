"""Files that hold files. A member is named as in a folder: `archive.zip/contracts/a.pdf`, `mail.eml/bill.pdf`."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from nerkit.errors import ArchiveTooLarge, MissingFile, UnreadableFile
from nerkit.reading.archive import Members
from nerkit.reading.archive import members as zipped
from nerkit.reading.content import file_bytes
from nerkit.reading.detect import container, detect

DEPTH = 4
"""How many containers may stand in one another: an archive in a mail in an archive, and one more."""


def content(path: Path) -> bytes:
    """The bytes of a file on disk or of a member; raises MissingFile, UnreadableFile and what its container raises."""
    try:
        return file_bytes(path)
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path}: is a folder; name the files in it") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path}: no permission to read it; change its permissions") from error
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a null character
        holder = _file_above(path)
        if holder is None:
            raise MissingFile(f"{path}: there is no such file; check the path") from error
        return _member(holder, path)
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check the disk and the path") from error


def members(path: Path) -> list[tuple[Path, int]]:
    """The files in a container, on disk or a member itself, with their size; none for what is no container.

    Raises a ReadingError.
    """
    return [(path / name, member.size) for name, member in _members(path, _stamp(path)).items()]


def _file_above(path: Path) -> Path | None:
    return next((parent for parent in path.parents if parent.is_file()), None)


def _member(holder: Path, path: Path) -> bytes:
    """The member that `path` names, maybe in a container in the file `holder`."""
    stamp = _stamp(holder)
    rest = path.relative_to(holder).parts
    for _ in range(DEPTH):
        inside = _members(holder, stamp)
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
    status = (path if path.is_file() else _file_above(path) or path).stat()
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=DEPTH)  # members are asked for one after the other
def _members(path: Path, stamp: tuple[int, ...]) -> Members:
    on_disk = path.is_file()
    data = b"" if on_disk else content(path)
    kind = container(path) if on_disk else detect(data)
    if kind == "archive":
        return zipped(path if on_disk else BytesIO(data), str(path))
    if kind == "mail":
        from nerkit.reading.mail import attachments

        return attachments(content(path), str(path))
    return {}
