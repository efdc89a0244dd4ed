"""`nerkit models`: the versions that `nerkit retrain` has made: list, compare, go back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nerkit.cli.messages import tell
from nerkit.cli.plain_help import PlainGroup

app = typer.Typer(
    cls=PlainGroup, name="models", help="Models that come of one another: list, compare, go back.", no_args_is_help=True
)

Folder = Annotated[Path, typer.Argument(metavar="MODELS", help="The folder that nerkit retrain writes to.")]


def list_versions(folder: Folder) -> None:
    """Print the versions: number, parent, time, digest of the weights, and whether it is in use."""
    from nerkit.models.lineage import Lineage

    lineage = Lineage.read(folder)
    typer.echo(f"0  {lineage.start}{'  in use' if lineage.current == 0 else ''}")
    for each in lineage.versions:
        state = "in use" if each.version == lineage.current else "better" if each.better else "not better"
        typer.echo(f"{each.version}  from {each.parent}  {each.at}  {each.weights[:12]}  {state}")
        for path, digest in each.data.items():
            typer.echo(f"   trained on {path} {digest[:12]}")


def compare(
    folder: Folder,
    ours: Annotated[int, typer.Argument(metavar="A", help="A version; 0 is the first model.")],
    theirs: Annotated[int, typer.Argument(metavar="B", help="The version that it is compared with.")],
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="Annotated documents; the part test counts.")],
) -> None:
    """Print how two versions differ on kept-out documents, and whether chance explains it."""
    from nerkit.cli.evaluate import load_documents, report_of
    from nerkit.evaluation import Comparison
    from nerkit.extras import require
    from nerkit.models.lineage import Lineage

    require("train", "scipy")
    lineage = Lineage.read(folder)
    documents = load_documents(corpus, None, None)
    typer.echo(str(Comparison(*(report_of(lineage.place(each), documents) for each in (ours, theirs)))))


def use(
    folder: Folder,
    version: Annotated[int, typer.Argument(metavar="N", help="The version to use; 0 is the first model.")],
) -> None:
    """Use another version from now on, as one before the last."""
    from nerkit.models.lineage import Lineage

    lineage = Lineage.read(folder).using(version)
    lineage.write()
    tell(f"version {version} is in use: {lineage.place(version)}")


COMMANDS = (
    ("list", list_versions, "nerkit models list models/"),
    ("compare", compare, "nerkit models compare models/ 2 1 checked/"),
    ("use", use, "nerkit models use models/ 1"),
)
"""The commands by name, each with the line that its help shows."""
