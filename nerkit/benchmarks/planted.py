"""Contradictions planted between pages and their e-invoices: how many of them the check of both finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from nerkit.corpora import gold_records
from nerkit.document import Document, StatedValue, Statement
from nerkit.pipeline import Pipeline
from nerkit.reading import files_in
from nerkit.records import build, stated_kind, with_found
from nerkit.records.agreement import page_agrees
from nerkit.records.page_values import PageValues
from nerkit.records.record import Record
from nerkit.values.context import context_of

_DAYS = (-30, -14, -7, -1, 1, 7, 14, 30, 365)
_NAMES = ("Nordwind", "Steinbach", "Hellberg", "Martensen", "Okonkwo", "Lindqvist")


@dataclass
class PlantedCounts:
    """By field how many of the planted contradictions were found; `alarmed` are files that contradict as they came."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    sound: int = 0
    alarmed: list[str] = field(default_factory=list)


def plant(folders: Sequence[Path], pipeline: Pipeline, *, times: int = 3, seed: int = 7) -> PlantedCounts:
    """Change each compared value of each e-invoice in a PDF `times` times, alone, and look for it in the check.

    Of folders with gold records (`nerkit.corpora.gold_records`) the gold is taken for what an e-invoice would state.
    """
    counts, random = PlantedCounts(), Random(seed)
    for file, document in _stated(folders, pipeline):
        held = _Page.of(document, pipeline)
        if held.contradicted(held.statement):
            counts.alarmed.append(str(file))
            continue
        counts.sound += 1
        for name, changed in _changes(held.statement, pipeline, times, random):
            counts.planted[name] += 1
            counts.found[name] += (name, changed.fields[name][0].value) in held.contradicted(changed)
    return counts


def _stated(folders: Sequence[Path], pipeline: Pipeline) -> Iterator[tuple[Path, Document]]:
    """The PDFs that carry an e-invoice, or have a gold record in its place."""
    for folder in folders:
        if not (folder / gold_records.FILE).is_file():
            read = ((file, pipeline.reader.read(file)) for file in files_in([folder]) if file.suffix.lower() == ".pdf")
            yield from ((file, document) for file, document in read if document.statements)
            continue
        for one in gold_records.read(folder):
            file = folder / Path(one.document.source).name
            if file.suffix.lower() == ".pdf":
                statement = Statement("xml", (one.kind or "invoice",), _gold(one.record, pipeline))
                yield file, replace(one.document, statements=(statement,))


def _gold(record: Mapping[str, Sequence[Sequence[str]]], pipeline: Pipeline) -> dict[str, tuple[StatedValue, ...]]:
    """The first reading of each value, where the schema has its field."""
    return {
        name: tuple(StatedValue(readings[0], f"/{name}[{at}]") for at, readings in enumerate(values, 1))
        for name, values in record.items()
        if values and pipeline.schema.type_of(name)
    }


@dataclass(frozen=True)
class _Page:
    """A page with the record of it alone."""

    document: Document
    values: PageValues
    record: Record
    statement: Statement
    pipeline: Pipeline

    @classmethod
    def of(cls, document: Document, pipeline: Pipeline) -> _Page:
        schema, kind = pipeline.schema, stated_kind(document, pipeline.schema) or "auto"
        entities = with_found(document, pipeline.tagger.tag(document), schema, kind)
        record = build(document, entities, kind=kind, schema=schema, scorer=pipeline.scorer)
        values = PageValues(document.text, context_of(document.text, document.language))
        return cls(document, values, record, document.statements[0], pipeline)

    def contradicted(self, statement: Statement) -> set[tuple[str, str]]:
        check = page_agrees(self.document, self.values, self.record, statement, self.pipeline.schema)
        return {(one.field, one.stated) for one in check.contradictions} if check else set()


def _changes(statement: Statement, pipeline: Pipeline, times: int, random: Random) -> Iterator[tuple[str, Statement]]:
    for name, values in statement.fields.items():
        change = _CHANGES.get(pipeline.schema.type_of(name) or "")
        if change is None or (not any(char in "123456789" for char in values[0].value) and change is not _other_name):
            continue
        for _ in range(times):
            first = replace(values[0], value=change(values[0].value, random))
            yield name, replace(statement, fields={**statement.fields, name: (first, *values[1:])})


def _other_digit(value: str, random: Random) -> str:
    place = random.choice([place for place, char in enumerate(value) if char.isdigit()])
    return f"{value[:place]}{(int(value[place]) + random.randint(1, 9)) % 10}{value[place + 1 :]}"


def _other_day(value: str, random: Random) -> str:
    return (date.fromisoformat(value) + timedelta(days=random.choice(_DAYS))).isoformat()


def _other_account(value: str, random: Random) -> str:
    """A sound account number of the same country and length."""
    from stdnum.iso7064 import mod_97_10

    account = "".join(random.choice("0123456789") for _ in value[4:])
    return f"{value[:2]}{mod_97_10.calc_check_digits(account + value[:2])}{account}"


def _other_name(value: str, random: Random) -> str:
    """The name with another word in place of its longest one."""
    words = value.split()
    words[max(range(len(words)), key=lambda index: len(words[index]))] = random.choice(_NAMES)
    return " ".join(words)


_CHANGES: Mapping[str, Callable[[str, Random], str]] = {
    "amount": _other_digit,
    "identifier": _other_digit,
    "date": _other_day,
    "iban": _other_account,
    "name": _other_name,
}
