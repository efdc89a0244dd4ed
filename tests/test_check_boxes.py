"""Boxes to tick and radio buttons become [x] and [ ] beside their labels, however they were drawn."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from counted_calls import calls
from reportlab.pdfgen.canvas import Canvas

from nerkit.document import Box
from nerkit.reading import read, read_bytes
from nerkit.reading.check_boxes import CheckBox, with_boxes, with_glyphs
from nerkit.reading.placed import PlacedWord
from tests.ticked_material import TickedForm, scanned, states, ticked_forms

STYLES = ("drawn", "letter", "typed", "input", "radio")


@pytest.fixture(scope="module")
def forms() -> list[TickedForm]:
    return ticked_forms(2 * len(STYLES), seed=11)


def right_and_wrong(form: TickedForm, path: Path) -> tuple[int, int]:
    """How many options are told rightly, and how many wrongly; the others are not told."""
    found = states(read(path).text, list(form.options))
    right = sum(found[option] == form.options[option] for option in found)
    return right, len(found) - right


@pytest.mark.parametrize("number", range(2 * len(STYLES)))
def test_every_box_of_a_digital_form_is_told(forms: list[TickedForm], number: int, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(forms[number].pdf)
    assert right_and_wrong(forms[number], path) == (len(forms[number].options), 0)


@pytest.mark.parametrize("number", range(len(STYLES)))
def test_nearly_every_box_of_a_scan_is_told_and_none_wrongly(
    forms: list[TickedForm], number: int, tmp_path: Path
) -> None:
    path = tmp_path / "form.jpg"
    path.write_bytes(scanned(forms[number].pdf, seed=number, photo=number % 2 == 1))
    right, wrong = right_and_wrong(forms[number], path)
    assert wrong == 0
    assert right >= 0.85 * len(forms[number].options)


def word(text: str, x0: float, width: float, confidence: float | None = None) -> PlacedWord:
    return PlacedWord(text, Box(1, x0, 100, x0 + width, 110), confidence)


def box(x0: float, *, ticked: bool = False, size: float = 10.0) -> CheckBox:
    return CheckBox(Box(1, x0, 100, x0 + size, 100 + size), ticked)


def texts(words: list[PlacedWord]) -> list[str]:
    return [each.text for each in sorted(words, key=lambda each: each.box.x0)]


def test_a_box_without_a_label_or_without_another_one_is_none() -> None:
    label = [word("Married", 62, 40)]
    assert texts(with_boxes(label, [box(50)])) == ["Married"]
    assert texts(with_boxes(label, [box(50), box(300)])) == ["Married"]
    two = [*label, word("Single", 312, 30)]
    assert texts(with_boxes(two, [box(50), box(300)])) == ["[", "]", "Married", "[", "]", "Single"]


def test_what_is_painted_everywhere_is_a_bullet() -> None:
    two = [word("Married", 62, 40), word("Single", 312, 30)]
    assert texts(with_boxes(two, [box(50, ticked=True), box(300, ticked=True)])) == ["Married", "Single"]
    assert texts(with_boxes(two, [box(50, ticked=True), box(300)])) == ["[x]", "Married", "[", "]", "Single"]


def test_a_form_field_is_a_box_by_itself() -> None:
    field = box(50, ticked=True)._replace(is_field=True)
    assert texts(with_boxes([], [field, box(50)])) == ["[x]"]


def test_what_an_engine_took_a_box_for_gives_way_to_it() -> None:
    two = [box(50), box(300, ticked=True)]
    read_as = [word("D", 51, 8, 0.9), word("Married", 62, 40, 0.9), word("□Single", 300, 44, 0.9)]
    assert texts(with_boxes(read_as, two)) == ["[", "]", "Married", "[x]", "Single"]


def test_a_cell_that_the_file_writes_a_number_in_is_no_box() -> None:
    words = [word("7", 52, 5), word("Married", 62, 40), word("Single", 312, 30), word("Other", 412, 30)]
    assert texts(with_boxes(words, [box(50, ticked=True), box(300), box(400)]))[:2] == ["7", "Married"]


def test_circles_that_lists_begin_with_stay() -> None:
    assert texts(with_glyphs([word("●", 50, 5), word("Married", 62, 40)])) == ["●", "Married"]
    assert texts(with_glyphs([word("●", 50, 5), word("○", 150, 5)])) == ["[x]", "[", "]"]


def column(count: int) -> tuple[list[PlacedWord], list[CheckBox]]:
    """A form of so many fields to tick below each other, each with its label."""
    boxes = [Box(1, 50, 12 * i, 60, 12 * i + 10) for i in range(count)]
    words = [PlacedWord("Married", replace(one, x0=62, x1=102)) for one in boxes]
    return words, [CheckBox(one, is_ticked=True, is_field=True) for one in boxes]


def test_twice_as_many_fields_to_tick_take_twice_the_work() -> None:
    assert texts(with_boxes(*column(20))) == ["[x]"] * 20 + ["Married"] * 20
    once, twice = (calls(partial(with_boxes, *column(count))) for count in (150, 300))
    assert twice <= 2.6 * once


def chart(count: int) -> bytes:
    """A page on which so many squares are drawn, apart from each other."""
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 780, "Points of a chart")
    for i in range(count):
        canvas.rect(40 + 8 * (i % 60), 20 + 8 * (i // 60), 6, 6)
    canvas.save()
    return out.getvalue()


def test_twice_as_many_points_of_a_chart_take_twice_the_work() -> None:
    assert read_bytes(chart(300), "chart.pdf").text.split() == ["Points", "of", "a", "chart"]
    once, twice = (calls(partial(read_bytes, chart(count), "chart.pdf")) for count in (300, 600))
    assert twice <= 2.6 * once
