"""brat's standoff: a folder with a .txt and an .ann file for each document.

Offsets count code points of the .txt file. A span that runs over a line end is written in fragments, one a line, as
brat itself does; fragments with nothing but white space between them are read as one span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from nerkit.corpora.interchange.example import (
    ConversionReport,
    Draft,
    InterchangeDocument,
    InterchangeOptions,
    checked_span,
    extras,
    finish,
    lose_extras,
    used_labels,
)
from nerkit.corpora.interchange.json_rows import read_text, write_text
from nerkit.corpora.interchange.offsets import Stored, counting
from nerkit.corpora.labelled import Span
from nerkit.errors import CorpusError
from nerkit.output import whole_folder

SUFFIX = ""
_LOST = {
    "R": "relations",
    "*": "relations",
    "E": "events",
    "A": "attributes",
    "M": "attributes",
    "N": "links to knowledge bases",
    "#": "notes",
}


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The documents of a folder, or the one of an .ann or .txt file. Raises `CorpusError`."""
    texts = sorted(path.rglob("*.txt")) if path.is_dir() else [path.with_suffix(".txt")]
    texts = [text for text in texts if text.with_suffix(".ann").is_file()]
    if not texts:
        raise CorpusError(f"{path} holds no pair of a .txt and an .ann file")
    root = path if path.is_dir() else path.parent
    return finish([_draft(text, root, options, report) for text in texts], report)


def _draft(path: Path, root: Path, options: InterchangeOptions, report: ConversionReport) -> Draft:
    text = read_text(path)
    marks = list(_marks(path.with_suffix(".ann"), report))
    stored: list[Stored] = [(pieces[0][0], pieces[-1][1], kept) for _, pieces, kept in marks if len(pieces) == 1]
    at = counting(text, stored, options.offsets)
    where = str(path.with_suffix(".ann"))
    spans = []
    for label, pieces, _ in marks:
        places = [tuple(at[edge] if edge < len(at) else edge for edge in piece) for piece in sorted(pieces)]
        if any(text[one[1] : other[0]].strip() for one, other in pairwise(places)):
            report.lose("gaps in discontinuous spans, which are taken from their first to their last character")
        spans.append(checked_span(places[0][0], places[-1][1], label, text, where))
    return Draft(path.relative_to(root).with_suffix("").as_posix(), text, spans)


def _marks(path: Path, report: ConversionReport) -> Iterator[tuple[str, list[tuple[int, int]], str]]:
    """Label, fragments and text of each text-bound annotation."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        if line[0] != "T":
            report.lose(_LOST.get(line[0], "annotations of an unknown kind"))
            continue
        found = re.match(r"T\S*\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?", line.rstrip("\r"), re.DOTALL)
        if found is None:
            raise CorpusError(f"{path}, line {number}: expected an id, a label with start and end, and the text")
        pieces = [(int(start), int(end)) for start, end in (piece.split() for piece in found[2].split(";"))]
        yield found[1], pieces, found[3] or ""


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write a pair of files for each example to the folder `path`, and the labels to its `annotation.conf`."""
    used = used_labels(examples)
    report.lose("labels with white space, renamed", sum(_name(label) != label for label in used))
    sections = ["[entities]", *sorted({_name(label) for label in used}), "[relations]", "[events]", "[attributes]", ""]
    with whole_folder(path) as part:
        for name, example in zip(_names(examples, report), examples, strict=True):
            lose_extras(extras(example, used), report)
            write_text(part / f"{name}.txt", example.text)
            lines = (_line(number, span, example.text) for number, span in enumerate(example.spans, 1))
            write_text(part / f"{name}.ann", "".join(lines))
        write_text(part / "annotation.conf", "\n".join(sections))


def _names(examples: Iterable[InterchangeDocument], report: ConversionReport) -> Iterator[str]:
    """A file name for each document, no two alike even where case does not count."""
    seen: set[str] = set()
    for example in examples:
        name = base = re.sub(r"[^\w.+-]", "_", example.id).strip(".")[:100] or "document"
        number = 1
        while name.casefold() in seen:
            number += 1
            name = f"{base}-{number}"
        seen.add(name.casefold())
        report.lose("documents' names, changed into file names", int(name != example.id))
        yield name


def _line(number: int, span: Span, text: str) -> str:
    kept = [
        (m.start() + span.start, m.end() + span.start) for m in re.finditer(r"[^\r\n]+", text[span.start : span.end])
    ]
    # The outermost fragments reach to the span's own borders, or a line end there would be lost.
    pieces = kept or [(span.start, span.end)]
    pieces[0] = span.start, pieces[0][1]
    pieces[-1] = pieces[-1][0], span.end
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(re.sub(r"\s", " ", text[start:end]) for start, end in pieces)
    return f"T{number}\t{_name(span.label)} {places}\t{words}\n"


def _name(label: str) -> str:
    return re.sub(r"\s", "_", label)
