"""The `nerkit` command: its subcommands, and the one place where errors become messages and exit statuses.

Exit status: 0 all done, 1 a fault of nerkit itself, 2 wrong usage, 3 some files failed, 130 interrupted.
"""

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
    learning_curve,
    read,
    silver,
    tag,
    train,
    train_records,
    vectors,
    yardsticks,
)
from nerkit.cli.messages import say
from nerkit.errors import NerkitError, ReadingError

app = typer.Typer(
    name="nerkit",
    help="Key-value records from contracts, invoices and receipts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    tag,
    read,
    annotate,
    debug,
    train,
    train_records,
    silver,
    ensemble,
    evaluate,
    learning_curve,
    generate,
    convert,
    info,
):
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))
app.add_typer(vectors.app)
for command in (
    benchmark_training.published,
    benchmark_training.ablation,
    yardsticks.yardsticks,
    yardsticks.moved,
):
    benchmark.app.command()(command)
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
    _use_utf8()
    try:
        app()
        status = 0
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        # Whoever read the output has had enough. Python would complain when it flushes standard output at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except NerkitError as error:
        say(error.code, error.message)
        status = 3 if isinstance(error, ReadingError) else 2
    except Exception as error:
        if os.environ.get("NERKIT_DEBUG"):
            raise
        say("internal", f"unexpected {type(error).__name__}; set NERKIT_DEBUG=1 to see where it comes from")
        status = 1
    sys.exit(status)


def _use_utf8() -> None:
    """Output is UTF-8 whatever the locale says; what no UTF-8 can hold (odd file names) is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
