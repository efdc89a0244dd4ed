"""What came of a run of many files, in one line."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any


class RunSummary:
    """Counts the JSON objects of files as they are done; those that an earlier run did count too, but not in time."""

    def __init__(self) -> None:
        self.files = 0
        self.pages = 0
        self.doubtful = 0
        self.kinds: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self._now = 0
        self._began = time.monotonic()

    def count(self, row: Mapping[str, Any], *, now: bool = True) -> None:
        """Counts the object of a file; `now` where this run did it."""
        self.files += row.get("part", 1) == 1  # a file may hold several documents
        if "error" in row:
            self.failed[row["error"]["code"]] += 1
            return
        pages = row["pages"] or 1  # a text counts as one page
        self.pages += pages
        self._now += pages * now
        self.kinds[row["kind"]] += 1
        self.doubtful += doubts(row) is not None

    def facts(self) -> dict[str, Any]:
        """The figures, ready for JSON; seconds and pages a second are those of this run."""
        seconds = time.monotonic() - self._began
        return {
            "files": self.files,
            "pages": self.pages,
            "kinds": dict(self.kinds.most_common()),
            "doubtful": self.doubtful,
            "failed": dict(self.failed.most_common()),
            "seconds": round(seconds, 1),
            "pages_per_second": round(self._now / seconds, 2) if seconds else None,
        }

    def __str__(self) -> str:
        facts = self.facts()
        said = [f"{_counted(self.files, 'file')}, {_counted(self.pages, 'page')}"]
        said[0] += f" in {_clock(facts['seconds'])} ({facts['pages_per_second']} pages a second)"
        said += [", ".join(f"{count} {kind}" for kind, count in facts["kinds"].items())] * bool(self.kinds)
        said += [f"{self.doubtful} doubtful"] * bool(self.doubtful)
        failed = ", ".join(f"{count} {code}" for code, count in facts["failed"].items())
        return "; ".join(said + [f"failed: {failed}"] * bool(failed))


def doubts(row: Mapping[str, Any]) -> str | None:
    """What is doubtful in the JSON object of a file."""
    checks = sum(not check["passed"] for check in row.get("checks", ()))
    values = sum("ambiguous" in value for values in row.get("record", {}).values() for value in values)
    said = [
        f"{_counted(checks, 'failed check')}" * bool(checks),
        f"{_counted(values, 'ambiguous value')}" * bool(values),
    ]
    return ", ".join(filter(None, said)) or None


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
