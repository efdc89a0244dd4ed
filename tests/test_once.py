"""Work that is done is kept, as long as nothing that decides it has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text
from nerkit.training.config import RunConfig, load_config
from nerkit.training.once import fingerprint, once
from tests.training_material import write_material

DOCUMENT = LabelledDocument(document_from_text("Acme Inc. pays", "a"), (Span(0, 9, "PARTY"),), frozenset({"PARTY"}))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> RunConfig:
    return load_config(write_material(tmp_path_factory.mktemp("once"), train=2, dev=1))


@pytest.mark.parametrize(
    "change",
    [
        {"document": document_from_text("Acme Inc. paid", "a")},
        {"spans": ()},
        {"closed": frozenset({"PARTY", "DATE"})},
        {"open_spans": (Span(10, 14, "DATE"),)},
        {"group": "one agreement"},
        {"kind": "contract"},
        {"record": {"party": [["Acme Inc."]]}},
        {"tolerated": {"party": ["Acme"]}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_fingerprint_changes_with_all_that_is_known_of_a_document(config: RunConfig, change: dict[str, Any]) -> None:
    assert fingerprint(config, [DOCUMENT]) != fingerprint(config, [replace(DOCUMENT, **change)])


def test_it_does_not_depend_on_where_the_run_is_kept(config: RunConfig) -> None:
    elsewhere = config.model_copy(update={"output": Path("elsewhere")})
    assert fingerprint(config, [DOCUMENT]) == fingerprint(elsewhere, [DOCUMENT])


def test_work_is_done_once_for_a_mark_and_is_told_whether_it_was_begun(tmp_path: Path) -> None:
    begun: list[bool] = []

    def work(resume: bool) -> dict[str, Any]:
        begun.append(resume)
        if len(begun) == 1:
            raise KeyboardInterrupt
        return {"f1": len(begun)}

    result = tmp_path / "run" / "score.json"
    with pytest.raises(KeyboardInterrupt):
        once(result, "first", work)
    assert once(result, "first", work) == once(result, "first", work) == {"fingerprint": "first", "f1": 2}
    assert once(result, "second", work)["f1"] == 3
    assert begun == [False, True, False]
