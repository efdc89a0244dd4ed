"""`nerkit benchmark`: nerkit beside other tools, in one run and in turns."""

from __future__ import annotations

import typer

app = typer.Typer(name="benchmark", help="Compare nerkit with other tools on your own documents.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Compare nerkit with other tools on your own documents."""
