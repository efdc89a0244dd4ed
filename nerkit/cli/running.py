"""How every command runs: what it says, how it ends, and what stands below its help.

Exit status: 0 all done, 1 a fault of nerkit itself, 2 it cannot be done as asked (wrong usage, an option, a model, an
output), 3 some files failed, 130 interrupted, 141 whoever read the output has gone, 143 told to end.
"""

from __future__ import annotations

import errno
import inspect
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from nerkit.cli.messages import LogFormat, note, say, set_log_format, set_verbosity
from nerkit.cli.plain_help import PlainCommand
from nerkit.errors import NerkitError, OutputError, ReadingError
from nerkit.reading.options import SECRETS

Function = TypeVar("Function", bound=Callable[..., None])

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is done.")]
Logged = Annotated[
    LogFormat, typer.Option("--log-format", help="What is said on standard error: lines to read, or JSON a line.")
]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def command(app: typer.Typer, name: str | None = None, examples: Sequence[str] = ()) -> Callable[[Function], Function]:
    """Makes a function a command, with `--quiet`, `--verbose` and `--log-format`.

    `examples` are lines that a user may type.
    """
    lines = "\n".join(["Examples:", *(f"  {line}" for line in examples)]) if examples else None

    def with_command(function: Function) -> Function:
        named = name or function.__name__.replace("_", "-")
        app.command(named, cls=PlainCommand, epilog=lines)(_as_it_runs(function))
        return function

    return with_command


def _as_it_runs(function: Function) -> Callable[..., None]:
    @wraps(function)
    def run(*given: Any, quiet: bool, verbose: bool, log_format: LogFormat, **options: Any) -> None:
        for variable in SECRETS:  # the options hold them by now, and no process that is started needs them
            os.environ.pop(variable, None)
        set_verbosity("quiet" if quiet else "verbose" if verbose else "usual")
        set_log_format(log_format)
        try:
            function(*given, **options)
            sys.stdout.flush()
        except (KeyboardInterrupt, BrokenPipeError) as error:  # which typer would end in its own way
            raise typer.Exit(ended(error)) from None
        finally:
            _give_up_output()

    own = inspect.signature(function, eval_str=True)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, default, annotation in (
            *(("quiet", False, Quiet), ("verbose", False, Verbose)),
            ("log_format", "text", Logged),
        )
    ]
    run.__signature__ = own.replace(parameters=[*own.parameters.values(), *more])  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in run.__signature__.parameters.values()}  # type: ignore[attr-defined]
    return run


def ended(error: BaseException) -> int:
    """Says why a command ended early; gives its exit status. With NERKIT_DEBUG a fault of nerkit is raised again."""
    match error:
        case KeyboardInterrupt():
            status = error.args[0] if error.args else 130
        case BrokenPipeError():
            status = 141
        case NerkitError():
            say(error.code, error.message)
            status = 3 if isinstance(error, ReadingError) else 2
        case OSError(errno=number) if number in _FULL:
            where = f" to {error.filename}" if error.filename else ""
            say(OutputError.code, f"cannot write{where}: {error.strerror}; make room, or send the output elsewhere")
            status = 2
        case _ if os.environ.get("NERKIT_DEBUG"):
            raise error
        case _:
            say("internal", f"unexpected {type(error).__name__}; set NERKIT_DEBUG=1 to see where it comes from")
            status = 1
    for text in getattr(error, "__notes__", ()):
        note(text)
    return status


class Stopped(KeyboardInterrupt):
    """A signal asks the process to end.

    No plain KeyboardInterrupt: where one of those passes through code that `exec` runs, as it may in any import of a
    dataclass, `python -m` kills itself at its end whatever status it was given (CPython's `run_eval_code_obj`).
    """


def end_as_asked() -> None:
    """A signal that ends the process does so as Ctrl-C does: workers end with it, and what was done is kept."""

    def stop(number: int, frame: object) -> NoReturn:
        raise Stopped(128 + number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, stop)  # not under nohup, where it is ignored


def _give_up_output() -> None:
    """What standard output does not take any more is dropped: Python would complain of it at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
