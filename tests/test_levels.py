"""What is level with a box is found, whatever a file says of where things stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nerkit.document import Box
from nerkit.reading.levels import Levels

EDGES = st.floats(0, 900) | st.sampled_from([-1e30, 1e30, float("inf"), float("nan")])
BOXES = st.builds(lambda page, a, b: Box(page, 0.0, min(a, b), 9.0, max(a, b)), st.integers(1, 2), EDGES, EDGES)


@given(boxes=st.lists(BOXES, max_size=20), box=BOXES)
def test_all_that_overlaps_a_box_in_height_is_level_with_it(boxes: list[Box], box: Box) -> None:
    levels = Levels()
    for number, each in enumerate(boxes):
        levels.add(number, each)
    overlap = {
        number
        for number, each in enumerate(boxes)
        if each.page == box.page and each.top <= box.bottom and each.bottom >= box.top
    }
    assert overlap <= set(levels.level_with(box))


def test_what_is_far_above_and_below_is_not_looked_at() -> None:
    levels = Levels()
    for number in range(100):
        levels.add(number, Box(1, 0.0, 12.0 * number, 10.0, 12.0 * number + 10))
    assert 50 in levels.level_with(Box(1, 0.0, 600.0, 10.0, 610.0))
    assert len(levels.level_with(Box(1, 0.0, 600.0, 10.0, 610.0))) < 6
