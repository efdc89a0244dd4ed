"""How many documents a holder of a token may send in a minute."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Gives each holder `a_minute` documents at once, and then one whenever its share of a minute is over.

    None sets no limit. `clock` tells seconds.
    """

    def __init__(self, a_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}  # what is left, and when that was so

    def wait(self, who: str) -> float:
        """The seconds until a holder may send a document; 0 where that is now, and then it counts."""
        if self._a_minute is None:
            return 0.0
        now = self._clock()
        left, then = self._left.get(who, (float(self._a_minute), now))
        left = min(float(self._a_minute), left + (now - then) * self._a_minute / 60)
        if left >= 1:
            self._left[who] = (left - 1, now)
            return 0.0
        self._left[who] = (left, now)
        return (1 - left) * 60 / self._a_minute
