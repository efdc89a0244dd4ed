"""The OCR benchmark counts what it says it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from nerkit.benchmarks.ocr_accuracy import character_errors, errors_left, misses_left, times_as_fast, total, turns
from nerkit.benchmarks.scans import Scan, scans

WORDS = ("Invoice number 4711", "Seller Northwind Paper", "Total 1,880.00")


def picture() -> Image.Image:
    image = Image.new("L", (600, 300), 255)
    pen = ImageDraw.Draw(image)
    for i, line in enumerate(WORDS):
        pen.text((40, 40 + 70 * i), line, fill=0, font_size=32)
    return image


@pytest.mark.parametrize(
    ("read", "wanted", "errors"), [("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("total", "total", 0)]
)
def test_character_errors_are_insertions_deletions_and_substitutions(read: str, wanted: str, errors: int) -> None:
    assert character_errors(read, wanted) == errors


@given(st.text("abc ", max_size=12), st.text("abc ", max_size=12), st.text("abc ", max_size=12))
def test_character_errors_are_a_distance(a: str, b: str, c: str) -> None:
    assert character_errors(a, b) == character_errors(b, a)
    assert (character_errors(a, b) == 0) == (a == b)
    assert character_errors(a, c) <= character_errors(a, b) + character_errors(b, c)


def test_a_clean_page_is_read_right_by_both_in_either_order_of_its_lines_and_its_values_are_found() -> None:
    page = Scan(picture, ("\n".join(reversed(WORDS)), "\n".join(WORDS)), ("1,880.00", "Nowhere"))

    (turn,) = turns([page])

    for counted in (turn.ours, turn.theirs):
        assert counted.error_rate == 0
        assert (counted.recall, counted.precision) == (1, 1)
        assert (counted.values_found, counted.values) == (1, 2)


def test_figures_compare_the_sums_of_all_pages() -> None:
    wrong = Scan(picture, ("\n".join((*WORDS, "never there")),))

    done = list(turns([wrong] * 7))

    assert [turn.pages for turn in done] == [6, 1]
    ours = total([turn.ours for turn in done])
    assert (ours.words_found, ours.words) == (7 * 8, 7 * 10)
    assert errors_left(done) == misses_left(done) == 1
    assert times_as_fast(done) > 0


def test_receipts_come_with_their_lines_as_given_and_row_by_row(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    picture().save(tmp_path / "img" / "1.png")
    lines = [("5.00", 300, 40, 340, 60), ("Tea", 40, 44, 90, 64), ("Total", 40, 80, 90, 100)]
    rows = [{"document": name, "lines": [{"text": t, "box": box} for t, *box in lines]} for name in "12"]
    (tmp_path / "train.jsonl").write_text("\n".join(map(json.dumps, rows)))

    (receipt,) = scans(tmp_path, 10)

    assert receipt.texts == ("5.00\nTea\nTotal", "Tea\n5.00\nTotal")
    assert receipt.image().size == picture().size
