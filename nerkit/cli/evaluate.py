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
    target_precision: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, metavar="P", help="Set the lowest confidence of each label that is this precise here."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="MODEL", help="Write a copy of the model with them.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="PNG", help="Draw how often entities are right for their confidence.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Print strict F1 of the entities, F1 of the record fields, and how far confidences can be trusted.

    Thresholds for a wanted precision belong on documents that no figure is taken from: --split dev.
    """
    if (target_precision is None) != (output is None):
        raise typer.BadParameter("--target-precision and --output MODEL go together")
    from nerkit.corpora.registry import load as load_corpus
    from nerkit.evaluation import evaluate as evaluate_pipeline
    from nerkit.evaluation.calibration import plot as draw
    from nerkit.evaluation.calibration import thresholds
    from nerkit.pipeline import load
    from nerkit.tagging.storage import save_model

    documents = load_corpus(corpus, folder, split)
    pipeline = load(model)
    if target_precision is not None:
        pipeline.tagger.model.set_thresholds({})  # to be chosen anew, among all that the model finds
    report = evaluate_pipeline(pipeline, documents)
    if plot is not None:
        draw(report.found, plot)
    if target_precision is not None and output is not None:
        pipeline.tagger.model.set_thresholds(thresholds(report.found, target_precision))
        save_model(pipeline.tagger.model, output)
    typer.echo(json.dumps(report.to_dict(), indent=2) if as_json else str(report))
