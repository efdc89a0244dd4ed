"""The files of the page at `/`, for people: some of its own, and the looks of the annotator's page."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Response

from nerkit.service.refusal import not_found

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a browser lets the page do: run and load its own files, draw pictures that it was given, ask this service."""

_HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "Cross-Origin-Opener-Policy": "same-origin"}

_FOLDERS = {"nerkit.annotation": ("style.css", "icon.svg"), "nerkit.service": None}
"""Packages with a folder `page`, and which of its files are used; None for all."""


def page_files() -> dict[str, bytes]:
    """The files by name; nothing else is ever served from the disk."""
    return {
        file.name: file.read_bytes()
        for package, names in _FOLDERS.items()
        for file in files(package).joinpath("page").iterdir()
        if Path(file.name).suffix in TYPES and (names is None or file.name in names)
    }


def add_page(app: FastAPI) -> None:
    """Adds the page; it holds no data, and everybody may see it."""
    static = page_files()

    @app.get("/", include_in_schema=False)
    def index() -> Response:
        return Response(static["index.html"], media_type="text/html", headers=_HEADERS)

    @app.get("/page/{name}", include_in_schema=False)
    def file(name: str) -> Response:
        if name not in static:
            raise not_found("there is no such file")
        return Response(static[name], media_type=TYPES[Path(name).suffix], headers=_HEADERS)
