"""A mutant lives or dies: its tests run in a child process that has all packages but nerkit in memory already."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import pytest

Fate = Literal["killed", "survived", "timed out", "no test"]

_LIMIT = 60.0
"""Seconds that the tests of one mutant take at most when nothing is changed; slower ones are left out."""

_PATIENCE = 3.0, 45.0
"""How many times longer the tests of a mutant may take, and seconds for the start, before it counts as endless."""

_BROKEN = 70  # the status of a child in which pytest itself does not work

_PACKAGES = "numpy torch spacy pydantic babel.numbers stdnum pycountry dateutil.relativedelta pypdfium2 cv2"


def warm_up() -> None:
    """Import what every child needs, once."""
    for package in _PACKAGES.split():
        with suppress(ImportError):
            importlib.import_module(package)
    sys.dont_write_bytecode = True


class _Only:
    """Runs the named tests alone, in the order in which they are named."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.place = {test: i for i, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.place), key=lambda i: self.place[i.nodeid])


def fate(path: Path, mutated: str, tests: Sequence[str], seconds: dict[str, float]) -> tuple[Fate, float]:
    """What becomes of a file's mutant, and how long that took."""
    chosen, total = [], 0.0
    for test in tests:
        if total + seconds[test] <= _LIMIT:
            total += seconds[test]
            chosen.append(test)
    if not chosen:
        return "no test", 0.0
    began = time.monotonic()
    with _changed(path, mutated):
        pid = os.fork()
        if not pid:
            _run(chosen)
        code = _wait(pid, began + _PATIENCE[0] * total + _PATIENCE[1])
    taken = round(time.monotonic() - began, 1)
    if code is not None and code > 2:
        raise RuntimeError(f"pytest ended with {code}: what it was asked makes no sense")
    return ("timed out" if code is None else "survived" if code == 0 else "killed"), taken


@contextmanager
def _changed(path: Path, text: str) -> Iterator[None]:
    status, before = path.stat(), path.read_bytes()
    path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # so that the compiled file is taken again


def _run(tests: Sequence[str]) -> None:
    code = _BROKEN
    try:
        os.setsid()
        quiet = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(quiet, number)
        files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files], plugins=[_Only(tests)])
    finally:
        os._exit(code)


def _wait(pid: int, until: float) -> int | None:
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None
