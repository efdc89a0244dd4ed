"""Key-value records from contracts, invoices and receipts.

>>> import nerkit
>>> pipeline = nerkit.load()
>>> result = pipeline("contract.pdf")
>>> result.record.fields["party"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerkit.document import Box, Document, Entity, Page, Word
    from nerkit.errors import NerkitError
    from nerkit.labels import explain
    from nerkit.pipeline import Pipeline, load
    from nerkit.reading import read
    from nerkit.records.record import Record
    from nerkit.result import Failure, Result

    __version__: str

__all__ = [
    "Box",
    "Document",
    "Entity",
    "Failure",
    "NerkitError",
    "Page",
    "Pipeline",
    "Record",
    "Result",
    "Word",
    "explain",
    "load",
    "read",
]

_HOMES = {
    "document": ("Box", "Document", "Entity", "Page", "Word"),
    "errors": ("NerkitError",),
    "labels": ("explain",),
    "pipeline": ("Pipeline", "load"),
    "reading": ("read",),
    "records.record": ("Record",),
    "result": ("Failure", "Result"),
}


def __getattr__(name: str) -> object:
    # Late, so that `import nerkit` and `nerkit --help` load neither torch nor spaCy.
    if name == "__version__":
        from importlib.metadata import version

        return version("nerkit")
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"nerkit.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
