"""The output formats: each writer takes one result or failure after the other and writes data, nothing else."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, Unpack

from nerkit.cli.inert_json import inert_json
from nerkit.errors import NoPicture
from nerkit.output import whole, written_to
from nerkit.reading.options import ReadingOptions
from nerkit.reading.remote import is_url
from nerkit.result import Failure, Result
from nerkit.spreadsheet import COLUMNS, Rows, defused, rows

if TYPE_CHECKING:
    from nerkit.reading.isolated import IsolatedReader

OutputFormat = Literal["table", "json", "jsonl", "csv", "html", "pdf", "xlsx", "parquet", "xml"]
Writer = Callable[[Result | Failure], None]


@contextmanager
def writer(form: OutputFormat, to: TextIO, **options: Unpack[ReadingOptions]) -> Iterator[Writer]:
    """The writer of a format of text; what stands before and behind all results is written around the block.

    `options` are those that the files are read with: html draws their pages.
    """
    if form == "html":
        with _html_writer(to, options) as write:
            yield write
    elif form == "table":
        yield _table_writer(to)
    elif form == "csv":
        yield csv_writer(to, COLUMNS, rows)
    else:
        yield _json_writer(to) if form == "json" else _jsonl_writer(to)


def _jsonl_writer(to: TextIO) -> Writer:
    def write(outcome: Result | Failure) -> None:
        to.write(inert_json(outcome.to_dict()) + "\n")
        to.flush()

    return write


def _json_writer(to: TextIO) -> Writer:
    """Writes one object, and a list of them where a file holds several documents."""
    rows: list[dict[str, Any]] = []

    def write(outcome: Result | Failure) -> None:
        rows.append(outcome.to_dict())
        if not is_last(outcome):
            return
        to.write(inert_json(rows if len(rows) > 1 else rows[0], indent=2) + "\n")
        to.flush()
        rows.clear()

    return write


def is_last(outcome: Result | Failure) -> bool:
    """Whether nothing else comes of the same file."""
    return isinstance(outcome, Failure) or outcome.part is None or outcome.part.number == outcome.part.of


def csv_writer(to: TextIO, columns: Sequence[str], rows: Rows) -> Writer:
    """Writes the heading, and then of these columns the rows that `rows` makes of each result or failure."""
    table = csv.DictWriter(to, columns, lineterminator="\n", restval="", extrasaction="ignore")
    table.writeheader()

    def write(outcome: Result | Failure) -> None:
        table.writerows({name: defused(cell) for name, cell in row.items()} for row in rows(outcome))
        to.flush()

    return write


@contextmanager
def _html_writer(to: TextIO, options: ReadingOptions) -> Iterator[Writer]:
    from nerkit.cli.html_page import Entry, entry, foot, head, section

    entries: list[Entry] = []

    def write(outcome: Result | Failure) -> None:
        entries.append(entry(outcome))
        to.write(section(outcome, len(entries), _file(outcome), **options))
        to.flush()

    to.write(head("nerkit"))
    yield write
    to.write(foot(entries))


def pdf_writer(
    output: Path, reads: Sequence[str], reader: IsolatedReader, *, several: bool, **options: Unpack[ReadingOptions]
) -> Writer:
    """Writes a copy of each PDF with its entities highlighted: to `output`, or into that folder for several.

    `reader` opens the PDFs, with the `options` that they were read with. Nothing of what `reads` names is written over.
    The writer raises OutputError, NoPicture for what has no pages, and what reading raises.
    """
    from nerkit.cli.highlights import highlighted

    named = FileNames(output, ".pdf", several=several)

    def write(outcome: Result | Failure) -> None:
        if not isinstance(outcome, Result):
            return
        file = _file(outcome)
        if file is None:
            raise NoPicture("what is no file of this machine cannot be read again for its pages; name a file")
        with whole(named.next(Path(outcome.source).stem), reads=reads) as part:
            part.write_bytes(highlighted(reader, file, outcome, **options))

    return write


class FileNames:
    """Where the file of each document goes: to `output`, or for several into that folder, by the name of its source."""

    def __init__(self, output: Path, suffix: str, *, several: bool) -> None:
        self._output, self._suffix, self.several = output, suffix, several
        self._taken: set[str] = set()

    def next(self, stem: str) -> Path:
        """The path of the next file; a second one of the same name gets a number. Raises `OutputError`."""
        if not self.several:
            return self._output
        tries = (f"{stem}{self._suffix}" if number == 1 else f"{stem}-{number}{self._suffix}" for number in count(1))
        path = self._output / next(name for name in tries if name not in self._taken)
        self._taken.add(path.name)
        with written_to(self._output):
            self._output.mkdir(parents=True, exist_ok=True)
        return path


def _file(outcome: Result | Failure) -> Path | None:
    """The file of a result, None where it came from standard input, or from another machine."""
    none = isinstance(outcome, Failure) or outcome.source == "-" or is_url(outcome.source)
    return None if none else Path(outcome.source)


def _table_writer(to: TextIO) -> Writer:
    from nerkit.cli.record_table import console_for, render

    console = console_for(to)

    def write(outcome: Result | Failure) -> None:
        if isinstance(outcome, Result):
            console.print(render(outcome))

    return write
