"""The legend below the picture of a page: what each colour on it means."""

from __future__ import annotations

from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageFont

_SWATCH, _GAP, _SIZE = 14, 8, 14
_INK, _PAPER = (27, 27, 31), (255, 255, 255)


def with_legend(picture: Image.Image, meanings: Mapping[tuple[int, int, int], str]) -> Image.Image:
    """The RGB picture with a strip below it that names the meaning of each colour, in as many lines as it takes."""
    font = ImageFont.load_default(_SIZE)
    line = _SWATCH + _GAP
    places: list[tuple[int, int]] = []
    x, y = _GAP, _GAP
    for meaning in meanings.values():
        width = _SWATCH + _GAP + round(font.getlength(meaning)) + 2 * _GAP
        if x > _GAP and x + width > picture.width:
            x, y = _GAP, y + line
        places.append((x, y))
        x += width
    whole = Image.new("RGB", (picture.width, picture.height + y + line), _PAPER)
    whole.paste(picture, (0, 0))
    draw = ImageDraw.Draw(whole)
    for (colour, meaning), (x, y) in zip(meanings.items(), places, strict=True):
        top = picture.height + y
        draw.rectangle((x, top, x + _SWATCH, top + _SWATCH), fill=colour, outline=_INK)
        draw.text((x + _SWATCH + _GAP, top + _SWATCH / 2), meaning, fill=_INK, font=font, anchor="lm")
    return whole
