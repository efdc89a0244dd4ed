"""Images of documents: whatever Pillow reads, and HEIC; each frame of a TIFF is a page."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from PIL import Image, ImageOps, features

from nerkit.document import Code, Document, Notice
from nerkit.errors import BrokenImage, ExtraMissing, ImageTooLarge, ImageTooSmall, TooManyPages
from nerkit.extras import require
from nerkit.reading.cleaning import Pixels
from nerkit.reading.codes import codes_in, with_codes
from nerkit.reading.content import MOST_PAGES
from nerkit.reading.ocr import PageImage, recognise_all
from nerkit.reading.options import ReadingOptions
from nerkit.reading.stamps import SIDE as STAMP_SIDE
from nerkit.reading.stamps import Stamp, places, taken_off

_AVIF = re.compile(rb".{4}ftypavi[fs]", re.S)
_HEIC = re.compile(rb".{4}ftyp(?:hei|hev|mif1|msf1)", re.S)
_COLOURED = frozenset({"RGB", "P", "CMYK", "YCbCr", "LAB", "HSV", "RGBX"})
_MIN_SIDE = 16
_MAX_PIXELS = 100_000_000
_LONG_SIDE = 842.0  # points, A4's, where an image does not say how large it is
_PLAUSIBLE_SIDE = (72.0, 1300.0)  # points, from a ticket to A3
_PLAUSIBLE_DPI = (70, 1300)


def read_image(data: bytes, source: str, options: ReadingOptions) -> Document:
    """Recognise all frames of an image; raises what `frames` and OCR raise."""
    notices: list[Notice] = []
    codes: list[Code] = []
    pages = list(recognise_all(_noting(codes, notices, frames(data, source)), options, notices))
    return with_codes(source, pages, codes, notices)


def _noting(codes: list[Code], notices: list[Notice], images: Iterable[PageImage]) -> Iterator[PageImage]:
    """The images as they come; what codes they hold is added to `codes`."""
    for image in images:
        codes += codes_in(image.pixels, image.number, image.width, image.height, notices)
        yield image


def frames(data: bytes, source: str) -> Iterator[PageImage]:
    """The pages of an image file, one at a time; raises BrokenImage, ImageTooSmall, ImageTooLarge and TooManyPages."""
    with _pillow_errors_coded(source):
        image = _opened(data, source)
        # The other frames of a GIF, a WebP or a photograph are animations, previews and maps of depth.
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if count > MOST_PAGES:
        raise TooManyPages(f"{source}: more than {MOST_PAGES:,} pages; split it")
    for i in range(count):
        with _pillow_errors_coded(source):
            if i:
                image.seek(i)
            _check_size(image, source)
            upright = ImageOps.exif_transpose(image)
            width, height = _size_in_points(image, upright)
            pixels, stamps = _unstamped(upright, _pixels(upright))
        yield PageImage(i + 1, width, height, pixels, stamps)


def _opened(data: bytes, source: str) -> Image.Image:
    if _HEIC.match(data):
        require("heic", "pillow_heif")
        from pillow_heif import register_heif_opener

        register_heif_opener()
    if _AVIF.match(data) and not features.check("avif"):
        raise ExtraMissing(f"{source}: AVIF images need `pip install 'pillow>=11.3'`; or save it as JPEG")
    return Image.open(io.BytesIO(data))


@contextmanager
def _pillow_errors_coded(source: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata and of large images: both are looked at here
            yield
    except Image.DecompressionBombError as error:
        raise _too_large(source) from error
    # What Pillow raises for broken files; its decoders let struct's and their own slips through.
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, struct.error) as error:
        raise BrokenImage(f"{source}: damaged or cut off; get the file or scan it again") from error


def _check_size(frame: Image.Image, source: str) -> None:
    if min(frame.size) < _MIN_SIDE:
        raise ImageTooSmall(f"{source}: {frame.width} × {frame.height} pixels hold no text; scan it at 200 dpi or more")
    if frame.width * frame.height > _MAX_PIXELS:
        raise _too_large(source)


def _too_large(source: str) -> ImageTooLarge:
    return ImageTooLarge(f"{source}: more than {_MAX_PIXELS // 10**6} million pixels; scan it at 300 dpi")


def _pixels(frame: Image.Image) -> Pixels:
    """Bytes in grey or colour, on white paper where the image is transparent."""
    if frame.mode.startswith("I") or frame.mode == "F":  # 16 bits and more a pixel, which Pillow would clip
        deep = np.asarray(frame, dtype=np.float64)
        return np.clip(deep * (255.0 / max(float(deep.max()), 255.0)), 0, 255).astype(np.uint8)
    if frame.has_transparency_data:
        layer = frame.convert("RGBA")
        paper = Image.new("RGBA", frame.size, "white")
        return np.asarray(Image.alpha_composite(paper, layer).convert("L"))
    return np.asarray(frame.convert("L"))


def _unstamped(frame: Image.Image, pixels: Pixels) -> tuple[Pixels, Sequence[Stamp]]:
    """The grey page without stamps, and these."""
    if frame.mode not in _COLOURED or frame.has_transparency_data:
        return pixels, ()
    small = frame.copy()
    small.thumbnail((STAMP_SIDE, STAMP_SIDE), Image.Resampling.BOX)
    found = places(np.asarray(small.convert("RGB")))
    return taken_off(pixels, np.asarray(frame.convert("RGB")), found) if found else (pixels, ())


def _size_in_points(frame: Image.Image, upright: Image.Image) -> tuple[float, float]:
    """The page's size from the resolution that the image names, A4's height where that can't be true."""
    low, high = _PLAUSIBLE_SIDE
    dpi = frame.info.get("dpi", (0, 0))
    if all(_PLAUSIBLE_DPI[0] <= value <= _PLAUSIBLE_DPI[1] for value in dpi):
        across, down = dpi if upright.size == frame.size else dpi[::-1]
        size = upright.width * 72 / float(across), upright.height * 72 / float(down)
        if low <= min(size) and max(size) <= high:
            return size
    scale = _LONG_SIDE / max(upright.size)
    return upright.width * scale, upright.height * scale
