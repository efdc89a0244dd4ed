"""What the pipeline gives for one file: a result, or the error that stood in its way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nerkit.document import Box, Code, Document, Entity, Statement
from nerkit.errors import NerkitError
from nerkit.evidence.payment import payment_of
from nerkit.related import Fingerprint, Relation, fingerprint

if TYPE_CHECKING:
    from nerkit.fields import FilledFields
    from nerkit.page_stream import Part
    from nerkit.pairs import Pair
    from nerkit.records.explanation import Explanation
    from nerkit.records.record import FieldValue, Record


TABLES = ("line_items", "charges", "taxes", "parties", "deadlines")
"""What a record may have beside its fields."""


@dataclass(frozen=True)
class Result:
    """A document, the entities in it and its record; `model` is the name of the model that found them.

    `explanation` says why a field holds what it holds, where that was asked for. `pairs` are the keys and values of the
    page, None where they were not looked for. `statement` is the e-invoice that the record was taken from, where there
    is one. `answer` is what was asked for by name, filled in. `part` is which pages of the file it is about, where that
    holds several documents. `related` are earlier documents of the run that it has to do with.
    """

    document: Document
    entities: tuple[Entity, ...]
    record: Record
    model: str
    explanation: Explanation | None = None
    pairs: tuple[Pair, ...] | None = None
    statement: Statement | None = None
    answer: FilledFields | None = None
    part: Part | None = None
    related: tuple[Relation, ...] = ()

    @property
    def source(self) -> str:
        """The file as it was named, or what stands for it."""
        return self.document.source

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """What the document is known by again."""
        return fingerprint(self.document, self.record.kind)

    def first_box(self, value: FieldValue) -> Box | None:
        """Where a value of the record stands first; None where the document has no pages, or the value was derived."""
        if value.derived:
            return None
        of_entities = (box for index in value.entities for box in self.entities[index].boxes)
        return next(of_entities, next(iter(value.boxes), None))

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of this document; README, "What comes out", says what each key holds."""
        record = self.record.to_dict()
        return {
            "source": self.source,
            "kind": record["kind"],
            "language": record["language"],
            "pages": len(self.document.pages),
            **(_part(self.part) if self.part else {}),
            "model": self.model,
            "record": record["record"],
            **{
                name: record[name]
                for name in ("line_items", "charges", "taxes", "parties", "deadlines")
                if name in record
            },
            **(self.answer.to_dict() if self.answer else {}),
            **({"pairs": [pair.to_dict() for pair in self.pairs]} if self.pairs is not None else {}),
            "entities": [_entity(entity) for entity in self.entities],
            **({"codes": [_code(code) for code in self.document.codes]} if self.document.codes else {}),
            "checks": record["checks"],
            "warnings": [*(notice.to_dict() for notice in self.document.warnings), *record["warnings"]],
            **({"related": [relation.to_dict() for relation in self.related]} if self.related else {}),
            "fingerprint": self.fingerprint.to_dict(),
            **({"e_invoice": _e_invoice(self.statement)} if self.statement else {}),
            **({"explained": self.explanation.to_dict()} if self.explanation else {}),
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be done: the error's stable code and one line that says what to do."""

    source: str
    code: str
    message: str

    @classmethod
    def of(cls, source: str, error: Exception) -> Failure:
        """The failure that `error` makes of a file.

        An error without a code is a fault of nerkit: its own message could hold text of the document and is left out.
        """
        if isinstance(error, NerkitError):
            return cls(source, error.code, error.message)
        kind = type(error).__name__
        return cls(source, "internal", f"unexpected {kind}; set NERKIT_DEBUG=1 to see where it comes from")

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of this failure."""
        return {"source": self.source, "error": {"code": self.code, "message": self.message}}


def _e_invoice(statement: Statement) -> dict[str, Any]:
    return {
        **statement.about,
        "credits": statement.credits,
        "attachments": [
            {"name": file.name, "mime_type": file.mime_type, "bytes": file.size} for file in statement.attachments
        ],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "label": entity.label,
        "text": entity.text,
        "start": entity.start,
        "end": entity.end,
        "confidence": round(entity.confidence, 4),
        "boxes": [box.to_dict() for box in entity.boxes],
        **({} if entity.found_by == "model" else {"found_by": entity.found_by}),
    }


def _code(code: Code) -> dict[str, Any]:
    payment = payment_of(code.text)
    said = {"payment": payment.to_dict()} if payment else {"text": code.text}
    return {"symbology": code.symbology, **said, "box": code.box.to_dict()}


def _part(part: Part) -> dict[str, Any]:
    return {
        "page_range": [part.first, part.last],
        "part": part.number,
        "parts": part.of,
        "parted_confidence": round(part.probability, 4),
    }
