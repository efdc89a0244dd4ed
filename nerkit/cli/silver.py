"""`nerkit silver`: documents labelled by a model, for another one to learn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nerkit.cli.corpora import Corpora, Texts, documents, folders
from nerkit.output import check_output

if TYPE_CHECKING:
    from nerkit.corpora.labelled import LabelledDocument
    from nerkit.result import Failure


EXAMPLES = (
    "nerkit silver runs/mine/model more/ -o silver.jsonl",
    "nerkit silver default more/ -o silver.jsonl --sure 0.8",
)
"""Lines that help shows below the options."""


def silver(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="The model that labels: a folder or a bundled name.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT.jsonl", help="The corpus to write, for the reader jsonl.")
    ],
    texts: Texts = None,
    corpus: Corpora = None,
    sure: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="From which confidence on an entity counts, 0.6 by default; below, it is left open."
        ),
    ] = None,
) -> None:
    """Label documents with a model, for another one to learn from: what it is unsure of is left open.

    A file that fails is reported, the others are done, and the exit status is 3.
    """
    from nerkit.corpora import jsonl
    from nerkit.models import find
    from nerkit.reading import files_in
    from nerkit.tagging import Tagger
    from nerkit.training.silver import SURE
    from nerkit.training.silver import silver as label

    if not (texts or corpus):
        raise typer.BadParameter("name files or folders to label, or --corpus NAME=FOLDER")
    failed: list[Failure] = []
    counts: Counter[str] = Counter()
    check_output(output, [*files_in(texts or []), *folders(corpus or [])])
    tagger = Tagger.load(find(model))
    labelled = label(tagger, documents(texts or [], corpus or [], failed), SURE if sure is None else sure)
    jsonl.write(output, _counting(labelled, counts))
    typer.echo(
        f"{output}: {counts['documents']:,} documents, {counts['marked']:,} entities, {counts['open']:,} left open"
    )
    if failed:
        raise typer.Exit(3)


def _counting(labelled: Iterable[LabelledDocument], counts: Counter[str]) -> Iterator[LabelledDocument]:
    for document in labelled:
        counts.update(documents=1, marked=len(document.spans), open=len(document.open_spans))
        yield document
