"""Label Studio's JSON: a list of tasks, each with its data and the annotations of one or more people.

Offsets count code points, and UTF-16 units in exports from before 2022; the text that a result holds tells which. The
short form "JSON-MIN" is read as well. A task's text is under "text" of its data, or its only string.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nerkit.corpora.interchange.example import (
    KEY,
    ConversionReport,
    Draft,
    InterchangeDocument,
    InterchangeOptions,
    checked_span,
    extras,
    finish,
    used_labels,
    with_extras,
)
from nerkit.corpora.interchange.json_rows import JsonRow, read_rows, write_rows
from nerkit.corpora.interchange.offsets import counting
from nerkit.corpora.interchange.spans import place
from nerkit.corpora.labelled import Span
from nerkit.errors import CorpusError

SUFFIX = ".json"
_FROM, _TO = "label", "text"
"""The names of the tags <Labels> and <Text> in Label Studio's own template for named entities."""
_OWN = {"source", "meta", KEY}
_TASK = {"id", "data", "annotations", "completions", "predictions"}
_MIN = {"id", "text", "label", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"}


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file, with one annotation each: the one marked as ground truth, or the first.

    Further annotations, relations and results that are no labels of text are lost. Raises `CorpusError`.
    """
    drafts = [_draft(row, i, path, options, report) for i, row in enumerate(read_rows(path), 1)]
    report.lose('tasks without a text under "text" or a label in another one', drafts.count(None))
    return finish([draft for draft in drafts if draft is not None], report)


def _draft(
    row: JsonRow, number: int, path: Path, options: InterchangeOptions, report: ConversionReport
) -> Draft | None:
    if "data" in row.data:
        data = row.mapping("data")
        results = _results(row, report)
        report.lose("fields of Label Studio's own", len(row.data.keys() - _TASK))
    else:
        data = {key: value for key, value in row.data.items() if key not in _MIN or key == "text"}
        results = [{"type": "labels", "value": value} for value in row.objects("label")]
        report.lose("fields of Label Studio's own", len(row.data.keys() & _MIN - {"id", "text", "label"}))
    values = _values(results, report)
    if "text" not in data and not values:  # an address of a picture or a sound is a string too
        return None
    key, text = _text(data, row)
    stored = [(value["start"], value["end"], value.get("text")) for value in values]
    at = counting(text, stored, options.offsets)
    spans = [
        checked_span(*place(value, at), label, text, row.where)
        for value in values
        for label in (value["labels"] if isinstance(value["labels"], list) else [None])
    ]
    source = data.get("source", row.data.get("id", f"{path.stem}-{number}"))
    meta = {name: value for name, value in data.items() if name != key and name not in _OWN}
    kept, more = data.get("meta"), data.get(KEY)
    meta |= kept if isinstance(kept, dict) else {}
    return Draft(str(source), text, spans, None, meta, more if isinstance(more, dict) else {})


def _results(row: JsonRow, report: ConversionReport) -> list[dict[str, Any]]:
    """The results of the annotation that is taken."""
    annotations = row.objects("annotations") + row.objects("completions")
    done = [one for one in annotations if not one.get("was_cancelled")]
    report.lose("skipped annotations", len(annotations) - len(done))
    report.lose("further annotators' results", max(len(done) - 1, 0))
    report.lose("predictions", len(row.items("predictions")))
    if not done:
        return []
    chosen = next((one for one in done if one.get("ground_truth")), done[0])
    return JsonRow(chosen, row.where).objects("result")


def _values(results: list[dict[str, Any]], report: ConversionReport) -> list[dict[str, Any]]:
    """The values of the results that label text."""
    values = []
    for result in results:
        kind, value = result.get("type"), result.get("value")
        if not isinstance(value, dict) or "labels" not in value or not _has_offsets(value):
            report.lose("relations" if kind == "relation" else f'results of the type "{kind}"')
        elif value["start"] < value["end"]:
            values.append(value)
        else:
            report.lose("empty spans")
    return values


def _has_offsets(value: dict[str, Any]) -> bool:
    return isinstance(value.get("start"), int) and isinstance(value.get("end"), int)


def _text(data: dict[str, Any], row: JsonRow) -> tuple[str, str]:
    strings = {key: value for key, value in data.items() if isinstance(value, str) and key not in _OWN}
    key = "text" if "text" in strings else next(iter(strings), None)
    if key is None or (key != "text" and len(strings) > 1):
        raise CorpusError(f'{row.where}: the task has no text under "text"')
    return key, strings[key]


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples as tasks that Label Studio's template for named entities shows."""
    used = used_labels(examples)
    write_rows(path, (_task(example, used, options, report) for example in examples), as_list=True)


def _task(
    example: InterchangeDocument, used: frozenset[str], options: InterchangeOptions, report: ConversionReport
) -> dict[str, Any]:
    data: dict[str, Any] = {"text": example.text, "source": example.id}
    if example.meta:
        data["meta"] = dict(example.meta)
    data = with_extras(data, extras(example, used, has_meta=True), options, report)
    results = [_result(number, span, example.text) for number, span in enumerate(example.spans, 1)]
    return {"data": data, "annotations": [{"result": results}]}


def _result(number: int, span: Span, text: str) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [span.label]}
    return {"id": f"s{number}", "from_name": _FROM, "to_name": _TO, "type": "labels", "value": value}
