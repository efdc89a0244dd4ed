"""Pairs held against forms whose links are known."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from nerkit.benchmarks.pair_accuracy import pair_accuracy
from nerkit.cli.main import app
from nerkit.corpora import funsd


def entity(id: int, label: str, text: str, x: int, y: int, *links: tuple[int, int]) -> dict[str, Any]:
    words = []
    for word in text.split():
        words.append({"box": [x, y, x + 9 * len(word), y + 14], "text": word})
        x += 9 * len(word) + 6
    return {"id": id, "label": label, "text": text, "words": words, "linking": [list(link) for link in links]}


FORM = [
    entity(0, "header", "APPLICATION FORM", 200, 20),
    entity(1, "question", "Policy number:", 40, 80, (1, 2)),
    entity(2, "answer", "AX-11870", 200, 80, (1, 2)),
    entity(3, "question", "Date of birth:", 40, 120, (3, 4), (0, 3)),
    entity(4, "answer", "4 May 1974", 200, 120, (3, 4)),
    entity(5, "question", "Remarks:", 40, 160),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / funsd.FILE).write_text(json.dumps({"document": "form.png", "form": FORM}) + "\n")
    return tmp_path


def test_links_lead_from_questions_to_answers(folder: Path) -> None:
    (form,) = funsd.read_linked(folder)
    assert form.links == {(1, 2), (3, 4)}
    assert form.keys == {1, 3, 5}


def test_what_the_reader_finds_is_right_to_the_letter(folder: Path) -> None:
    found = pair_accuracy(funsd.read_linked(folder))
    assert (found.exact.hits, found.exact.extra, found.exact.missed) == (2, 0, 0)
    assert all(one.right for one in found.sure(0.5))


def test_a_value_that_lacks_a_word_is_right_by_most_of_its_words_alone(tmp_path: Path) -> None:
    far = {"box": [520, 600, 560, 614], "text": "1974"}  # the year of birth stands far below
    form = json.loads(json.dumps(FORM))
    form[4]["words"][-1] = far
    (tmp_path / funsd.FILE).write_text(json.dumps({"document": "form.png", "form": form}) + "\n")
    found = pair_accuracy(funsd.read_linked(tmp_path))
    assert (found.most.hits, found.most.missed) == (2, 0)
    assert (found.exact.hits, found.exact.missed) == (1, 1)


def test_the_command_says_how_many_are_found_and_how_many_of_the_sure_are_right(folder: Path) -> None:
    told = CliRunner().invoke(app, ["benchmark", "pairs", "funsd", str(folder)])
    assert told.exit_code == 0
    first, second, third = told.output.splitlines()
    assert first == "most of the words  precision 1.000  recall 1.000  F1 1.000"
    assert second == "to the letter      precision 1.000  recall 1.000  F1 1.000"
    assert third.endswith("1.000 are right to the letter")
