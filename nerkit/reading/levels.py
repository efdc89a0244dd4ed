"""What stands on pages, by its height on them: what is level with a box is found without a look at all of it."""

from __future__ import annotations

from collections import defaultdict

from nerkit.document import Box

_BAND = 20.0  # points
_MOST = 16  # bands in which a box is noted; a taller one is level with everything
_FARTHEST = 10_000.0  # bands, whatever a file says


class Levels:
    """Boxes by their numbers, as whoever adds them counts them."""

    def __init__(self) -> None:
        self._numbers: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._tall: list[int] = []

    def add(self, number: int, box: Box) -> None:
        """Notes a box under its number."""
        bands = _bands(box)
        if len(bands) > _MOST:
            self._tall.append(number)
        else:
            for band in bands:
                self._numbers[box.page, band].append(number)

    def level_with(self, box: Box) -> list[int]:
        """The numbers of boxes that may overlap this one in height, those that do among them, in order."""
        bands = _bands(box)
        if len(bands) > _MOST:
            noted = (numbers for (page, _), numbers in self._numbers.items() if page == box.page)
        else:
            noted = (self._numbers.get((box.page, band), []) for band in bands)
        return sorted({*self._tall, *(number for numbers in noted for number in numbers)})


def _bands(box: Box) -> range:
    first, last = (int(min(_FARTHEST, max(-_FARTHEST, edge / _BAND))) for edge in (box.top, box.bottom))
    return range(first, last + 1)
