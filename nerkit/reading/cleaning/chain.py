"""All steps of cleaning, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning.borders import without_borders
from nerkit.reading.cleaning.level import skew, turned
from nerkit.reading.cleaning.light import dark_ink, even_light
from nerkit.reading.cleaning.noise import without_noise
from nerkit.reading.cleaning.pixels import Pixels
from nerkit.reading.cleaning.rules import Rules, without_rules
from nerkit.reading.cleaning.size import scale_for, scaled, text_height


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What OCR gets, and the matrix that leads from there back to the pixels of the page as it came.

    `rules` are the ruling lines that were taken out, in cleaned pixels as OCR's words are.

    *Shape:* `pixels` (height, width), `back` (2, 3), `rules` (rules, 4: left, top, right, bottom)
    """

    pixels: Pixels
    back: npt.NDArray[np.float64]
    rules: Rules


def clean_page(pixels: Pixels, watch: Callable[[str, Pixels], None] | None = None) -> Cleaned:
    """Make the grey levels of an upright page easier to read.

    `watch` is called after each step with its name and what it made. *Shape:* `pixels` (height, width)
    """
    import cv2

    def seen(step: str, result: Pixels) -> Pixels:
        if watch:
            watch(step, result)
        return result

    paper = seen("borders", without_borders(pixels))
    even = seen("light", even_light(paper))
    even = seen("noise", without_noise(even))
    letter = text_height(even)
    scale = scale_for(even, letter)
    large = seen("scale", scaled(even, scale))
    level, matrix = turned(large, skew(large))
    level = seen("skew", level)
    rules: Rules = np.zeros((0, 4))
    if letter:
        level, rules = without_rules(level, letter * scale)
    level = seen("rules", level)
    back = np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64) / scale
    return Cleaned(seen("ink", dark_ink(level)), back, rules)
