"""What was found in the documents of a corpus: by a model now, or by `nerkit tag` before, as it wrote it down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nerkit.corpora.json_object import parsed
from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Document, Entity
from nerkit.errors import CorpusError
from nerkit.evaluation.records import RecordDict
from nerkit.records.record import Record


class PredictedRecord(Protocol):
    """What the pipeline gives for one document."""

    @property
    def entities(self) -> Iterable[Entity]:
        """The entities that were found."""

    @property
    def record(self) -> Record:
        """The record built from them."""


class Predictor(Protocol):
    """Anything that turns a document into entities and a record."""

    def __call__(self, document: Document, /) -> PredictedRecord:
        """Tags one document that is already read."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """What was found in one document; nothing at all where it failed."""

    entities: tuple[Entity, ...] = ()
    record: RecordDict | None = None


@dataclass(frozen=True)
class Predictions:
    """What was found in each document, in order; `notes` say what a reader of the figures has to know.

    `same_text`: whether offsets mean the same as in the corpus; if not, only records can be held against it.
    """

    name: str
    documents: Sequence[Predicted]
    same_text: bool = True
    notes: tuple[str, ...] = ()


def predict(pipeline: Predictor, documents: Iterable[LabelledDocument], name: str = "model") -> Predictions:
    """Runs `pipeline` on every document."""
    found = (
        pipeline(replace(one.document, statements=())) for one in documents
    )  # what is read, not what states itself
    return Predictions(name, [Predicted(tuple(r.entities), r.record.to_dict()["record"]) for r in found])


class _Entity(BaseModel):
    label: str
    text: str
    start: int = Field(ge=0)
    end: int
    confidence: float = 1.0


class _Value(BaseModel):
    model_config = ConfigDict(extra="allow")
    value: str | None


class _Line(BaseModel):
    source: str
    entities: list[_Entity] = []
    record: dict[str, list[_Value]] | None = None


def read_predictions(path: Path, documents: Sequence[LabelledDocument]) -> Predictions:
    """The predictions for `documents` in a file that `nerkit tag --format jsonl` wrote, matched by file name.

    A document that the file does not hold counts as one in which nothing was found, and a note says so. Raises
    `CorpusError` that names the line that cannot be read, or where file names are not unique.
    """
    lines = _by_name(path)
    names = [Path(labelled.document.source).name for labelled in documents]
    if len(set(names)) < len(names):
        raise CorpusError("several documents of the corpus have one file name: predictions cannot be matched with them")
    found = [lines.get(name) for name in names]
    if documents and not any(found):
        raise CorpusError(f"{path} holds no prediction for any document of the corpus: file names have to be the same")
    notes = []
    if missing := sum(line is None for line in found):
        notes.append(f"{missing} of {len(documents)} documents have no prediction; there all counts as missed")
    elsewhere = sum(
        line is not None and not _fits(line, each.document.text) for line, each in zip(found, documents, strict=True)
    )
    if elsewhere:
        notes.append(
            f"in {elsewhere} documents the predictions are about another text than the corpus's: "
            "only records are scored, not entities"
        )
    return Predictions(path.name, [_predicted(line) for line in found], not elsewhere, tuple(notes))


def _by_name(path: Path) -> dict[str, _Line]:
    lines: dict[str, _Line] = {}
    try:
        rows = path.read_bytes().splitlines()
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}") from None
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            line = parsed(_Line, row)
        except ValidationError:
            raise CorpusError(
                f"{path}, line {number}: not what nerkit tag --format jsonl writes (source, entities, record)"
            ) from None
        name = Path(line.source).name
        if name in lines:
            raise CorpusError(f"{path}, line {number}: a second document of this file name")
        lines[name] = line
    return lines


def _fits(line: _Line, text: str) -> bool:
    return all(text[entity.start : entity.end] == entity.text for entity in line.entities)


def _predicted(line: _Line | None) -> Predicted:
    if line is None:
        return Predicted()
    entities = tuple(Entity(e.label, e.start, e.end, e.text, e.confidence) for e in line.entities)
    record = {name: [value.model_dump() for value in values] for name, values in (line.record or {}).items()}
    return Predicted(entities, record)
