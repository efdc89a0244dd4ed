"""Lines of a tilted photograph: found level again from the boxes of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.document import Box
from nerkit.reading.skew import deskewed, skew_slope

ROWS = [("Tea", "2.00"), ("Bread", "3.50"), ("Subtotal", "5.50"), ("Tax", "0.50"), ("Total", "6.00"), ("Cash", "10.00")]


def receipt(slope: float) -> list[TextBox]:
    """Items at the left and amounts at the right, each line falling by `slope`."""
    boxes = []
    for row, texts in enumerate(ROWS):
        for left, text in zip((20.0, 320.0), texts, strict=True):
            top = 40.0 * row + 20 + slope * left
            boxes.append(TextBox(text, left, top, left + 12 * len(text), top + 22))
    return boxes


@pytest.mark.parametrize("slope", [-0.045, -0.02, 0.0, 0.02, 0.045])
def test_an_amount_stands_on_the_line_of_its_words_however_the_photograph_was_held(slope: float) -> None:
    document, _ = document_from_boxes("receipt.jpg", receipt(slope))
    assert [tuple(line.split()) for line in document.text.split("\n") if line] == ROWS


@given(st.floats(-0.05, 0.05))
def test_the_tilt_of_lines_is_what_they_were_tilted_by(slope: float) -> None:
    boxes = [Box(1, box.x0, box.top, box.x1, box.bottom) for box in receipt(slope)]
    # The middles of words of different length lie on the slope; their tops do, by their left edges.
    assert skew_slope(boxes) == pytest.approx(slope, rel=0.15, abs=1e-9)
    assert skew_slope(deskewed(boxes)) == pytest.approx(0.0, abs=0.15 * abs(slope) + 1e-9)


def test_a_few_words_say_nothing_about_the_tilt_of_a_page() -> None:
    boxes = [Box(1, box.x0, box.top, box.x1, box.bottom) for box in receipt(0.045)[:8]]
    assert skew_slope(boxes) == 0.0
    assert deskewed(boxes) == boxes
