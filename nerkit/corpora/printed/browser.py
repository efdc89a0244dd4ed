"""Chromium prints HTML to PDF, many documents at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from nerkit.errors import ExtraMissing
from nerkit.extras import require

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def printer() -> Iterator[Printer]:
    """A browser that prints; raises ExtraMissing where there is none."""
    require("generate", "playwright")
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise ExtraMissing("pages are printed by Chromium; install it (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield Printer(browser.new_page(java_script_enabled=False))
        finally:
            browser.close()


class Printer:
    """Prints what it is given; the pages' sizes are those of their CSS."""

    def __init__(self, page: object) -> None:
        self._page = page

    def pdf(self, html: str) -> bytes:
        """The PDF of a document in HTML."""
        self._page.set_content(html)  # type: ignore[attr-defined]
        printed: bytes = self._page.pdf(prefer_css_page_size=True, print_background=True)  # type: ignore[attr-defined]
        return printed
