"""`nerkit evaluate`: how good a model is on annotated documents, and how far two annotators agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nerkit import models
from nerkit.cli.messages import note
from nerkit.errors import OutputError
from nerkit.extras import require
from nerkit.output import check_folder, check_output, text_output

if TYPE_CHECKING:
    from nerkit.corpora.labelled import LabelledDocument
    from nerkit.evaluation import Comparison, EvaluationReport
    from nerkit.evaluation.reliability import JudgedEntity

Split = Literal["train", "dev", "test", "all"]


EXAMPLES = (
    "nerkit evaluate runs/mine/model corpus.jsonl --split test --html report.html",
    "nerkit evaluate records.jsonl corpus.jsonl",
    "nerkit evaluate default cuad data/cuad --json",
    "nerkit evaluate --agreement anna.jsonl ben.jsonl",
)
"""Lines that help shows below the options."""


def evaluate(
    model: Annotated[
        str | None,
        typer.Argument(
            metavar="MODEL|PREDICTIONS",
            help='A model\'s folder, a bundled one, as "default", or a .jsonl file that `nerkit tag` wrote.',
        ),
    ] = None,
    corpus: Annotated[
        str | None, typer.Argument(metavar="CORPUS", help="Annotated documents: a file or folder, or a corpus's name.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Where the corpus lies, if it is named.")
    ] = None,
    split: Annotated[
        Split | None, typer.Option(help="Which part of the corpus; test, or all where CORPUS is one file.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="OTHER", help="Another model or other predictions: what is the difference worth?"),
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with all figures, plots and the worst documents.")
    ] = None,
    agreement: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A B", help="Instead: how far two annotators of the same documents agree."),
    ] = None,
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
    """Print how good the entities and the records are, with 95 % intervals, and where the errors lie.

    Thresholds for a wanted precision belong on documents that no figure is taken from: --split dev.
    """
    if agreement is not None:
        if model or against or html or output or plot:
            raise typer.BadParameter("--agreement A B goes with --json alone")
        _agree(*agreement, as_json)
        return
    if model is None or corpus is None:
        raise typer.BadParameter("give MODEL and CORPUS, or --agreement A B")
    require("train", "scipy", *(["matplotlib"] if plot else []))
    if (target_precision is None) != (output is None):
        raise typer.BadParameter("--target-precision and --output MODEL go together")
    if target_precision is not None and _is_predictions(model):
        raise typer.BadParameter("--target-precision needs a model, not predictions")
    for path in filter(None, (html, plot)):
        check_output(path, [corpus, *([folder] if folder else []), *([model] if _is_predictions(model) else [])])
    if output is not None and output.exists() and output.resolve() == models.find(model).resolve():
        raise OutputError(f"{output} is the model that is read; name another folder")
    if output is not None:
        check_folder(output)
    documents = load_documents(corpus, folder, split)
    report = report_of(model, documents, all_found=target_precision is not None)
    comparison = _comparison(report, report_of(against, documents)) if against else None
    if plot is not None:
        from nerkit.evaluation.reliability import plot as draw

        draw(report.found, plot)
    if target_precision is not None and output is not None:
        _save_with_thresholds(model, report.found, target_precision, output)
    if html is not None:
        _write_page(html, report, comparison)
    if as_json:
        data = report.to_dict() | ({"comparison": comparison.to_dict()} if comparison else {})
        typer.echo(json.dumps(data, indent=2))
    else:
        typer.echo("\n\n".join(str(part) for part in (report, comparison) if part is not None))


def load_documents(corpus: str, folder: Path | None, split: Split | None) -> list[LabelledDocument]:
    """The documents of a corpus that is named and lies in a folder, or of a path whose look says how it is read.

    Raises `CorpusError`, also where there are none.
    """
    from nerkit.corpora.interchange.format_detection import detect
    from nerkit.corpora.registry import READERS, load
    from nerkit.errors import CorpusError

    name = corpus
    if folder is None:
        folder = Path(corpus)
        if not folder.exists():
            what = (
                f"the corpus {corpus!r} needs its FOLDER behind it" if corpus in READERS else f"{corpus} is not there"
            )
            raise CorpusError(f"{what}: give a file, a folder, or a corpus's name and its folder")
        form = detect(folder, "nerkit convert makes nerkit's own of many others")
        name = "jsonl" if form == "nerkit" else form
        if name not in READERS:
            raise CorpusError(f"{corpus}: the format {form} has no reader here; nerkit convert makes it .jsonl")
    part = split or ("all" if folder.is_file() and folder == Path(corpus) else "test")
    documents = load(name, folder, part)
    if not documents:
        raise CorpusError(f"{folder} has no documents in its part {part!r}: choose another --split")
    return documents


def report_of(model: str, documents: list[LabelledDocument], *, all_found: bool = False) -> EvaluationReport:
    """The report of a model, or of predictions in a file.

    With `all_found` a model's thresholds are left out. Raises `ModelError` and `CorpusError`.
    """
    from nerkit.evaluation import EvaluationReport, predict, read_predictions
    from nerkit.pipeline import load

    if _is_predictions(model):
        predictions = read_predictions(Path(model), documents)
        for remark in predictions.notes:
            note(remark)
        return EvaluationReport.of(documents, predictions)
    pipeline = load(model)
    if all_found:
        pipeline.tagger.model.set_thresholds({})  # to be chosen anew, among all that the model finds
    return EvaluationReport.of(documents, predict(pipeline, documents, model))


def _comparison(ours: EvaluationReport, theirs: EvaluationReport) -> Comparison:
    from nerkit.evaluation import Comparison

    return Comparison(ours, theirs)


def _is_predictions(model: str) -> bool:
    return Path(model).is_file() or model.endswith(".jsonl")


def _agree(first: Path, second: Path, as_json: bool) -> None:
    from nerkit.evaluation.annotator_agreement import agreement
    from nerkit.evaluation.text_tables import as_text

    both = agreement(*(load_documents(str(path), None, "all") for path in (first, second)))
    typer.echo(json.dumps(both.to_dict(), indent=2) if as_json else as_text(both))


def _save_with_thresholds(model: str, found: list[JudgedEntity], precision: float, output: Path) -> None:
    from nerkit.evaluation.reliability import thresholds
    from nerkit.pipeline import load
    from nerkit.tagging.storage import save_model

    changed = load(model).tagger.model
    changed.set_thresholds(thresholds(found, precision))
    save_model(changed, output)


def _write_page(path: Path, report: EvaluationReport, comparison: Comparison | None) -> None:
    from nerkit.evaluation.report_page import page

    with text_output(path, keep=False) as to:
        to.write(page(report, comparison))
