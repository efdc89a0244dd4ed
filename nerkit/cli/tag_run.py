"""What `nerkit tag` does: files → outcomes → an output."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, redirect_stdout
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Literal, Unpack

import typer

from nerkit import models
from nerkit.cli.e_invoice_files import invoice_writer
from nerkit.cli.file_progress import with_progress
from nerkit.cli.inputs import read_files
from nerkit.cli.journal import Journal, Line, Source
from nerkit.cli.messages import detail, note, say, say_failure, tell
from nerkit.cli.name_list import write_names
from nerkit.cli.options import MAX_WORKERS
from nerkit.cli.run_keys import content_in, made_with
from nerkit.cli.run_summary import RunSummary, doubts
from nerkit.cli.storing import storing
from nerkit.cli.url_inputs import all_sources, with_local_paths
from nerkit.cli.writers import FileNames, OutputFormat, Writer, csv_writer, is_last, pdf_writer, writer
from nerkit.einvoices.writing import WrittenSyntax
from nerkit.engines import LocalEngine, RunEngine
from nerkit.engines.opened_engine import check_engine, opened_engine
from nerkit.errors import FieldError, NoPicture, NotAnInvoice, OutputError, ReadingError, WorkerFailed
from nerkit.extras import require
from nerkit.keyword_options import meant, part
from nerkit.labels import Schema
from nerkit.output import check_output, part_of, text_output, whole
from nerkit.paths import is_folder
from nerkit.pipeline import Pipeline
from nerkit.pipeline_options import PipelineOptions
from nerkit.reading.options import ReadingOptions
from nerkit.related import Sightings
from nerkit.result import Failure, Result
from nerkit.spreadsheet import wide_columns, wide_row
from nerkit.store import open_store
from nerkit.store.collections import check_collection

_GATHERED: tuple[OutputFormat, ...] = ("parquet", "xlsx")
"""Formats that are made of JSON lines once all of these are there."""


def tag_files(
    files: Sequence[str],
    *,
    output: Path | None = None,
    form: OutputFormat = "jsonl",
    syntax: WrittenSyntax = "cii",
    model: str | None = None,
    workers: int | None = None,
    engine: str = "local",
    schema: Path | None = None,
    strict: bool = False,
    resume: bool = False,
    layout: Literal["long", "wide"] = "long",
    columns: str | None = None,
    bom: bool = False,
    retries: int = 0,
    fail_fast: bool = False,
    failed: Path | None = None,
    store: str | None = None,
    collection: str | None = None,
    keys: Path | None = None,
    **options: Unpack[PipelineOptions],
) -> int:
    """Tags files and writes their records to `output`, or to standard output; how many files failed.

    Raises `ModelError`, `OptionError`, `OutputError`, `SchemaError`, `FieldError`, `ExtraMissing` or a usage error
    before anything is tagged, and `OutputError` where the output cannot be written to its end.
    """
    check_engine(engine)
    if collection is not None:
        check_collection(collection)
    pipeline = Pipeline(models.find(model), schema=Schema.read(schema) if schema else None)
    chosen = pipeline.checked(options)
    if chosen["explain"] and form not in ("table", "json", "jsonl"):
        raise typer.BadParameter("--explain goes with --format table, json or jsonl")
    if form == "pdf":
        chosen["whole"] = options["whole"] = True  # a copy of a file is one file
    pipeline.reader.start()
    files = with_local_paths(files)
    found = all_sources(files, pipeline.reader, part(ReadingOptions, chosen))
    first = list(islice(found, 2))
    several = len(first) > 1 or any(is_folder(Path(name)) for name in files)
    form = "jsonl" if several and form == "json" else form
    if resume and (output is None or form not in ("jsonl", *_GATHERED)):
        raise typer.BadParameter(
            "--resume goes on with JSON lines, Parquet or a workbook in a file: name it with -o, as in -o run.jsonl"
        )
    if form in _GATHERED and output is None:
        raise OutputError(f"{form} does not go to standard output; name a file with -o, as in -o run.{form}")
    if (layout == "wide" or columns or bom) and form != "csv":
        raise typer.BadParameter(
            "--layout, --columns and --bom are of CSV: write with --format csv, or -o to a file named .csv"
        )
    others = [pipeline.folder, *filter(None, [schema])]
    for path in filter(None, [output if form not in ("pdf", "xml") else None, failed]):
        check_output(path, chain(read_files(files), others))
    with ExitStack() as last:
        sightings = last.enter_context(closing(Sightings(pipeline.schema)))
        run = _Run(strict, fail_fast, sightings)
        if failed:
            last.callback(lambda: write_names(run.failures, failed))
        todo: Iterator[Source] = chain(first, found)
        journal = None
        if output and (form in _GATHERED or (form == "jsonl" and _may_stop(output))):
            _check_extra(form)
            lines = part_of(output if form == "jsonl" else output.with_name(output.name + ".jsonl"))
            journal = Journal(output, lines, made_with(pipeline, chosen), go_on=resume)
            last.enter_context(journal)
            todo, write = journal.todo(todo, run.kept), _journal_writer(journal)
        elif form == "pdf":
            names = list(map(str, read_files(files)))
            reading = part(ReadingOptions, chosen)
            write = pdf_writer(_named(output), names, pipeline.reader, several=several, **reading)
        elif form == "xml":
            if several and output is None:
                raise OutputError("several e-invoices do not go to standard output; name a folder with -o")
            folder = several or (output is not None and output.is_dir())
            places = FileNames(output, ".xml", several=folder) if output else None
            write = invoice_writer(places, list(map(str, read_files(files))), syntax, run.drafted)
        else:
            to = last.enter_context(text_output(output, bom=bom))
            wide = wide_columns(pipeline.schema, chosen["kind"]) if layout == "wide" or columns else None
            if wide:
                write = csv_writer(to, _chosen(columns, wide) if columns else wide, wide_row)
            else:
                write = last.enter_context(writer(form, to, **part(ReadingOptions, chosen)))
        if store:
            todo, write = storing(last.enter_context(open_store(store, keys, make=True)), todo, write, collection or "")
        if engine == "local":
            todo, workers = _with_workers(todo, workers)
            there: RunEngine | None = LocalEngine(workers, alone=_alone) if workers else None
        else:
            there = last.enter_context(_elsewhere(engine, workers))
        count = there.workers if there else 1
        detail(f"tagging with {pipeline.folder}, in {count} process{'es' * (count > 1)}")
        outcomes = pipeline.stream(todo, workers=0, retries=retries, engine=there, **options)
        last.enter_context(closing(outcomes))
        for outcome in with_progress(outcomes, lambda: sum(1 for _ in read_files(files)), lambda: run.summary.files):
            run.take(outcome, write)
        if journal and form == "jsonl":
            journal.finish()
        elif journal and output:
            _gather(journal, output, form, pipeline.schema)
    if several:
        tell(str(run.summary), summary=run.summary.facts())
    return run.faults


class _Run:
    """What has become of the files so far."""

    def __init__(self, strict: bool, fail_fast: bool, sightings: Sightings) -> None:
        self.strict, self.fail_fast = strict, fail_fast
        self._sightings = sightings
        self.summary = RunSummary()
        self.failures: list[str] = []
        self.faults = 0

    def kept(self, row: Line) -> None:
        """Counts a file that an earlier run did."""
        self.summary.count(row, now=False)
        self._sightings.take(row, content_in(row["source"]))
        if "error" in row:
            self.failures.append(row["source"])
        self.faults += "error" in row or (self.strict and doubts(row) is not None)

    def take(self, outcome: Result | Failure, write: Writer) -> None:
        """Writes an outcome, says what was wrong and counts it; raises KeyboardInterrupt where it is to be the last."""
        if isinstance(outcome, Failure) and self.fail_fast:
            self._fault(outcome)
        if isinstance(outcome, Result):
            related = self._sightings.take(outcome.to_dict(), content_in(outcome.source))
            outcome = replace(outcome, related=related)
        outcome = _written(write, outcome)
        row = outcome.to_dict()
        self.summary.count(row)
        if isinstance(outcome, Failure):
            self._fault(outcome)
            return
        detail(_said(outcome))
        if self.strict and (doubt := doubts(row)):
            say("doubtful-record", doubt, outcome.source)
            self.faults += 1

    def drafted(self, source: str, said: str) -> None:
        """Says what a draft of an e-invoice lacks; in doubt with `strict`."""
        if self.strict:
            say("doubtful-record", said, source)
            self.faults += 1
        else:
            note(f"{source}: {said}")

    def _fault(self, failure: Failure) -> None:
        say_failure(failure)
        self.failures.append(failure.source)
        self.faults += 1
        if self.fail_fast:
            raise KeyboardInterrupt(3)  # ends as Ctrl-C does: what was done is kept, and how to go on is said


def _journal_writer(journal: Journal) -> Writer:
    """Adds the lines of a file at once: a run that is stopped leaves all of them or none."""
    rows: list[Line] = []

    def write(outcome: Result | Failure) -> None:
        rows.append(outcome.to_dict())
        if is_last(outcome):
            journal.add(*rows)
            rows.clear()

    return write


def _gather(journal: Journal, output: Path, form: OutputFormat, schema: Schema) -> None:
    from nerkit.exports import write_parquet, write_xlsx

    with whole(output) as to:
        if form == "parquet":
            write_parquet(journal.lines(), to)
        else:
            write_xlsx(journal.lines(), to, schema)
    journal.remove()


def _check_extra(form: OutputFormat) -> None:
    if form in _GATHERED:
        require(form, {"parquet": "pyarrow", "xlsx": "xlsxwriter"}[form])


def _may_stop(output: Path) -> bool:
    """Whether an output is a file that a later run can go on with, and no device or pipe."""
    return output.is_file() or not output.exists()


def _chosen(columns: str, known: list[str]) -> list[str]:
    names = [name.strip() for name in columns.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise FieldError(f"there is no column {name!r}; {meant(name, known)}")
    return names


def _with_workers(todo: Iterator[Source], workers: int | None) -> tuple[Iterator[Source], int]:
    """The sources and the number of processes: one for each file at most, unless the user says how many."""
    if workers is not None:
        return todo, workers
    most = min(MAX_WORKERS, _cores())
    first = list(islice(todo, most))
    waiting = sum(not isinstance(source, Failure) for source in first)
    return chain(first, todo), waiting if waiting > 1 else 0


def _alone(error: WorkerFailed) -> None:
    note(f"{error.message}; the files are done in this process, one after the other")


@contextmanager
def _elsewhere(engine: str, workers: int | None) -> Iterator[RunEngine]:
    """An engine that talks: what it prints is not data, and what matters of it nerkit says itself."""
    if workers == 0:
        raise typer.BadParameter(
            "--workers 0 is for --engine local; name a number of actors, or leave it to the cluster"
        )
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), opened_engine(engine, workers) as opened:
        yield opened


def _named(output: Path | None) -> Path:
    if output is None:
        raise OutputError("PDFs do not go to standard output; name a file, or a folder for several, with -o")
    return output


def _written(write: Writer, outcome: Result | Failure) -> Result | Failure:
    """The outcome once it is written, or the failure that writing made of it."""
    try:
        write(outcome)
    except (NoPicture, NotAnInvoice, ReadingError) as error:
        return Failure.of(outcome.source, error)
    return outcome


def _said(result: Result) -> str:
    pages = result.document.pages
    scans = sum(page.source == "ocr" for page in pages)
    values = sum(map(len, result.record.fields.values()))
    read = f"{len(pages)} page{'s' * (len(pages) != 1)}" if pages else "text"
    read += f", {scans} of them recognised" if scans else ""
    return f"{result.source}: {result.record.kind}, {read}, {len(result.entities)} entities, {values} values"


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
