"""`nerkit read --format png`: a person sees what was read, on the page it was read from."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner, Result

from nerkit.cli.main import app
from nerkit.cli.page_pictures import page_numbers
from nerkit.document import Box, Document, Page, Word
from nerkit.errors import NoPicture
from nerkit.reading.legend import with_legend
from nerkit.reading.overlay import draw_boxes, page_picture
from nerkit.reading.render import page_images

SIZE = (300, 200)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["read", *map(str, arguments), "--format", "png"])


@pytest.fixture
def three_pages(tmp_path: Path) -> Path:
    file = tmp_path / "three.pdf"
    canvas = Canvas(str(file), pagesize=SIZE)
    for number in (1, 2, 3):
        canvas.drawString(50, 100, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return file


RED_GREEN = ((255, 0, 0), (0, 255, 0))


def row(image: Image.Image, y: int) -> set[object]:
    return {image.getpixel((x, y)) for x in range(image.width)}


def coloured(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    red, _, blue = (band.tobytes() for band in image.convert("RGB").crop(box).split())
    return red != blue


def test_each_chosen_page_is_a_picture_of_its_own(three_pages: Path, tmp_path: Path) -> None:
    result = run(three_pages, "--pages", "2-3", "-o", tmp_path / "seen.png")

    assert result.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["seen-2.png", "seen-3.png"]
    with Image.open(tmp_path / "seen-2.png") as picture:
        dots = picture.width / SIZE[0]
        legend = picture.crop((0, round(dots * SIZE[1]), *picture.size))
        assert coloured(legend, (0, 0, *legend.size))
        assert coloured(picture, tuple(round(edge * dots) for edge in (45, 85, 100, 105)))
        assert not coloured(picture, tuple(round(edge * dots) for edge in (0, 120, 300, 200)))


def test_a_legend_below_the_page_names_every_colour_on_it() -> None:
    narrow = Image.new("RGB", (200, 50), "black")

    whole = with_legend(narrow, {(255, 0, 0): "a ruling line", (0, 255, 0): "a word of which OCR is sure"})

    colours = {colour for _, colour in whole.getcolors(1 << 20) or []}
    assert {(255, 0, 0), (0, 255, 0)} <= colours
    assert whole.crop((0, 0, *narrow.size)).getcolors() == [(200 * 50, (0, 0, 0))]
    red, green = (next(y for y in range(50, whole.height) if colour in row(whole, y)) for colour in RED_GREEN)
    assert red < green  # the second one has a line of its own, as both are wider than the page


def test_one_page_goes_to_standard_output(three_pages: Path) -> None:
    result = run(three_pages, "--pages", "1")

    assert Image.open(io.BytesIO(result.stdout_bytes)).format == "PNG"


def test_text_has_no_pages_to_draw(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Invoice 4711")

    result = run(file)

    assert isinstance(result.exception, NoPicture)
    with pytest.raises(NoPicture):
        page_images(file.read_bytes(), "note.txt")


def test_pages_that_are_not_there_are_an_error(three_pages: Path) -> None:
    assert isinstance(run(three_pages, "--pages", "9").exception, NoPicture)


def test_page_ranges() -> None:
    assert page_numbers("1-3,5") == {1, 2, 3, 5}
    assert page_numbers("") == set()


@pytest.mark.parametrize("wanted", ["0", "3-1", "x", "1-", "-2", "1-999999999"])
def test_ranges_that_make_no_sense_are_wrong_usage(three_pages: Path, wanted: str) -> None:
    assert run(three_pages, f"--pages={wanted}").exit_code == 2


def test_an_unsure_word_is_red_and_a_sure_one_green() -> None:
    page = Page(1, 200.0, 100.0, 0, 9, "ocr")
    words = (Word(0, 4, Box(1, 20, 20, 60, 40), 0.99), Word(5, 9, Box(1, 120, 20, 160, 40), 0.1))
    document = Document("scan", "sure what", words, (page,))

    picture = page_picture(Image.new("RGB", (400, 200), "white"), document, page)

    sure, unsure = picture.getpixel((80, 40)), picture.getpixel((280, 40))
    assert isinstance(sure, tuple)
    assert isinstance(unsure, tuple)
    assert sure[1] > sure[0]
    assert unsure[0] > unsure[1]


def test_boxes_are_drawn_in_the_pages_own_scale_and_only_its_own() -> None:
    page = Page(1, 100.0, 50.0, 0, 0)
    picture = Image.new("RGB", (400, 200), "white")

    draw_boxes(picture, page, [Box(1, 10, 10, 20, 20), Box(2, 60, 10, 70, 20)], (255, 0, 0))

    assert picture.getpixel((40, 60)) == (255, 0, 0)
    assert picture.getpixel((240, 60)) == (255, 255, 255)


def test_a_photograph_is_drawn_as_it_came() -> None:
    image = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(image).text((100, 100), "RECEIPT", "black", ImageFont.load_default(40))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    ((number, picture),) = page_images(buffer.getvalue(), "receipt.png", dpi=72)

    assert number == 1
    assert picture.height == 842
    left, top, _, _ = picture.convert("L").point(lambda value: 255 * (value < 128)).getbbox() or (0, 0, 0, 0)
    assert 90 < left < 110
    assert 90 < top < 130
