"""`nerkit annotate`: a local web page in which documents are annotated."""

from __future__ import annotations

import getpass
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Unpack

import typer

from nerkit.cli.messages import say_failure
from nerkit.cli.options import SchemaFile, takes
from nerkit.errors import NoDocuments, OutputError
from nerkit.extras import require
from nerkit.output import check_output
from nerkit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from nerkit.annotation.desk import Desk


EXAMPLES = (
    "nerkit annotate inbox/ --to corpus.jsonl",
    "nerkit annotate inbox/ --to corpus.jsonl --labels invoice --learn 10",
    "nerkit annotate inbox/ --to corpus.jsonl --memory layouts.json",
    "nerkit annotate a.txt --to corpus.jsonl --terminal",
)
"""Lines that help shows below the options."""


@takes(ReadingOptions)
def annotate(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Documents, folders, zip archives, mails.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="CORPUS", help="The corpus; work is kept beside it in a .sqlite file.")
    ] = Path("annotations.jsonl"),
    labels: Annotated[
        str | None,
        typer.Option(metavar="LABELS", help="Labels, own ones too, or kinds: PARTY,TERM or invoice. Default: all."),
    ] = None,
    schema: SchemaFile = None,
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="The model that proposes.")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Propose nothing.")] = False,
    annotator: Annotated[str | None, typer.Option(metavar="NAME", help="Who annotates. Default: your login.")] = None,
    adjudicate: Annotated[
        bool, typer.Option("--adjudicate", help="Settle what the annotators of this corpus see differently.")
    ] = False,
    learn: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Learn in the background, each time N more documents are done."),
    ] = None,
    memory: Annotated[
        Path | None,
        typer.Option("--memory", metavar="FILE.json", help="Remember where fields of done documents stand; see learn."),
    ] = None,
    terminal: Annotated[bool, typer.Option("--terminal", help="Annotate here, without a browser.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the page; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address of the page.")] = False,
    keys: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keys of a lock for a new project; else those in NERKIT_STORE_KEYS."),
    ] = None,
    **reading: Unpack[ReadingOptions],
) -> None:
    """Annotate documents in a web page on this machine.

    Each change is saved at once. The model proposes, and what it is least sure of comes first.
    """
    from nerkit import models
    from nerkit.annotation.desk import Desk
    from nerkit.annotation.export import Exporter
    from nerkit.annotation.learning import Learning
    from nerkit.annotation.marks import ADJUDICATED
    from nerkit.annotation.palette import chosen
    from nerkit.annotation.preparing import Preparation
    from nerkit.annotation.project import Project
    from nerkit.annotation.remembering import Remembering
    from nerkit.annotation.rounds import learnt
    from nerkit.annotation.store import Store
    from nerkit.labels import Schema, builtin
    from nerkit.lock import Lock, known_to_processes
    from nerkit.reading.ocr_languages import check_languages
    from nerkit.reading.passwords import check_passwords

    check_languages(reading)
    check_passwords(reading)
    if adjudicate and learn:
        raise typer.BadParameter("--learn is for annotating; leave it out with --adjudicate")
    known = Schema.read(schema) if schema else builtin()
    names = chosen(labels, known)
    folder = None if no_model or adjudicate else models.find(model)
    sources = _sources(files, reading)
    path, rounds = to.with_suffix(".sqlite"), to.with_suffix(".learning").absolute()
    if path == to:
        raise OutputError(f"{to}: the work itself is kept in a file of this name; name the corpus .jsonl")
    for file in filter(None, (to, path, memory)):
        check_output(file, sources)
    if to.exists() and not path.exists():
        raise OutputError(f"{to} exists and was not made by nerkit annotate; name another corpus with --to")
    remembering = Remembering(memory) if memory else None
    store = Store(path, Lock.of(keys))
    store.add(sources)
    project = Project(store, names, ADJUDICATED if adjudicate else annotator or _login(), known)
    # What was learnt before proposes, unless a model is named or none is wanted.
    proposing = (learnt(rounds) if learn or (folder and not model) else None) or folder
    preparation, exporter = Preparation(store, names, proposing, **reading), Exporter(store, to)
    learning = Learning(store, names, folder, rounds, learn, preparation.propose_with) if learn else None
    desk = Desk(project, exporter, preparation, learning, remembering)
    try:
        with known_to_processes(keys):
            if terminal:
                from nerkit.annotation.terminal import work_through

                work_through(desk)
            else:
                _serve(desk, port, open_browser=not no_browser)
    finally:
        store.close()
    typer.echo(f"saved in {path}; corpus: {to}", err=True)


def _serve(desk: Desk, port: int, *, open_browser: bool) -> None:
    require("annotate", "fastapi", "uvicorn")
    from nerkit.annotation.serving import Serving

    serving = Serving(desk, port)
    typer.echo(f"{serving.address}\nThe page is open to this machine only. Ctrl+C ends; nothing is lost.", err=True)
    if open_browser:
        webbrowser.open(serving.address)
    serving.run()


def _sources(files: Sequence[str], options: ReadingOptions) -> list[str]:
    """The documents by absolute path, so that they are found again from another folder. Raises NoDocuments."""
    from nerkit.cli.inputs import STDIN, expand
    from nerkit.reading.isolated import IsolatedReader
    from nerkit.result import Failure

    if STDIN in files:
        raise typer.BadParameter("documents are opened again later: name files, not -")
    found = []
    with IsolatedReader() as reader:
        for source in expand(files, reader, options):
            if isinstance(source, Failure):
                say_failure(source)
            elif isinstance(source, Path):
                found.append(str(source.absolute()))
    if not found:
        raise NoDocuments("there is no document to annotate; name files, or a folder that holds some")
    return found


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "annotator"
