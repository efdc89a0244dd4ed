"""Both OCR engines read the same pages into the same coordinates, and the one that is there is taken."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from nerkit.document import Document
from nerkit.errors import ExtraMissing, OcrFailed
from nerkit.keyword_options import checked
from nerkit.reading import ocr, rapid, read_bytes
from nerkit.reading.engines import choose_engine
from nerkit.reading.options import ReadingOptions

ENGINES: tuple[str, ...] = ("tesseract", "rapidocr")
LINES = ("Seller Northwind Paper", "Buyer Harbour Bookshop", "Total amount 1,880.00 EUR", "Payment within thirty days")


def page() -> Image.Image:
    image = Image.new("L", (1000, 600), 255)
    drawing = ImageDraw.Draw(image)
    for i, line in enumerate(LINES):
        drawing.text((100, 80 + 120 * i), line, fill=0, font=ImageFont.load_default(48))
    return image


def read(image: Image.Image, **options: object) -> Document:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(144, 144))
    return read_bytes(buffer.getvalue(), "scan.png", **options)  # type: ignore[arg-type]


def words(document: Document) -> list[str]:
    return [document.text[word.start : word.end] for word in document.words]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_reads_words_at_their_places(engine: str) -> None:
    document = read(page(), ocr_engine=engine)

    assert words(document) == " ".join(LINES).split()
    assert all(word.confidence is not None and 0.5 < word.confidence <= 1 for word in document.words)
    font = ImageFont.load_default(48)
    for text, line, before in (
        ("Northwind", 0, "Seller "),
        ("1,880.00", 2, "Total amount "),
        ("days", 3, "Payment within thirty "),
    ):
        box = document.words[words(document).index(text)].box
        assert box is not None
        left = 100 + font.getlength(before)
        assert box.x0 * 2 == pytest.approx(left, abs=14)
        assert box.x1 * 2 == pytest.approx(left + font.getlength(text), abs=14)
        assert box.top * 2 == pytest.approx(80 + 120 * line + 10, abs=20)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_an_engine_reads_a_page_that_lies_on_its_side(engine: str, turns: int) -> None:
    lying = Image.fromarray(np.rot90(np.asarray(page()), turns))

    document = read(lying, ocr_engine=engine)

    assert document.text.split() == " ".join(LINES).split()
    box = document.words[0].box  # "Seller", in the upper left of the upright page
    assert box is not None
    width, height = document.pages[0].width, document.pages[0].height
    x, y = (box.x0 + box.x1) / 2 / width, (box.top + box.bottom) / 2 / height
    assert ((x > 0.5), (y > 0.5)) == {1: (False, True), 2: (True, True), 3: (True, False)}[turns]


def test_rapidocr_gives_level_rows_of_a_skewed_page() -> None:
    document = read(page().rotate(3, Image.Resampling.BICUBIC, fillcolor=255), ocr_engine="rapidocr")

    assert document.text.split() == " ".join(LINES).split()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_finds_the_ruling_lines_of_a_skewed_page_where_they_are(engine: str) -> None:
    ruled = page()
    for i in range(5):
        ImageDraw.Draw(ruled).line((80, 65 + 120 * i, 920, 65 + 120 * i), fill=0, width=3)

    document = read(ruled.rotate(2, Image.Resampling.BICUBIC, fillcolor=255), ocr_engine=engine)

    lines = [rule for rule in document.rules if rule.width > 300]
    middles = sorted((rule.top + rule.bottom) for rule in lines)  # pixels: a point is two of them
    # Turned about the middle of the page, (500, 300), where the lines' middles are.
    assert middles == pytest.approx([300 + (65 + 120 * i - 300) * np.cos(np.radians(2)) for i in range(5)], abs=4)


def test_rapidocr_takes_numbers_next_to_zero_for_zero() -> None:
    """What its detector is full of, and what processors are slow with."""
    script = (
        "from nerkit.reading import rapid_worker; rapid_worker._engine(); import numpy as np\n"
        "print(float(np.float32(1e-39) + np.float32(1e-39)) == 0.0)"
    )

    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True)

    assert ran.stdout == "True\n"


def test_without_rapidocr_tesseract_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "is_installed", lambda: False)

    assert choose_engine(checked(ReadingOptions, {})).name == "tesseract"


@pytest.mark.parametrize(
    ("languages", "known"),
    [("eng", True), ("deu+ell+ces", True), ("chi_sim", True), ("rus", False), ("eng+ara", False), ("srp", False)],
)
def test_rapidocr_is_not_asked_for_languages_whose_letters_it_does_not_know(languages: str, known: bool) -> None:
    assert rapid.can_read(languages) == known


def test_without_tesseract_rapidocr_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert choose_engine(checked(ReadingOptions, {})).name == "rapidocr"


def test_rapidocr_that_is_not_installed_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)

    with pytest.raises(ExtraMissing, match=r"RapidOCR is not installed; type .pip install rapidocr onnxruntime"):
        read(page(), ocr_engine="rapidocr")


def test_rapidocr_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    read(page(), ocr_engine="rapidocr", cache=False)

    assert capfd.readouterr() == ("", "")


def test_a_worker_that_died_between_two_pages_is_replaced() -> None:
    read(page(), ocr_engine="rapidocr", cache=False)
    assert rapid._idle
    for worker in rapid._idle:
        os.kill(worker.pid, 9)
        worker.wait()

    assert words(read(page(), ocr_engine="rapidocr", cache=False)) == " ".join(LINES).split()


def test_a_page_that_takes_rapidocr_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGE_SECONDS", 0.01)

    with pytest.raises(OcrFailed, match=r"took more than 0\.01 s of processor time"):
        read(page(), ocr_engine="rapidocr", cache=False)


def test_a_worker_that_ends_in_the_middle_of_a_page_costs_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "_idle", [])
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(OcrFailed, match="in the middle of a page"):
        read(page(), ocr_engine="rapidocr", cache=False)


def test_the_process_of_rapidocr_reaches_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        tried = subprocess.run(
            [
                sys.executable,
                "-c",
                "import socket, sys; from nerkit.reading.rapid_worker import no_network; sys.addaudithook(no_network)\n"
                f"socket.create_connection(('127.0.0.1', {port}))",
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    assert "OCR uses no network" in tried.stderr
