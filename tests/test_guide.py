"""docs/your-own-model.md is true: its commands, word for word, on three documents, with its own config."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import read

DOCS = Path(__file__).parent.parent / "docs"
FORMS = [
    ("Acme Motors", "4711", "05/01/20", "06/07/20", "$1,470.00"),
    ("Borealis for Senate", "4712", "05/08/20", "06/14/20", "$980.00"),
    ("Cardinal Foods", "4713", "05/15/20", "06/21/20", "$2,040.00"),
]


def blocks(language: str) -> list[str]:
    guide = (DOCS / "your-own-model.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", guide.replace("\\\n", ""), re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]


def command(name: str) -> list[str]:
    (line,) = (line for line in COMMANDS if line.startswith(f"nerkit {name} "))
    return shlex.split(line)[1:]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the guide begins with: documents, vectors and the config; and what a person would mark."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "documents").mkdir()
    config, silver = blocks("toml")
    (folder / "own.toml").write_text(config, encoding="utf-8")
    (folder / "again.toml").write_text(config.replace("runs/own", "runs/again") + silver, encoding="utf-8")
    (folder / "more").mkdir()
    labels = shlex.split(COMMANDS[0])[shlex.split(COMMANDS[0]).index("--labels") + 1].split(",")
    gold = []
    for number, values in enumerate(FORMS):
        path = folder / "documents" / f"order-{number}.txt"
        buyer, order, start, end, total = values
        path.write_text(
            f"Advertiser: {buyer}\nContract number: {order}\nFlight: {start} to {end}\nGross amount: {total}\n",
            encoding="utf-8",
        )
        document = read(path)
        starts = map(document.text.index, values)
        spans = [Span(at, at + len(v), label) for at, v, label in zip(starts, values, labels, strict=True)]
        gold.append(LabelledDocument(document, tuple(spans), frozenset(labels)))
    jsonl.write(folder / "gold.jsonl", gold)
    words = sorted({word.lower() for each in gold for word in each.document.text.split()})
    vectors = np.random.default_rng(5).normal(size=(len(words), 16)).astype(np.float16)
    np.savez(folder / "vectors.npz", words=np.array(words), vectors=vectors)
    return folder


@pytest.fixture(scope="module")
def annotated(desk: Path) -> str:
    """What the simulated annotator says, who went through the page's own interface."""
    script = [sys.executable, str(DOCS / "your-own-model" / "annotate_by_gold.py"), "gold.jsonl"]
    done = subprocess.run(
        [*script, sys.executable, "-m", "nerkit", *command("annotate")],
        cwd=desk,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(desk: Path, *arguments: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk)
        return CliRunner().invoke(app, arguments)


@pytest.fixture(scope="module")
def trained(desk: Path, annotated: str) -> str:
    said = run(desk, *command("train"))
    assert said.exit_code == 0, said.output
    return said.stdout.strip()


def test_every_command_of_the_guide_is_tried_here() -> None:
    tried = ["annotate", "debug", "train", "evaluate", "learning-curve", "silver", "tag"]
    assert [line.split()[:2] for line in COMMANDS] == [["nerkit", name] for name in tried]


def test_annotating_through_the_page_gives_the_gold(desk: Path, annotated: str) -> None:
    assert annotated.startswith("3 documents with 15 marks")
    gold = list(jsonl.read(desk / "gold.jsonl"))
    mine = list(jsonl.read(desk / "mine.jsonl"))
    assert [(m.document.text, m.spans, m.closed) for m in mine] == [(g.document.text, g.spans, g.closed) for g in gold]


def test_debug_says_that_three_documents_are_few(desk: Path, annotated: str) -> None:
    said = run(desk, *command("debug"))
    assert said.exit_code == 0, said.output
    assert "5 labels are rare in train" in said.stdout


def test_training_and_evaluation_write_what_the_guide_names(desk: Path, trained: str) -> None:
    assert trained == "runs/own/model"
    said = run(desk, *command("evaluate"), "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)["documents"] == 1
    assert "GROSS_AMOUNT" in (desk / "report.html").read_text(encoding="utf-8")


def test_a_learning_curve_of_one_document_is_refused_and_one_of_three_is_drawn(desk: Path, trained: str) -> None:
    said = run(desk, *command("learning-curve"), "--set", "training.epochs=1")
    assert "there are too few" in str(said.exception)
    all_three = ["--set", "train.0.split=all", "--set", "training.epochs=1"]
    said = run(desk, *command("learning-curve"), *all_three)
    assert said.exit_code == 0, said.output
    assert said.stdout.splitlines()[-1] == "runs/own/learning-curve/learning-curve.png"


def test_the_model_labels_more_documents_and_another_one_learns_from_them(desk: Path, trained: str) -> None:
    for number in range(4):
        text = f"Advertiser: Dorado Mills\nContract number: 52{number}0\nFlight: 07/01/20 to 07/09/20\n"
        (desk / "more" / f"{number}.txt").write_text(text, encoding="utf-8")
    said = run(desk, *command("silver"))
    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("silver.jsonl: 4 documents")
    said = run(desk, "train", "again.toml", "--set", "training.epochs=1")
    assert said.exit_code == 0, said.output
    card = json.loads((desk / "runs" / "again" / "metrics.json").read_text(encoding="utf-8"))
    assert [Path(table["path"]).name for table in card["config"]["train"]] == ["mine.jsonl", "silver.jsonl"]


def test_the_model_tags_with_the_new_labels(desk: Path, trained: str) -> None:
    said = run(desk, *command("tag"))
    assert said.exit_code == 0, said.output
    rows = [json.loads(line) for line in (desk / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [Path(row["source"]).name for row in rows] == [f"order-{i}.txt" for i in range(3)]
    assert all("error" not in row for row in rows)
