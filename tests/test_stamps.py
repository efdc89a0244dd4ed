"""A slanted stamp in coloured ink joins no row of a scan: the page reads as it did before it was stamped."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from nerkit.reading import read_bytes
from nerkit.reading.stamps import places, taken_off

ROWS = (
    ("Description", "Quantity", "Price", "Amount"),
    ("Site survey", "2", "320.00", "640.00"),
    ("Structural report", "1", "950.00", "950.00"),
    ("Travel to the site", "3", "45.00", "135.00"),
    ("Drawings, second set", "4", "90.00", "360.00"),
    ("Night shift", "1", "410.00", "410.00"),
    ("", "", "Total", "2,495.00"),
)
SIZE = (1240, 1754)  # A4 at 150 dpi
RED, BLUE = (200, 30, 40), (20, 50, 170)


def page(*, total: tuple[int, int, int] = (0, 0, 0)) -> Image.Image:
    image = Image.new("RGB", SIZE, (250, 250, 248))
    pen = ImageDraw.Draw(image)
    pen.text((120, 140), "Brightwater Consulting Ltd", fill=(0, 0, 0), font_size=40)
    pen.text((120, 220), "Invoice number BC-2291", fill=(0, 0, 0), font_size=26)
    for row, cells in enumerate(ROWS):
        for x, cell in zip((120, 560, 760, 960), cells, strict=True):
            pen.text((x, 420 + 56 * row), cell, fill=total if row == len(ROWS) - 1 else (0, 0, 0), font_size=26)
    return image


def stamped(on: Image.Image, text: str, colour: tuple[int, int, int], angle: float, at: tuple[int, int]) -> Image.Image:
    """The page with framed ink on it, through which print shows; `at` is the middle of the stamp."""
    ink = Image.new("L", (len(text) * 64 + 60, 130), 0)
    pen = ImageDraw.Draw(ink)
    pen.text((ink.width // 2, 65), text, fill=230, font_size=84, anchor="mm")
    pen.rectangle((4, 4, ink.width - 5, ink.height - 5), outline=230, width=6)
    ink = ink.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    layer = Image.new("L", SIZE, 0)
    layer.paste(ink, (at[0] - ink.width // 2, at[1] - ink.height // 2))
    share = np.asarray(layer, np.float64)[:, :, None] / 255
    shades = 1 - share * (1 - np.array(colour) / 255)
    return Image.fromarray((np.asarray(on) * shades).astype(np.uint8))


def file_of(image: Image.Image, format: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, dpi=(150, 150), resolution=150, quality=90)
    return buffer.getvalue()


@pytest.mark.parametrize(("format", "colour", "angle"), [("PNG", RED, 24.0), ("JPEG", BLUE, -31.0), ("PDF", RED, 15.0)])
def test_a_stamp_over_a_table_joins_no_row_and_is_kept_behind_the_text(
    format: str, colour: tuple[int, int, int], angle: float
) -> None:
    was = read_bytes(file_of(page(), format), f"scan.{format.lower()}")
    scan = stamped(page(), "PAID", colour, angle, (700, 600))

    document = read_bytes(file_of(scan, format), f"scan.{format.lower()}")

    assert "2,495.00" in was.text
    assert document.text == f"{was.text}\nPAID\n"
    (box,) = (word.box for word in document.words if document.text[word.start : word.end] == "PAID")
    assert box is not None
    middle = (box.x0 + box.x1) / 2 * SIZE[0] / document.pages[0].width, (box.top + box.bottom) / 2
    assert middle[0] == pytest.approx(700, abs=30)
    assert middle[1] * SIZE[1] / document.pages[0].height == pytest.approx(600, abs=30)


@pytest.mark.parametrize("colour", [RED, BLUE, (20, 120, 50)])
@pytest.mark.parametrize("angle", [-60.0, -12.0, 20.0, 45.0, 70.0])
def test_ink_goes_and_print_beneath_it_stays(colour: tuple[int, int, int], angle: float) -> None:
    plain, scan = page(), stamped(page(), "BEZAHLT", colour, angle, (640, 620))
    before, now = np.asarray(plain.convert("L")), np.asarray(scan.convert("L"))

    (place,) = found = places(np.asarray(scan))
    off, (stamp,) = taken_off(now, np.asarray(scan), found)

    assert place.degrees == pytest.approx(-angle, abs=2)
    print_, paper = before < 100, before > 230
    assert (off[print_] < 140).mean() > 0.97
    assert (off[paper] > 200).mean() > 0.995
    assert stamp.pixels.min() < 60


def test_level_text_in_colour_is_no_stamp() -> None:
    assert places(np.asarray(page(total=RED))) == []
    assert places(np.asarray(stamped(page(), "COPY", RED, 0, (640, 900)))) == []


def test_level_lines_in_colour_that_grow_longer_are_no_stamp() -> None:
    image = page()
    pen = ImageDraw.Draw(image)
    for row in range(6):
        pen.text((200 + 60 * row, 1000 + 34 * row), "application mobile", fill=(230, 140, 20), font_size=30)

    assert places(np.asarray(image)) == []


def test_a_grey_page_has_no_stamps() -> None:
    grey = stamped(page(), "PAID", (90, 90, 90), 24, (640, 600))

    assert places(np.asarray(grey)) == []
