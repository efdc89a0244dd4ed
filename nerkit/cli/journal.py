"""The lines that a run has written so far, each with what it was made of: a run that was stopped goes on from them.

They stand in two files: the JSON lines themselves, and beside them the keys: what all lines are made with, then for
each line its key and its digest. A line counts where both are whole, whatever happened to the process, the disk or the
machine while they were written; what stands behind the last such line is cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from itertools import chain, islice, pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from nerkit.cli.run_keys import changed, key_of
from nerkit.document import Document
from nerkit.errors import OutputError
from nerkit.output import replaced, written_to
from nerkit.parsing import json_of
from nerkit.reading.remote import RemoteFile
from nerkit.result import Failure

KEYS = ".keys"
"""What the name of the file of keys ends in."""

_EVERY = 1.0
"""Seconds of work at most that are lost where the machine itself goes down."""

Source = Path | RemoteFile | Document | Failure
Line = dict[str, Any]


class Journal:
    """The lines of a run that writes `output`, in `part`; a context that closes them.

    Where it ends early, the error has notes that say how to go on; without a line nothing stays. What only grows, and
    is never finished, has the same file for both.

    With `go_on` those that a stopped run has left are kept; with `remember` a source that comes once more in the same
    run is known too, for memory. Raises `OutputError` where these are none of nerkit's or
    were made with something else, before anything is changed, and for whatever stands in the way of writing.
    """

    def __init__(
        self, output: Path, part: Path, made_with: Mapping[str, Any], *, go_on: bool, remember: bool = False
    ) -> None:
        self.output = output
        self.part = part
        self.keys = part.with_name(part.name + KEYS)
        self._before: dict[str, int] = {}
        self._several: dict[int, int] = {}  # how many lines begin there, of a source that has more than one
        self._lines, self._end = 0, 0
        self._order = array("q")  # where the line of each source begins, -1 until it is written
        self._awaited: deque[tuple[int, str]] = deque()
        self._synced = time.monotonic()
        self._remembers = remember
        header = json.dumps(dict(made_with), ensure_ascii=True, sort_keys=True).encode() + b"\n"
        if self.keys.is_symlink() or (self.keys.exists() and not self.keys.is_file()):
            raise OutputError(f"cannot write to {output}: {self.keys}, which goes with it, is a link or no file")
        with ExitStack() as stack, written_to(output):
            self._to: BinaryIO = stack.enter_context(part.open("ab"))
            if not _locked(self._to):
                raise OutputError(f"cannot write to {output}: another run is at it; end that, or name another file")
            keys_end = self._left(dict(made_with)) if go_on and _size(part) else 0
            self._to.truncate(self._end)  # the lines go first: keys without a line are none
            if not self._lines:
                self.keys.write_bytes(header)
                keys_end = len(header)
            self._keys: BinaryIO = stack.enter_context(self.keys.open("ab"))
            self._keys.truncate(keys_end)
            self._from = stack.enter_context(part.open("rb"))
            self._closing = stack.pop_all()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            with written_to(self.output):
                self._closing.close()
            return
        with suppress(OSError):  # it was said already
            self._closing.close()
        if self.part == self.output:
            return
        if _size(self.part):
            error.add_note(f"what was done is in {self.part}")
            error.add_note("the same command with --resume goes on from there")
        else:
            self.remove()

    @property
    def written(self) -> int:
        """How many lines there are."""
        return self._lines

    def todo(self, sources: Iterable[Source], kept: Callable[[Line], None]) -> Iterator[Source]:
        """The sources that have no line yet; `kept` is told the line of each of the others."""
        for source in sources:
            key = key_of(source)
            if self._remembers and any(key == other for _, other in self._awaited):
                continue
            start = self._before.get(key)
            self._order.append(-1 if start is None else start)
            if start is None:
                self._awaited.append((len(self._order) - 1, key))
                yield source
            else:
                for line in self._lines_at(start):
                    kept(line)

    def add(self, *lines: Line) -> None:
        """Writes the lines of the next source that `todo` gave: one for each document in it."""
        place, key = self._awaited.popleft()
        written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        data = written.encode("utf-8", "backslashreplace")
        with written_to(self.output):
            self._to.write(data)
            self._to.flush()
            self._keys.write(f"{key} {_digest(data)} {len(lines)}\n".encode())
            self._keys.flush()
            if time.monotonic() - self._synced > _EVERY:
                self._sync()
        self._order[place] = self._end
        if self._remembers:
            self._before[key] = self._end
        self._several.update({self._end: len(lines)} if len(lines) > 1 else {})
        self._end += len(data)
        self._lines += 1

    def lines(self) -> Iterator[Line]:
        """The lines of each source, in the order of the sources."""
        return chain.from_iterable(map(self._lines_at, self._order))

    def finish(self) -> None:
        """Makes the lines, in the order of the sources, the output. The journal is closed then, and gone."""
        with written_to(self.output):
            self._sync()
            if self._in_order():
                self._closing.close()
                replaced(self.part, self.output)
            else:
                ordered = self.part.with_name(self.part.name + ".ordered")
                with ordered.open("wb") as to:
                    to.writelines(map(self._data, self._order))
                replaced(ordered, self.output)
            self.remove()

    def remove(self) -> None:
        """Removes the files of the journal."""
        self._closing.close()
        for path in (self.part, self.keys):
            path.unlink(missing_ok=True)

    def _in_order(self) -> bool:
        """Whether the lines are those of the sources and no others, in their order."""
        rising = all(one < other for one, other in pairwise(self._order))
        return rising and len(self._order) == self._lines

    def _left(self, now: dict[str, Any]) -> int:
        """Takes the whole lines that were left; where the keys of the last of them end."""
        try:
            keys = self.keys.open("rb")
        except FileNotFoundError:
            raise self._foreign() from None
        with keys, self.part.open("rb") as lines:
            try:
                before = json_of(keys.readline().decode())
            except ValueError:
                before = None
            if not isinstance(before, dict):
                raise self._foreign()
            end = keys.tell()
            for key in keys:
                digest, _, count = key[33:-1].partition(b" ")
                line = b"".join(islice(lines, int(count) if count.isdigit() else 1))
                if not line or not key.endswith(b"\n") or digest != _digest(line).encode():
                    break
                self._several.update({self._end: int(count)} if count.isdigit() and int(count) > 1 else {})
                self._before[key[:32].decode("ascii", "replace")] = self._end
                self._end += len(line)
                self._lines += 1
                end += len(key)
        if self._lines and (names := changed(before, now)):
            raise OutputError(
                f"{self.part} was made with another {', '.join(names)}; go on with the same, "
                "or leave --resume out to begin anew"
            )
        return end

    def _foreign(self) -> OutputError:
        return OutputError(f"{self.part} is not what a run of nerkit leaves; remove it, and the run begins anew")

    def _lines_at(self, start: int) -> list[Line]:
        return [json_of(line.decode("utf-8", "surrogatepass")) for line in self._data(start).splitlines()]

    def _data(self, start: int) -> bytes:
        self._from.seek(start)
        return b"".join(islice(self._from, self._several.get(start, 1)))

    def _sync(self) -> None:
        for file in (self._to, self._keys):
            os.fsync(file.fileno())
        self._synced = time.monotonic()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:32]


def _locked(file: BinaryIO) -> bool:
    """Locks a file until it is closed; False where another process has locked it. Windows has no such locks."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
