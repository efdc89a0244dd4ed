"""`nerkit train-records`: which candidate fills a field, learned from documents with gold records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from nerkit.cli.corpora import folders, load_named
from nerkit.cli.options import SchemaFile
from nerkit.output import check_output, text_output

EXAMPLES = ("nerkit train-records runs/mine/model adbuy=data/adbuy",)
"""Lines that help shows below the options."""


def train_records(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="The model's folder, or a bundled one.")],
    corpora: Annotated[
        list[str],
        typer.Argument(metavar="NAME=FOLDER…", help="Corpora: the documents of their dev splits are learned from."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.toml", help="Where it goes; by default into the model's folder."),
    ] = None,
    schema: SchemaFile = None,
) -> None:
    """Learn how a record chooses among candidates, and print the file of weights.

    The dev splits are those of the model's own training: where the tagger has seen the answers, its confidence would
    say too much. The weights are TOML that can be read and changed.
    """
    typer.echo(fit_scorer(model, corpora, output=output, schema=schema))


def fit_scorer(model: str, corpora: Sequence[str], *, output: Path | None = None, schema: Path | None = None) -> Path:
    """Fits a scorer to the dev splits of corpora ("cuad=../shared/data/cuad") and gives its file.

    Raises `ModelError`, `CorpusError`, `SchemaError` and `OutputError`.
    """
    from nerkit.pipeline import load
    from nerkit.records.choosing.scorer import FILE
    from nerkit.training.judging import tagged
    from nerkit.training.scorer_fitting import train_scorer

    pipeline = load(model, schema=schema)
    path = output or pipeline.folder / FILE
    check_output(path, [*filter(None, [schema]), *folders(corpora)])
    documents = [each for corpus in corpora for each in tagged(pipeline.tagger, load_named(corpus, "dev"))]
    with text_output(path, keep=False) as to:
        to.write(train_scorer(documents, pipeline.schema).dump())
    return path
