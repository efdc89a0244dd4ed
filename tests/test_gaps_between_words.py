"""Where a PDF draws no space, the gaps of a line say where its words end, be its letters set tight or spaced out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nerkit.reading import read_bytes
from tests.typeset_material import Font, Run, made_pdf

FACES = ("DejaVuSans", "DejaVuSerif", "DejaVuSansMono", "DejaVuSans-Bold")
LINES = (
    "Total due",
    "Invoice number 4711",
    "Net amount of this invoice",
    "The seller delivers paper and pays within thirty days",
    "Northwind Paper Company",
)


def text_of(*runs: Run, face: str = "DejaVuSans") -> str:
    return read_bytes(made_pdf(runs, [Font(face)], size=(900, 300)), "made.pdf", ocr="never").text


@settings(max_examples=60, deadline=None)
@given(
    face=st.sampled_from(FACES),
    text=st.sampled_from(LINES),
    gap=st.floats(0.17, 0.6),
    spacing=st.floats(0, 0.25),
    pieces=st.sampled_from(["run", "words", "letters"]),
    size=st.sampled_from([7, 10, 16]),
)
def test_words_come_apart_at_narrow_gaps_and_letters_stay_together(
    face: str, text: str, gap: float, spacing: float, pieces: str, size: int
) -> None:
    run = Run(
        *(20, 200, text, 0, size, spacing * size, gap * size),
        spaceless=True,
        pieces=pieces,  # type: ignore[arg-type]
    )

    assert text_of(run, face=face).split() == text.split()


@pytest.mark.parametrize("gap", [0.16, 0.18, 0.2])
def test_two_words_drawn_side_by_side_without_a_space_are_two(gap: float) -> None:
    assert (
        text_of(Run(20, 200, "Send Payment To:", gap=12 * gap, spaceless=True, pieces="words")) == "Send Payment To:\n"
    )


def test_letters_spaced_by_their_places_alone_are_a_word_with_its_figures() -> None:
    run = Run(20, 200, "Invoice number 4711", spacing=3, gap=4, spaceless=True, pieces="letters")

    assert text_of(run) == "Invoice number 4711\n"


def test_figures_that_stand_in_columns_are_not_joined() -> None:
    runs = [Run(20 + 12 * i, 200, figure) for i, figure in enumerate("0601000102")]

    assert text_of(*runs).split() == list("0601000102")


def test_spaces_that_are_drawn_part_words_however_narrow() -> None:
    run = Run(20, 200, "ab cd ef gh", spacing=-2)

    assert text_of(run) == "ab cd ef gh\n"
