"""One session of pytest that collects the tests and then tries mutant after mutant, each in a child process."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import pytest

from scripts.mutants.transplant import transplant

EXAMPLES = 25
"""Of a property: a quarter of what the tests themselves take."""

Fate = Literal["killed", "survived", "timed out"]
Try = Callable[[Mapping[str, str], Sequence[str], float], Fate]
"""Paths of files with their changed texts, tests in their order, their seconds when nothing is changed → the fate."""

_IDLE = 10.0
"""By how much longer than its CPU time a mutant may take on a busy machine."""

NOTICED = Path("noticed")
"""Which test failed last, and how."""

_KILLED, _SURVIVED, _BROKEN = 1, 0, 70


def few_examples(count: int = EXAMPLES) -> None:
    """Test properties with so many examples, the same ones each time."""
    from hypothesis import settings  # not before pytest has seen its plugins

    settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=count)
    settings.load_profile("mutants")


def forget() -> None:
    """Empty the caches of nerkit's functions: what is remembered was made by the code of before."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "nerkit":
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


class Session:
    """A plugin: `work` is called once all is collected, with what tries a mutant. No test runs in this process."""

    def __init__(self, work: Callable[[Try], None]) -> None:
        self.work = work
        self.items: dict[str, pytest.Item] = {}
        self.child = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called by pytest."""
        few_examples()
        self.items = {item.nodeid: item for item in session.items}
        self.work(self._try)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest."""
        if self.child and report.failed:
            NOTICED.write_text(f"{report.nodeid}\n{report.longreprtext}", encoding="utf-8")
            os._exit(_KILLED)

    def _try(self, changed: Mapping[str, str], tests: Sequence[str], seconds: float) -> Fate:
        pid = os.fork()
        if not pid:
            self._run(changed, tests, 30 + 4 * seconds)
        return _fate(pid, time.monotonic() + _IDLE * (30 + 4 * seconds))

    def _run(self, changed: Mapping[str, str], tests: Sequence[str], seconds: float) -> None:
        status = _BROKEN
        try:
            self.child = True
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
            os.setpgrp()  # no session of its own: a new one would begin with the usual priority
            quiet = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(quiet, number)
            items = [self.items[test] for test in tests if test in self.items]  # some may have gone since
            try:
                for path, text in changed.items():
                    transplant(importlib.import_module(path.removesuffix(".py").replace("/", ".")), text)
                forget()
            except Exception as error:
                NOTICED.write_text(type(error).__name__, encoding="utf-8")
                os._exit(_KILLED)
            for item, after in zip(items, [*items[1:], None], strict=True):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            status = _SURVIVED
        finally:
            os._exit(status)


def _fate(pid: int, until: float) -> Fate:
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if code in (-signal.SIGXCPU, -signal.SIGKILL):  # its own limit, which counts work and not the load around
                return "timed out"
            if code == _BROKEN:
                raise RuntimeError("the tests could not be run: measure anew what they cover")
            return "survived" if code == _SURVIVED else "killed"
        time.sleep(0.01)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "timed out"


def session(tests: Sequence[str], work: Callable[[Try], None]) -> None:
    """Collect the tests of these files, then do the work."""
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *tests], plugins=[Session(work)])


def confirm(tests: Sequence[str], seconds: float) -> Fate:
    """The fate of a change that stands in its file already, in a process that imports everything anew."""
    limit = int(60 + 4 * seconds)
    pid = os.fork()
    if not pid:
        os.setpgrp()
        quiet = os.open(os.devnull, os.O_RDWR)
        os.dup2(quiet, 1)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        arguments = ["-x", "-q", "-p", "no:cacheprovider", *files]
        os.execve(sys.executable, [sys.executable, "-m", "pytest", *arguments], os.environ)
    return _fate(pid, time.monotonic() + _IDLE * limit)
