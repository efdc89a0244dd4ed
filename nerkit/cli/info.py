"""`nerkit info`: what is installed, and what the model is."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import typer

from nerkit.cli.inert_json import inert_json
from nerkit.cli.messages import visible
from nerkit.parsing import json_of, text_of

PACKAGES = ("nerkit", "torch", "spacy", "pypdfium2", "opencv-python-headless", "safetensors", "pydantic")


EXAMPLES = (
    "nerkit info",
    "nerkit info --model runs/mine/model --json",
    "nerkit info --schema > my.toml",
)
"""Lines that help shows below the options."""


def info(
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="A bundled model or a model's folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the schema of labels, kinds and checks, to copy and change.")
    ] = False,
) -> None:
    """Show versions, the model's card and Tesseract."""
    if schema:
        typer.echo(_schema(model), nl=False)
        return
    facts = gather(model)
    if as_json:
        typer.echo(inert_json(facts, indent=2))
        return
    for name, found in facts["versions"].items():
        typer.echo(f"{name:24}{found or 'not installed'}")
    tesseract = facts["tesseract"]
    languages = ", ".join(tesseract["languages"])
    typer.echo(f"{'tesseract':24}{tesseract['version'] or 'not installed'}" + (f" ({languages})" if languages else ""))
    for plugin in facts["plug-ins"]:
        state = f": broken ({plugin['fault']})" if plugin["fault"] else ""
        typer.echo(f"{'plug-in':24}{plugin['name']} ({plugin['group']}) of {plugin['package']}{state}")
    typer.echo(f"{'model':24}{facts['model']}")
    for line in _lines_of(facts["card"]):
        typer.echo(visible(line))


def gather(model: str | None = None) -> dict[str, Any]:
    """The facts that `nerkit info` shows. Raises `ModelError` where there is no such model."""
    from nerkit import models, plugins

    folder = models.find(model)
    return {
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "tesseract": _tesseract(),
        "plug-ins": plugins.overview(),
        "model": str(folder),
        "card": _card(folder),
    }


def _schema(model: str | None) -> str:
    """The text of a model's own schema, or of nerkit's where it has none. Raises `ModelError`."""
    from nerkit import labels, models
    from nerkit.pipeline import SCHEMA

    own = models.find(model) / SCHEMA
    return own.read_text(encoding="utf-8") if own.is_file() else labels.source()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _tesseract() -> dict[str, Any]:
    """Tesseract's version and languages, read from its first lines of output."""
    told = _lines("--version")
    number = told[0].removeprefix("tesseract").strip() if told else None
    return {"version": number, "languages": [line.strip() for line in _lines("--list-langs")[1:]]}


def _lines(argument: str) -> list[str]:
    try:
        done = subprocess.run(["tesseract", argument], capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return (done.stdout or done.stderr).decode(errors="replace").splitlines()


def _card(folder: Path) -> dict[str, Any]:
    """What the model says about itself. Raises `ModelError` where that is damaged."""
    from nerkit.errors import ModelError

    try:
        card = json_of(text_of(folder / "card.json"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise ModelError(f"{folder}: card.json cannot be read; get the model again") from None
    return card if isinstance(card, dict) else {}


def _lines_of(card: dict[str, Any], indent: str = "  ") -> Iterator[str]:
    """The card for a person: a line for each entry, nested ones indented."""
    for key, entry in card.items():
        if isinstance(entry, dict):
            yield f"{indent}{key}"
            yield from _lines_of(entry, indent + "  ")
        elif isinstance(entry, list):
            yield f"{indent}{key}"
            for item in entry:
                said = "  ".join(map(str, item.values())) if isinstance(item, dict) else str(item)
                yield f"{indent}  {said}"
        else:
            said = f"{entry:.4g}" if isinstance(entry, float) else str(entry)
            yield f"{indent}{key:{max(1, 24 - len(indent))}}{said}"
