"""Documents that nobody has the result of yet: how many there may be, and how far each of them is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nerkit.crew import CrewJob
from nerkit.service.refusal import Refused


class Jobs:
    """Documents by id, in the order in which they came; each has a place from the head of its request on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: dict[str, CrewJob | None] = {}
        self._tasks: set[asyncio.Task[bytes]] = set()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, id: str) -> bool:
        return id in self._places

    @property
    def full(self) -> bool:
        """Whether the next document is put off."""
        return len(self._places) >= self._most

    @contextmanager
    def place(self, id: str) -> Iterator[None]:
        """A place for a document, until it is done where `begin` is called meanwhile. Raises `Refused`."""
        if self.full:
            raise Refused(429, "busy", "too many documents wait; try again later", Retry_After="5")
        self._places[id] = None
        try:
            yield
        finally:
            if self._places.get(id) is None:  # the request was refused
                self._places.pop(id, None)

    def begin(self, id: str, job: CrewJob, task: asyncio.Task[bytes]) -> None:
        """A document that has a place is handed to the workers; `task` ends once its result is kept."""
        self._places[id] = job
        self._tasks.add(task)

        def done(task: asyncio.Task[bytes]) -> None:
            del self._places[id]
            self._tasks.discard(task)
            if not task.cancelled():
                task.exception()  # whoever waits hears of it, if anybody does

        task.add_done_callback(done)

    def state(self, id: str) -> dict[str, Any]:
        """How far a document is, ready for JSON: those before it while it waits, pages done while it is worked on."""
        job = self._places[id]
        if job and job.running():
            return {"id": id, "state": "working", "pages_done": job.pages_done}
        before = 0
        for other, its in self._places.items():
            if other == id:
                break
            before += not (its and its.running())
        return {"id": id, "state": "waiting", "before": before}

    async def finished(self) -> None:
        """Waits for all that was accepted."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
