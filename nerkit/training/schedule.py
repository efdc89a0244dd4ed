"""What the learning rate does over a run: a linear rise, then the way down that the config names."""

from __future__ import annotations

import math
from collections.abc import Callable

FLOOR = 0.05
"""Share of the learning rate that is left at the end."""

# The share of the learning rate by how much of the run is done, from 0 to 1.
SCHEDULES: dict[str, Callable[[float], float]] = {
    "linear": lambda done: max(FLOOR, 1 - done),
    "cosine": lambda done: FLOOR + (1 - FLOOR) * (1 + math.cos(math.pi * done)) / 2,
    "constant": lambda _: 1.0,
}


def rate(schedule: str, step: int, steps: int, warmup: int) -> float:
    """Share of the learning rate at `step` of about `steps`, both counted from 1.

    Cosine: Loshchilov & Hutter 2017, without restarts. Constant goes well with the averaged weights alone.
    """
    if step < warmup:
        return step / warmup
    return SCHEDULES[schedule](min(1.0, step / steps))
