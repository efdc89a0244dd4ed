"""Cleaning: what makes a scan harder to read goes, ink stays, and every pixel still knows where it came from."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.reading.cleaning import clean_page
from nerkit.reading.cleaning.denoising import noise_level, without_noise
from nerkit.reading.cleaning.deskew import rotated, skew
from nerkit.reading.cleaning.filmstrip import cleaning_picture
from nerkit.reading.cleaning.letters import letters
from nerkit.reading.cleaning.light import dark_ink, even_light
from nerkit.reading.cleaning.ruling_line_removal import without_ruling_lines
from nerkit.reading.cleaning.scan_borders import without_borders
from nerkit.reading.cleaning.size import scale_for, scaled

Pixels = npt.NDArray[np.uint8]

LINES = ("Invoice number 4711 of 12 March", "Seller Northwind Paper Company", "Net amount 1,580.00", "Total 1,880.00")


def page(size: int = 30, *, ink: int = 0) -> Pixels:
    image = Image.new("L", (800, 600), 255)
    pen = ImageDraw.Draw(image)
    for i, line in enumerate(LINES * 2):
        pen.text((60, 50 + 2 * size * i), line, fill=ink, font_size=size)
    return np.asarray(image)


BLANK: Pixels = np.full((300, 200), 255, dtype=np.uint8)


def askew(image: Pixels, degrees: float) -> Pixels:
    return np.asarray(Image.fromarray(image).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))


@pytest.mark.parametrize("degrees", [-3.0, -0.8, 0.0, 1.5, 4.0])
def test_skew_is_measured_to_a_fifth_of_a_degree(degrees: float) -> None:
    assert skew(askew(page(), -degrees)) == pytest.approx(degrees, abs=0.2)


def test_a_blank_image_has_neither_skew_nor_letters() -> None:
    assert skew(BLANK) == 0
    assert letters(BLANK) is None
    assert scale_for(BLANK, None) == 1


def test_a_shadow_is_taken_out_and_ink_stays() -> None:
    shadow = np.linspace(1.0, 0.45, page().shape[1])

    even = even_light((page() * shadow).astype(np.uint8))

    assert np.median(even[:, -50:]) > 240
    assert even[page() < 50].mean() < 80


def test_faint_ink_is_darkened_and_paper_stays_white() -> None:
    faint = page(40, ink=120)

    darker = dark_ink(faint)

    assert darker[faint == 120].mean() < 110
    assert np.percentile(darker, 50) == 255


def test_noise_is_told_from_text() -> None:
    noisy = np.clip(page() + np.random.default_rng(2).normal(0, 15, page().shape), 0, 255).astype(np.uint8)

    assert np.array_equal(without_noise(page()), page())
    assert noise_level(without_noise(noisy)) < noise_level(noisy) / 2


def test_the_dark_ground_around_the_paper_goes_and_letters_stay() -> None:
    scan = np.pad(page() - np.uint8(20) * (page() > 20), ((60, 0), (0, 90)), constant_values=15)

    clean = without_borders(scan)

    assert clean[:50].min() > 200
    assert clean[:, -80:].min() > 200
    assert np.array_equal(clean[70:, :700], scan[70:, :700])


def test_a_dark_head_with_white_letters_is_no_ground() -> None:
    form = page().copy()
    form[:120] = 255 - page()[30:150]

    assert np.array_equal(without_borders(form), form)


def test_a_page_without_ground_comes_back_as_it_is() -> None:
    clean = page()

    assert without_borders(clean) is clean


@pytest.mark.parametrize("size", [12, 20, 44])
def test_text_of_any_size_is_scaled_to_one_height(size: int) -> None:
    small = page(size)
    found = letters(small)

    assert found is not None
    assert found.height == pytest.approx(0.72 * size, rel=0.25)
    again = letters(scaled(small, scale_for(small, found.height)))
    assert again is not None
    assert again.height == pytest.approx(24, rel=0.3)
    assert again.across == pytest.approx(found.across, rel=0.1)


def test_a_narrow_text_is_a_strip_on_whatever_paper_it_lies() -> None:
    receipt = Image.new("L", (1600, 1000), 255)
    receipt.paste(Image.fromarray(page(20)), (700, 200))

    assert clean_page(np.asarray(receipt)).is_strip


def test_a_large_title_makes_no_strip_of_a_page() -> None:
    """Its ink is most of the page's, its lines are one of many."""
    image = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(image)
    pen.text((90, 60), "TAX INVOICE", fill=0, font_size=140, stroke_width=8)
    for i in range(9):
        pen.text((90, 320 + 60 * i), f"{i} Paper, white, eighty grams a square metre, on pallets", fill=0, font_size=22)
        pen.text((1000, 320 + 60 * i), f"1{i},580.00", fill=0, font_size=22)
    title = np.asarray(image)

    found = letters(title)

    assert found is not None
    assert found.height < 24
    assert not clean_page(title).is_strip


