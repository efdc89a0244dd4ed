"""What was recognised once is not recognised again, as long as nothing that decides the result has changed."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import OcrFailed
from nerkit.lock import Lock, new_key
from nerkit.reading import ocr_cache, read_bytes
from nerkit.reading.cleaning import Pixels
from nerkit.reading.engine import Recognised, Recognition
from nerkit.reading.ocr_cache import Cached, cache_folder, clear
from nerkit.reading.processes import Deadline

PATH = os.environ["PATH"]


class Counting:
    """An engine that reads one word, the mean grey of the page, and knows how often it was asked."""

    name = "counting"

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.asked = 0

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        self.asked += 1
        word = Recognised(str(pixels.mean()), 1, 2, 3, 4, 0.5)
        return Recognition([word], np.eye(2, 3), 1, np.array([[0.0, 1.0, 2.0, 3.0]]))


def page(grey: int) -> Pixels:
    return np.full((20, 30), grey, dtype=np.uint8)


def texts(found: Recognition) -> list[str]:
    return [word.text for word in found.words]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NERKIT_OCR_CACHE", str(tmp_path / "ocr"))
    return tmp_path / "ocr"


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def scan() -> bytes:
    image = Image.new("L", (900, 300), 255)
    drawing = ImageDraw.Draw(image)
    for line in range(3):
        drawing.text((40, 40 + 80 * line), "Northwind Paper Company", fill=0, font=ImageFont.load_default(40))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_file_that_was_read_before_needs_no_page_read_by_tesseract(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        f'#!/bin/sh\nexport PATH="{PATH}"\n'
        f'[ -e {tmp_path}/broken ] && [ "$1" = stdin ] && exit 1\nexec {shutil.which("tesseract")} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    first = read_bytes(scan(), "scan.png", ocr_engine="tesseract")
    (tmp_path / "broken").touch()

    assert read_bytes(scan(), "scan.png", ocr_engine="tesseract") == first
    assert first.text.count("Northwind") == 3
    with pytest.raises(OcrFailed):
        read_bytes(scan(), "scan.png", ocr_engine="tesseract", cache=False)
    with pytest.raises(OcrFailed):
        read_bytes(scan(), "scan.png", ocr_engine="tesseract", ocr_languages="eng+deu")


def test_other_pixels_engines_and_versions_are_read_anew(folder: Path) -> None:
    engine = Counting()
    cached = Cached(engine, folder)

    assert texts(cached.recognise(page(1), Deadline(1))) == ["1.0"]
    assert texts(cached.recognise(page(2), Deadline(1))) == ["2.0"]
    assert texts(cached.recognise(page(1), Deadline(1))) == ["1.0"]
    assert engine.asked == 2
    cached.recognise(page(1).reshape(30, 20), Deadline(1))
    assert engine.asked == 3
    newer = Counting("2")
    Cached(newer, folder).recognise(page(1), Deadline(1))
    assert newer.asked == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"garbage", gzip.compress(b"{}"), gzip.compress(b"[1, 2"), gzip.compress(b'{"words": [[1]]}'), None],
    ids=["empty", "garbage", "other JSON", "cut JSON", "cut words", "cut off"],
)
def test_a_damaged_entry_is_read_anew_and_written_anew(folder: Path, damage: bytes | None) -> None:
    engine = Counting()
    cached = Cached(engine, folder)
    cached.recognise(page(1), Deadline(1))
    (entry,) = entries(folder)
    good = entry.read_bytes()
    entry.write_bytes(good[:-9] if damage is None else damage)

    assert texts(cached.recognise(page(1), Deadline(1))) == ["1.0"]
    assert engine.asked == 2
    assert entry.read_bytes() == good


@pytest.mark.parametrize(
    "part",
    [
        {"words": [[1, 1, 2, 3, 4, 0.5]]},
        {"words": [["word", 1, 2, 3, "4", 0.5]]},
        {"words": [["word", 1, 2, 3, 4e9, 0.5]]},
        {"words": [["word", 1, 2, 3, 4, 7]]},
        {"words": [["word", 1, 2, 3, 4, None]]},
        {"words": {"word": 1}},
        {"back": [[1, 0, 0]]},
        {"back": [[1, 0, 0], [0, 1, float("nan")]]},
        {"back": [[1, 0, 0], [0, 1, 10**400]]},
        {"rules": [[0, 1, 2]]},
        {"turn": 9},
        {"turn": "up"},
    ],
    ids=str,
)
def test_an_entry_of_another_shape_is_as_if_it_was_not_there(folder: Path, part: dict[str, object]) -> None:
    engine = Counting()
    cached = Cached(engine, folder)
    cached.recognise(page(1), Deadline(1))
    (entry,) = entries(folder)
    content = json.loads(gzip.decompress(entry.read_bytes()))
    entry.write_bytes(gzip.compress(json.dumps(content | part).encode()))

    assert texts(cached.recognise(page(1), Deadline(1))) == ["1.0"]
    assert engine.asked == 2


def test_only_the_user_may_read_what_is_kept(folder: Path) -> None:
    Cached(Counting(), folder).recognise(page(1), Deadline(1))

    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_folder_that_cannot_be_used_means_reading_every_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    engine = Counting()

    for _ in range(2):
        assert texts(Cached(engine, tmp_path / "file" / "ocr").recognise(page(1), Deadline(1))) == ["1.0"]
    assert engine.asked == 2


def test_entries_used_least_lately_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_cache, "_SHELVES", 1)
    monkeypatch.setattr(Cached, "_entry", lambda self, pixels: folder / "shelf" / f"{pixels[0, 0]}.json.gz")
    engine = Counting()
    cached = Cached(engine, folder)
    for i in range(4):
        cached.recognise(page(i), Deadline(1))
        os.utime(folder / "shelf" / f"{i}.json.gz", (i, i))
    cached.recognise(page(0), Deadline(1))  # used again, so 1 is the oldest now
    size = sum(entry.stat().st_size for entry in entries(folder)) + 20  # they differ by a few bytes

    monkeypatch.setattr(ocr_cache, "MAX_BYTES", size)
    cached.recognise(page(4), Deadline(1))

    assert [entry.name for entry in entries(folder)] == ["0.json.gz", "2.json.gz", "3.json.gz", "4.json.gz"]
    assert sum(entry.stat().st_size for entry in entries(folder)) <= size


def test_many_readers_share_a_folder(folder: Path) -> None:
    def read_all(_: int) -> list[list[str]]:
        cached = Cached(Counting(), folder)
        return [texts(cached.recognise(page(grey), Deadline(1))) for grey in range(20)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(read_all, range(8)))

    assert answers == [[[f"{grey}.0"] for grey in range(20)]] * 8
    assert len(entries(folder)) == 20, "nothing half written is left"


def test_the_folder_is_in_the_users_cache_unless_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("NERKIT_OCR_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "nerkit" / "ocr"

    monkeypatch.setenv("NERKIT_OCR_CACHE", "elsewhere")
    assert cache_folder() == Path("elsewhere")


numbers = st.floats(allow_nan=False, allow_infinity=False)
counts = st.integers(-(10**6), 10**6)
words = st.builds(Recognised, st.text(), counts, counts, counts, counts, st.floats(0, 1))


@given(
    st.lists(words),
    st.lists(numbers, min_size=6, max_size=6),
    st.integers(0, 3),
    st.lists(st.tuples(numbers, numbers, numbers, numbers)),
)
def test_what_is_kept_comes_back_exactly(
    found: list[Recognised], back: list[float], rotation: int, rules: list[tuple[float, ...]]
) -> None:
    kept = Recognition(found, np.array(back).reshape(2, 3), rotation, np.array(rules, dtype=np.float64).reshape(-1, 4))

    again = ocr_cache._unpacked(ocr_cache._packed(kept))

    assert list(again.words) == found
    assert again.rotation == rotation
    np.testing.assert_array_equal(again.back, kept.back)
    np.testing.assert_array_equal(again.rules, kept.rules)


class TestUnderALock:
    def test_nothing_that_was_read_can_be_read_without_the_key(self, folder: Path) -> None:
        lock = Lock([bytes(32)])
        first, again = Counting(), Counting()
        found = Cached(first, folder, lock).recognise(page(7), Deadline(60))
        assert texts(Cached(again, folder, lock).recognise(page(7), Deadline(60))) == texts(found)
        assert (first.asked, again.asked) == (1, 0)
        (entry,) = entries(folder)
        with pytest.raises(gzip.BadGzipFile):
            gzip.decompress(entry.read_bytes())
        Cached(Counting(), folder).recognise(page(7), Deadline(60))
        (plain,) = (path for path in entries(folder) if path != entry)
        assert entry.stem != plain.name.partition(".")[0], "its name says nothing of the pixels"

    def test_what_was_changed_or_put_elsewhere_or_has_another_key_is_read_anew(self, folder: Path) -> None:
        lock = Lock([bytes(32)])
        for grey in (7, 8):
            Cached(Counting(), folder, lock).recognise(page(grey), Deadline(60))
        one, other = entries(folder)
        sealed = one.read_bytes()
        for damaged in (sealed[:-1] + bytes([sealed[-1] ^ 1]), other.read_bytes(), b""):
            one.write_bytes(damaged)
            engine = Counting()
            found = [texts(Cached(engine, folder, lock).recognise(page(grey), Deadline(60))) for grey in (7, 8)]
            assert (found, engine.asked) == ([["7.0"], ["8.0"]], 1)
        engine = Counting()
        Cached(engine, folder, Lock([b"x" * 32, bytes(32)])).recognise(page(7), Deadline(60))
        assert engine.asked == 1

    def test_a_run_with_a_key_leaves_no_text_of_a_scan_in_the_cache(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "scan.png").write_bytes(scan())
        (tmp_path / "keys").write_text(new_key())
        store = ["--store", f"{tmp_path}/records.sqlite", "--keys", f"{tmp_path}/keys"]
        run = ["tag", "--workers", "0", "--ocr-engine", "tesseract", f"{tmp_path}/scan.png", *store]
        assert CliRunner().invoke(app, run).exit_code == 0
        assert entries(folder)
        assert all(path.suffix == ".sealed" for path in entries(folder))
        assert "NERKIT_STORE_KEYS" not in os.environ
        clear()
        assert entries(folder) == []
