"""Many tasks, in order, on the workers of an engine, of which any may be lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from typing import Generic

from nerkit.engines.interface import OutcomeT, Prepare, RunEngine, TaskT, Worker, WorkerLost
from nerkit.errors import WorkerFailed

AHEAD = 4
"""How many tasks a worker may be ahead of the one that is waited for: bounds the outcomes held in memory."""


def in_order(
    engine: RunEngine,
    tasks: Iterable[TaskT],
    prepare: Prepare[TaskT, OutcomeT],
    crashed: Callable[[TaskT, WorkerFailed], OutcomeT],
    again: Callable[[OutcomeT, int], bool] = lambda outcome, tries: False,
    ahead: int = AHEAD,
    here: Callable[[TaskT], OutcomeT] | None = None,
) -> Generator[OutcomeT, None, None]:
    """The outcome of each task, exactly one, in order.

    `crashed` makes the outcome of a task whose worker died of it. `again` says whether a task is tried once more, by
    its outcome and how often it was tried. So many tasks are taken for each worker as `ahead` says; with 1 of each the
    next task is waited for once there is the outcome of the one before. `here` does a task in this process, where there
    is no room for any worker and the engine is `alone` then.

    Raises what `prepare` raised, if that is a NerkitError, and WorkerFailed where workers cannot start.
    """
    left = iter(tasks)
    pending: deque[_Job[TaskT, OutcomeT]] = deque()
    crew = _Crew(engine, prepare, crashed, here)
    try:
        while True:
            room = max(0, crew.most * ahead - len(pending))
            pending.extend(_Job(task, again, engine.spare) for task in islice(left, room))
            if not pending:
                return
            if pending[0].outcomes:
                yield pending.popleft().outcomes[0]
            else:
                crew.work([job for job in pending if not job.started])
    finally:
        crew.stop()


class _Job(Generic[TaskT, OutcomeT]):
    """A task, and what became of it: nothing yet or one outcome. `spare` lost workers do not count."""

    def __init__(self, task: TaskT, again: Callable[[OutcomeT, int], bool], spare: int) -> None:
        self.task = task
        self.spare = spare
        self.started = False
        self.outcomes: list[OutcomeT] = []
        self._again = again
        self._tries = 0

    def came(self, outcome: OutcomeT) -> None:
        """Takes an outcome, or waits for a worker once more."""
        self._tries += 1
        if self._again(outcome, self._tries):
            self.started = False
        else:
            self.outcomes.append(outcome)


class _Hand(Generic[TaskT, OutcomeT]):
    """A worker, whether it is ready, and what it is at."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.ready = False
        self.job: _Job[TaskT, OutcomeT] | None = None

    def begin(self, job: _Job[TaskT, OutcomeT]) -> None:
        job.started, self.job = True, job
        self.worker.begin(job.task)

    def take(self) -> None:
        """Takes what the worker answers; raises WorkerLost."""
        if not self.ready:
            self.worker.ready()
            self.ready = True
        elif self.job is not None:
            self.job.came(self.worker.outcome())
            self.job = None


class _Crew(Generic[TaskT, OutcomeT]):
    """The workers that there are; they are hired as there is work for them."""

    def __init__(
        self,
        engine: RunEngine,
        prepare: Prepare[TaskT, OutcomeT],
        crashed: Callable[[TaskT, WorkerFailed], OutcomeT],
        here: Callable[[TaskT], OutcomeT] | None,
    ) -> None:
        self.most = engine.workers
        self._engine, self._prepare, self._crashed, self._here = engine, prepare, crashed, here
        self._alone = False
        self._hands: list[_Hand[TaskT, OutcomeT]] = []
        self._lost = 0

    def work(self, waiting: list[_Job[TaskT, OutcomeT]]) -> None:
        """Gives jobs to workers that are ready, and waits for an answer of one; alone, does the first job itself."""
        if self._alone and self._here:
            waiting[0].came(self._here(waiting[0].task))
            return
        left = self._handed_out(waiting)
        coming = sum(not hand.ready for hand in self._hands)
        self._hire(min(len(left) - coming, self.most - len(self._hands)))
        if self._alone:
            return
        busy = [hand for hand in self._hands if hand.job or not hand.ready]
        answering = self._engine.answering([hand.worker for hand in busy])
        for hand in busy:
            if hand.worker in answering:
                self._take(hand)
        self._handed_out(left)  # nobody is idle while outcomes are looked at

    def stop(self) -> None:
        for hand in self._hands:
            hand.worker.stop()

    def _handed_out(self, waiting: Iterable[_Job[TaskT, OutcomeT]]) -> list[_Job[TaskT, OutcomeT]]:
        """Gives jobs to the workers that have none; what is left."""
        left = deque(waiting)
        for hand in self._hands:
            if left and hand.ready and hand.job is None:
                hand.begin(left.popleft())
        return list(left)

    def _hire(self, count: int) -> None:
        for _ in range(count):
            try:
                self._hands.append(_Hand(self._engine.hire(self._prepare)))
            except WorkerFailed as error:
                if self._hands:
                    self.most = len(self._hands)  # as many as there can be
                elif self._here and self._engine.alone:
                    self._engine.alone(error)
                    self._alone = True
                else:
                    raise
                return

    def _take(self, hand: _Hand[TaskT, OutcomeT]) -> None:
        try:
            hand.take()
            self._lost = 0
        except WorkerLost as lost:
            hand.worker.stop()
            self._hands.remove(hand)
            job = hand.job
            if job is None:
                self._lost += 1
                if self._lost > self._engine.patience:
                    raise WorkerFailed(lost.reason) from None
            elif job.spare:
                job.spare -= 1
                job.started = False
            else:
                job.came(self._crashed(job.task, WorkerFailed(lost.reason)))
