"""Annotated corpora of other tools: every format is read into `InterchangeDocument`s and written from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from nerkit.corpora.interchange.example import ConversionReport, InterchangeDocument, InterchangeOptions
from nerkit.errors import CorpusError

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "nerkit": "own",
        "spans": "spans",
        "spacy": "docbin",
        "spacy-json": "spacy_json",
        "conll": "conll",
        "doccano": "doccano",
        "label-studio": "label_studio",
        "prodigy": "prodigy",
        "brat": "brat",
    }
)
"""Name of a format → its module here; imported only when it is asked for."""


class InterchangeFormat(Protocol):
    """What the module of a format offers."""

    SUFFIX: str
    """How its files end; empty where it is a folder."""

    def read(self, path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
        """The examples of a file."""

    def write(
        self, path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
    ) -> None:
        """Write the examples."""


def format_named(name: str) -> InterchangeFormat:
    """The format of this name; raises `CorpusError` where there is none."""
    if name not in FORMATS:
        raise CorpusError(f"there is no format {name!r}; choose one of {', '.join(FORMATS)}")
    return cast(InterchangeFormat, import_module(f"{__name__}.{FORMATS[name]}"))


def read(
    path: Path,
    name: str | None = None,
    options: InterchangeOptions | None = None,
    report: ConversionReport | None = None,
) -> list[InterchangeDocument]:
    """The examples of a file or a folder; a format that is not named is told by suffix and content.

    Raises `CorpusError` for what is not there, of no known format, or broken.
    """
    from nerkit.corpora.interchange.format_detection import detect

    if not path.exists():
        raise CorpusError(f"{path} does not exist")
    form = format_named(name or detect(path))
    options, report = options or InterchangeOptions(), report if report is not None else ConversionReport()
    if not path.is_dir() or not form.SUFFIX:
        return form.read(path, options, report)
    files = sorted(file for file in path.rglob(f"*{form.SUFFIX}") if file.is_file())
    if not files:
        raise CorpusError(f"{path} holds no {form.SUFFIX} file")
    return [example for file in files for example in form.read(file, options, report)]


def write(
    path: Path,
    examples: Sequence[InterchangeDocument],
    name: str,
    options: InterchangeOptions | None = None,
    report: ConversionReport | None = None,
) -> None:
    """Write the examples to a file, or to a folder where that is the format; `report` takes up what gets lost.

    Raises `CorpusError` for an unknown format and `OutputError` where it cannot be written.
    """
    format_named(name).write(
        path, examples, options or InterchangeOptions(), report if report is not None else ConversionReport()
    )
