"""Bad files: each has its own error code and one line that says what to do, and the other files are done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

SECRET = "Zanzibar Holdings"
"""Stands in every bad file that holds any text; no message may repeat it."""

CODES = {
    "missing.pdf": "missing-file",
    "empty.pdf": "empty-file",
    "text-named.pdf": "unknown-format",
    "bytes.pdf": "unknown-format",
    "encrypted.pdf": "encrypted-pdf",
    "truncated.pdf": "broken-pdf",
    "no-pages.pdf": "no-pages",
    "one-pixel.png": "image-too-small",
    "truncated.png": "broken-image",
    "no-documents": "no-documents",
}
GOOD = ("first.txt", "digital.pdf", "last.txt")


def pdf(path: Path, **options: Any) -> bytes:
    canvas = Canvas(str(path), pageCompression=0, **options)
    for line in range(40):
        canvas.drawString(72, 760 - 14 * line, f"Agreement between {SECRET} and Meadow Bank LLC, line {line}")
    canvas.save()
    return path.read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("bad")
    for name in ("first.txt", "last.txt"):
        (here / name).write_text("This Agreement is made on March 3, 2020 between Acme Inc. and Meadow Bank LLC.\n")
    whole = pdf(here / "digital.pdf")
    pdf(here / "encrypted.pdf", encrypt=StandardEncryption("open sesame"))
    (here / "empty.pdf").touch()
    (here / "text-named.pdf").write_text(f"Agreement with {SECRET}\n" * 5)
    (here / "bytes.pdf").write_bytes(bytes(range(256)) * 8)
    (here / "truncated.pdf").write_bytes(whole[:600])
    PdfDocument.new().save(here / "no-pages.pdf")
    Image.new("L", (1, 1), 255).save(here / "one-pixel.png")
    Image.effect_noise((600, 800), 80).save(here / "noise.png")
    (here / "truncated.png").write_bytes((here / "noise.png").read_bytes()[:2000])
    (here / "no-documents").mkdir()
    return here


@pytest.fixture(scope="module")
def run(folder: Path) -> subprocess.CompletedProcess[str]:
    names = [GOOD[0], *CODES, *GOOD[1:]]
    return subprocess.run(
        [sys.executable, "-m", "nerkit", "tag", *names], cwd=folder, capture_output=True, text=True, timeout=300
    )


def lines(run: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {row["source"]: row for row in map(json.loads, run.stdout.splitlines())}


def test_some_files_that_fail_make_exit_status_3(run: subprocess.CompletedProcess[str]) -> None:
    assert run.returncode == 3


def test_every_file_has_its_line_in_the_order_given(run: subprocess.CompletedProcess[str]) -> None:
    assert list(lines(run)) == [GOOD[0], *CODES, *GOOD[1:]]


@pytest.mark.parametrize("name", CODES)
def test_a_bad_file_has_its_own_code(run: subprocess.CompletedProcess[str], name: str) -> None:
    row = lines(run)[name]
    assert set(row) == {"source", "error"}
    assert row["error"]["code"] == CODES[name]


@pytest.mark.parametrize("name", CODES)
def test_a_bad_file_is_named_in_one_line_that_says_what_to_do(run: subprocess.CompletedProcess[str], name: str) -> None:
    said = [line for line in run.stderr.splitlines() if f" {name}: " in line]
    assert len(said) == 1
    assert said[0].startswith(f"error[{CODES[name]}]: ")
    assert ";" in said[0], "the second half of the line is what to do"


@pytest.mark.parametrize("name", GOOD)
def test_the_good_files_of_the_run_are_done(run: subprocess.CompletedProcess[str], name: str) -> None:
    assert "record" in lines(run)[name]


def test_nothing_else_is_said_and_nothing_of_a_document(run: subprocess.CompletedProcess[str]) -> None:
    *errors_said, summary = run.stderr.splitlines()
    assert len(errors_said) == len(CODES)
    assert summary.startswith(f"{len(GOOD) + len(CODES)} files")
    assert "Traceback" not in run.stderr + run.stdout
    errors = [json.dumps(row) for row in lines(run).values() if "error" in row]
    assert not any(SECRET in said for said in [run.stderr, *errors])


def test_without_tesseract_only_scans_fail(folder: Path) -> None:
    nowhere = {**os.environ, "PATH": str(folder / "no-documents")}
    run = subprocess.run(
        [sys.executable, "-m", "nerkit", "tag", "--ocr-engine", "tesseract", "noise.png", "first.txt"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env=nowhere,
    )
    assert run.returncode == 3
    assert lines(run)["noise.png"]["error"]["code"] == "tesseract-missing"
    assert "tesseract-ocr" in run.stderr, "the message names what to install"
    assert "record" in lines(run)["first.txt"]
    assert "Traceback" not in run.stderr


def test_one_bad_file_on_its_own_is_an_error_object(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "nerkit", "tag", "empty.pdf"], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 3
    assert json.loads(run.stdout)["error"]["code"] == "empty-file"
    assert len(run.stderr.splitlines()) == 1
