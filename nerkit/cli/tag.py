"""`nerkit tag`: the records of documents."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Unpack

import typer

from nerkit.cli.options import MAX_WORKERS, SchemaFile, takes
from nerkit.errors import OutputError
from nerkit.paths import is_folder
from nerkit.pipeline_options import PipelineOptions

if TYPE_CHECKING:
    from nerkit.cli.writers import OutputFormat

SUFFIXES: dict[str, OutputFormat] = {
    **{".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".txt": "table"},
    **{".html": "html", ".htm": "html", ".pdf": "pdf", ".parquet": "parquet", ".xlsx": "xlsx", ".xml": "xml"},
}
"""The format that a file is written in, by its name."""


EXAMPLES = (
    "nerkit tag contract.pdf",
    "nerkit tag inbox/ -o records.jsonl",
    "nerkit tag inbox/ -o records.jsonl --resume --failed again.txt",
    "nerkit tag --from again.txt -o rest.jsonl --retries 2",
    "nerkit tag inbox/ -o records.xlsx",
    "nerkit tag inbox/ --store records.sqlite -o run.jsonl",
    "nerkit tag *.pdf --format csv --layout wide --bom -o values.csv",
    "nerkit tag bill.pdf --kind invoice --explain total_amount",
    "nerkit tag - < scan.tiff",
)
"""Lines that help shows below the options."""


@takes(PipelineOptions)
def tag(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE…", help="Documents, folders, zip archives, mails, or - for stdin.", show_default=False
        ),
    ] = None,
    more_files: Annotated[
        Path | None,
        typer.Option("--from", metavar="LIST", help="Read names of files from here, one a line, as --failed writes."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="Write to this file; its suffix sets the format."),
    ] = None,
    format: Annotated[
        Literal["table", "json", "jsonl", "csv", "html", "pdf", "xlsx", "parquet", "xml"] | None,
        typer.Option(
            help="Default: a table for one file on a terminal, else json; jsonl for several files. "
            "html draws the pages, pdf is a copy with highlights (for several files, -o is a folder), xlsx has a sheet "
            "for each kind, xml is an e-invoice of each invoice."
        ),
    ] = None,
    syntax: Annotated[Literal["cii", "ubl"], typer.Option(help="Of XML: the syntax of EN 16931.")] = "cii",
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="A bundled model or a model's folder.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help=f"Processes; 0 does all in one. Default: one a core, at most {MAX_WORKERS}."
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            help="Where files are done: local, ray for a cluster of Ray's on this machine, or ray://HOST:PORT.",
        ),
    ] = "local",
    schema: SchemaFile = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit status 3 also where a check fails or a value is ambiguous.")
    ] = False,
    layout: Annotated[
        Literal["long", "wide"], typer.Option(help="Of CSV: a row for each value, or one for each document.")
    ] = "long",
    columns: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Of CSV: these columns, parted by commas, and one row for each document."),
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with the mark that Excel knows UTF-8 by.")] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on where a run that wrote jsonl, parquet or xlsx to this OUT was stopped."),
    ] = False,
    retries: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Try a file so often again whose fault may pass: a crash, memory, time."),
    ] = 0,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first file that fails.")] = False,
    failed: Annotated[
        Path | None, typer.Option(metavar="LIST", help="Write the names of the files that failed here, one a line.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="STORE", help="Keep the results in a store, as records.sqlite; see nerkit store."),
    ] = None,
    collection: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of the store: the collection that the results go to.")
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The keys of the store's lock; else those in NERKIT_STORE_KEYS."),
    ] = None,
    **options: Unpack[PipelineOptions],
) -> None:
    """Print the records of documents.

    Standard output holds data only. A file that fails is reported, the others are done, and the exit status is 3.
    """
    from nerkit.cli.name_list import names_in
    from nerkit.cli.tag_run import tag_files
    from nerkit.lock import known_to_processes

    names = [*(files or ()), *(names_in(more_files) if more_files else ())]
    if not names:
        raise typer.BadParameter("name a document, a folder or - for standard input; or a list of names with --from")
    with known_to_processes(keys):
        count = tag_files(
            names,
            output=output,
            form=format or _default_format(names, output),
            syntax=syntax,
            model=model,
            workers=workers,
            engine=engine,
            schema=schema,
            strict=strict,
            resume=resume,
            layout=layout,
            columns=columns,
            bom=bom,
            retries=retries,
            fail_fast=fail_fast,
            failed=failed,
            store=store,
            collection=collection,
            keys=keys,
            **options,
        )
    if count:
        raise typer.Exit(3)


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
