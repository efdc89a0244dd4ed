"""`nerkit tag`: the records of documents."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Unpack

import typer

from nerkit.cli.options import SchemaFile, takes
from nerkit.errors import NoPicture, OutputError, ReadingError
from nerkit.options import part
from nerkit.output import check_output, part_of, text_output
from nerkit.paths import is_folder
from nerkit.pipeline_options import PipelineOptions
from nerkit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from nerkit.cli.writers import OutputFormat, Writer
    from nerkit.document import Document
    from nerkit.result import Failure, Result

MAX_WORKERS = 4
"""Worker processes unless the user says otherwise: each holds a model of its own."""

SUFFIXES: dict[str, OutputFormat] = {
    **{".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".txt": "table"},
    **{".html": "html", ".htm": "html", ".pdf": "pdf"},
}
"""The format that a file is written in, by its name."""


EXAMPLES = (
    "nerkit tag contract.pdf",
    "nerkit tag inbox/ -o records.jsonl",
    "nerkit tag inbox/ -o records.jsonl --resume",
    "nerkit tag *.pdf --format csv --layout wide --bom -o values.csv",
    "nerkit tag bill.pdf --kind invoice --explain total_amount",
    "nerkit tag - < scan.tiff",
)
"""Lines that help shows below the options."""


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
    layout: Annotated[
        Literal["long", "wide"], typer.Option(help="Of CSV: a row for each value, or one for each document.")
    ] = "long",
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with the mark that Excel knows UTF-8 by.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where a run that wrote JSON lines to this OUT was stopped.")
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
        resume=resume,
        layout=layout,
        bom=bom,
        **options,
    )
    if failed:
        raise typer.Exit(3)


def tag_files(
    files: Sequence[str],
    *,
    output: Path | None = None,
    form: OutputFormat = "jsonl",
    model: str | None = None,
    workers: int | None = None,
    schema: Path | None = None,
    strict: bool = False,
    resume: bool = False,
    layout: Literal["long", "wide"] = "long",
    bom: bool = False,
    **options: Unpack[PipelineOptions],
) -> int:
    """Tags files and writes their records to `output`, or to standard output; how many files failed.

    Raises `ModelError`, `OptionError`, `OutputError`, `SchemaError`, `FieldError` or a usage error before anything is
    tagged, and `OutputError` where the output cannot be written to its end.
    """
    from nerkit import models
    from nerkit.cli.file_progress import with_progress
    from nerkit.cli.inputs import expand
    from nerkit.cli.messages import detail, say, say_failure
    from nerkit.cli.stopped import lines_left, still_to_do
    from nerkit.cli.writers import csv_writer, pdf_writer, writer
    from nerkit.labels import Schema
    from nerkit.pipeline import Pipeline
    from nerkit.result import Failure
    from nerkit.spreadsheet import wide_columns, wide_row

    pipeline = Pipeline(models.find(model), schema=Schema.read(schema) if schema else None)
    chosen = pipeline.checked(options)
    if chosen["explain"] and form not in ("table", "json", "jsonl"):
        raise typer.BadParameter("--explain goes with --format table, json or jsonl")
    pipeline.reader.start()
    reading = part(ReadingOptions, chosen)
    sources = expand(files, pipeline.reader, reading)
    several = len(sources) > 1 or any(is_folder(Path(name)) for name in files)
    form = "jsonl" if several and form == "json" else form
    if resume and (output is None or form != "jsonl"):
        raise typer.BadParameter("--resume goes on with JSON lines in a file: name it with -o, as in -o run.jsonl")
    if (layout == "wide" or bom) and form != "csv":
        raise typer.BadParameter("--layout and --bom are of CSV: write with --format csv, or -o to a file named .csv")
    names = [_name(source) for source in sources]
    if output is not None and form != "pdf":
        check_output(output, [*names, pipeline.folder, *filter(None, [schema])])
    failed, done = 0, Counter[str]()
    for line in lines_left(output) if resume and output else ():
        failed += "error" in line or (strict and bool(_doubts(line)))
        done[line["source"]] += 1
    todo = still_to_do(sources, done, _name)
    if workers is None:
        waiting = sum(not isinstance(source, Failure) for source in todo)
        workers = min(MAX_WORKERS, _cores(), waiting) if waiting > 1 else 0
    detail(f"{len(todo)} of {len(sources)} files to do with {pipeline.folder}, in {max(workers, 1)} processes")
    with ExitStack() as closing_last:
        if form == "jsonl" and output:
            closing_last.enter_context(_saying_how_to_go_on(output))
        if form == "pdf":
            write = pdf_writer(_named(output), names, pipeline.reader, several=several, **reading)
        else:
            to = closing_last.enter_context(text_output(output, reads=names, go_on=bool(done), bom=bom))
            columns = wide_columns(pipeline.schema, chosen["kind"]) if layout == "wide" else None
            wide = csv_writer(to, columns, wide_row) if columns else None
            write = wide or closing_last.enter_context(writer(form, to, **reading))
        outcomes = pipeline.stream(todo, workers=workers, **options)
        closing_last.enter_context(closing(outcomes))
        for outcome in with_progress(outcomes, len(todo)):
            outcome = _written(write, outcome)
            if isinstance(outcome, Failure):
                say_failure(outcome)
                failed += 1
                continue
            detail(_summary(outcome))
            if strict and (doubts := _doubts(outcome.to_dict())):
                say("doubtful-record", doubts, outcome.source)
                failed += 1
    return failed


@contextmanager
def _saying_how_to_go_on(output: Path) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, OutputError) as error:
        if part_of(output).is_file():
            error.add_note("the same command with --resume goes on from there")
        raise


def _name(source: Path | Document | Failure) -> str:
    """What a source is called in the output."""
    return str(source) if isinstance(source, Path) else source.source


def _default_format(files: Sequence[str], output: Path | None) -> OutputFormat:
    suffix = output.suffix.lower() if output else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix:
        raise OutputError(
            f"{output}: the suffix {suffix} names no format; use {', '.join(SUFFIXES)}, or name one with --format"
        )
    if len(files) > 1 or is_folder(Path(files[0])):
        return "jsonl"
    return "table" if output is None and sys.stdout.isatty() else "json"


def _named(output: Path | None) -> Path:
    if output is None:
        raise OutputError("PDFs do not go to standard output; name a file, or a folder for several, with -o")
    return output


def _written(write: Writer, outcome: Result | Failure) -> Result | Failure:
    """The outcome once it is written, or the failure that writing made of it."""
    from nerkit.result import Failure

    try:
        write(outcome)
    except (NoPicture, ReadingError) as error:
        return Failure.of(outcome.source, error)
    return outcome


def _summary(result: Result) -> str:
    pages = result.document.pages
    scans = sum(page.source == "ocr" for page in pages)
    values = sum(map(len, result.record.fields.values()))
    read = f"{len(pages)} page{'s' * (len(pages) != 1)}" if pages else "text"
    read += f", {scans} of them recognised" if scans else ""
    return f"{result.source}: {result.record.kind}, {read}, {len(result.entities)} entities, {values} values"


def _doubts(row: Mapping[str, Any]) -> str | None:
    """What is doubtful in the JSON object of a file."""
    checks = sum(not check["passed"] for check in row.get("checks", ()))
    values = sum("ambiguous" in value for values in row.get("record", {}).values() for value in values)
    said = [f"{checks} failed check{'s' * (checks > 1)}" * bool(checks)]
    said.append(f"{values} ambiguous value{'s' * (values > 1)}" * bool(values))
    return ", ".join(filter(None, said)) or None


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
