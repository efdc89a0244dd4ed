"""`nerkit tag`: the records of documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO, Unpack

import typer

from nerkit.cli.options import SchemaFile, takes
from nerkit.pipeline_options import PipelineOptions

if TYPE_CHECKING:
    from nerkit.cli.writers import Format, Writer
    from nerkit.result import Failure, Result

MAX_WORKERS = 4
"""Worker processes unless the user says otherwise: each holds a model of its own."""


@takes(PipelineOptions)
def tag(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Documents, folders, zip archives, mails, or - for stdin."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="Write to this file; its suffix sets the format."),
    ] = None,
    format: Annotated[
        Literal["table", "json", "jsonl", "csv", "html", "pdf"] | None,
        typer.Option(
            help="Default: a table for one file on a terminal, else json; jsonl for several files. "
            "html draws the pages, pdf is a copy with highlights (for several files, -o is a folder)."
        ),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="A bundled model or a model's folder.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help=f"Processes; 0 does all in one. Default: one a core, at most {MAX_WORKERS}."
        ),
    ] = None,
    schema: SchemaFile = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit status 3 also where a check fails or a value is ambiguous.")
    ] = False,
    **options: Unpack[PipelineOptions],
) -> None:
    """Print the records of documents.

    Standard output holds data only. A file that fails is reported, the others are done, and the exit status is 3.
    """
    form = format or _default_format(files, output)
    failed = tag_files(
        files,
        output=output,
        form=form,
        model=model,
        workers=workers,
        schema=schema,
        strict=strict,
        **options,
    )
    if failed:
        raise typer.Exit(3)


def tag_files(
    files: Sequence[str],
    *,
    output: Path | None = None,
    form: Format = "jsonl",
    model: str | None = None,
    workers: int | None = None,
    schema: Path | None = None,
    strict: bool = False,
    **options: Unpack[PipelineOptions],
) -> int:
    """Tags files and writes their records to `output`, or to standard output; how many files failed.

    Raises `ModelError`, `OutputError`, `SchemaError`, `FieldError` or a usage error before anything is tagged.
    """
    from nerkit import models
    from nerkit.cli.inputs import expand
    from nerkit.cli.messages import say, say_failure
    from nerkit.cli.progress import with_progress
    from nerkit.labels import Schema
    from nerkit.pipeline import Pipeline
    from nerkit.result import Failure

    pipeline = Pipeline(models.find(model), schema=Schema.read(schema) if schema else None)
    chosen = pipeline.checked(options)
    if chosen["explain"] and form not in ("table", "json", "jsonl"):
        raise typer.BadParameter("--explain goes with --format table, json or jsonl")
    pipeline.reader.start()
    sources = expand(files, pipeline.reader, chosen)
    several = len(sources) > 1 or any(Path(name).is_dir() for name in files)
    failed = 0
    with _writer(form, output, several=several) as write:
        todo = sum(not isinstance(source, Failure) for source in sources)
        if workers is None:
            workers = min(MAX_WORKERS, _cores(), todo) if todo > 1 else 0
        if todo == 0:
            outcomes: Iterator[Result | Failure] = (source for source in sources if isinstance(source, Failure))
        else:
            outcomes = pipeline.stream(sources, workers=workers, **options)
        for outcome in with_progress(outcomes, len(sources)):
            outcome = _written(write, outcome)
            if isinstance(outcome, Failure):
                say_failure(outcome)
                failed += 1
            elif strict and (doubts := _doubts(outcome)):
                say("doubtful-record", doubts, outcome.source)
                failed += 1
    return failed


def _default_format(files: Sequence[str], output: Path | None) -> Format:
    suffixes: dict[str, Format] = {".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".txt": "table"}
    suffixes |= {".html": "html", ".htm": "html", ".pdf": "pdf"}
    if output is not None and output.suffix.lower() in suffixes:
        return suffixes[output.suffix.lower()]
    if len(files) > 1 or Path(files[0]).is_dir():
        return "jsonl"
    return "table" if output is None and sys.stdout.isatty() else "json"


@contextmanager
def _writer(form: Format, output: Path | None, *, several: bool) -> Iterator[Writer]:
    from nerkit.cli.writers import pdf_writer, writer
    from nerkit.errors import OutputError

    if form == "pdf":
        if output is None:
            raise OutputError("PDFs do not go to standard output; name a file, or a folder for several, with -o")
        yield pdf_writer(output, several=several)
        return
    with _opened(output) as to:
        yield writer("jsonl" if several and form == "json" else form, to)


def _written(write: Writer, outcome: Result | Failure) -> Result | Failure:
    """The outcome once it is written, or the failure that writing made of it."""
    from nerkit.errors import NoPicture, ReadingError
    from nerkit.result import Failure

    try:
        write(outcome)
    except (NoPicture, ReadingError) as error:
        return Failure.of(outcome.source, error)
    return outcome


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    from nerkit.errors import OutputError

    if output is None:
        yield sys.stdout
        return
    try:
        to = output.open("w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise OutputError(f"cannot write to {output}: {error.strerror}") from None
    with to:
        yield to


def _doubts(result: Result) -> str | None:
    checks = sum(not check.passed for check in result.record.checks)
    values = sum(value.ambiguous for values in result.record.fields.values() for value in values)
    said = [f"{checks} failed check{'s' * (checks > 1)}" * bool(checks)]
    said.append(f"{values} ambiguous value{'s' * (values > 1)}" * bool(values))
    return ", ".join(filter(None, said)) or None


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
