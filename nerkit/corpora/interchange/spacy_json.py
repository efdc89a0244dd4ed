"""spaCy v3's JSON: what `Doc.to_json` gives and `Doc.from_json` takes, as one list or one object a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nerkit.corpora.interchange.example import (
    KEY,
    ConversionReport,
    InterchangeDocument,
    InterchangeOptions,
    finish,
    used_labels,
)
from nerkit.corpora.interchange.json_rows import read_rows, write_rows
from nerkit.corpora.interchange.spacy_docs import doc_of, draft_from_json
from nerkit.errors import CorpusError

SUFFIX = ".json"


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file. Raises `CorpusError`."""
    drafts = []
    for number, row in enumerate(read_rows(path), 1):
        if "paragraphs" in row.data:
            raise CorpusError(f"{path} is JSON of spaCy v2; make a .spacy file of it with `spacy convert` first")
        drafts.append(draft_from_json(row, f"{path.stem}-{number}", report))
    return finish(drafts, report)


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples, as a list unless the name of the file ends in .jsonl."""
    from spacy.vocab import Vocab

    vocab, used = Vocab(), used_labels(examples)

    def row(example: InterchangeDocument) -> dict[str, Any]:
        doc = doc_of(example, vocab, used, options, report)
        more = doc.user_data.pop(KEY, {})
        if doc.user_data:
            more = {**more, "meta": {**more.get("meta", {}), "user_data": dict(doc.user_data)}}
        return doc.to_json() | ({KEY: more} if more else {})

    write_rows(path, map(row, examples), as_list=path.suffix != ".jsonl")
