"""Which lines of some modules a call runs, so that an input that reaches new ones can be kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

Line = tuple[str, int]


class Coverage:
    """Lines of the modules below a folder that have been run in calls through `new_lines`."""

    def __init__(self, folder: Path) -> None:
        self.seen: set[Line] = set()
        self._folder = str(folder)

    def new_lines(self, call: Callable[[], object]) -> int:
        """How many lines the call runs that none has run before. Raises what it raises."""
        before, outer = len(self.seen), sys.gettrace()

        def in_line(frame: FrameType, event: str, argument: Any) -> Any:
            self.seen.add((frame.f_code.co_filename, frame.f_lineno))
            return in_line

        def in_call(frame: FrameType, event: str, argument: Any) -> Any:
            return in_line if frame.f_code.co_filename.startswith(self._folder) else None

        sys.settrace(in_call)
        try:
            call()
        finally:
            sys.settrace(outer)
        return len(self.seen) - before
