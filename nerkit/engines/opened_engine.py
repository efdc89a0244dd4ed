"""An engine by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nerkit.engines.interface import RunEngine
from nerkit.engines.local import LocalEngine
from nerkit.errors import OptionError


def check_engine(name: str) -> None:
    """Raises `OptionError` for what names no engine."""
    if name not in ("local", "ray") and not (name.startswith("ray://") and len(name) > len("ray://")):
        raise OptionError(f"there is no engine {name!r}; use local, ray, or ray://HOST:PORT for a cluster that runs")


@contextmanager
def opened_engine(name: str, workers: int | None) -> Iterator[RunEngine]:
    """The engine "local", "ray" or "ray://HOST:PORT", for as long as the context lasts.

    "ray" is a cluster of this machine alone, or the one that RAY_ADDRESS names. `workers` is how many files are done at
    once; None leaves it to the engine. Raises `OptionError`, `ExtraMissing` and `WorkerFailed`.
    """
    check_engine(name)
    if name == "local":
        yield LocalEngine(workers or 1)
        return
    from nerkit.engines.ray_engine import ray_engine

    with ray_engine(None if name == "ray" else name, workers) as engine:
        yield engine
