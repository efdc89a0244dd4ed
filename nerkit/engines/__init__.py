"""Where the files of a run are done: processes of this machine, or actors of a Ray cluster."""

from nerkit.engines.in_order import AHEAD, in_order
from nerkit.engines.interface import RunEngine, Worker, WorkerLost
from nerkit.engines.local import LocalEngine

__all__ = ["AHEAD", "LocalEngine", "RunEngine", "Worker", "WorkerLost", "in_order"]