def test_ink_is_darkened_on_a_strip_and_left_alone_on_a_page() -> None:
    wide = np.hstack([page(12)[:, :260]] * 4)
    steps: dict[str, Pixels] = {}

    cleaned = clean_page(wide, lambda step, pixels: steps.update({step: pixels}))

    assert not cleaned.is_strip
    assert np.array_equal(steps["ink"], steps["rules"])


def test_rules_are_wiped_out_and_kept_as_boxes() -> None:
    image = Image.fromarray(page())
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 30, 760, 560), outline=0, width=2)
    pen.line((40, 480, 760, 480), fill=0, width=2)

    clean, rules = without_ruling_lines(np.asarray(image), 22)

    assert np.abs(clean.astype(int) - page()).mean() < 1
    flat = rules[rules[:, 2] - rules[:, 0] > 600]
    assert sorted(round(top, -1) for top in flat[:, 1].tolist()) == [30, 480, 560]
    tall = rules[rules[:, 3] - rules[:, 1] > 400]
    assert sorted(round(left, -1) for left in tall[:, 0].tolist()) == [40, 760]


@pytest.mark.parametrize("framed", [False, True])
def test_a_row_of_dashes_is_one_rule_and_a_line_of_text_none(framed: bool) -> None:
    image = Image.fromarray(page())
    pen = ImageDraw.Draw(image)
    if framed:
        pen.rectangle((20, 20, 780, 580), outline=0, width=2)
    for x in range(60, 700, 14):
        pen.rectangle((x, 95, x + 8, 97), fill=0)

    clean, rules = without_ruling_lines(np.asarray(image), 22)

    assert np.array_equal(clean[110:570, 40:760], page()[110:570, 40:760])
    assert clean[93:99, 60:700].min() > 200
    assert rules[4 if framed else 0 :].tolist() == [pytest.approx([60, 95, 697, 98], abs=3)]


def test_back_leads_from_cleaned_pixels_to_those_of_the_page() -> None:
    """A blot on the page, found again after cleaning, is led back to where it was."""
    scan = askew(page(15), 2.0).copy()
    scan[300:330, 640:670] = 0

    cleaned = clean_page(scan)

    rows, columns = np.nonzero(cleaned.pixels < 100)
    scale = np.linalg.norm(cleaned.back[:, 0])
    expected = np.linalg.inv(np.vstack([cleaned.back, [0, 0, 1]])) @ (655, 315, 1)
    near = np.hypot(columns - expected[0], rows - expected[1]) < 25 / scale
    middle = cleaned.back @ (columns[near].mean(), rows[near].mean(), 1)
    assert middle == pytest.approx((655, 315), abs=3)


def test_turning_and_turning_back_changes_places_by_less_than_a_pixel() -> None:
    once, matrix = rotated(page(), 3.0)
    _, inverse = rotated(once, -3.0)

    both = np.vstack([inverse, [0, 0, 1]]) @ np.vstack([matrix, [0, 0, 1]])

    assert both == pytest.approx(np.eye(3), abs=1e-9)


def test_each_step_can_be_looked_at() -> None:
    seen: list[str] = []

    cleaned = clean_page(page(), lambda step, pixels: seen.append(f"{step} {pixels.ndim}"))

    assert seen == [f"{step} 2" for step in ("borders", "light", "noise", "scale", "skew", "rules", "ink")]
    sheet = cleaning_picture(page())
    assert sheet.width > 8 * 400
    assert cleaned.pixels.dtype == np.uint8


def test_read_show_cleaning_writes_a_picture_of_an_image_and_of_each_page(tmp_path: Path) -> None:
    scan, output = tmp_path / "scan.tif", tmp_path / "steps.png"
    first, second = Image.fromarray(page()), Image.fromarray(page(20))
    first.save(scan, save_all=True, append_images=[second], dpi=(100, 100))

    result = CliRunner().invoke(app, ["read", str(scan), "--show-cleaning", "-o", str(output)])

    assert result.exit_code == 0, result.output
    pictures = [Image.open(io.BytesIO(path.read_bytes())) for path in (output, tmp_path / "steps-2.png")]
    assert all(picture.width > picture.height for picture in pictures)


def test_plain_text_has_no_cleaning_to_show(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Total 12.00")

    result = CliRunner().invoke(app, ["read", str(note), "--show-cleaning"])

    assert result.exit_code != 0
