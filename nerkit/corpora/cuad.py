"""CUAD v1: commercial contracts with verbatim quotes and a normalised answer for each category of clause.

The folder holds `text/NAME.txt` and `clauses.csv`, a row a contract. `cuad_spans` says which stretches become entities;
here stand the files and the gold record. Gold dates are complete ones only: "perpetual" and blanks are no gold.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from nerkit.corpora import cuad_answers as parse
from nerkit.corpora.contracts import ContractText, inside
from nerkit.corpora.cuad_answers import Answers, Category
from nerkit.corpora.cuad_spans import mark
from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.marking import CONTRACT_LABELS, FORM_LABELS, GENERIC_LABELS
from nerkit.corpora.splits import check_split, select
from nerkit.errors import CorpusError
from nerkit.reading import document_from_text

_LABELS = CONTRACT_LABELS | FORM_LABELS | GENERIC_LABELS


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The contracts of `split` ("train", "dev", "test", "all"), sorted by name. Raises `CorpusError`."""
    check_split(split)
    clauses = folder / "clauses.csv"
    if not clauses.is_file():
        raise CorpusError(f"{clauses} does not exist: give the folder that holds clauses.csv and text/")
    with clauses.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row.get("document") or "")
    for row in select(rows, split):
        name = row.get("document") or ""
        try:
            text = (folder / "text" / f"{name}.txt").read_text(encoding="utf-8")
            answers = Answers.of(row)
        except OSError as error:
            raise CorpusError(f"{clauses}: the text of {name!r} cannot be read ({error.strerror})") from error
        except (KeyError, ValueError, SyntaxError) as error:
            raise CorpusError(f"{clauses}: the row of {name!r} is not as in CUAD ({type(error).__name__})") from error
        yield _labelled(f"{name}.txt", text, answers)


def _labelled(source: str, text: str, answers: Answers) -> LabelledDocument:
    contract = ContractText(text)
    marking = mark(contract, answers)
    record, tolerated = _gold(contract, answers)
    return LabelledDocument(
        document=document_from_text(text, source),
        spans=tuple(marking.spans),
        closed=_LABELS - marking.unknown,
        open_spans=tuple(marking.open_spans),
        kind="contract",
        record=record,
        tolerated=tolerated,
    )


def _gold(contract: ContractText, answers: Answers) -> tuple[dict[str, list[list[str]]], dict[str, list[str]]]:
    parties = parse.parties(answers.party.answer, answers.party.quotes)
    titles = parse.titles(answers.title)
    record = {
        "title": [titles] if titles else [],
        "party": [contract.written(party.names) for party in parties.parties],
        "agreement_date": parse.days(answers.agreement_date),
        "effective_date": parse.days(answers.effective_date),
        "expiration_date": [[day.isoformat()] for day in parse.dates(answers.expiration_date.answer)],
        "renewal_term": _durations(answers.renewal_term),
        "notice_period": _durations(answers.notice_period),
        "governing_law": parse.places(answers.governing_law.answer) or _laws(contract, answers.governing_law),
    }
    return {field: values for field, values in record.items() if values}, {"party": list(parties.aliases)}


def _durations(category: Category) -> list[list[str]]:
    """One value: an answer of two durations gives two readings of it."""
    durations = list(dict.fromkeys(parse.durations(category.answer)))
    return [durations] if durations else []


def _laws(contract: ContractText, category: Category) -> list[list[str]]:
    """The first place whose law the quoted clause names: some answers are empty though the clause is quoted."""
    found = [law.value for law in inside(contract.laws, contract.clauses(category.quotes))]
    return [found[:1]] if found and not category.answer else []
