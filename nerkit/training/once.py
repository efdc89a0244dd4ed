"""Work in many parts, such as a run for each seed: what is done is kept, and what was stopped goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from nerkit.corpora.labelled import LabelledDocument
from nerkit.output import check_folder, whole, written_to
from nerkit.training.config import RunConfig


def once(result: Path, mark: str, work: Callable[[bool], dict[str, Any]]) -> dict[str, Any]:
    """What `work` gives, from the file `result` where it is done and `mark` has not changed.

    `work` is told whether it was begun, in the folder of `result`, with this mark before.
    """
    kept = read_json(result)
    if kept.get("fingerprint") != mark:
        begun = result.parent / "fingerprint"
        resume = begun.is_file() and begun.read_text(encoding="utf-8") == mark
        check_folder(result.parent)
        with written_to(begun):
            begun.write_text(mark, encoding="utf-8")
        kept = {"fingerprint": mark, **work(resume)}
        write_json(result, kept)
    return kept


def fingerprint(config: RunConfig, *corpora: Iterable[LabelledDocument]) -> str:
    """Changes where the config does, or the documents and what is known of them: no figure of another run is taken."""
    digest = hashlib.sha256(json.dumps(config.model_dump(mode="json", exclude={"output"})).encode())
    for labelled in (labelled for documents in corpora for labelled in documents):
        known = (labelled.spans, sorted(labelled.closed), labelled.open_spans, labelled.group)
        wanted = (labelled.kind, sorted(labelled.record.items()), sorted(labelled.tolerated.items()))
        digest.update(repr((labelled.document.text, known, wanted)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def write_json(path: Path, data: Any) -> None:
    """Write a file that is whole or as it was before. Raises `OutputError`."""
    with whole(path) as part:
        part.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file, empty where there is none that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
