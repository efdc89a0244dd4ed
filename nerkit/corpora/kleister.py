"""Kleister-NDA: non-disclosure agreements with the values that stand in them, but not their places.

The folder holds `train.jsonl`, a line a document: `text`, and `expected` pairs of key and value with "_" for spaces.
The set is for benchmarks only, so every document belongs to "test". Spans are found by value; a label of which a value
was not found stays open in that document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nerkit.corpora.contracts import ContractText, same_duration
from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.marking import FORM_LABELS, GENERIC_LABELS, Marking
from nerkit.corpora.splits import check_split
from nerkit.errors import CorpusError
from nerkit.parsing import json_of
from nerkit.reading import document_from_text
from nerkit.values import read_value

_FIELDS = {"jurisdiction": "governing_law"}
_KNOWN = frozenset({"PARTY", "GOVERNING_LAW", "EFFECTIVE_DATE", "TERM"})
_CANNOT_OCCUR = FORM_LABELS | (GENERIC_LABELS - {"DATE", "DURATION"})


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The documents, in the file's order; none for "train" and "dev". Raises `CorpusError` that names the line."""
    check_split(split)
    path = folder / "train.jsonl"
    if not path.is_file():
        raise CorpusError(f"{path} does not exist: give the folder that holds train.jsonl")
    if split not in ("test", "all"):
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json_of(line)
                expected: dict[str, list[str]] = defaultdict(list)
                for key, value in row["expected"]:
                    expected[_FIELDS.get(key, key)].append(value.replace("_", " "))
                source, text = str(row["document"]), str(row["text"])
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CorpusError(f"{path}, line {number}: not a line of Kleister-NDA") from error
            yield _labelled(source, text, expected)


def _labelled(source: str, text: str, expected: Mapping[str, Sequence[str]]) -> LabelledDocument:
    contract = ContractText(text)
    marking = Marking()
    parties = [_readings(name) for name in expected.get("party", ())]
    laws = {read_value("place", name).value for name in expected.get("governing_law", ())}
    days = set(expected.get("effective_date", ()))
    terms = [value for term in expected.get("term", ()) if (value := read_value("duration", term).value)]
    for place in contract.names(reading for readings in parties for reading in readings):
        marking.add("PARTY", place)
    for law in contract.laws:
        if law.value in laws and not contract.organised(law):
            marking.add("GOVERNING_LAW", law.stretch)
    for day in contract.dates:
        if days & {day.value, *day.alternatives}:
            marking.add("EFFECTIVE_DATE", day.stretch)
    for duration in contract.durations:
        if any(same_duration(duration.value, term) for term in terms):
            marking.add("TERM", duration.stretch)
    missed = {label for label in _KNOWN if expected.get(label.lower()) and not marking.has(label)}
    if not all(contract.names(readings) for readings in parties):
        missed.add("PARTY")
    record = {
        "party": [contract.written(readings) for readings in parties],
        "governing_law": [[name] for name in expected.get("governing_law", ())],
        "effective_date": [[day] for day in expected.get("effective_date", ())],
        "term": [[term] for term in terms],
    }
    return LabelledDocument(
        document=document_from_text(text, source),
        spans=tuple(marking.spans),
        closed=(_KNOWN - missed) | _CANNOT_OCCUR,
        kind="contract",
        record={field: values for field, values in record.items() if values},
    )


def _readings(name: str) -> list[str]:
    """The name, and with the "&" that the set writes as "and"."""
    return list(dict.fromkeys((name, re.sub(r"\band\b", "&", name, flags=re.IGNORECASE))))
