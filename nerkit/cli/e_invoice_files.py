"""E-invoices as files: what is tagged, or was, is written as XML; what a draft lacks is said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nerkit.cli.messages import note, say
from nerkit.cli.writers import FileNames, Writer
from nerkit.einvoices.writing import WrittenInvoice, WrittenSyntax, written_invoice
from nerkit.errors import CorpusError, NotAnInvoice, OutputError
from nerkit.exports.e_invoice import e_invoice
from nerkit.output import whole
from nerkit.result import Failure, Result

Drafted = Callable[[str, str], None]
"""Hears of the source of a draft, and what it lacks."""

_RESULTS = (".json", ".jsonl")


def invoice_writer(names: FileNames | None, reads: Sequence[str], syntax: WrittenSyntax, drafted: Drafted) -> Writer:
    """Writes the e-invoice of each result to a file, or to standard output where there are no names.

    The writer raises `NotAnInvoice` for other kinds of documents, and `OutputError`.
    """

    def write(outcome: Result | Failure) -> None:
        if isinstance(outcome, Failure):
            return
        if outcome.part and outcome.part.of > 1 and not (names and names.several):
            raise NotAnInvoice("it holds several documents; name a folder with -o, or take it as one with --whole")
        _written(e_invoice(outcome.to_dict(), syntax), outcome.source, names, reads, drafted)

    return write


def convert_invoices(source: Path, target: Path, syntax: WrittenSyntax, *, strict: bool = False) -> int:
    """Writes the e-invoices in a file or a folder, or those of results in JSON, in a syntax; how many are in doubt.

    `target` is a folder where `source` is one, or holds several. Raises `CorpusError` where there is none, and
    `OutputError`.
    """
    if not source.exists():
        raise CorpusError(f"{source} does not exist")
    found = [*_invoices(source, syntax)]
    if not found:
        raise CorpusError(f"{source}: it holds no e-invoice and no result of one; nerkit tag --format xml reads pages")
    several = source.is_dir() or len(found) > 1
    if several and target.is_file():
        raise OutputError(f"{target} is a file: {len(found)} e-invoices go to a folder; name one")
    names, doubts = FileNames(target, ".xml", several=several), 0

    def drafted(name: str, said: str) -> None:
        nonlocal doubts
        doubts += strict
        say("doubtful-record", said, name) if strict else note(f"{name}: {said}")

    for name, invoice in found:
        _written(invoice, name, names, [str(source)], drafted)
    return doubts


def _invoices(source: Path, syntax: WrittenSyntax) -> Iterator[tuple[str, WrittenInvoice]]:
    from nerkit.corpora.interchange.json_rows import read_rows
    from nerkit.reading.isolated import IsolatedReader

    files = sorted(file for file in source.rglob("*") if file.is_file()) if source.is_dir() else [source]
    with IsolatedReader() as reader:
        for file in files:
            if file.suffix.lower() in _RESULTS:
                for row in (each.data for each in read_rows(file)):
                    if isinstance(row.get("taxes"), list):
                        yield str(row.get("source", file)), e_invoice(row, syntax)
                continue
            document = reader.read(file, ocr="never")
            yield from ((str(file), written_invoice(each, syntax)) for each in document.statements[:1])


def _written(
    invoice: WrittenInvoice, source: str, names: FileNames | None, reads: Sequence[str], drafted: Drafted
) -> None:
    if names:
        with whole(names.next(Path(source).stem), reads=reads) as part:
            part.write_bytes(invoice.xml)
    else:
        sys.stdout.write(f"{invoice.xml.decode()}\n")
    if invoice.assumed:
        note(f"{source}: written without that the record says it: {', '.join(invoice.assumed)}")
    lacks = {"missing": invoice.missing, "does not add up": invoice.uneven}
    if said := "; ".join(f"{what}: {', '.join(terms)}" for what, terms in lacks.items() if terms):
        drafted(source, f"a draft of an e-invoice, {said}")
