"""How the property tests run: no time limits, and on a build server the same examples every time.

Pages that tests recognise are kept in a folder of the run, never in the user's cache.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from spacy.language import Language

settings.register_profile("here", deadline=None)
settings.register_profile("server", deadline=None, derandomize=True)
settings.load_profile("server" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def ocr_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
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
