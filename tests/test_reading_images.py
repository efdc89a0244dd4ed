"""The rarer images: each frame is a page, and none takes more memory than it may."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw, ImageFont, features

from nerkit.errors import BrokenImage, ImageTooLarge, TooManyPages
from nerkit.reading import read_bytes


def picture(text: str) -> Image.Image:
    image = Image.new("RGB", (700, 120), "white")
    ImageDraw.Draw(image).text((40, 30), text, fill="black", font=ImageFont.load_default(48))
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "JPEG2000", "AVIF", "HEIF"])
def test_images_are_known_by_their_content(form: str) -> None:
    if form == "HEIF":
        pytest.importorskip("pillow_heif").register_heif_opener()
    if form == "AVIF" and not features.check("avif"):
        pytest.skip("Pillow is older than 11.3")
    buffer = io.BytesIO()
    picture("Invoice 12345").save(buffer, form)

    document = read_bytes(buffer.getvalue(), "no-suffix")

    assert document.text.split() == ["Invoice", "12345"]
    assert [page.number for page in document.pages] == [1]


def test_each_frame_of_a_tiff_is_a_page_and_those_of_an_animation_are_not() -> None:
    frames = [picture(f"Page {word}") for word in ("alpha", "beta", "gamma")]
    tiff, gif = io.BytesIO(), io.BytesIO()
    frames[0].save(tiff, "TIFF", save_all=True, append_images=frames[1:])
    frames[0].save(gif, "GIF", save_all=True, append_images=frames[1:])

    assert read_bytes(tiff.getvalue(), "x").text.split() == ["Page", "alpha", "Page", "beta", "Page", "gamma"]
    assert read_bytes(gif.getvalue(), "x").text.split() == ["Page", "alpha"]


def test_a_tiff_of_more_pages_than_anyone_has_is_refused() -> None:
    """Each frame is a directory of 54 bytes, and all show one and the same square."""
    first, size = 8 + 16 * 16, 54
    directory = struct.pack("<H", 4) + b"".join(
        struct.pack("<HHII", tag, 4, 1, value) for tag, value in ((256, 16), (257, 16), (262, 1), (273, 8))
    )
    ends = (struct.pack("<I", first + (i + 1) * size if i < 10_000 else 0) for i in range(10_001))
    tiff = b"II*\0" + struct.pack("<I", first) + bytes(16 * 16) + b"".join(directory + end for end in ends)

    with pytest.raises(TooManyPages):
        read_bytes(tiff, "endless.tiff")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    size = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + size + b"".join(more) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


LYING = {
    "png of 50,000 by 50,000": (png(50_000, 50_000), ImageTooLarge),
    "png without its pixels": (png(3000, 3000), BrokenImage),
    "png with a text of 500 MB": (
        png(300, 300, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(500 << 20), 9))),
        BrokenImage,
    ),
    "bmp of 60,000 by 60,000": (
        b"BM"
        + struct.pack("<IHHIIiiHHIIiiII", 200, 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0)
        + bytes(146),
        ImageTooLarge,
    ),
    "gif that is cut off": (b"GIF89a" + struct.pack("<HH", 600, 600) + b"\0\0\0,", BrokenImage),
}


@pytest.mark.parametrize("name", LYING)
def test_an_image_that_lies_about_its_size_is_a_coded_error(name: str) -> None:
    data, expected = LYING[name]

    with pytest.raises(expected):
        read_bytes(data, "x")


def test_a_second_page_of_a_tiff_cannot_hide_a_huge_one() -> None:
    buffer = io.BytesIO()
    small, huge = Image.new("1", (300, 300), 1), Image.new("1", (11_000, 11_000), 1)
    small.save(buffer, "TIFF", save_all=True, append_images=[huge], compression="group4")

    with pytest.raises(ImageTooLarge):
        read_bytes(buffer.getvalue(), "x.tif")
