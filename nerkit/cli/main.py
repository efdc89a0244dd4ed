"""The `nerkit` command: its subcommands, and the message for a fault of nerkit itself."""

from __future__ import annotations

import os
import sys
from typing import Annotated, NoReturn

import typer

from nerkit.cli import (
    annotate,
    benchmark,
    benchmark_training,
    convert,
    debug,
    ensemble,
    evaluate,
    generate,
    info,
    learn,
    learning_curve,
    lineages,
    read,
    retrain,
    schema,
    serve,
    silver,
    split,
    store,
    tag,
    train,
    train_records,
    vectors,
    watch,
    yardsticks,
)
from nerkit.cli.plain_help import PlainGroup
from nerkit.cli.running import command, end_as_asked, ended
from nerkit.language.lean_spacy import keep_spacy_lean

app = typer.Typer(
    cls=PlainGroup,
    name="nerkit",
    help="Key-value records from contracts, invoices and receipts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    tag,
    watch,
    read,
    split,
    annotate,
    debug,
    train,
    train_records,
    retrain,
    learn,
    silver,
    ensemble,
    evaluate,
    learning_curve,
    generate,
    convert,
    info,
):
    command(app, examples=module.EXAMPLES)(getattr(module, module.__name__.rpartition(".")[2]))
command(app, examples=serve.EXAMPLES)(serve.serve)
command(app, examples=serve.TOKEN_EXAMPLES)(serve.token)
app.add_typer(schema.app)
for stored, example in store.COMMANDS:
    command(store.app, examples=(example,))(stored)
app.add_typer(store.app)
for versioned, function, example in lineages.COMMANDS:
    command(lineages.app, versioned, examples=(example,))(function)
app.add_typer(lineages.app)
app.add_typer(vectors.app)
for benchmarked, example in (
    (benchmark_training.published, "nerkit benchmark published nerkit/benchmarks/configs/fin.toml --seeds 3"),
    (benchmark_training.ablation, "nerkit benchmark ablation --task fin"),
    (yardsticks.yardsticks, "nerkit benchmark yardsticks data/ --only cuad"),
    (yardsticks.moved, "nerkit benchmark moved docs/yardsticks.json"),
    (yardsticks.confidences, "nerkit benchmark confidences runs/yardsticks"),
):
    command(benchmark.app, examples=(example,))(benchmarked)
app.add_typer(benchmark.app)


def _show_version(wanted: bool) -> None:
    if wanted:
        import nerkit

        typer.echo(f"nerkit {nerkit.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Key-value records from contracts, invoices and receipts."""


def run() -> NoReturn:
    """Runs the command line and exits; no traceback reaches a user unless NERKIT_DEBUG is set."""
    _open_closed_streams()
    _use_utf8()
    end_as_asked()
    keep_spacy_lean()
    try:
        app()
        status = 0
    except Exception as error:
        status = ended(error)
    sys.exit(status)


def _open_closed_streams() -> None:
    """What the caller has closed is opened so that no other file takes its number; writing to it is still an error."""
    for number, flags in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # takes the lowest number that is free, which is this one
    if sys.stdout is None:
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115  # open until the process ends
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115


def _use_utf8() -> None:
    """Output is UTF-8 whatever the locale says; what no UTF-8 can hold (odd file names) is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
