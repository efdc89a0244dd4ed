"""Files are written whole: beside their place and under another name, and renamed when all of it is there.

What stood there before stays until then. What is read is never written over.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TextIO

from nerkit.errors import OutputError
from nerkit.paths import is_file, is_folder

PART = ".part"
"""What the name of a file ends in until it is whole."""

_REMEDIES = {
    errno.ENOSPC: "make room on the disk, or name a file elsewhere",
    errno.EDQUOT: "make room in your quota, or name a file elsewhere",
    errno.EACCES: "give yourself permission, or name a file elsewhere",
    errno.EPERM: "give yourself permission, or name a file elsewhere",
    errno.EROFS: "name a file elsewhere",
    errno.ENOENT: "its folder is not there",
    errno.ENOTDIR: "its folder is none",
    errno.ENAMETOOLONG: "name it shorter",
}


def part_of(path: Path) -> Path:
    """Where a file is until it is whole, and what a run that was stopped leaves."""
    target = _target(path)
    return target.with_name(target.name + PART)


def _target(path: Path) -> Path:
    return path.resolve() if path.is_symlink() else path


def check_output(path: Path, reads: Iterable[str | Path] = ()) -> None:
    """Raises `OutputError` for what cannot be a file, or is one of those that are read.

    `reads` may name members of archives, as in "a.zip/b.pdf": the archive is read then. Of a folder all that lies in it
    is read.
    """
    if path.is_dir():
        raise OutputError(f"cannot write to {path}: it is a folder; name a file in it")
    if not path.parent.is_dir():
        raise OutputError(f"cannot write to {path}: there is no folder {path.parent}; make it first")
    part = part_of(path)
    if part.is_symlink() or (part.exists() and not part.is_file()):
        raise OutputError(f"cannot write to {path}: {part}, where it is until it is whole, is a link or no file")
    there = [each for each in (path, part) if each.is_file()]
    if path in there and not os.access(path, os.W_OK):  # a file that may not be changed may not be replaced either
        raise OutputError(f"cannot write to {path}: no permission; give it to yourself, or name another file")
    for read in map(Path, reads if there else ()):
        for each in there:
            if _holds(read, each):
                raise OutputError(f"{each} is what is read; name another file")


def _holds(read: Path, file: Path) -> bool:
    """Whether reading `read` reads a file, whatever each of them is called."""
    if is_folder(read):
        return read.resolve() in file.resolve().parents
    opened = next((above for above in (read, *read.parents) if is_file(above)), None)
    return opened is not None and opened.samefile(file)


def check_folder(path: Path) -> None:
    """Makes a folder where there is none. Raises `OutputError` for what cannot be one, or may not be written to."""
    if path.exists() and not path.is_dir():
        raise OutputError(f"cannot write to {path}: it is a file; name a folder")
    with written_to(path):
        path.mkdir(parents=True, exist_ok=True)
    if not os.access(path, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write to {path}: no permission; give it to yourself, or name another folder")


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to write to; once that is done its files are in `path`, and until then `path` is as it was.

    What else lies in `path` stays. Raises `OutputError` as `check_folder` does, and for whatever stands in the way of
    writing.
    """
    check_folder(path)
    part = Path(mkdtemp(PART, f"{path.name}.", path.parent if os.access(path.parent, os.W_OK) else path))
    try:
        with written_to(path):
            yield part
            for file in sorted(part.rglob("*")):
                target = path / file.relative_to(part)
                if file.is_dir():
                    target.mkdir(exist_ok=True)
                else:
                    _finish(file, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def whole(path: Path, *, reads: Iterable[str | Path] = (), keep: bool = False) -> Iterator[Path]:
    """A name to write to; once that is done it becomes `path`, and until then `path` is as it was.

    Where the writing ends early, what there is of it is removed, or stays with `keep`: the error has a note that says
    where. A device or a pipe is written to as it is.

    Raises `OutputError` as `check_output` does, and for whatever stands in the way of writing.
    """
    check_output(path, reads)
    target = _target(path)
    if target.exists() and not target.is_file():
        with written_to(path):
            yield target
        return
    part = part_of(path)
    try:
        with written_to(path):
            yield part
            _finish(part, target)
    except BaseException as error:
        with suppress(OSError):
            if keep and part.stat().st_size:
                error.add_note(f"what was done is in {part}")
            else:
                part.unlink()
        raise


def replaced(part: Path, path: Path) -> None:
    """Makes `part`, which is whole, the file `path`; raises OSError."""
    _finish(part, _target(path))


def _finish(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())  # some disks say only now that they are full
    if target.exists():
        shutil.copymode(target, part)
    part.replace(target)


@contextmanager
def written_to(name: Path | str) -> Iterator[None]:
    """Makes an `OutputError` of what stands in the way of writing; a reader who has had enough is no error."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "name a file elsewhere")
        raise OutputError(f"cannot write to {name}: {error.strerror}; {remedy}") from None


@contextmanager
def text_output(
    path: Path | None, *, reads: Iterable[str | Path] = (), keep: bool = True, go_on: bool = False, bom: bool = False
) -> Iterator[TextIO]:
    """A stream of UTF-8 to `path`, or to standard output for None; what no UTF-8 can hold is written as an escape.

    With `go_on` what a run that was stopped has left is added to; with `bom` the file begins as some spreadsheets like
    it. Raises as `whole` does.
    """
    if path is None:
        with written_to("standard output"):
            if bom:
                sys.stdout.write("\ufeff")
            yield sys.stdout
            sys.stdout.flush()
        return
    with whole(path, reads=reads, keep=keep) as part:
        encoding = "utf-8-sig" if bom else "utf-8"
        with part.open("a" if go_on else "w", encoding=encoding, errors="backslashreplace", newline="") as to:
            yield to
