"""How the property tests run: no time limits, and on a build server the same examples every time.

Files that tests read and pages that they recognise are kept in a folder of the run, never in the user's caches.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from annotation_room import Addressed, Opened, Room
    from playwright.sync_api import Browser, Page
    from spacy.language import Language

    from nerkit.reading.isolated import IsolatedReader

pytest_plugins = ("tests.service_fixtures", "tests.store_fixtures")

settings.register_profile("here", deadline=None)
settings.register_profile("server", deadline=None, derandomize=True)
settings.load_profile("server" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NERKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("NERKIT_OCR_CACHE", str(tmp_path_factory.mktemp("ocr-cache")))
        yield


@pytest.fixture
def endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scan whose Tesseract writes its process number into the named pipe "begun" beside it and goes on for ever."""
    from PIL import Image

    os.mkfifo(tmp_path / "begun")
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho $$ > '{tmp_path}/begun'\nexec sleep 1000\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    Image.new("L", (800, 300), "white").save(tmp_path / "scan.png")
    return tmp_path / "scan.png"


@pytest.fixture(scope="module")
def tagging() -> Language:
    """A pipeline of spaCy with nerkit and nothing else in it."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("nerkit")
    return nlp


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    """What reads files in a process of its own."""
    from nerkit.reading.isolated import IsolatedReader, Limits

    with IsolatedReader(Limits(silence=8, memory=1 << 30)) as reader:
        yield reader


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A file that can be read."""
    from isolated_material import TEXT

    path = tmp_path / "good.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # for machines that are busy
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        assert path, "the tests of the page need Chromium: scripts/system-packages tests"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    from annotation_room import Room

    room = Room(tmp_path)
    yield room
    for serving in list(room.running):
        room.stop(serving)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens the page of a server; no script on it may have failed in the end."""
    from playwright.sync_api import expect

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))

    def open_(serving: Addressed) -> Page:
        page = context.new_page()
        page.goto(serving.address)
        expect(page.locator(".block").first).to_be_visible()
        return page

    yield open_
    context.close()
    assert faults == []
