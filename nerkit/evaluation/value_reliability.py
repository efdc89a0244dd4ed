"""Whether the confidences of values in records mean what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nerkit.evaluation.records import Gold, HasGold, RecordDict, accepted_forms, gold_of, lines_of, name_of, said
from nerkit.evaluation.reliability import JudgedEntity


def value_outcomes(gold: Sequence[HasGold], predictions: Sequence[RecordDict | None]) -> list[JudgedEntity]:
    """The values of all records of which is known whether they are right, each with its field as the label.

    Fields that no gold record holds say nothing, nor do values that count neither way. Raises ValueError where the two
    are not of the same length.
    """
    asked = {name for document in gold for name in document.record}
    return [
        one
        for document, record in zip(gold, predictions, strict=True)
        for name in sorted(asked.intersection(record or {}).difference(document.unasked))
        for one in _of_field(name, document, record or {})
    ]


def outcomes_of_files(predictions: Path, gold: Path) -> list[JudgedEntity]:
    """The same of a file of output lines and a file of gold lines, matched by file name."""
    found = {name_of(row): row.get("record") for row in lines_of(predictions)}
    wanted: dict[str, Gold] = {name_of(row): gold_of(row) for row in lines_of(gold)}
    return value_outcomes(list(wanted.values()), [found.get(name) for name in wanted])


def _of_field(name: str, gold: HasGold, record: RecordDict) -> Iterator[JudgedEntity]:
    tolerated = said(name, (value for value in gold.tolerated.get(name, []) if value is not None))
    right = accepted_forms(name, gold)
    for row in record[name]:
        forms = said(name, [row["value"]])
        if forms and not forms & tolerated:
            yield JudgedEntity(name, float(row["confidence"]), bool(forms & right))
