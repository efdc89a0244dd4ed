"""What `nerkit read` prints steers no terminal, and a pipe gets the text as it is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

TEXT = "Total\t12.00\nSeller \x9b2J \u202eGmbH\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def printed_on_terminal(*arguments: str) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "nerkit", *arguments], stdout=theirs) as process:
        os.close(theirs)
        found = b""
        with suppress(OSError):  # what a terminal says at its end
            while some := os.read(ours, 4096):
                found += some
    os.close(ours)
    assert process.returncode == 0
    return found.decode().replace("\r\n", "\n")


def test_controls_and_marks_of_direction_are_escaped_on_a_terminal(document: Path) -> None:
    said = printed_on_terminal("read", str(document))
    assert "\x9b" not in said
    assert "\u202e" not in said
    assert said.startswith("Total\t12.00\nSeller ")
    assert r"\u202eGmbH" in said


def test_a_pipe_gets_the_text_that_was_read(document: Path) -> None:
    arguments = [sys.executable, "-m", "nerkit", "read", str(document)]
    said = subprocess.run(arguments, capture_output=True, check=True).stdout.decode()
    assert "\u202eGmbH" in said
