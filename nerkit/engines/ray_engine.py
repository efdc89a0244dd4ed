"""Actors of a Ray cluster: one on this machine, or many machines that run already."""

from __future__ import annotations

import os
import secrets
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nerkit
from nerkit.engines.interface import Prepare, WorkerLost
from nerkit.engines.ray_actor import Actor
from nerkit.errors import WorkerFailed
from nerkit.extras import require

_STORE = 512 << 20
"""Bytes of memory for what goes between the processes of a cluster that is ours alone."""

_STARTS = 3
"""How often it is tried to start that cluster."""

_PLACE = "/tmp" if os.name == "posix" else None
"""Where the files of that cluster are: the paths of its sockets have to be short, which TMPDIR need not be."""


class RayEngine:
    """So many actors, each on a core of the cluster.

    A worker or a machine that is lost costs its file one more try; a file whose worker dies twice has failed.
    """

    spare = 1
    patience = 3
    alone: Callable[[WorkerFailed], None] | None = None

    def __init__(self, workers: int, *, elsewhere: bool) -> None:
        self.workers = workers
        self.elsewhere = elsewhere
        self._prepare: tuple[Prepare[Any, Any], Any] | None = None

    def hire(self, prepare: Prepare[Any, Any]) -> RayWorker:
        """An actor that gets ready as soon as there is a core for it; raises WorkerFailed."""
        import ray

        with _reached():
            if self._prepare is None or self._prepare[0] is not prepare:
                self._prepare = prepare, ray.put(prepare)  # the model goes to each machine once
            return RayWorker(self._prepare[1])

    def answering(self, workers: Sequence[RayWorker]) -> list[RayWorker]:
        """Waits for one of the actors."""
        import ray

        awaited = [worker.awaited for worker in workers]
        with _reached():
            ray.wait(awaited, num_returns=1)
            heard, _ = ray.wait(awaited, num_returns=len(awaited), timeout=0)
        return [worker for worker in workers if worker.awaited in heard]


class RayWorker:
    """An actor that does one task at a time."""

    def __init__(self, prepare: Any) -> None:
        import ray

        # Not restarted by Ray: what was lost is counted in one place, and a task is never done behind our back.
        remote = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0, scheduling_strategy="SPREAD")(Actor)
        self._actor = remote.remote(str(Path.cwd()), nerkit.__version__)
        self.awaited = self._actor.prepare.remote(prepare)

    def ready(self) -> None:
        """Waits until tasks can be done."""
        error = self._answer("actors of the Ray cluster die before they are ready; its logs say of what")
        if error is not None:
            raise error

    def begin(self, task: Any) -> None:
        """Hands a task over."""
        with _reached():
            self.awaited = self._actor.do.remote(task)

    def outcome(self) -> Any:
        """Waits for the outcome of the task."""
        return self._answer("two actors that worked on this file ended early: they may have run out of memory")

    def stop(self) -> None:
        """Ends the actor."""
        import ray

        with suppress(Exception):  # it, or the cluster, has gone
            ray.kill(self._actor)

    def _answer(self, lost: str) -> Any:
        import ray

        with _reached():
            try:
                return ray.get(self.awaited)
            except ray.exceptions.RayError:  # the message may hold anything
                raise WorkerLost(lost) from None


@contextmanager
def ray_engine(address: str | None, workers: int | None) -> Iterator[RayEngine]:
    """An engine of the cluster at `address`, as "ray://head:10001", or of one on this machine alone, for as long.

    `workers` is the number of actors: one a core of the cluster unless given. Raises
    `ExtraMissing`, and `WorkerFailed` where there is no cluster.
    """
    require("ray", "ray")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nobody is told of a run
    address = address or os.environ.get("RAY_ADDRESS")
    if not address:
        # A token of its own, known before Ray is loaded: else Ray would leave one in the user's home.
        os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=secrets.token_hex(32))
    with (
        TemporaryDirectory(prefix="nerkit-ray-", dir=_PLACE, ignore_cleanup_errors=True) as folder,
        _signals_kept(),
        warnings.catch_warnings(),
    ):
        import ray

        try:
            if address:
                warnings.simplefilter("ignore")  # that it has no answer is an error, and said as such
                ray.init(address, log_to_driver=False, configure_logging=False)
            else:
                _start(Path(folder), workers)
            cores = int(ray.cluster_resources().get("CPU", 0))
            yield RayEngine(workers or max(1, cores), elsewhere=bool(address))
        except (ConnectionError, TimeoutError, ValueError) as error:
            raise _unreachable() from error
        finally:
            with suppress(Exception):
                ray.shutdown()


def _start(folder: Path, workers: int | None) -> None:
    """Starts a cluster on this machine that others have no way into, and whose files are gone in the end."""
    import ray

    for left in reversed(range(_STARTS)):
        try:
            ray.init(
                "local",
                num_cpus=workers,
                include_dashboard=False,
                log_to_driver=False,
                configure_logging=False,
                object_store_memory=_STORE,
                _temp_dir=str(folder),
            )
        except Exception:  # Ray waits half a minute for its processes, which a busy machine may be too slow for
            ray.shutdown()
            if not left:
                raise WorkerFailed(
                    "Ray did not start on this machine, which may be too busy; use --engine local"
                ) from None
        else:
            return


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Ray takes SIGTERM for itself when it starts; it stays what it was."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (ConnectionError, TimeoutError) as error:
        raise _unreachable() from error


def _unreachable() -> WorkerFailed:
    return WorkerFailed("the Ray cluster does not answer; check its address, as in --engine ray://head:10001")
