"""`nerkit evaluate`: how good a model is on annotated documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer


def evaluate(
    model: Annotated[str, typer.Argument(metavar="MODEL", help='A model\'s folder or a bundled one, as "default".')],
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="The corpus's name, which says how it is read.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the corpus lies.")],
    split: Annotated[Literal["train", "dev", "test", "all"], typer.Option(help="Which part of the corpus.")] = "test",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Print strict F1 of the entities and F1 of the record fields."""
    from nerkit.corpora.registry import load as load_corpus
    from nerkit.evaluation import evaluate as evaluate_pipeline
    from nerkit.pipeline import load

    documents = load_corpus(corpus, folder, split)
    report = evaluate_pipeline(load(model), documents)
    typer.echo(json.dumps(report.to_dict(), indent=2) if as_json else str(report))
