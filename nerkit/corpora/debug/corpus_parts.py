"""The documents to look at, part by part; what a reader for training would refuse is read here, and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from nerkit.corpora.debug.findings import FaultPlace
from nerkit.corpora.json_object import parsed
from nerkit.corpora.jsonl import JsonLine, labelled_from, reason
from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.splits import SPLITS, split_of
from nerkit.errors import CorpusError

_OWN = ("train", "dev", "test")


@dataclass
class CorpusPart:
    """A part of a corpus, as "train". Spans may overlap here; `unreadable`: lines and spans that are left out."""

    name: str
    documents: list[LabelledDocument] = field(default_factory=list)
    unreadable: list[FaultPlace] = field(default_factory=list)


def read_parts(corpora: Sequence[str]) -> list[CorpusPart]:
    """The parts of corpora: each a file, a folder, or NAME=FOLDER for a corpus that nerkit knows by name.

    A folder that holds train, dev or test has these parts; one file, or a folder without them, is parted as training
    would part it; of several files each is a part. Raises `CorpusError` for what is not there, empty, or no corpus.
    """
    parts: dict[str, CorpusPart] = {}
    for corpus in corpora:
        for part in _parts(corpus, alone=len(corpora) == 1):
            known = parts.setdefault(part.name, CorpusPart(part.name))
            known.documents += part.documents
            known.unreadable += part.unreadable
    found = [part for part in parts.values() if part.documents or part.unreadable]
    if not found:
        raise CorpusError(f"{' '.join(corpora)}: there is no document in it")
    return sorted(found, key=lambda part: (part.name not in _OWN, _OWN.index(part.name) if part.name in _OWN else 0))


def _parts(corpus: str, *, alone: bool) -> list[CorpusPart]:
    name, equals, folder = corpus.partition("=")
    path = Path(corpus)
    if equals and not path.exists():
        from nerkit.corpora.registry import load

        return [CorpusPart(split, load(name, Path(folder), split)) for split in SPLITS if split != "all"]
    if not path.exists():
        raise CorpusError(f"{path} is not there: give files, folders, or NAME=FOLDER")
    own = [file for file in sorted(path.glob("*")) if file.stem in _OWN] if path.is_dir() else []
    if own:
        return [_read(file, file.stem) for file in own]
    part = _read(path, path.stem)
    return [part] if path.is_file() and (not alone or path.stem in _OWN) else _parted(part)


def _parted(part: CorpusPart) -> list[CorpusPart]:
    """The parts that `nerkit train` makes of a corpus without parts of its own."""
    parts = {name: CorpusPart(name) for name in _OWN}
    for index, document in enumerate(part.documents):
        parts[split_of(index)].documents.append(document)
    parts["train"].unreadable = part.unreadable
    return list(parts.values())


def _read(path: Path, name: str) -> CorpusPart:
    """A file or a folder of one format."""
    from nerkit.corpora.interchange import read
    from nerkit.corpora.interchange.format_detection import detect

    form = detect(path, "nerkit convert makes nerkit's own of many others")
    if form != "nerkit":
        examples = read(path, form)
        # Training takes the documents of other tools' formats by name.
        return CorpusPart(
            name, [each.labelled for each in (examples if form == "conll" else sorted(examples, key=_id))]
        )
    part = CorpusPart(name)
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        _read_own(file, part)
    return part


def _id(example: object) -> str:
    return str(getattr(example, "id", ""))


def _read_own(path: Path, part: CorpusPart) -> None:
    """Nerkit's own format line by line, so that one fault does not hide the next."""
    read: list[tuple[int, JsonLine]] = []
    with path.open("rb") as rows:
        for number, row in enumerate(rows, start=1):
            if not row.strip():
                continue
            try:
                read.append((number, parsed(JsonLine, row)))
            except ValidationError as error:
                part.unreadable.append(FaultPlace(f"{path}, line {number}", note=reason(error)))
    used = frozenset(span.label for _, line in read for span in line.spans)
    for number, line in read:
        source = line.source or f"{path.stem}-{number}"
        size = len(line.text)
        outside = [span for span in line.spans if not 0 <= span.start < span.end <= size]
        note = f"not inside the text of {size} characters"
        part.unreadable += [FaultPlace(source, span.start, span.end, span.label, note=note) for span in outside]
        line.spans = [span for span in line.spans if span not in outside]
        if fault := line.model_copy(update={"spans": []}).fault():
            part.unreadable.append(FaultPlace(f"{path}, line {number}", note=fault))
        else:
            part.documents.append(labelled_from(line, source, used))
