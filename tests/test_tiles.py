"""Long strips, such as stitched screenshots, are read whole: in tiles, of which each is cut where nothing stands."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from nerkit.reading import read_bytes
from nerkit.reading.tiles import tile_count, tiles

Pixels = npt.NDArray[np.uint8]

NAMES = ("Harbour", "Northwind", "Bristol", "Pallet", "Envelope", "Window", "Delivery", "Payment")


def strip(width: int, height: int, *, every: int, ground: int = 255) -> Pixels:
    """A line of text every so many pixels, in the darkest or the lightest ink."""
    image = Image.new("L", (width, height), ground)
    pen = ImageDraw.Draw(image)
    for i, top in enumerate(range(10, height - 40, every)):
        pen.text((12, top), f"{NAMES[i % len(NAMES)]} {1000 + i}", fill=255 - ground, font_size=26)
    return np.asarray(image)


def png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def rows_with_ink(pixels: Pixels) -> Iterator[int]:
    yield from np.flatnonzero(pixels.max(axis=1) - pixels.min(axis=1) > 100).tolist()


@pytest.mark.parametrize(
    ("width", "height"), [(20, 300_000), (300_000, 20), (300, 25_000), (25_000, 300), (1600, 24_000)]
)
def test_tiles_make_up_the_strip_and_none_is_long(width: int, height: int) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (height, width), dtype=np.uint8)

    parts = tiles(pixels)

    along = 0 if height > width else 1
    assert np.array_equal(np.concatenate([part.pixels for part in parts], axis=along), pixels)
    assert all(max(part.pixels.shape) <= max(2000, 2 * min(width, height)) for part in parts)
    assert 1 < len(parts) <= tile_count(pixels.shape)


@pytest.mark.parametrize("shape", [(3508, 2480), (5000, 5000), (4000, 600), (5900, 300), (20_000, 6000)])
def test_a_page_is_one_tile(shape: tuple[int, int]) -> None:
    assert len(tiles(np.zeros(shape, np.uint8))) == tile_count(shape) == 1


@pytest.mark.parametrize("ground", [255, 0])
def test_a_strip_is_cut_where_nothing_stands(ground: int) -> None:
    pixels = strip(300, 9000, every=47, ground=ground)
    inked = set(rows_with_ink(pixels))

    cuts = [tile.top for tile in tiles(pixels)[1:]]

    assert len(cuts) >= 4
    assert not inked & {row for cut in cuts for row in (cut - 1, cut)}


@pytest.mark.parametrize("turns", [0, 1])
def test_a_long_screenshot_is_read_to_its_end_with_boxes_in_their_places(turns: int) -> None:
    pixels = np.ascontiguousarray(np.rot90(strip(300, 25_000, every=500), turns))

    document = read_bytes(png(pixels), "screenshot.png", ocr_engine="tesseract")

    words = [document.text[word.start : word.end] for word in document.words]
    numbers = [int(word) for word in words if word.isdigit()]
    assert numbers == list(range(1000, 1050))
    height = max(document.pages[0].width, document.pages[0].height)
    for word in document.words:
        if document.text[word.start : word.end].isdigit():
            line = int(document.text[word.start : word.end]) - 1000
            assert word.box is not None
            middle = (word.box.top + word.box.bottom) / 2 if turns == 0 else (word.box.x0 + word.box.x1) / 2
            assert middle / height * 25_000 == pytest.approx(10 + 500 * line + 17, abs=8)


def test_a_strip_of_a_single_line_is_read() -> None:
    line = Image.new("L", (30_000, 44), 255)
    pen = ImageDraw.Draw(line)
    for i in range(40):
        pen.text((20 + 740 * i, 6), f"Harbour {1000 + i} Bristol", fill=0, font_size=26)

    document = read_bytes(png(np.asarray(line)), "line.png", ocr_engine="tesseract")

    found = document.text.split()
    assert sum(str(1000 + i) in found for i in range(40)) >= 38
