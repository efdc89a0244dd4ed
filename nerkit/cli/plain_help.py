"""Help that names no type behind a flag: nothing is to be typed there."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup


class PlainCommand(TyperCommand):
    """A command in whose help flags stand alone."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, `--help` too."""
        return _alone(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """A group of commands in whose help flags stand alone."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, `--help` too."""
        return _alone(super().get_params(ctx))


def _alone(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if getattr(parameter, "is_flag", False) and parameter.metavar is None:
            parameter.metavar = ""
    return parameters
