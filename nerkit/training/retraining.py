"""The present model learns on: from old and new documents, and is replaced only by one that is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nerkit import models
from nerkit.corpora.registry import load as load_corpus
from nerkit.errors import CorpusError
from nerkit.evaluation import Comparison, EvaluationReport, predict
from nerkit.evaluation.significance import Difference
from nerkit.models.lineage import FILE, Lineage, ModelVersion, digest_of_files
from nerkit.output import check_folder, whole
from nerkit.pipeline import load
from nerkit.training.run import train
from nerkit.training.toml import to_toml

TRAINING: Mapping[str, Any] = {"epochs": 5, "learning_rate": 0.001}
"""A model that has learnt much already learns on gently."""


def retrain(folder: Path, corpora: Sequence[Path], start: str, overrides: Sequence[str] = ()) -> Lineage:
    """Trains the version in use on, with corpora in nerkit's format that have the parts train, dev and test.

    The new version is in use from then on where it is better: on the kept-out documents of no corpus worse, and of one
    better, by more than chance explains (`is_better`). A lineage begins with `start`. Raises what training raises.
    """
    missing = [str(corpus) for corpus in corpora if not (corpus / "test.jsonl").is_file()]
    if missing or not corpora:
        raise CorpusError(f"{', '.join(missing)}: needs train.jsonl, dev.jsonl and test.jsonl; see nerkit store corpus")
    kept_out = {corpus: load_corpus("jsonl", corpus, "test") for corpus in corpora}
    if empty := [str(corpus) for corpus, documents in kept_out.items() if not documents]:
        raise CorpusError(f"{', '.join(empty)}: has no kept-out document yet; go on checking records")
    lineage = Lineage.read(folder) if (folder / FILE).is_file() else Lineage(folder, start)
    number = 1 + max((each.version for each in lineage.versions), default=0)
    parent = models.find(lineage.place(lineage.current))
    data = {str(corpus): digest_of_files(corpus) for corpus in corpora}
    check_folder(folder)
    config = folder / f"v{number}.toml"
    tables = _config(folder / f"v{number}", number, parent, data, corpora)
    with whole(config) as part:
        part.write_text(to_toml(tables), encoding="utf-8")
    model = train(config, overrides)
    comparisons = [_compared(model, parent, documents) for documents in kept_out.values()]
    verdict = tuple(
        f"{corpus}: {said}"
        for corpus, comparison in zip(corpora, comparisons, strict=True)
        for said in comparison.sentences
    )
    version = ModelVersion(
        number,
        lineage.current,
        datetime.now(UTC).isoformat(timespec="seconds"),
        data,
        digest_of_files(model),
        is_better([difference for each in comparisons for difference in (each.spans, each.records)]),
        verdict,
    )
    lineage = lineage.with_version(version)
    lineage.write()
    return lineage


def is_better(differences: Sequence[Difference]) -> bool:
    """Whether a model is to be used instead of its parent, by the differences on kept-out documents.

    One is better by more than chance explains, and none is worse by more than that.
    """
    clear = [each.f1.value for each in differences if each.means_something]
    return any(value > 0 for value in clear) and all(value > 0 for value in clear)


def _compared(model: Path, parent: Path, documents: Sequence[Any]) -> Comparison:
    reports = (
        EvaluationReport.of(documents, predict(load(each), documents, name))
        for each, name in ((model, "new"), (parent, "old"))
    )
    return Comparison(*reports)


def _config(
    output: Path, number: int, parent: Path, data: Mapping[str, str], corpora: Sequence[Path]
) -> dict[str, Any]:
    def parts(split: str) -> list[dict[str, str]]:
        return [{"reader": "jsonl", "path": str(corpus), "split": split} for corpus in corpora]

    return {
        "name": f"{output.parent.name}-v{number}",
        "output": str(output),
        "init": str(parent),
        "training": dict(TRAINING),
        "train": parts("train"),
        "dev": parts("dev"),
        "card": {
            "version": str(number),
            "parent": f"{parent} (sha256 {digest_of_files(parent)})",
            "data": ", ".join(f"{corpus} (sha256 {digest})" for corpus, digest in data.items()),
        },
    }
