"""A picture of what each step of cleaning did, for a person to look at."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from nerkit.reading.cleaning.pixels import Pixels
from nerkit.reading.cleaning.steps import clean_page

_HEIGHT = 1400  # pixels of a panel
_HEAD = 40
_GAP = 12


def cleaning_picture(pixels: Pixels) -> Image.Image:
    """The page as it came and after each step, side by side; a step that changed nothing says so.

    *Shape:* `pixels` (height, width)
    """
    panels = [("as it came", pixels)]

    def watch(step: str, result: Pixels) -> None:
        same = np.array_equal(result, panels[-1][1])
        panels.append((f"{step}: unchanged" if same else step, result))

    clean_page(pixels, watch)
    height = min(_HEIGHT, max(panel.shape[0] for _, panel in panels))
    images = [(name, _of_height(panel, height)) for name, panel in panels]
    width = sum(image.width + _GAP for _, image in images)
    sheet = Image.new("L", (width, height + _HEAD), 200)
    pen, left = ImageDraw.Draw(sheet), 0
    for name, image in images:
        sheet.paste(image, (left, _HEAD))
        pen.text((left + 4, 8), name, fill=0, font_size=22)
        left += image.width + _GAP
    return sheet


def _of_height(panel: Pixels, height: int) -> Image.Image:
    image = Image.fromarray(panel)
    return image.resize((max(round(image.width * height / image.height), 1), height), Image.Resampling.LANCZOS)
