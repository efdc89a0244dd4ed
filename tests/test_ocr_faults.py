"""Tesseract may be missing, crash, hang or talk nonsense: a scan has its coded error or warning, and nothing hangs.

The Tesseract of these tests is a real program on PATH: a shell script that misbehaves when it is given a page.
"""

from __future__ import annotations

import io
import os
import select
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nerkit.errors import OcrFailed, TesseractMissing
from nerkit.keyword_options import checked
from nerkit.reading import ocr, read_bytes
from nerkit.reading.ocr import PageImage, recognise_all
from nerkit.reading.options import ReadingOptions

PATH = os.environ["PATH"]
TESSERACT = shutil.which("tesseract")

GOOD_START = """
export PATH='{path}'
case "$1" in
--version) echo 'tesseract 5.3.0'; exit;;
--list-langs) printf 'List of available languages in "/nowhere/" (3):\\neng\\nfra\\nosd\\n'; exit;;
esac
"""

Fake = Callable[..., None]

read = partial(read_bytes, ocr_engine="tesseract")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Makes a shell script the only Tesseract there is; its start is good unless said otherwise."""

    def install(script: str, *, start: str = GOOD_START) -> None:
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{start.replace('{path}', PATH)}\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))
        monkeypatch.setenv("NERKIT_OCR_CACHE", str(tmp_path / "cache"))

    return install


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")


def picture(text: str = "Seller Northwind Paper Company Limited") -> Image.Image:
    image = Image.new("L", (900, 400), 255)
    drawing = ImageDraw.Draw(image)
    for line in range(3):
        drawing.text((40, 60 + 80 * line), text, fill=0, font=ImageFont.load_default(36))
    return image


def scan(pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    # Each page is another: what was read of one is not taken for the next.
    first, *rest = [picture(f"Seller Northwind Paper Company {page}00 Limited") for page in range(1, pages + 1)]
    first.save(buffer, "TIFF", save_all=True, append_images=rest, dpi=(150, 150))
    return buffer.getvalue()


def pdf_with_a_scanned_page() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(432, 192))
    canvas.drawString(50, 100, "A page with its own text")
    canvas.showPage()
    canvas.drawImage(ImageReader(picture()), 0, 0, 432, 192)
    canvas.save()
    return buffer.getvalue()


def test_without_any_engine_a_scan_names_both_ways_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(__import__("sys").modules, "rapidocr", None)

    with pytest.raises(TesseractMissing, match=r"apt-get install tesseract-ocr.*pip install rapidocr onnxruntime"):
        read_bytes(scan(), "scan.tif")


def test_without_tesseract_a_digital_page_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "A page with its own text" in read_bytes(pdf_with_a_scanned_page(), "x.pdf", ocr="never").text


@pytest.mark.parametrize("languages", ["eng+xyz", "", "eng+", "--user-words", "-l", "osd", "../eng", "eng fra"])
def test_languages_that_are_not_there_are_named_beside_those_that_are(
    fake: Fake, tmp_path: Path, languages: str
) -> None:
    fake(f"touch {tmp_path}/asked")

    with pytest.raises(TesseractMissing, match=r"it has eng, fra; install it"):
        read(scan(), "scan.tif", ocr_languages=languages)

    assert not (tmp_path / "asked").exists()


@pytest.mark.parametrize("start", ["exit 3", "kill -SEGV $$", "exec /bin/sleep 60", r"printf '\377\n'"])
def test_a_tesseract_that_does_not_even_start_is_a_coded_error(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr("nerkit.reading.tesseract._PROBE_SECONDS", 0.3)
    fake("", start=start)

    with pytest.raises(OcrFailed):
        read(scan(), "scan.tif")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("cat >/dev/null; exit 3", "status 3"),
        ('cat >/dev/null; echo "Image too large: (9, 99)" >&2; exit 1', r"status 1: Image too large: \(9, 99\)"),
        ("exit 3", "status 3"),  # and its input is never read
        ("cat >/dev/null; kill -SEGV $$", "signal 11"),
        ("cat >/dev/null; kill -KILL $$", "signal 9; it may have crashed or run out of memory"),
        ("cat >/dev/null; echo no table", "no table"),
        ("cat >/dev/null", "no table"),
        (r"cat >/dev/null; printf 'level\ttext\n5\t\377\n'", "broken text"),
        (r"cat >/dev/null; printf 'level\ttext\n5\tword\n'", "no table"),
        ("yes", "without end"),
        ("yes >&2", "without end"),
        (r"cat >/dev/null; printf 'level\tconf\ttext\n5\t90\n'", "no table"),
        ('cat >/dev/null; head -c 3000000 /dev/zero | tr "\\0" a', "no table"),
        ('[ "$OMP_THREAD_LIMIT" = 1 ] && exit 4', "status 4"),  # one thread a page
    ],
)
def test_a_tesseract_that_misbehaves_is_a_coded_error(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, script: str, message: str
) -> None:
    monkeypatch.setattr("nerkit.reading.processes._MAX_OUTPUT", 10_000_000)
    monkeypatch.setattr("nerkit.reading.processes._SLICE", 0.05)
    fake(script)

    with pytest.raises(OcrFailed, match=message):
        read(scan(), "scan.tif")


@pytest.mark.parametrize(
    ("numbers", "word"),
    [
        ("95 10 20 80 30", ["good", "Northwind"]),
        ("95 -10 20 80 30", ["good"]),
        ("95 10 20 80 3000", ["good"]),
        ("95 99999999999999999999 20 80 30", ["good"]),
        ("95 10 20 0 30", ["good"]),
        ("95 nan 20 80 30", ["good"]),
        ("nan 10 20 80 30", ["good"]),
        ("1e300 10 20 80 30", ["good"]),
        ("-1 10 20 80 30", ["good"]),
    ],
)
def test_words_with_numbers_that_cannot_be_true_are_dropped(fake: Fake, numbers: str, word: list[str]) -> None:
    head = "level block_num par_num line_num conf left top width height text".replace(" ", "\\t")
    rows = "".join(
        f"5 {i} 1 1 {row}\\n".replace(" ", "\\t")
        for i, row in enumerate(("90 200 20 80 30 good", f"{numbers} Northwind"))
    )
    fake(f"cat >/dev/null; printf '{head}\\n{rows}'")

    document = read_bytes(scan(), "scan.tif", ocr_engine="tesseract")

    assert sorted(document.text.split()) == sorted(word)


def test_a_tesseract_that_hangs_is_ended_with_all_that_it_started(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "held")
    held = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    monkeypatch.setattr(ocr, "PAGE_PATIENCE", 1.0)
    fake(f"exec 9>{tmp_path}/held; sleep 1000 & echo started >&9; wait")

    with pytest.raises(OcrFailed, match="took more than 1 s"):
        read(scan(), "scan.tif")

    try:
        assert os.read(held, 100) == b"started\n"
        assert select.select([held], [], [], 10)[0]
        assert os.read(held, 100) == b"", "nobody is left who could write"
    finally:
        os.close(held)


def test_a_tesseract_that_computes_without_end_is_ended(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGE_SECONDS", 0.5)
    fake("while :; do :; done")

    with pytest.raises(OcrFailed, match=r"took more than 0\.5 s of processor time"):
        read(scan(), "scan.tif")


def test_a_page_may_take_as_long_by_the_clock_as_a_busy_machine_makes_it(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "PAGE_SECONDS", 4.0)
    fake(f'sleep 5; exec {TESSERACT} "$@"')

    assert "Northwind" in read(scan(), "scan.tif").text


SECOND_PAGE = """
echo page >> {folder}/pages
[ $(wc -l < {folder}/pages) = 2 ] && {what}
exec {tesseract} "$@"
"""


@pytest.mark.parametrize(
    ("what", "warning"),
    [
        ("kill -KILL $$", "page 2: Tesseract ended by signal 9, left out"),
        ("sleep 1000", "page 2: took more than 20 s to recognise, left out"),
        ("exit 1", "page 2: Tesseract failed with status 1, left out"),
    ],
    ids=["killed", "hangs", "fails"],
)
def test_a_page_that_fails_costs_the_document_that_page_only(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, one_at_a_time: None, tmp_path: Path, what: str, warning: str
) -> None:
    monkeypatch.setattr(ocr, "PAGE_PATIENCE", 20.0)
    fake(SECOND_PAGE.format(folder=tmp_path, what=what, tesseract=TESSERACT))

    document = read(scan(pages=3), "scan.tif")

    assert [page.source for page in document.pages] == ["ocr", "blank", "ocr"]
    assert document.text.count("Northwind") == 6
    assert tuple(map(str, document.warnings)) == (warning,)
    assert document.warnings[0].code == ("page-timed-out" if "took more" in warning else "not-recognised")


def test_pages_with_text_of_their_own_are_kept_where_the_scanned_one_fails(fake: Fake) -> None:
    fake("kill -SEGV $$")

    document = read(pdf_with_a_scanned_page(), "x.pdf")

    assert [page.source for page in document.pages] == ["text", "blank"]
    assert tuple(map(str, document.warnings)) == (
        "page 2: Tesseract ended by signal 11, left out",
        "page 2: no text layer, OCR found no words",
    )


def test_where_the_first_pages_all_fail_the_others_are_not_waited_for(
    fake: Fake, one_at_a_time: None, tmp_path: Path
) -> None:
    fake(f"echo page >> {tmp_path}/pages; exit 1")

    with pytest.raises(OcrFailed):
        read(scan(pages=20), "scan.tif")

    assert len((tmp_path / "pages").read_text().split()) < 10


def blank_pages(count: int, asked: list[int]) -> Iterator[PageImage]:
    for number in range(1, count + 1):
        asked.append(threading.get_ident())
        yield PageImage(number, 100, 100, np.full((64, 64), 255 - number, dtype=np.uint8))


def test_images_are_asked_for_as_they_are_needed_and_in_the_thread_that_asks(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(r"cat >/dev/null; printf 'level\tconf\ttext\n'")
    asked: list[int] = []

    pages = recognise_all(blank_pages(30, asked), checked(ReadingOptions, {"ocr_engine": "tesseract"}), [])
    first = next(pages)
    asked_for_one = len(asked)
    rest = list(pages)

    assert asked_for_one <= len(os.sched_getaffinity(0)) + 1
    assert [page.number for page in (first, *rest)] == list(range(1, 31))
    assert set(asked) == {threading.get_ident()}


def test_pages_that_nobody_wants_any_more_are_not_waited_for(fake: Fake, one_at_a_time: None, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "held")
    held = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    fake(f"mkdir {tmp_path}/first && exit 1; exec 9>{tmp_path}/held; echo started >&9; sleep 1000")
    pages = recognise_all(blank_pages(30, []), checked(ReadingOptions, {"ocr_engine": "tesseract"}), [])
    next(pages)
    assert select.select([held], [], [], 10)[0], "the second page is at work"
    assert os.read(held, 100) == b"started\n"

    pages.close()  # type: ignore[attr-defined]

    try:
        assert select.select([held], [], [], 10)[0]
        assert os.read(held, 100) == b""
    finally:
        os.close(held)
