"""From a corpus to counts: for every figure that a yardstick has, a table of its documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nerkit.benchmarks.line_item_accuracy import compare
from nerkit.benchmarks.yardsticks.also_wanted import read_wanted
from nerkit.benchmarks.yardsticks.cases import read_cases
from nerkit.benchmarks.yardsticks.catalogue import Yardstick
from nerkit.corpora import line_item_corpora
from nerkit.corpora.gold_records import write_gold
from nerkit.corpora.registry import load
from nerkit.evaluation import EvaluationReport
from nerkit.evaluation.counts import CountTable
from nerkit.evaluation.predictions import Predicted, Predictions
from nerkit.pipeline import Pipeline
from nerkit.reading import files_in

PREDICTIONS, GOLD = "predictions.jsonl", "gold.jsonl"


@dataclass(frozen=True)
class YardstickTables:
    """Counts by figure ("records", "entities", "lines", "cases", "wanted"), and how many documents were not read."""

    tables: Mapping[str, CountTable]
    unread: int = 0


def measure(yardstick: Yardstick, data: Path, pipeline: Pipeline, folder: Path) -> YardstickTables:
    """What `pipeline` finds in the corpus, counted; its outputs stay in `folder` to be looked at.

    `data` is the folder of all corpora. Raises `CorpusError` where the corpus cannot be read.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    measures = {"records": _records, "lines": _lines, "cases": _cases, "wanted": _wanted}
    return measures[yardstick.measure](yardstick, data / yardstick.folder, pipeline, folder)


def _records(yardstick: Yardstick, corpus: Path, pipeline: Pipeline, folder: Path) -> YardstickTables:
    documents = load(yardstick.corpus or "", corpus, "test")
    write_gold(documents, folder / GOLD)
    results = [pipeline(each.document, xml=False) for each in documents]  # reading is measured, not what states itself
    _write(folder / PREDICTIONS, (result.to_dict() for result in results))
    found = [Predicted(result.entities, result.record.to_dict()["record"]) for result in results]
    report = EvaluationReport.of(documents, Predictions(pipeline.tagger.name, found))
    tables = {"records": report.record_table, "entities": report.span_table}
    if not any(document.spans for document in documents):
        del tables["entities"]
    return YardstickTables(tables, sum(not document.document.words for document in documents))


def _lines(yardstick: Yardstick, corpus: Path, pipeline: Pipeline, folder: Path) -> YardstickTables:
    done = list(compare(line_item_corpora.read(corpus)))
    rows = [(i, "line", (each.counts.hits, each.counts.extra, each.counts.missed)) for i, each in enumerate(done)]
    _write(folder / PREDICTIONS, ({"source": e.source, "missed": len(e.missed), "extra": len(e.extra)} for e in done))
    return YardstickTables({"lines": CountTable.of(rows, len(done), ["line"])})


def _cases(yardstick: Yardstick, corpus: Path, pipeline: Pipeline, folder: Path) -> YardstickTables:
    """The share of cases that are right: one that is wrong counts as extra and as missed."""
    cases = read_cases(corpus)
    files = [file for file in files_in([corpus]) if file.suffix != ".jsonl"]
    outputs = [result.to_dict() for result in pipeline.stream(files, workers=0)]
    faults = [case.faults(case.outputs(outputs)) for case in cases]
    _write(folder / PREDICTIONS, iter(outputs))
    _write(folder / "faults.jsonl", ({"source": c.source, "faults": f} for c, f in zip(cases, faults, strict=True)))
    rows = [(i, case.source, (0, 1, 1) if faults[i] else (1, 0, 0)) for i, case in enumerate(cases)]
    return YardstickTables({"cases": CountTable.of(rows, len(cases))})


def _wanted(yardstick: Yardstick, corpus: Path, pipeline: Pipeline, folder: Path) -> YardstickTables:
    wanted = read_wanted(corpus)
    documents = [each.document for each in load(yardstick.corpus or "", corpus, "test")]
    results = [pipeline(document, xml=False) for document in documents]
    _write(folder / PREDICTIONS, (result.to_dict() for result in results))
    rows = [
        (number, name, counts)
        for number, (each, result) in enumerate(zip(wanted, results, strict=True))
        for name, counts in each.counts(result.record.to_dict()["record"], pipeline.schema)
    ]
    return YardstickTables({"wanted": CountTable.of(rows, len(wanted))}, sum(not one.words for one in documents))


def _write(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
