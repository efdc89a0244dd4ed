"""Boxes to tick and radio buttons become [x] and [ ] beside their labels, however they were drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from nerkit.document import Box
from nerkit.reading import read
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
