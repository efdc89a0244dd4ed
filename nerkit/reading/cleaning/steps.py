"""All steps of cleaning, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning.denoising import without_noise
from nerkit.reading.cleaning.deskew import rotated, skew
from nerkit.reading.cleaning.letters import letters
from nerkit.reading.cleaning.light import dark_ink, even_light
from nerkit.reading.cleaning.pixels import Pixels
from nerkit.reading.cleaning.ruling_line_removal import RulingLines, without_ruling_lines
from nerkit.reading.cleaning.scan_borders import without_borders
from nerkit.reading.cleaning.size import scale_for, scaled


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What OCR gets, and the matrix that leads from there back to the pixels of the page as it came.

    `rules` are the ruling lines that were taken out, in cleaned pixels as OCR's words are. `is_strip`: the text is as
    narrow as a receipt's.

    *Shape:* `pixels` (height, width), `back` (2, 3), `rules` (rules, 4: left, top, right, bottom)
    """

    pixels: Pixels
    back: npt.NDArray[np.float64]
    rules: RulingLines
    is_strip: bool


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
    found = letters(even)
    scale = scale_for(even, found.height if found else None)
    large = seen("scale", scaled(even, scale))
    level, matrix = rotated(large, skew(large))
    level = seen("skew", level)
    rules: RulingLines = np.zeros((0, 4))
    if found:
        level, rules = without_ruling_lines(level, found.height * scale)
    level = seen("rules", level)
    # The ink of thermal paper and of small photographs has gaps; that of an office's scanner would only run together.
    is_strip = found is None or found.are_strip
    inked = seen("ink", dark_ink(level) if is_strip else level)
    back = np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64) / scale
    return Cleaned(inked, back, rules, is_strip)
