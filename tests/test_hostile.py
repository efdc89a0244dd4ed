"""What means harm comes to a record or a coded error; `make hostile` tries ten times as much as a build server."""

from __future__ import annotations

import os
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from scripts.hostile.__main__ import mutations, run, run_strangers, table
from scripts.hostile.files import INVOICE, crafted
from scripts.hostile.running import BROKEN, HANG, RECORD, outcomes
from tests.fuzz.seeds import seeds

COUNT, STRANGERS = (1_000, 99) if os.environ.get("CI") else (40, 4)
"""Mutations, and models and schemas of strangers: on a build server a tenth of `make hostile`, else fewer."""


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    path = tmp_path / "files" / "invoice.txt"
    path.parent.mkdir()
    path.write_text(INVOICE)
    return path


def broken(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, code) for name, code in found if code in BROKEN]


def test_crafted_files_are_records_or_coded_errors() -> None:
    found = list(run(crafted(100)))
    assert broken(found) == []
    assert {name for name, _ in found} == {name for name, _ in crafted(100)}
    assert {RECORD, "broken-image", "image-too-large"} <= {code for _, code in found}


def test_what_is_damaged_was_sound_before() -> None:
    sound = [(name, file) for name, file in seeds([]) if isinstance(file, bytes)]
    assert {code for _, code in run(sound)} == {RECORD}


def test_mutations_of_documents_are_records_or_coded_errors() -> None:
    found = list(run(mutations(COUNT, seed=1)))
    assert broken(found) == []
    assert len({name for name, _ in found}) == COUNT
    assert {RECORD, "broken-pdf", "broken-image"} <= {code for _, code in found}


def test_models_and_schemas_of_strangers_are_coded_errors() -> None:
    found = list(islice(run_strangers(), STRANGERS))
    assert broken(found) == []
    assert {code for _, code in found} <= {"bad-schema", "bad-model", RECORD}
    assert RECORD not in {code for name, code in found if name != "schema backtracking"}


def test_a_run_that_takes_too_long_is_told_from_one_that_ends(invoice: Path) -> None:
    assert outcomes([invoice], seconds=0.1) == {invoice: [HANG]}
    assert outcomes([invoice], seconds=60) == {invoice: [RECORD]}
    assert outcomes([invoice], ["--model", "none"], seconds=60) == {invoice: ["bad-model"]}


def test_what_has_to_be_nought_stands_last_in_the_table() -> None:
    rows = table(Counter({RECORD: 7, "broken-pdf": 2, "crash": 1})).splitlines()
    assert rows[2:4] == ["| record | 7 |", "| broken-pdf | 2 |"]
    assert rows[4:] == ["| crash | 1 |", "| hang | 0 |", "| internal | 0 |", "| missing | 0 |"]
