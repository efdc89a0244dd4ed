"""Options that several commands share, with their help."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from nerkit.keyword_options import Option, options_of

Command = TypeVar("Command", bound=Callable[..., None])

MAX_WORKERS = 4
"""Worker processes unless the user says otherwise: each holds a model of its own."""

SchemaFile = Annotated[
    Path | None,
    typer.Option(
        "--schema",
        metavar="FILE.toml",
        help="Labels, kinds of document, checks and rules; nerkit schema new KIND prints a schema to start from.",
    ),
]


def takes(keywords: type) -> Callable[[Command], Command]:
    """A command that has each option of a typed dictionary where it says `**options: Unpack[keywords]`."""

    def with_options(command: Command) -> Command:
        own = inspect.signature(command, eval_str=True)
        parameters = []
        for parameter in own.parameters.values():
            if parameter.kind is parameter.VAR_KEYWORD:
                parameters += [_parameter(name, kind, option) for name, (kind, option) in options_of(keywords).items()]
            else:
                parameters.append(parameter)
        # What typer reads.
        command.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return command

    return with_options


def _parameter(name: str, kind: Any, option: Option) -> inspect.Parameter:
    shown = typer.Option(
        help=option.help, metavar=option.metavar, min=option.least, max=option.most, envvar=option.variable
    )
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=option.default,
        # What may be any object in Python is a text on the command line.
        annotation=Annotated[str | None if kind is object else kind, shown],
    )
