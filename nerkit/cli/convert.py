"""`nerkit convert`: annotated corpora from one tool's format to another's, and e-invoices from syntax to syntax."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nerkit.cli.messages import note, tell
from nerkit.output import check_output

if TYPE_CHECKING:
    from nerkit.corpora.interchange.example import ConversionReport, InterchangeOptions
    from nerkit.einvoices.writing import WrittenSyntax


EXAMPLES = (
    "nerkit convert train.spacy corpus.jsonl --to nerkit",
    "nerkit convert corpus.jsonl corpus.conll --scheme BILOU",
    "nerkit convert xrechnung-ubl.xml cii.xml --to cii",
    "nerkit convert records.jsonl invoices/ --to ubl",
)
"""Lines that help shows below the options."""

_SYNTAXES: dict[str, WrittenSyntax] = {"cii": "cii", "ubl": "ubl"}
"""What e-invoices are written in."""


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A file, or a folder of them.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; a folder for brat.")],
    from_: Annotated[str | None, typer.Option("--from", metavar="FORMAT", help="Default: told by its look.")] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="FORMAT", help="Default: by the suffix .spacy, .conll or .xml (cii).")
    ] = None,
    align: Annotated[
        Literal["expand", "shrink", "strict"],
        typer.Option(help="Spans that do not meet token borders: whole tokens, only whole tokens inside, or left out."),
    ] = "expand",
    scheme: Annotated[Literal["BIO", "BILOU", "IO"], typer.Option(help="The tags that CoNLL is written with.")] = "BIO",
    columns: Annotated[
        str, typer.Option(metavar="NAMES", help='CoNLL\'s columns: token, tag, and - for others, as "token - - tag".')
    ] = "token tag",
    offsets: Annotated[
        Literal["auto", "characters", "utf-16"], typer.Option(help="What the offsets of IN count.")
    ] = "auto",
    plain: Annotated[bool, typer.Option("--plain", help="Write no fields that only nerkit reads.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit status 3 where anything is lost or moved.")] = False,
) -> None:
    """Convert an annotated corpus, or e-invoices and results of nerkit tag, and say what could not be kept.

    Formats: nerkit, spans, spacy (.spacy), spacy-json, conll, doccano, label-studio, prodigy, brat; cii and ubl.
    """
    if to in _SYNTAXES or (to is None and target.suffix.lower() == ".xml"):
        from nerkit.cli.e_invoice_files import convert_invoices

        if convert_invoices(source, target, _SYNTAXES[to or "cii"], strict=strict):
            raise typer.Exit(3)
        return
    from nerkit.corpora.interchange.example import InterchangeOptions

    names = columns.replace(",", " ").split()
    if sorted(name for name in names if name != "-") != ["tag", "token"]:
        raise typer.BadParameter('name "token" and "tag" once each, and - for every other column')
    options = InterchangeOptions(align=align, scheme=scheme, columns=tuple(names), offsets=offsets, plain=plain)
    report = convert_file(source, target, from_, to, options)
    if report and strict:
        raise typer.Exit(3)


def convert_file(
    source: Path, target: Path, from_: str | None, to: str | None, options: InterchangeOptions
) -> ConversionReport:
    """Convert, and say on standard error what was done and what was lost; the report says the same.

    Raises `CorpusError` and `OutputError`.
    """
    from nerkit.corpora.interchange import read, write
    from nerkit.corpora.interchange.example import ConversionReport
    from nerkit.corpora.interchange.format_detection import BY_SUFFIX, detect
    from nerkit.errors import CorpusError, OutputError

    to = to or BY_SUFFIX.get(target.suffix.lower())
    if to is None:
        raise CorpusError(f"{target}: its suffix does not say the format; name it with --to")
    if not source.exists():
        raise CorpusError(f"{source} does not exist")
    if target.exists() and target.resolve() == source.resolve():
        raise OutputError(f"{target} is what is read; name another file")
    if not target.is_dir():
        check_output(target, source.rglob("*") if source.is_dir() else [source])
    report = ConversionReport()
    from_ = from_ or detect(source)
    examples = read(source, from_, options, report)
    write(target, examples, to, options, report)
    spans = sum(len(example.spans) for example in examples)
    documents = f"{len(examples)} document{'s' * (len(examples) != 1)}"
    tell(f"{documents} with {spans} span{'s' * (spans != 1)}, {from_} to {to}")
    for misfit in report.misfits:
        note(str(misfit))
    for what, count in sorted(report.lost.items()):
        tell(f"lost: {count} × {what}")
    return report
