"""Files become documents: PDF, images and text, by their content and not by their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerkit.reading.files import files_in
    from nerkit.reading.options import OcrMode
    from nerkit.reading.plain import document_from_text
    from nerkit.reading.reader import read, read_bytes

__all__ = ["OcrMode", "document_from_text", "files_in", "read", "read_bytes"]


def __getattr__(name: str) -> object:
    # Late, so that the layout can be used without loading PDF and image libraries.
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = {"document_from_text": "plain", "files_in": "files", "OcrMode": "options"}.get(name, "reader")
    return getattr(import_module(f"nerkit.reading.{module}"), name)
