"""Which tests run which lines, and how long each takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest

from scripts.mutants.draw import Mutant
from scripts.mutants.session import few_examples, forget


@dataclass(frozen=True)
class Covered:
    """`lines`: path → line → tests that run it; `seconds`: how long each test takes."""

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    def tests(self, mutant: Mutant, limit: float) -> tuple[list[str], float]:
        """Those that can notice a mutant, the others of their files behind them; beside them, how long they take.

        File by file, as their fixtures want it, the quick ones first, and none of them beyond `limit` seconds.
        """
        lines = self.lines.get(mutant.path, {})
        wanted = lines if mutant.imported else range(mutant.first, mutant.last + 1)
        running = {test for line in wanted for test in lines.get(line, ()) if test in self.seconds}
        files = {_file(test) for test in running}
        others = [test for test in self.seconds if _file(test) in files and test not in running]
        return self.limited([*self.by_file(running), *self.by_file(others)], limit)

    def by_file(self, tests: Iterable[str]) -> list[str]:
        """The tests in their order within a file, the quickest file first."""
        chosen = set(tests)
        files: dict[str, list[str]] = {}
        for test in self.seconds:
            if test in chosen:
                files.setdefault(_file(test), []).append(test)
        return [
            test
            for rows in sorted(files.values(), key=lambda rows: sum(self.seconds[test] for test in rows))
            for test in rows
        ]

    def limited(self, tests: Iterable[str], limit: float) -> tuple[list[str], float]:
        """The tests without those that do not fit into `limit` seconds any more, and how long they take."""
        chosen, total = [], 0.0
        for test in tests:
            if total + self.seconds[test] <= limit:
                chosen.append(test)
                total += self.seconds[test]
        return chosen, total

    @classmethod
    def load(cls, path: Path) -> Covered:
        """What `save` wrote."""
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        lines = {name: {int(line): tests for line, tests in rows.items()} for name, rows in data["lines"].items()}
        return cls(lines, data["seconds"])

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps({"lines": self.lines, "seconds": self.seconds}), encoding="utf-8")


def _file(test: str) -> str:
    return test.partition("::")[0]


class _Recorder:
    def __init__(self, measure: coverage.Coverage) -> None:
        self.measure = measure
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []
        self.file = ""

    def pytest_collection_finish(self) -> None:
        few_examples(3)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if _file(item.nodeid) != self.file:  # else a cached function is run by the first file alone
            self.file = _file(item.nodeid)
            forget()
        self.measure.switch_context(item.nodeid)
        result = yield
        self.measure.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)


def measure(root: Path, paths: list[str], tests: list[str]) -> Covered:
    """Run the tests once. Those that fail without any mutant are left out."""
    watch = coverage.Coverage(data_file=None, include=[str(root / path) for path in paths])
    recorder = _Recorder(watch)
    watch.start()
    pytest.main(["-q", "-p", "no:cacheprovider", *tests], plugins=[recorder])
    watch.stop()
    data = watch.get_data()
    seconds = {test: time for test, time in recorder.seconds.items() if test not in recorder.failed}
    by_line = {path: data.contexts_by_lineno(str(root / path)) for path in paths}
    return Covered(
        {path: {n: [t for t in ts if t] for n, ts in rows.items()} for path, rows in by_line.items()}, seconds
    )
